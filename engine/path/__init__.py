"""Motion along a path over the ground: curves, speed along them, gaits of captured motion, and feet that step."""
