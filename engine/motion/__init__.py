"""Motion as the networks read and write it (skeleton, features, pinned values, clean-up), measured, and edited."""
