"""Dense motion as sparse keyframes, within a given error."""
