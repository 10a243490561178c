"""Captions: from labels and from measured facts, segments and where they are cut."""
