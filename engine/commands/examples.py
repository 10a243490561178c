"""Examples of every command, which --help prints. Standard library only.

They run one after the other in a folder that holds docs/samples/*, as written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_EXAMPLES: Mapping[str, Sequence[str]] = {
    "motif generate": (
        'motif generate --text "a person sits down" --seconds 4 --takes 3 --out sit.npz',
        'motif generate --span 0-59 "a person walks" --span 60-109 "a person sits down" --out both.bvh',
        "motif generate --audio loop.wav --style salsa --style folk:0.4 --out dance.npz",
    ),
    "motif explain": ('motif explain "walks forward while waving, then sits down"',),
    "motif inbetween": (
        "motif inbetween --motion walk.bvh --frames 20-50 --parts arms --pins 35 --text waves --out new.npz",
    ),
    "motif around": ("motif around --motion walk.bvh --at 40 --seconds 3 --takes 2 --out around.npz",),
    "motif poses": ("motif poses --motion walk.bvh --at 40 --given left_arm,head --takes 2 --out pose.npz",),
    "motif check": ("motif check walk.bvh --json", "motif check dance.npz --audio loop.wav"),
    "motif clean": ("motif clean walk.bvh --out clean.bvh --jitter 0.8 --spikes 0",),
    "motif batch": ("motif batch shots.jsonl --check", "motif batch shots.jsonl --workers 1"),
    "motif list": ("motif list", "motif list parts"),
    "motif learn": (
        'motif learn my_mocap --name "my walks" --minutes 20',
        'motif learn --name "my walks" --resume',
    ),
    "motif train": ("motif train text --data my_mocap --minutes 120 --resume",),
    "motif evaluate": ("motif evaluate strips --help",),
    "motif import": ("motif import mmm net_last.pth mean.npy std.npy --clip clip-vit-base-patch32 --out my_weights",),
    "motif bench": ("motif bench --device cpu --json",),
    "motif-blender generate": (
        'motif-blender generate --rig rig.bvh --text "a person sits down" --seconds 3 --out sit.blend',
        'motif-blender generate --scene shot.blend --armature Hero --text "a person sits down" --out sit.fbx',
        'blender --background shot.blend --command motif generate --text "a person sits down" --out sit.blend',
    ),
    "motif-blender inbetween": (
        "motif-blender inbetween --scene shot.blend --frames 30-50 --parts upper --text waves --out new.blend",
    ),
    "motif-blender around": (
        "motif-blender around --scene shot.blend --at 40 --range 20-80 --takes 2 --out around.blend",
    ),
    "motif-blender poses": (
        "motif-blender poses --scene shot.blend --at 40 --given left_arm,head --takes 2 --out poses.blend",
    ),
    "motif-blender retarget": (
        "motif-blender retarget --motion walk.bvh --rig rig.bvh --out shot.blend",
        "motif-blender retarget --motion walk.bvh --rig rig.bvh --out hero.glb",
    ),
    "motif-blender check": ("motif-blender check --scene shot.blend --report problems.json",),
    "motif-blender clean": ("motif-blender clean --scene shot.blend --jitter 0.8 --keys sparse --out clean.blend",),
    "motif-blender batch": ("motif-blender batch shots.jsonl --check", "motif-blender batch shots.jsonl"),
    "motif-blender list": ("motif-blender list parts",),
    "motif-blender install": ("motif-blender install", "motif-blender install --verify"),
}


def examples_of(command: str) -> Sequence[str]:
    """Command lines that show a command such as `motif generate`."""
    return _EXAMPLES.get(command, ())


def all_examples() -> Mapping[str, Sequence[str]]:
    """Command -> its examples."""
    return _EXAMPLES
