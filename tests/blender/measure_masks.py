"""Random masks on animated rigs: what stays is compared bit by bit with what was there.

Run in any Blender: `python tests/blender/measure_masks.py --masks 200`, or `blender -b --python ... -- --masks 200`.
The model is a stand-in under which everything masked sways, so that nothing hides behind a good filling.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import bpy
import numpy as np

HERE = Path(__file__).resolve().parent
RIGS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("rigify", {"roll": 25}),
    ("mixamo", {"unit": 0.01, "y_up": True}),
    ("unreal", {"root": True, "arms": 50}),
    ("mixamo", {"mode": "YZX", "size": 1.4}),
)
FRAMES = 40


def measure(masks: int, seed: int = 0) -> list[dict[str, Any]]:
    """`masks` random masks on each rig, half on a key a frame and half on few keys; one row a rig."""
    from tests.blender import helpers as h
    from tests.blender.rig.test_reading import put

    rows = []
    for number, (family, options) in enumerate(RIGS):
        began = time.perf_counter()
        bpy.ops.wm.read_factory_settings(use_empty=True)
        armature = h.build(family, **options)
        put(armature)
        dense = armature.animation_data.action
        sparse = thinned(dense)
        random = np.random.default_rng([seed, number])
        counts = {"masks": 0, "refused": 0, "differing frames": 0, "differing keys": 0, "unmoved": 0}
        for action, share in ((dense, masks - masks // 2), (sparse, masks // 2)):
            h.part("animation.actions").assign(armature, action)
            was = Kept(action)
            while share:
                made = run(armature, random_span(random, action.name), int(random.integers(1 << 30)))
                if made is None:
                    counts["refused"] += 1
                    continue
                was.compare(made, counts)
                bpy.data.actions.remove(made)
                counts["masks"] += 1
                share -= 1
        seconds = time.perf_counter() - began
        rows.append({"rig": f"{family} {options}", **counts, "seconds": round(seconds, 1)})
    return rows


def random_span(random: np.random.Generator, action: str) -> Any:
    """Any range, any parts of the body, up to three pins."""
    from tests.blender import helpers as h

    first = int(random.integers(1, FRAMES))
    last = int(random.integers(first, FRAMES + 1))
    pins = sorted({int(p) for p in random.integers(first, last + 1, random.integers(0, 4))})
    names = list(h.part("retarget.mask").PARTS)
    parts = [p for p in names if random.random() < 0.5] or names
    return h.part("keying.span").Span(first, last, tuple(parts), tuple(pins), action)


def run(armature: Any, span: Any, seed: int) -> Any:
    """The new Action, as the panel would make it; None where all of the span is pinned."""
    from retarget.mask import Mask  # type: ignore[import-not-found]
    from retarget.motion import Motion as EngineMotion  # type: ignore[import-not-found]
    from tests.blender import helpers as h
    from tests.blender.fake_engine import refill

    inbetween, protocol = h.part("sources.inbetween"), h.part("engine.protocol.messages")
    motion, rig, scene = h.part("retarget.motion").Motion, h.part("rig.binding"), bpy.context.scene
    fps = h.part("animation.actions").scene_fps(scene)
    sampling = h.part("engine.protocol.sampling").Sampling((seed,), fps)
    try:
        span, request = inbetween.request(armature, scene, span, "", sampling, {})
    except rig.RigError as error:
        assert "are kept" in str(error), error
        return None
    theirs = SimpleNamespace(source=EngineMotion.unpack(request.source.pack()), mask=Mask(**request.mask.pack()))
    made = motion.from_arrays(refill(theirs, seed).to_arrays())
    take = protocol.Take(made, request, seed, "0" * 64, "0")
    (action,) = inbetween.deliver(armature, scene, span, "", [take], {}, "new")
    return action


def thinned(action: Any, every: int = 7) -> Any:
    """A copy with few keys, on frames that differ from curve to curve."""
    from tests.blender import helpers as h

    points, copy = h.part("animation.keyframes"), action.copy()
    for number, curve in enumerate(h.part("animation.actions").action_curves(copy)):
        own = points.read(curve)
        chosen = (np.arange(len(own)) + number) % every == 0
        chosen[[0, -1]] = True
        points.put(curve, own.where(chosen))
    return copy


class Kept:
    """What an Action plays and holds, to compare another one with."""

    def __init__(self, action: Any) -> None:
        self.values = {key: values for key, values, _ in self._all(action)}
        self.keys = {key: points for key, _, points in self._all(action)}

    @staticmethod
    def _all(action: Any) -> Iterator[tuple[Any, np.ndarray, Any]]:
        from tests.blender import helpers as h

        for curve in h.part("animation.actions").action_curves(action):
            values = np.array([curve.evaluate(f) for f in range(1, FRAMES + 1)])
            yield (curve.data_path, curve.array_index), values, h.part("animation.keyframes").read(curve)

    def compare(self, made: Any, counts: dict[str, int]) -> None:
        """Adds up frames that stay and are played otherwise, keys outside the span that are not the same bytes, and
        whether nothing moved at all where something should."""
        from tests.blender import helpers as h

        span = h.part("keying.span").Span.from_meta(h.part("animation.actions").read_meta(made))
        again = np.array([any(a <= f <= b for a, b in span.runs) for f in range(1, FRAMES + 1)])
        moved, seen = False, set()
        for key, values, points in self._all(made):
            seen.add(key)
            counts["differing frames"] += int((values != self.values[key])[~again].sum())
            moved |= bool((values != self.values[key])[again].any())
            counts["differing keys"] += _changed(self.keys[key], points, span.runs)
        counts["differing keys"] += len(self.values.keys() - seen)
        counts["unmoved"] += not moved


def _changed(before: Any, after: Any, runs: Any) -> int:
    """Keys that were outside the runs and are not there any more with the same bytes."""
    stays = np.ones(len(before), bool)
    for first, last in runs:
        stays &= (before.frames < first - 0.5) | (before.frames > last + 0.5)
    kept = before.where(stays)
    at = np.searchsorted(after.frames, kept.frames)
    if (at >= len(after)).any() or (after.frames[at] != kept.frames).any():
        return len(kept)
    same = np.ones(len(kept), bool)
    for name, column in kept.columns.items():
        other = after.columns[name][at]
        same &= (column.view(np.uint8) == other.view(np.uint8)).reshape(len(kept), -1).all(axis=1)
    return int((~same).sum())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--masks", type=int, default=200, help="for each rig; default 200")
    parser.add_argument("--seed", type=int, default=0)
    words = sys.argv[sys.argv.index("--") + 1 :] if "--" in sys.argv else sys.argv[1:]
    options = parser.parse_args(words)
    link = HERE.parents[1] / "build" / "link"
    sys.path[:0] = [str(HERE.parents[1]), str(link), str(link / "motif")]
    from tests.blender import helpers as h

    h.motif().register()
    rows = measure(options.masks, options.seed)
    h.motif().unregister()
    for row in rows:
        print(json.dumps({"blender": bpy.app.version_string, **row}), flush=True)
    return int(any(row["differing frames"] or row["differing keys"] or row["unmoved"] for row in rows))


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    os._exit(status)
