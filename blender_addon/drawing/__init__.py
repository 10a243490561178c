"""What is drawn: strips of takes and files, ghosts, the path and targets in the 3D view."""
