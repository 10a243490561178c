"""Part of a motion made again, with everything outside a mask kept exactly."""
