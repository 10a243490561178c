"""Makes the sample files in this folder again: `python3 build.py setup`, then `.venv/bin/python docs/samples/make.py`.

All are our own: the rig is the demo's mannequin, the walk a take of the weights that ship, the loop is synthesised by
the band that the audio model is trained with. The takes follow from weights and seed, so the files change with them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
sys.path[:0] = [str(ROOT)]

from demo.figure import bones  # noqa: E402
from engine import scripting  # noqa: E402
from engine.train.band import RATE, Lead, genre, play  # noqa: E402
from retarget.formats.bvh import write_bvh  # noqa: E402
from retarget.motion import Motion, Skeleton  # noqa: E402

_TEMPO = 96  # beats a minute
_BEATS = 16
_OGG_RATE = 24000  # Hz


def main() -> None:
    """Write rig.bvh, walk.bvh and loop.ogg."""
    write_bvh(_rig(), FOLDER / "rig.bvh", 0.01)
    takes = scripting.generate("a person walks forward", seconds=3, seed=7)
    scripting.write(takes, FOLDER / "walk.bvh")
    _loop(FOLDER / "loop.ogg")
    for path in sorted(FOLDER.iterdir()):
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


def _rig() -> Motion:
    """The mannequin's bones in their T-pose, one frame: Y up, facing +Z."""
    found = bones()
    names = list(found)
    heads = np.array([[bone.head[0], bone.head[2], -bone.head[1]] for bone in found.values()])
    parents = np.array([names.index(bone.parent) if bone.parent else -1 for bone in found.values()])
    offsets = np.where(parents[:, None] < 0, 0.0, heads - heads[parents])
    skeleton = Skeleton(tuple(names), parents, offsets)
    rot = np.tile([1.0, 0.0, 0.0, 0.0], (1, len(names), 1))
    return Motion(skeleton, 30.0, heads[:1], rot, np.zeros((1, 4), bool))


def _loop(path: Path) -> None:
    """Sixteen beats of salsa."""
    import soundfile
    import soxr

    beats = np.arange(_BEATS) * 60.0 / _TEMPO
    lead = Lead(beats, np.full(_BEATS, 0.8), np.tile([1.0, 0.5], _BEATS // 2), _BEATS * 60.0 / _TEMPO)
    sound = soxr.resample(play(lead, genre("salsa"), seed=3), RATE, _OGG_RATE)
    soundfile.write(path, sound, _OGG_RATE, format="OGG", subtype="VORBIS")


if __name__ == "__main__":
    main()
