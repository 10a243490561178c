"""`motif evaluate path`: six gaits along twenty curves, against the aims, beside a straight walk that is bent."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from engine.evaluate import harness, strips
from engine.evaluate.motion import path_prompts
from engine.metrics import path as measures
from engine.motion import cleanup
from engine.protocol.path import Path
from engine.protocol.prompt import Prompt
from engine.protocol.request import TextRequest
from engine.protocol.sampling import Sampling
from engine.protocol.targets import Target
from retarget import quat
from retarget.feet.legs import foot_points, legs_of
from retarget.motion import Motion
from retarget.smooth import runs

if TYPE_CHECKING:
    from engine.api import Engine

# Gait -> (prompt, degrees from the way to the facing).
GAITS = {
    "walk": ("a person walks forward", 0), "jog": ("a person jogs forward", 0), "run": ("a person runs forward", 0),
    "sneak": ("a person sneaks forward", 0), "backwards": ("a person walks backwards", 180),
    "sideways": ("a person walks sideways to the left", -90),
}  # fmt: skip
_TAKEN_AT, _TAKEN = 100, (-0.15, 1.15, 2.35)  # frame and place, m, of the target on the sheet
_UP = np.array([0.0, 1.0, 0.0])
_COLOURS = ((200, 40, 40), (40, 60, 200))


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `motif evaluate path`."""
    harness.add(parser, "out", "sheet")
    parser.add_argument("--plots", type=File, metavar="FILE.png", help="draw paths, pelvis and footprints from above")
    parser.add_argument("--gaits", nargs="+", choices=tuple(GAITS), default=tuple(GAITS), help="default: all")
    parser.add_argument("--timelines", action="store_true", help="prompts along the timeline on ten curves instead")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Measure, print and write the tables."""
    if args.timelines:
        return harness.report(args, path_prompts.timelines, _timelines, "timelines", "# Along a path")
    return harness.report(args, evaluate_path, _heading, "path", "# Along a path")


def _timelines(args: argparse.Namespace, seconds: float) -> Sequence[str]:
    return [
        f"{len(path_prompts.TIMELINES)} timelines on {len(path_prompts.CURVES)} curves, seed {args.seed}, measured in "
        f"{seconds:.0f} s on one core (`motif evaluate path --timelines`): means over the curves, the worst of them "
        "for stray, worst and seam.",
        "",
    ]


def _heading(args: argparse.Namespace, seconds: float) -> Sequence[str]:
    return [
        f"{len(args.gaits)} gaits along {len(measures.CURVES)} curves, seed {args.seed}, measured in {seconds:.0f} s "
        "on one core (`motif evaluate path`).",
        "",
    ]


def evaluate_path(args: argparse.Namespace) -> harness.Part:
    """Tables by gait, and the takes as pictures."""
    from engine.api import Engine

    engine = Engine(args.weights, args.device)
    rows: dict[str, dict[str, dict[str, float]]] = {}
    details: dict[str, dict[str, dict[str, float]]] = {}
    drawn: list[tuple[str, list[tuple[str, Path, Motion]]]] = []
    for gait in args.gaits:
        prompt, degrees = GAITS[gait]
        takes, own = list[tuple[str, Path, Motion]](), list[dict[str, float]]()
        bent, late = list[dict[str, float]](), list[float]()
        for name, points in measures.CURVES.items():
            path = Path(points)
            motion = _take(engine, prompt, args.seed, path=path)
            takes.append((name, path, motion))
            offset = np.radians(degrees)
            own.append({**measures.measure(motion, path, offset), **cleanup.measure(motion)})
            naive = bend(_straight(engine, prompt, args.seed, path), path)
            bent.append({**measures.measure(naive, path, offset), **cleanup.measure(naive)})
            late += _late(engine, prompt, args.seed, path, motion)
        free = [cleanup.measure(_take(engine, prompt, seed, frames=180)) for seed in range(6)]
        rows[gait] = {"ours": _mean(own), "bent": _mean(bent), "free": _mean(free)}
        rows[gait]["ours"]["late"] = float(np.max(np.abs(late)))
        details[gait] = {name: row for (name, _, _), row in zip(takes, own, strict=True)}
        drawn.append((gait, takes))
    if args.plots:
        plot(drawn, args.plots)
    if args.sheet:
        chosen = (1, 6, 11, 3, 19, 16)
        poses = [strips.strip(takes[i][2], title=f"{gait}: {takes[i][0]}") for (gait, takes), i in zip(drawn, chosen)]
        strips.stack([*poses, _with_target(engine, args.seed)], args.sheet)
    return _tables(rows), {"rows": rows, "curves": details}


def _with_target(engine: Engine, seed: int) -> Image.Image:
    """Poses of a walk along a path with a place beside its middle that a hand takes in passing."""
    path = Path(measures.CURVES["S, 5 m"])
    target = Target("right_hand", _TAKEN_AT, _TAKEN_AT, (_TAKEN,))
    request = TextRequest((Prompt(GAITS["walk"][0]),), None, Sampling((seed,)), path=path, targets=(target,))
    motion = engine.generate(request)[0].motion
    title = f"walk: S, 5 m, the right hand at a place in frame {_TAKEN_AT}"
    return strips.strip(motion, title=title, mark=(_TAKEN_AT, np.array(_TAKEN)))


def _take(engine: Engine, prompt: str, seed: int, path: Path | None = None, frames: int | None = None) -> Motion:
    return engine.generate(TextRequest((Prompt(prompt),), frames, Sampling((seed,)), path=path))[0].motion


def _straight(engine: Engine, prompt: str, seed: int, path: Path) -> Motion:
    """The same along a straight line as long as the path."""
    return _take(engine, prompt, seed, path=Path(((0.0, 0.0), (0.0, path.length))))


def _late(engine: Engine, prompt: str, seed: int, path: Path, motion: Motion) -> list[float]:
    """Frames by which points are passed late, where the path is asked for with frames: those of the take without, a
    sixth longer in its first half and shorter in the second. Lines of few points get two more between."""
    line = measures.line_of(path)
    _, near = measures.followed(motion, line)
    wanted = np.linspace(0, len(line.ground) - 1, 5).round().astype(int)
    passed = [0, *[int(np.argmax(near >= sample)) for sample in wanted[1:-1]], len(motion) - 1]
    warped = [round(f + 0.15 * len(motion) * np.sin(np.pi * f / len(motion)) / np.pi) for f in passed]
    points, samples = _with_points(path, wanted, line)
    frame_of = dict(zip(wanted.tolist(), warped, strict=True))
    timed = Path(points, tuple(frame_of.get(sample) for sample in samples))
    return measures.arrivals(_take(engine, prompt, seed, path=timed), timed, 30.0).tolist()[:-1]


def _with_points(
    path: Path, wanted: NDArray[np.int_], line: measures.Line
) -> tuple[tuple[tuple[float, float], ...], list[int]]:
    """The path's points and those of the `wanted` samples of its line, in order, and their samples."""
    ends = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(np.asarray(path.points), axis=0), axis=1))])
    own = np.minimum((ends / 0.01).round().astype(int), len(line.ground) - 1)
    keep = own[np.abs(own[:, None] - wanted[None]).min(axis=1) > 20]
    samples = sorted({*wanted.tolist(), *keep.tolist()})
    return tuple(tuple(map(float, line.ground[s])) for s in samples), samples  # type: ignore[return-value]


