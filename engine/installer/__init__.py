"""Installer of the engine's Python environment: a process of its own that installs, verifies, repairs and removes it.

`python -m engine.installer install --into FOLDER` talks JSON lines on stdout and ends with its stdin. Blender starts it
with whatever Python 3.10 or newer there is, so nothing here may need more than that and the standard library.
"""
