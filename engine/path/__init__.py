"""Along a path over the ground: the parts of a take in turn, facing, what is done in place, and targets."""
