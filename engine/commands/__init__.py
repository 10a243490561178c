"""What the programs `motif` and `motif-blender` share as command lines: parser, examples, lists, progress."""
