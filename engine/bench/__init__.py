"""Measurement of speed and memory, `motif bench`. Not in the zip."""
