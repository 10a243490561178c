"""What a request is made from: prompts, the scene's sound, part of an animation, a pose."""
