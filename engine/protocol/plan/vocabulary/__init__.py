"""Words and their forms: verbs with what they imply, people, turns, numbers, and what is said beside the point."""
