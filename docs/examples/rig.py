"""A take onto a rig's file, in this process; needs bpy (`pip install bpy`), or run it in Blender."""

import motif

(take,) = motif.generate("a person jumps forward with both feet", seconds=3)
report = motif.onto_rig(take, "rig.bvh", "jump.blend", keys="sparse", start=1)
print(report["armature"], report["takes"], report["quality"])
motif.onto_rig(take, "rig.bvh", "jump.glb")
