"""The headless commands: `motif-blender` and `blender --command motif`, their options and reports."""
