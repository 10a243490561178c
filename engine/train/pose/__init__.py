"""Recipes and data of the pose prior, the decomposed model and the in-betweener."""
