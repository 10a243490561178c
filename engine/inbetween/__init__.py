"""Part of a motion regenerated, with everything outside a mask kept exactly."""
