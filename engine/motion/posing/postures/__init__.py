"""Postures of the whole body by name: what each is, solved as a pose, gone into, held and left."""
