"""Kinematic events, tempo, blending and procedural gestures."""
