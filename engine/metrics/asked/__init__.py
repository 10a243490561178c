"""Prompts as different people type them for one character, with rules; written before any take of them was seen."""
