"""What becomes of a photo, a PDF, a recording or a film: opened in a process of its own, within limits, and made anew or copied bare.

`asking` is ours; what opens a file is loaded only there.
"""
