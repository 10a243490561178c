"""Blender operators: what each button does. A feature has the same file name in panels/ and properties/."""
