"""Command-line options as a request and its placement."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import bpy

from ..animation.actions import scene_fps
from ..bpy_types import Object, Scene
from ..engine import files
from ..engine.protocol.dance import dance_of, is_asked
from ..engine.protocol.limits import MAX_TAKES
from ..engine.protocol.options import ON_A_PATH
from ..engine.protocol.prompt import AUDIO_TAG, Prompt, has_audio_tag
from ..engine.protocol.request import AudioRequest, InbetweenRequest, Request, TextRequest
from ..engine.protocol.sampling import Sampling
from ..engine.protocol.sound import Mix, style_weights
from ..keying.span import Span, parse_frames, parse_pins
from ..keying.write import Keying
from ..retarget.mapping import presets
from ..retarget.mask import parts_of
from ..rig import active, importing
from ..rig.binding import read_rig
from ..rig.importing import FileError
from ..sources import path as paths
from ..sources import prompts, sound
from ..sources.prompts import Line
from ..sources.stage import corners_of
from ..takes import requests
from ..takes.couple import Asked, Second, both
from ..takes.placement import Placement
from ..takes.target import Target, shown_action


def check_source(options: argparse.Namespace) -> None:
    """Check what argparse can't of generate's sources; ends as argparse does."""
    if "usage" not in options:
        return
    along = bool(options.spans or options.markers)
    if options.text is None and options.audio is None and not along and options.path is None:
        options.usage("give --text, --span, --markers, --path or --audio")
    if options.audio is not None and (options.path or options.reach):
        options.usage("a path and targets go with words, not with --audio: leave out one of them")
    if options.text and options.audio and not has_audio_tag(options.text):
        options.usage(f"--text and --audio go together where the text says {AUDIO_TAG}: “moves to {AUDIO_TAG}”")
    if options.text is not None and along:
        options.usage("give one --text for all frames, or texts with frames of their own")


def check_files(options: argparse.Namespace, outputs: Mapping[str, Iterable[Path | None]]) -> None:
    """Check that nothing is written over what is read; a scene may be saved over itself. Raises FileError.

    outputs: the option that names them -> files.
    """
    reads = {f"--{name}": getattr(options, name, None) for name in ("motion", "rig", "map", "audio")}
    if reads["--audio"] == "scene":
        reads["--audio"] = None
    opened = getattr(options, "scene", None) or bpy.data.filepath or None
    report = {"--report": [options.report]}
    wrong = files.clash(report, {"--scene": opened}) or files.clash({**outputs, **report}, reads)
    if wrong:
        raise FileError(wrong)


def ask(
    options: argparse.Namespace, armature: Object, scene: Scene, bone_map: Mapping[str, str]
) -> tuple[Placement, TextRequest | AudioRequest]:
    """Build what `generate` requests. Raises FileError, RigError or EngineError."""
    placement, frames, sampling = read_options(options, armature, scene, bone_map)
    if options.reach:
        placement = replace(placement, targets=paths.targets_of(paths.asked_of(options.reach), scene, placement.start))
    way = paths.way_of(options.path, options.face) if options.path else None
    lines = _lines(options, scene, sampling.fps)
    if options.audio is not None:
        return _with_sound(options, armature, scene, placement, frames, sampling, lines)
    said = ON_A_PATH if way and options.text is None else options.text or ""
    found = (Prompt(said),) if not lines else ()
    if lines:
        placement, found, frames = requests.along(placement, lines)
    path = requests.on_path(placement, armature, scene, way) if way else None
    request = TextRequest(found, frames, sampling, candidates=options.candidates, whole=options.whole, path=path)
    return placement, requests.with_targets(placement, request)


def dancers_of(
    options: argparse.Namespace, armature: Object, scene: Scene, placement: Placement, request: Request
) -> list[Asked]:
    """What is asked for each dancer: one, or two. Raises FileError, RigError or EngineError."""
    if options.dancers == 1:
        return [(placement, request)]
    if options.dancers != 2:
        raise FileError(f"The number of dancers is {options.dancers}: give 1 or 2.")
    if not isinstance(request, AudioRequest):
        raise FileError("Two dancers dance to a sound: give it with --audio, and no text.")
    if not options.second:
        raise FileError("The second dancer has no armature of its own: name another one with --second.")
    second = Second(importing.pick_armature(options.second), options.partner, options.placed, options.apart)
    return both(armature, scene, placement, request, second)


def ask_between(
    options: argparse.Namespace, armature: Object, scene: Scene, bone_map: Mapping[str, str]
) -> tuple[Placement, InbetweenRequest]:
    """Build what `inbetween` requests: part of the armature's animation. Raises FileError, RigError or EngineError."""
    placement, _, sampling = read_options(options, armature, scene, bone_map)
    span = _span_of(options, armature)
    way = paths.way_of(options.path, options.face) if options.path else None
    asked = paths.asked_of(options.reach or ())
    return requests.between(placement, armature, scene, span, options.text or "", sampling, way, asked)


