"""One paper, one file; papers never import one another."""
