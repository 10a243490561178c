"""Training the pose prior, the decomposed model and the in-betweener."""
