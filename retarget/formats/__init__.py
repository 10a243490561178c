"""Motion files: BVH, AMASS, SMPL bodies."""
