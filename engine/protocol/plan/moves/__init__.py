"""Words of moves of the whole body that are made from key poses: which move, on which side, how often."""
