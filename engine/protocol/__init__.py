"""What Blender and the worker share: requests, messages and the client. Standard library and numpy only."""
