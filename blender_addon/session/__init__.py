"""The engine as Blender sees it: its installation, its process, open jobs and redraws."""
