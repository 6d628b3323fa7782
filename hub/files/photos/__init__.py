"""What becomes of a photo: known by what is in it, turned upright, drawn anew, and nothing kept but the picture."""
