"""Motion core: quaternions, skeletons, retargeting, foot contacts, key reduction and motion files.

numpy alone: neither Blender nor torch is imported here.
"""
