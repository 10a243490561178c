"""Options of the commands that generate takes or retarget motions, for argparse."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from ..controls.control_rig import LEADS
from ..engine.protocol.options import CLEAN_UP, CLEANING, OPTIONS, SAMPLING, add_options
from ..keying import write
from ..rig import binding, importing
from . import check, pose, settings

_RIG_KINDS = ", ".join(importing.RIG_FILES)
# Values that every command has, for the commands without such options.
_NO_DANCE = {"follow": None, "on_beat": None, "stage": None, "box": None, "variation": None, "dancers": 1}
_NO_SOUND = {"audio": None, "style": [], "energy": None, **_NO_DANCE, "spans": [], "markers": False}
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
        ("check", "what is wrong in an armature's animation", _check),
        ("clean", "an armature's captured Action cleaned", _clean),
    )
    for name, what, add in listed:
        parser = commands.add_parser(name, help=what)
        add(parser)
        parser.set_defaults(run=run[name])


def _generate(parser: argparse.ArgumentParser) -> None:
    opened = parser.add_mutually_exclusive_group()
    add_options(opened, "scene")
    add_options(opened, "rig", help=f"a rig in place of a scene: {_RIG_KINDS}")
    add_options(parser, "text", command="generate")
    add_options(parser, "audio", type=str)
    _path(parser)
    along = parser.add_mutually_exclusive_group()
    add_options(along, "spans")
    along.add_argument("--markers", action="store_true", help="the same from the timeline's markers, by their names")
    add_options(parser, "style", action="append", default=[])
    add_options(parser, "energy", "follow", "on_beat", "stage", "box", "variation")
    add_options(parser, "dancers", "second", "partner", "placed", "apart")
    _length(parser, "generate")
    _sampling(parser)
    add_options(parser, "candidates", "whole", *CLEAN_UP)
    _keying(parser)
    _outcome(parser)
    parser.set_defaults(ask=settings.ask, at=None, usage=parser.error)


def _inbetween(parser: argparse.ArgumentParser) -> None:
    add_options(parser, "scene")
    add_options(parser, "frames", dest="span", required=True)
    add_options(parser, "parts", "pins", "text")
    _path(parser)
    _sampling(parser)
    add_options(parser, *CLEAN_UP)
    add_options(parser, "into", choices=write.INTO)
    _outcome(parser)
    plain = {name: value for name, value in _PLAIN_KEYS.items() if name != "into"}
    parser.set_defaults(
        ask=settings.ask_between, at=None, rig=None, candidates=None, controls="fk", **plain, **_NO_SOUND,
        **_NO_LENGTH,
    )  # fmt: skip


def _around(parser: argparse.ArgumentParser) -> None:
    add_options(parser, "scene")
    add_options(parser, "at", "place")
    _length(parser, "around")
    add_options(parser, "text", "base_seed", "vary")
    _sampling(parser)
    add_options(parser, *CLEAN_UP)
    _keying(parser, moves=False)
    _outcome(parser)
    parser.set_defaults(
        ask=pose.ask_around, rig=None, start=None, loop="none", candidates=None, **_NO_SOUND
    )  # fmt: skip


def _poses(parser: argparse.ArgumentParser) -> None:
    add_options(parser, "scene")
    add_options(parser, "at")
    which = parser.add_mutually_exclusive_group(required=True)
    add_options(which, "given", "keyed")
    add_options(parser, "text")
    _sampling(parser)
    add_options(parser, "controls", choices=LEADS)
    _outcome(parser)
    parser.set_defaults(
        ask=pose.ask_poses, rig=None, candidates=None, foot_lock="keep", no_clean_up=False, **_PLAIN_KEYS,
        **_NO_SOUND, **_NO_LENGTH,
    )  # fmt: skip


def _retarget(parser: argparse.ArgumentParser) -> None:
    add_options(parser, "motion", required=True)
    add_options(parser, "up", "fps")
    add_options(parser, "rig", required=True, help=f"{_RIG_KINDS}; or a folder of them")
    add_options(parser, "out", required=True, help=f"{OPTIONS['out'].help}; a folder where --rig is one")
    add_options(parser, "foot_lock")
    add_options(parser, "armature", "map")
    _keying(parser)
    _report(parser)


def _check(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Measure an armature's animation frame by frame, worst first. Limits come from captured motion; markers "
        "called “Beat” are beats. Frames are the scene's."
    )
    add_options(parser, "scene", "armature", "map")
    _report(parser)
    parser.set_defaults(summary=check.summary)


def _clean(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Clean an armature's Action in a copy, which it then shows. Each step has a strength from 0 (left alone) to 1."
    )
    add_options(parser, "scene")
    add_options(parser, *CLEANING)
    add_options(parser, "keys")
    _outcome(parser)
    parser.set_defaults(summary=check.summary_clean)


def _path(parser: argparse.ArgumentParser) -> None:
    add_options(parser, "path", type=str)
    add_options(parser, "face", default="along")
    add_options(parser, "reach")


def _length(parser: argparse.ArgumentParser, command: str) -> None:
    length = parser.add_mutually_exclusive_group()
    add_options(length, "seconds", command=command)
    add_options(length, "frames", command=command, type=int, metavar="N")
    add_options(length, "range")


def _sampling(parser: argparse.ArgumentParser) -> None:
    add_options(parser, *SAMPLING, "device")


def _keying(parser: argparse.ArgumentParser, moves: bool = True) -> None:
    """Add the options of keying. moves: also the first key's frame and looping."""
    if moves:
        add_options(parser, "start")
    add_options(parser, "in_place")
    add_options(parser, "root", choices=binding.ROOT_MOTIONS)
    add_options(parser, "controls", choices=LEADS)
    add_options(parser, "keys")
    add_options(parser, "into", choices=write.INTO)
    if moves:
        add_options(parser, "loop", choices=write.LOOPS)


def _outcome(parser: argparse.ArgumentParser) -> None:
    add_options(parser, "out")
    add_options(parser, "overwrite", help="save over the scene that is opened, in place of --out")
    add_options(parser, "armature", "map")
    _report(parser)


def _report(parser: argparse.ArgumentParser) -> None:
    add_options(parser, "report", help="the report as a file too")
    add_options(parser, "json")
