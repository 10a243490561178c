"""Motion made from motion for training: blends, gestures, tempo, detected events."""
