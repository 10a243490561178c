"""The child process behind Blender: serving requests, its priority and its estimates of time left."""
