"""Motion data: clips of the pack or of a folder, and windows cut from them."""
