"""Options of the commands that generate takes or retarget motions, for argparse."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..controls.control_rig import LEADS
from ..engine.protocol.limits import MAX_TAKES
from ..engine.protocol.options import PLACES, VARIES
from ..engine.protocol.sampling import DEFAULT_GUIDANCE, FOOT_LOCKS
from ..keying import write
from ..rig import binding, importing
from . import pose, settings

_RIG_KINDS = ", ".join(importing.RIG_FILES)
# Values that every command has, for the commands without such options.
_NO_SOUND = {"audio": None, "style": [], "energy": 1.0, "spans": [], "markers": False}
_NO_LENGTH = {"frames": None, "seconds": None, "range": None}
_PLAIN_KEYS = {"start": None, "in_place": False, "root": "hips", "keys": "every", "into": "new", "loop": "none"}


def add_to(commands: Any, run: Mapping[str, Callable[[argparse.Namespace], dict[str, Any]]]) -> None:
    """Add the commands with their options. run: command -> what runs it."""
    listed: tuple[tuple[str, str, Callable[[argparse.ArgumentParser], None]], ...] = (
        ("generate", "takes from text on an armature of a scene", _generate),
        ("inbetween", "part of an animation made anew", _inbetween),
        ("around", "motion around a pose of an armature, in families of takes", _around),
        ("poses", "ways to complete a half-posed armature", _poses),
        ("retarget", "a motion file on a rig", _retarget),
    )
    for name, what, add in listed:
        parser = commands.add_parser(name, help=what)
        add(parser)
        parser.set_defaults(run=run[name])


def _generate(parser: argparse.ArgumentParser) -> None:
    opened = parser.add_mutually_exclusive_group()
    opened.add_argument("--scene", type=Path, metavar="FILE.blend", help="by default the file that is open in Blender")
    opened.add_argument("--rig", type=Path, metavar="FILE", help=f"a rig in place of a scene: {_RIG_KINDS}")
    parser.add_argument("--text", help="what the character does; <audio> in it is the sound of --audio")
    parser.add_argument("--audio", metavar="scene|FILE", help="what the scene plays in its frame range, or a file")
    along = parser.add_mutually_exclusive_group()
    along.add_argument("--span", dest="spans", nargs=2, action="append", default=[], metavar=("A-B", "T"),
                       help="what happens in the scene's frames A-B; again for what comes next. Beside --audio the "
                       "sound leads elsewhere")  # fmt: skip
    along.add_argument("--markers", action="store_true", help="the same from the timeline's markers, by their names")
    parser.add_argument("--style", action="append", default=[], metavar="NAME[:WEIGHT]", help="style, for --audio")
    parser.add_argument("--energy", type=float, default=1.0, metavar="E", help="for --audio: 0 calm to 2 lively")
    _length(parser)
    _sampling(parser)
    _tries(parser)
    _clean_up(parser)
    _keying(parser)
    _outcome(parser)
    parser.set_defaults(ask=settings.ask, at=None, usage=parser.error)


def _inbetween(parser: argparse.ArgumentParser) -> None:
    _scene(parser)
    parser.add_argument("--frames", dest="span", required=True, metavar="A-B", help="of the scene, both included")
    parser.add_argument("--parts", default="body", metavar="upper,left_arm,..", help="default: the whole body")
    parser.add_argument("--pins", default="", metavar="30,45", help="frames whose poses stay")
    parser.add_argument("--text", help="what happens there")
    _sampling(parser)
    _clean_up(parser)
    _into(parser)
    _outcome(parser)
    plain = {name: value for name, value in _PLAIN_KEYS.items() if name != "into"}
    parser.set_defaults(
        ask=settings.ask_between, at=None, rig=None, candidates=None, controls="fk", **plain, **_NO_SOUND,
        **_NO_LENGTH,
    )  # fmt: skip


def _around(parser: argparse.ArgumentParser) -> None:
    _scene(parser)
    _pose(parser)
    parser.add_argument("--place", choices=tuple(PLACES), default=None,
                        help="of the pose in the motion; default middle, with --range where it is")  # fmt: skip
    _length(parser)
    parser.add_argument("--text", help="what may happen")
    parser.add_argument("--base-seed", type=int, metavar="N",
                        help="of what all frames share: takes with the same one have the same heart")  # fmt: skip
    parser.add_argument("--vary", choices=VARIES, default="both",
                        help="what differs between takes; pose: around poses of the model's own")  # fmt: skip
    _sampling(parser)
    _clean_up(parser)
    _keying(parser, moves=False)
    _outcome(parser)
    parser.set_defaults(
        ask=pose.ask_around, rig=None, start=None, loop="none", candidates=None, **_NO_SOUND
    )  # fmt: skip


def _poses(parser: argparse.ArgumentParser) -> None:
    _scene(parser)
    _pose(parser)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--given", metavar="NAME,..", help="what stays: bones, joints (left_elbow) or parts (left_arm)")
    which.add_argument("--keyed", action="store_true", help="bones with a key on the frame stay")
    parser.add_argument("--text", help="what the character does")
    _sampling(parser)
    parser.add_argument("--controls", choices=LEADS, default="fk", help="of a control rig: which get keys; default fk")
    _outcome(parser)
    parser.set_defaults(
        ask=pose.ask_poses, rig=None, candidates=None, foot_lock="keep", no_clean_up=False, **_PLAIN_KEYS,
        **_NO_SOUND, **_NO_LENGTH,
    )  # fmt: skip


def _retarget(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--motion", type=Path, required=True, metavar="FILE", help=".npz or .bvh")
    parser.add_argument("--rig", type=Path, required=True, metavar="FILE", help=f"{_RIG_KINDS}; or a folder of them")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.blend", help="a folder where --rig is one")
    parser.add_argument("--foot-lock", choices=FOOT_LOCKS, default="keep", help="default keep")
    _armature(parser)
    _keying(parser)
    _report(parser)


def _scene(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--scene", type=Path, metavar="FILE.blend", help="by default the file that is open in Blender")


def _pose(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", type=int, metavar="FRAME", help="the pose's, of the scene; default: the current frame")


def _length(parser: argparse.ArgumentParser) -> None:
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--seconds", type=float, metavar="S", help="length; default: automatic")
    length.add_argument("--frames", type=int, metavar="N", help="the same in frames of the scene")
    length.add_argument("--range", metavar="A-B", help="first and last frame of the scene")


def _sampling(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the first take; default 0")
    parser.add_argument("--takes", type=int, default=1, metavar="K", help=f"1 to {MAX_TAKES}; default 1")
    parser.add_argument("--guidance", type=float, default=DEFAULT_GUIDANCE, metavar="G",
                        help=f"how closely to follow; default {DEFAULT_GUIDANCE:g}")  # fmt: skip
    parser.add_argument("--steps", type=int, metavar="N", help="sampler steps; default: the model's own")
    parser.add_argument("--temperature", type=float, default=1.0, metavar="T", help="variety; default 1")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), help="default: as in the preferences")


def _tries(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--candidates", type=int, metavar="N",
                        help="tries for a take to words, of which the best is kept; default 4")  # fmt: skip


def _clean_up(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--foot-lock", choices=FOOT_LOCKS, default="keep", help="default keep")
    parser.add_argument("--no-clean-up", action="store_true", help="the model's motion as it is")


def _keying(parser: argparse.ArgumentParser, moves: bool = True) -> None:
    """Add the options of keying. moves: also the first key's frame and looping."""
    if moves:
        parser.add_argument("--start", type=int, metavar="FRAME", help="of the first key; default: the scene's first")
    parser.add_argument("--in-place", action="store_true", help="without travel over the ground")
    parser.add_argument("--root", choices=binding.ROOT_MOTIONS, default="hips", help="what carries the travel")
    parser.add_argument("--controls", choices=LEADS, default="fk", help="of a control rig: which get keys; default fk")
    parser.add_argument("--keys", default="every", metavar="every|sparse[:DEG,MM]",
                        help="a key a frame, or few within an error; default of sparse: 0.2 degrees, 1 mm")  # fmt: skip
    _into(parser)
    if moves:
        parser.add_argument("--loop", choices=write.LOOPS, default="none",
                            help="last frame as the first; repeat: and round and round")  # fmt: skip


def _into(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--into", choices=write.INTO, default="new",
                        help="a new Action, the frames of the present one, or a strip in the NLA")  # fmt: skip


def _outcome(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--save", type=Path, metavar="OUT.blend", help="by default over --scene")
    _armature(parser)
    _report(parser)


def _armature(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--armature", metavar="NAME", help="by default the one most like a body")
    parser.add_argument("--map", type=Path, metavar="MAP.json", help="role -> bone, over what is detected")


def _report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--report", type=Path, metavar="OUT.json")
    parser.add_argument("--json", action="store_true", help="the report as JSON on the last line")
