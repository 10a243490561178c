"""Property groups: what the panel stores in the .blend. A feature has the same file name in panels/ and operators/."""
