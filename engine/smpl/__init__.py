"""Bodies of the SMPL family by smplx, from model files of the artist's own.

smplx is under a licence for non-commercial research and stands in no environment by default: the pip extra `smpl`, or
*Install SMPL Support* in the add-on's preferences. Without it `retarget.formats.smpl_body` reads the same files, and
bodies come without pose corrections.
"""
