"""Metrics of motion: distributions, beat alignment, dance, in-betweening, rules for prompts. Not in the zip."""
