"""What else is said for what the planner knows: a table a part of the body, and how it is looked up."""
