"""Two dancers to a sound as a film, and eight of its frames as a picture: `python3 build.py film --audio FILE`.

The takes are those of `motif generate --dancers 2`; figures are painted from them, part by part from back to front, and
Blender's own ffmpeg writes the film.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)

import bpy  # noqa: E402
import numpy as np  # noqa: E402
import soundfile  # noqa: E402
from numpy.typing import NDArray  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402

from demo import film  # noqa: E402
from engine import files  # noqa: E402
from engine.api import Engine  # noqa: E402
from engine.protocol.couple import couple  # noqa: E402
from engine.protocol.dance import PARTNERS, place_of  # noqa: E402
from engine.protocol.request import AudioRequest  # noqa: E402
from engine.protocol.sampling import Sampling  # noqa: E402
from engine.protocol.sound import file_mix  # noqa: E402
from retarget.motion import ROLE_INDEX, Motion  # noqa: E402

WIDTH, HEIGHT, FINER = 854, 480, 2  # pixels, painted so much finer
_SHOWN = 8  # frames in the picture
_EYE, _AIM, _FOCUS = np.array([4.8, 1.6, 1.9]), np.array([0.0, 0.8, 1.0]), 1.45
_LEAN = np.array([0.25, -0.35])  # where a shadow falls, m aside for a metre up
_SKY, _FLOOR, _LINE, _SHADE = (30, 33, 40), (58, 62, 70), (70, 75, 84), (40, 43, 50)
_NEAR, _FAR, _LINES = 1.0, 60.0, 8  # m from the camera that the floor begins and ends, and that it has lines
_SKIN, _SHIRTS, _LEGS = (226, 178, 146), ((232, 112, 60), (66, 160, 210)), (44, 48, 62)
# Parts of a figure: from, to, radii in m, and what it wears.
_SIDED = (
    ("hip", "knee", 0.088, 0.06, "legs"), ("knee", "ankle", 0.058, 0.042, "legs"),
    ("ankle", "foot", 0.046, 0.036, "skin"), ("shoulder", "elbow", 0.052, 0.043, "shirt"),
    ("elbow", "wrist", 0.042, 0.032, "skin"),
)  # fmt: skip
_MIDDLE = (
    ("left_hip", "right_hip", 0.092, 0.092, "legs"), ("pelvis", "spine2", 0.125, 0.115, "shirt"),
    ("spine2", "spine3", 0.118, 0.13, "shirt"), ("left_shoulder", "right_shoulder", 0.066, 0.066, "shirt"),
    ("neck", "head", 0.05, 0.05, "skin"),
)  # fmt: skip
PARTS = (*_MIDDLE, *((f"{s}_{a}", f"{s}_{b}", *rest) for a, b, *rest in _SIDED for s in ("left", "right")))
_HEAD, _HAND = 0.105, 0.042
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Solid:
    """A part in the world: ends (3,) m, their radii, m, and its colour."""

    a: NDArray
    b: NDArray
    radii: tuple[float, float]
    colour: Colour


def main() -> int:
    """Make the takes, paint them, write the film and the picture."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        sound = Path(folder) / "sound.wav"
        _end_to_end(options.audio, options.seconds, sound)
        dancers = takes(sound, options)
        pictures = [paint(dancers, frame) for frame in range(len(dancers[0]))]
        for number, picture in enumerate(pictures):
            picture.save(Path(folder) / f"{number:05d}.png")
        film.from_pictures(Path(folder), len(pictures), sound, options.out / "dance.mp4", (WIDTH, HEIGHT))
    with files.replaced(options.out / "dance.png") as beside:
        _sheet(pictures).save(beside, "PNG")
    print(f"{options.out / 'dance.mp4'}, {len(pictures) / film.FPS:.1f} s, and dance.png beside it")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--audio", type=Path, required=True)
    parser.add_argument("--style", default="salsa")
    parser.add_argument("--partner", default="mirrored", choices=tuple(PARTNERS))
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def _end_to_end(audio: Path, seconds: float, path: Path) -> None:
    """Write so many seconds of the sound, which begins again where it ends too early."""
    samples, rate = soundfile.read(audio, dtype="float32", always_2d=True)
    count = round(seconds * rate)
    soundfile.write(path, np.tile(samples, (-(-count // len(samples)), 1))[:count], rate)


def takes(sound: Path, options: argparse.Namespace) -> tuple[Motion, Motion]:
    """The first and the second dancer, face to face 2 m apart."""
    sampling = Sampling(seeds=(options.seed,), fps=film.FPS)
    request = AudioRequest(
        file_mix(str(sound)), round(options.seconds * film.FPS), sampling, style_weights={options.style: 1.0}
    )
    engine = Engine()
    first, second = (engine.generate(r)[0] for r in couple(request, options.partner, place_of("facing", 2.0)))
    return first.motion, second.motion


def solids(motion: Motion, frame: int, shirt: Colour) -> list[Solid]:
    """The parts of a figure in a frame."""
    pos = motion.cut(frame, frame + 1).globals()[0][0].astype(float)
    at = {name: pos[index] for name, index in ROLE_INDEX.items()}
    worn = {"shirt": shirt, "legs": _LEGS, "skin": _SKIN}
    found = [Solid(at[a], at[b], (ra, rb), worn[wears]) for a, b, ra, rb, wears in PARTS]
    crown = at["head"] + 0.09 * _unit(at["head"] - at["neck"])
    hands = [at[f"{s}_wrist"] + 0.07 * _unit(at[f"{s}_wrist"] - at[f"{s}_elbow"]) for s in ("left", "right")]
    balls = [(crown, _HEAD), *((hand, _HAND) for hand in hands)]
    return found + [Solid(place, place, (radius, radius), _SKIN) for place, radius in balls]


def paint(dancers: tuple[Motion, Motion], frame: int) -> Image.Image:
    """A frame of the film."""
    image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), _SKY)
    draw = ImageDraw.Draw(image)
    _floor(draw)
    shown = [s for motion, shirt in zip(dancers, _SHIRTS, strict=True) for s in solids(motion, frame, shirt)]
    for solid in shown:
        a, b = (np.array([p[0] + _LEAN[0] * p[1], 0.0, p[2] + _LEAN[1] * p[1]]) for p in (solid.a, solid.b))
        _capsule(draw, Solid(a, b, solid.radii, _SHADE), flat=True)
    for solid in sorted(shown, key=lambda s: -_seen((s.a + s.b) / 2)[2]):
        _capsule(draw, solid)
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _floor(draw: ImageDraw.ImageDraw) -> None:
    """A floor with a line every metre."""
    ahead, foot = _unit(_AHEAD * (1, 0, 1)), _EYE * (1, 0, 1)
    # Its corners lie before the camera: what is behind it has no place in the picture.
    corners = ((_NEAR, -_FAR), (_NEAR, _FAR), (_FAR, _FAR), (_FAR, -_FAR))
    draw.polygon([_dot(foot + deep * ahead + aside * _ASIDE) for deep, aside in corners], fill=_FLOOR)
    ends = [((x, -_LINES), (x, _LINES)) for x in range(-_LINES, 4)]
    ends += [((-_LINES, z), (3, z)) for z in range(-_LINES, _LINES + 1)]
    for (x, z), (u, w) in ends:
        draw.line([_dot(np.array([x, 0.0, z])), _dot(np.array([u, 0.0, w]))], fill=_LINE, width=FINER)


def _capsule(draw: ImageDraw.ImageDraw, solid: Solid, flat: bool = False) -> None:
    """A part as two discs and what lies between, lit from above; flat: a shadow on the floor."""
    (ax, ay, deep), (bx, by, far) = _seen(solid.a), _seen(solid.b)
    scale = _FOCUS * HEIGHT * FINER
    ra, rb = solid.radii[0] * scale / deep, solid.radii[1] * scale / far
    layers = ((1.0, 0.0, 1.0),) if flat else ((1.0, 0.0, 0.62), (0.86, 0.1, 0.86), (0.56, 0.26, 1.06))
    for size, up, light in layers:
        fill = tuple(min(255, round(light * channel)) for channel in solid.colour)
        _tapered(draw, (ax, ay - up * ra), (bx, by - up * rb), size * ra, size * rb, fill, 0.35 if flat else 1.0)


def _tapered(draw: ImageDraw.ImageDraw, a: tuple[float, float], b: tuple[float, float], ra: float, rb: float,
             fill: Colour, squash: float) -> None:  # fmt: skip
    for (x, y), r in ((a, ra), (b, rb)):
        draw.ellipse((x - r, y - squash * r, x + r, y + squash * r), fill=fill)
    way = np.array(b) - np.array(a)
    length = float(np.hypot(*way))
    if length > 1:
        side = np.array([-way[1], squash * way[0]]) / length
        ends = (np.array(a) + ra * side, np.array(b) + rb * side, np.array(b) - rb * side, np.array(a) - ra * side)
        draw.polygon([(float(x), float(y)) for x, y in ends], fill=fill)


def _unit(way: NDArray) -> NDArray:
    return way / max(float(np.linalg.norm(way)), 1e-6)


_AHEAD = _unit(_AIM - _EYE)
_ASIDE = _unit(np.cross(_AHEAD, [0, 1, 0]))
_ABOVE = np.cross(_ASIDE, _AHEAD)


def _seen(point: NDArray) -> tuple[float, float, float]:
    """Where a point (3,) is in the picture, in pixels, and how far away, m."""
    x, y, deep = (float((point - _EYE) @ axis) for axis in (_ASIDE, _ABOVE, _AHEAD))
    deep = max(deep, 0.2)
    scale = _FOCUS * HEIGHT * FINER / deep
    return WIDTH * FINER / 2 + scale * x, HEIGHT * FINER / 2 - scale * y, deep


def _dot(point: NDArray) -> tuple[float, float]:
    return _seen(point)[:2]


def _sheet(pictures: list[Image.Image]) -> Image.Image:
    """Frames evenly apart, four in a row."""
    size = (WIDTH // 2, HEIGHT // 2)
    some = np.linspace(0.06, 0.94, _SHOWN) * (len(pictures) - 1)
    sheet = Image.new("RGB", (4 * size[0], -(-_SHOWN // 4) * size[1]), _SKY)
    for cell, frame in enumerate(some.round().astype(int).tolist()):
        sheet.paste(pictures[frame].resize(size), (cell % 4 * size[0], cell // 4 * size[1]))
    return sheet


if __name__ == "__main__":
    bpy.ops.wm.read_factory_settings(use_empty=True)
    raise SystemExit(main())