def read_options(
    options: argparse.Namespace, armature: Object, scene: Scene, bone_map: Mapping[str, str]
) -> tuple[Placement, int | None, Sampling]:
    """Return the placement, the length in frames (None: open) and the sampling. Raises FileError, RigError or
    EngineError."""
    fps = scene_fps(scene)
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
        start, last = parse_frames(options.range)
        frames = last - start + 1
    placement = Placement(
        Target.of(armature, scene), start, keying_of(options), options.text or "", options.in_place, bone_map
    )
    sampling = Sampling(
        tuple(range(options.seed, options.seed + options.takes)), fps, options.steps, options.temperature,
        options.guidance, not options.no_clean_up, options.foot_lock,
    )  # fmt: skip
    return placement, frames, sampling


def _lines(options: argparse.Namespace, scene: Scene, fps: float) -> tuple[Line, ...]:
    """Prompts with frames of the scene, as --span or --markers gives them."""
    if options.markers:
        return tuple(prompts.from_markers(scene, fps))
    return tuple(Line(text, *parse_frames(frames)) for frames, text in options.spans)


def _with_sound(
    options: argparse.Namespace, armature: Object, scene: Scene, placement: Placement, frames: int | None,
    sampling: Sampling, lines: tuple[Line, ...],
) -> tuple[Placement, TextRequest | AudioRequest]:  # fmt: skip
    """Takes that follow a sound, or whose text has it in place of the audio tag."""
    placement, frames, mix = _where_it_sounds(options, scene, placement, frames)
    if options.text:
        if options.style or options.energy is not None or is_asked(vars(options)):
            raise FileError(
                "--style, --energy and --on-beat are for motion to a sound alone: leave them out, or --text."
            )
        return placement, TextRequest((Prompt(options.text),), frames, sampling, mix, whole=options.whole)
    found = prompts.as_prompts(lines, placement.start, frames)
    box = bpy.data.objects.get(options.box or "")
    danced = dance_of({**vars(options), "box": None if box else options.box})
    if box:
        danced = replace(danced, corners=corners_of(box, read_rig(armature, scene, placement.map_for(armature))))
    energy = 1.0 if options.energy is None else options.energy
    request = AudioRequest(mix, frames, sampling, found, style_weights(options.style), energy, dance=danced)
    return replace(placement, title=requests.sound_title(mix)), request


def _where_it_sounds(
    options: argparse.Namespace, scene: Scene, placement: Placement, frames: int | None
) -> tuple[Placement, int | None, Mix]:
    """Return the sound and its frames: a file from the first key on, or what the scene plays from there."""
    if options.audio != "scene":
        return placement, frames, sound.file_mix(options.audio)
    span = sound.scene_span(scene)
    given = options.start is not None or options.range is not None
    first = placement.start if given else span.first
    last = span.last if frames is None else first + frames - 1
    mix = sound.scene_mix(scene, sound.FrameRange(first, max(first, last)))
    return replace(placement, start=first), max(1, last - first + 1), mix


def _span_of(options: argparse.Namespace, armature: Object) -> Span:
    first, last = parse_frames(options.span)
    try:
        parts = parts_of(name.strip() for name in (options.parts or "body").split(","))
    except ValueError as error:
        raise FileError(f"--parts: {error}.") from error
    source, pins = shown_action(armature), parse_pins(options.pins or "")
    for pin in (pin for pin in pins if not first <= pin <= last):
        said = f"The pin {pin} lies outside the frames {first}-{last}: its pose stays anyway."
        print(f"motif-blender: {said}", file=sys.stderr, flush=True)
    return Span(first, last, parts, pins, "" if source is None else source.name)


def keying_of(options: argparse.Namespace) -> Keying:
    """How the takes are keyed. Raises FileError for a --keys that can't be read."""
    try:
        keying = Keying.parse(options.keys)
    except ValueError as error:
        raise FileError(str(error)) from error
    return replace(keying, into=options.into, loop=options.loop, root=options.root, lead=options.controls)


def start_of(options: argparse.Namespace, scene: Scene) -> int:
    """Scene frame of the first key."""
    return scene.frame_start if options.start is None else options.start


def read_map(options: argparse.Namespace, armature: Object) -> dict[str, str]:
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
