"""Motion as the networks read and write it: the canonical skeleton, features, pinned values, clean-up."""
