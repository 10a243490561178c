"""Command-line options as a wish: what to make, from which words or sound, in which frames, keyed how."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Mapping
from typing import Any

from ..animation import actions
from ..engine.protocol.limits import MAX_TAKES
from ..engine.protocol.prompt import AUDIO_TAG
from ..engine.protocol.request import Request
from ..engine.protocol.sound import style_weights
from ..keying import span as spans
from ..keying import write
from ..retarget.mapping import presets
from ..retarget.mask import parts_of
from ..rig import active
from ..rig.importing import FileError
from ..sources import prompts, sound
from ..takes import settings
from ..takes.settings import Wish
from ..takes.target import shown_action


def check_source(options: argparse.Namespace) -> None:
    """What argparse can't say of generate's sources; ends as it does."""
    if "usage" not in options:
        return
    along = bool(options.spans or options.markers)
    if options.text is None and options.audio is None and not along:
        options.usage("give --text, --span, --markers or --audio")
    if options.text and options.audio and not settings.says_audio(options.text):
        options.usage(f"--text and --audio go together where the text says {AUDIO_TAG}: “moves to {AUDIO_TAG}”")
    if options.text is not None and along:
        options.usage("give one --text for all frames, or texts with frames of their own")


def ask(options: argparse.Namespace, armature: Any, scene: Any, own_map: Mapping[str, str]) -> tuple[Wish, Request]:
    """Takes of their own."""
    return settings.ask(armature, scene, wish_of(options, scene, actions.scene_fps(scene)), own_map)


def ask_between(
    options: argparse.Namespace, armature: Any, scene: Any, own_map: Mapping[str, str]
) -> tuple[Wish, Request]:
    """Part of the armature's animation."""
    wish = wish_of(options, scene, actions.scene_fps(scene))
    return settings.ask(armature, scene, dataclasses.replace(wish, span=_span_of(options, armature)), own_map)


def wish_of(options: argparse.Namespace, scene: Any, fps: float) -> Wish:
    if not 1 <= options.takes <= MAX_TAKES:
        raise FileError(f"--takes is {options.takes}: give 1 to {MAX_TAKES}.")
    frames = options.frames
    if options.seconds is not None:
        if not 0 < options.seconds < 1e6:
            raise FileError(f"--seconds is {options.seconds:g}: give a length above zero.")
        frames = max(1, round(options.seconds * fps))
    if options.audio is None and options.style:
        raise FileError("--style is for motion to a sound: give the sound with --audio.")
    start = start_of(options, scene)
    if options.range is not None:
        start, last = spans.parse_frames(options.range)
        frames = last - start + 1
    wish = Wish(
        options.text or "", frames, start, tuple(range(options.seed, options.seed + options.takes)),
        options.guidance, options.temperature, options.steps, options.foot_lock, not options.no_clean_up,
        options.in_place, keying_of(options), candidates=options.candidates,
    )  # fmt: skip
    lines = _lines(options, scene, fps)
    return wish.along(lines) if options.audio is None else _heard(options, wish, scene, fps, lines)


def _lines(options: argparse.Namespace, scene: Any, fps: float) -> tuple[prompts.Line, ...]:
    """Prompts with frames of the scene, as --span or --markers gives them."""
    if options.markers:
        return tuple(prompts.from_markers(scene, fps))
    return tuple(prompts.Line(text, *spans.parse_frames(frames)) for frames, text in options.spans)


def _heard(options: argparse.Namespace, wish: Wish, scene: Any, fps: float, lines: tuple[prompts.Line, ...]) -> Wish:
    """The wish to follow a sound: a file from the first key on, or what the scene plays from there."""
    if options.audio != "scene":
        mix = sound.file_mix(options.audio)
    else:
        span = sound.scene_span(scene)
        given = options.start is not None or options.range is not None
        first = wish.start if given else span.first
        last = span.last if wish.frames is None else first + wish.frames - 1
        mix = sound.scene_mix(scene, sound.Span(first, max(first, last)))
        wish = dataclasses.replace(wish, start=first, frames=max(1, last - first + 1))
    if options.text:
        if options.style or options.energy != 1.0:
            raise FileError("--style and --energy are for motion to a sound alone: leave them out, or --text.")
        return wish.hearing(scene, mix)
    styles = style_weights(options.style)
    return dataclasses.replace(
        wish, text=settings.title(mix), heard=mix, style_weights=styles, energy=options.energy, lines=lines
    )


def _span_of(options: argparse.Namespace, armature: Any) -> spans.Span:
    first, last = spans.parse_frames(options.span)
    try:
        parts = parts_of(name.strip() for name in options.parts.split(","))
    except ValueError as error:
        raise FileError(f"--parts: {error}.") from error
    source = shown_action(armature)
    return spans.Span(first, last, parts, spans.parse_pins(options.pins), "" if source is None else source.name)


def keying_of(options: argparse.Namespace) -> write.Keying:
    try:
        keying = write.Keying.parse(options.keys)
    except ValueError as error:
        raise FileError(str(error)) from error
    return dataclasses.replace(keying, into=options.into, loop=options.loop, root=options.root, lead=options.controls)


def start_of(options: argparse.Namespace, scene: Any) -> int:
    return scene.frame_start if options.start is None else options.start


def read_map(options: argparse.Namespace, armature: Any) -> dict[str, str]:
    """--map over the map kept on the armature; values are bones, or objects with a "bone" as in a report."""
    own = active.overrides(armature)
    if options.map is None:
        return own
    try:
        given = presets.parse(options.map.read_text(encoding="utf-8"))
        fits, _ = presets.fitted(given, [bone.name for bone in armature.data.bones])
        return {**own, **given, **fits}  # a bone that isn't there is refused with its name
    except (OSError, ValueError) as error:
        example = '{"left_knee": "shin.L"}'
        raise FileError(f"{options.map} is not a bone map ({error!s:.100}): give JSON such as {example}.") from error
