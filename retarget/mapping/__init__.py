"""Bone mapping: which bone of a rig plays which canonical role, by name tables, name patterns and structure."""
