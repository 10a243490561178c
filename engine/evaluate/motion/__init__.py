"""Evaluations of edits, paths, targets and poses, and of what `retarget.checks` finds."""
