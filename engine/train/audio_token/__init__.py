"""Recipes and data of the audio encoder and the audio token: motion with synthesised sounds."""
