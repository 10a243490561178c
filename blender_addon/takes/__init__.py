"""Takes on an armature: from settings to a request, from the engine's answer to Actions and the list."""
