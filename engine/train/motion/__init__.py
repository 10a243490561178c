"""Tempo and procedural gestures."""
