"""What build.py does, in parts, and `digests`, a program of its own.

Standard library only: nothing that build.py loads may import what the environment brings; the digests run in it.
"""
