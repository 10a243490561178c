"""Motion file formats: BVH, AMASS, and the SMPL family's bodies.

Reading gives a `Motion` in metres, Y up; errors name the file and what is wrong with it.
"""
