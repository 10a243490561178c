"""Choreography by phrase: captured bars of a style, chosen for a piece of music and chained."""
