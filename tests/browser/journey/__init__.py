"""The main job in chapters, played one after another on one server: each takes up what those before it left on the stage."""
