"""Measures of motion: distributions, beats, prompts' rules, in-betweens. Not in the zip."""
