"""Postures and gestures that are made by rule and laid over a motion, where nobody captured them."""
