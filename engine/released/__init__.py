"""The networks that the papers' authors released, from files of the artist's own: read, checked, kept as a set."""
