"""What build.py does, in parts. Standard library only: nothing here may import what the environment brings."""
