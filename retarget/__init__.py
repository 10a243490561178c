"""Motion core in numpy: quaternions, skeletons, retargeting and contacts. Knows neither Blender nor torch."""
