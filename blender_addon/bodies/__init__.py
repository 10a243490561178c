"""Bodies of the SMPL family from model files of the artist's own: built, corrected as they bend, computed by smplx."""
