"""Learning from an artist's own motion: a set of weights of their own, beside those that ship."""
