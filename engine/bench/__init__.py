"""Speed and memory: `motif bench`. Not in the zip."""
