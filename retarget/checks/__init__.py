"""Measures what is wrong in a motion, frame by frame, and mends it: numpy alone, so that the add-on has it too."""
