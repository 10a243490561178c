"""Motif's engine: text in, motion out, in a process of its own. Importing the package imports nothing else."""
