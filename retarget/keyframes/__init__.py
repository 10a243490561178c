"""Key reduction: dense motion as Bezier f-curves with few keys, within a given error in the world."""
