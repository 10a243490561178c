"""A gait along a curve: captured strides straightened and closed to a loop, and laid along any way over the ground."""
