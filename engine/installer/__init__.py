"""The engine's own environment: made, checked, mended and removed by a process of its own, with the standard library.

`python -m engine.installer install --into FOLDER` talks JSON lines on stdout and ends with its stdin. Blender starts it
with whatever Python 3.10 or newer there is, so nothing here may need more than that.
"""
