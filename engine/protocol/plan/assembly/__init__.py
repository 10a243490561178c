"""Clauses made into steps: which belong together, what each step is, and what it needs behind the one before."""