def bend(straight: Motion, path: Path) -> Motion:
    """The plain way: a straight walk whose pelvis is put on the path frame by frame and turned along it, then cleaned
    up as every take is."""
    line = measures.line_of(path)
    along = np.clip(straight.root_pos[:, 2] - straight.root_pos[0, 2], 0, line.at[-1])
    ground = np.stack([np.interp(along, line.at, line.ground[:, i]) for i in (0, 1)], axis=1)
    yaw = np.interp(along, line.at, line.yaw)
    side = straight.root_pos[:, 0] - straight.root_pos[0, 0]
    root = straight.root_pos.copy()
    root[:, 0] = ground[:, 0] + side * np.cos(yaw)
    root[:, 2] = ground[:, 1] - side * np.sin(yaw)
    rot = straight.rot.copy()
    rot[:, 0] = quat.multiply(quat.from_axis_angle(_UP, yaw), rot[:, 0])
    return cleanup.clean(replace(straight, root_pos=root, rot=quat.continuous(rot).astype(np.float32)))


def _mean(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    out = {key: float(np.mean([row[key] for row in rows])) for key in rows[0]}
    return out | ({"worst": max(row["worst"] for row in rows)} if "worst" in out else {})


def _tables(rows: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    lines = [
        "| | pelvis to path, mean, cm | worst, cm | facing, degrees | late at most, frames | skating frames "
        "| mm a frame | jerk, m/s³ |",
        "|---|---|---|---|---|---|---|---|",
        "| aim | 4 | 15 | 10 | 1 | as without a path | | as without a path |",
    ]
    names = {"ours": "", "bent": ", a straight one bent", "free": ", without a path"}
    for gait, kinds in rows.items():
        for kind, row in kinds.items():
            cells = ["", "", ""]
            if "apart" in row:
                cells = [f"{100 * row['apart']:.1f}", f"{100 * row['worst']:.0f}", f"{row['facing']:.1f}"]
            cells.append(f"{row['late']:.1f}" if "late" in row else "")
            cells += [f"{row['skate_share']:.3f}", f"{row['skate']:.1f}", f"{row['jerk']:.0f}"]
            mark = "**" if kind == "ours" else ""
            lines.append(f"| {mark}{gait}{names[kind]}{mark} | " + " | ".join(cells) + " |")
    return lines


def plot(drawn: Sequence[tuple[str, Sequence[tuple[str, Path, Motion]]]], file: File, cell: int = 130) -> None:
    """Paths (grey), pelvis (black) and footprints (left red, right blue) from above, a row a gait."""
    rows = []
    for gait, takes in drawn:
        image = Image.new("RGB", (cell * len(takes), cell), "white")
        for i, (name, path, motion) in enumerate(takes):
            from_above(ImageDraw.Draw(image), path, motion, (i * cell, 0), cell, f"{gait}: {name}")
        rows.append(image)
    strips.stack(rows, file)


def from_above(
    draw: ImageDraw.ImageDraw, path: Path, motion: Motion, corner: tuple[int, int], size: int, title: str = ""
) -> None:
    """One take in a square of `size` pixels: +X to the left, as who walks along +Z has it."""
    line = measures.line_of(path).ground
    low, high = line.min(axis=0), line.max(axis=0)
    scale = (size - 34) / max(float((high - low).max()), 1.0)
    middle = (low + high) / 2

    def at(point: NDArray[Any]) -> tuple[float, float]:
        x, z = (np.asarray(point) - middle) * scale
        return float(corner[0] + size / 2 - x), float(corner[1] + size / 2 + 6 - z)

    draw.line([at(p) for p in line[::5]], fill=(205, 205, 205), width=3)
    draw.line([at(p) for p in motion.root_pos[:, [0, 2]]], fill=(0, 0, 0))
    points = foot_points(motion, legs_of(motion.skeleton))[..., [0, 2]]
    for foot, colour in enumerate(_COLOURS):
        for first, last in runs(motion.contacts[:, 2 * foot : 2 * foot + 2].any(axis=1)):
            heel, toe = (points[first:last, 2 * foot + i].mean(axis=0) for i in (0, 1))
            draw.line([at(heel), at(toe)], fill=colour, width=3)
    draw.text((corner[0] + 3, corner[1] + 1), title, fill=(90, 90, 90))
