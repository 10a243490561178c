"""Prompts as different people type them freely, with rules; written before any take of them was seen."""
