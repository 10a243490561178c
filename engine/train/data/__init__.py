"""Clips, feature rows and batches."""
