"""Which bone of an armature plays which role: name tables, patterns, structure."""
