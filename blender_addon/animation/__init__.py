"""Actions, f-curves and keyframes: reading and writing them in every Blender, without knowing of rigs."""
