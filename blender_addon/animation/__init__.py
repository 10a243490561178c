"""Actions, f-curves and keyframes: reading and writing in all supported Blender versions, for any armature."""
