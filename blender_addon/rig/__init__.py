"""Armatures as skeletons: bones, roles, rest poses, axes and units; the only place that converts these."""
