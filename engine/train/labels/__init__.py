"""Segments of recordings, verb phrases, captions and compositions."""
