"""Motion as the networks see it: the canonical skeleton, features, clean-up."""
