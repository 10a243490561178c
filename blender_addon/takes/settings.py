"""The panel's settings as a request and its placement."""

from __future__ import annotations

from dataclasses import replace

from ..animation.actions import scene_fps
from ..bpy_types import Object, Scene
from ..engine.protocol.options import ON_A_PATH
from ..engine.protocol.prompt import Prompt, has_audio_tag
from ..engine.protocol.request import AudioRequest, Request, TextRequest
from ..engine.protocol.sampling import Sampling
from ..engine.protocol.sound import Mix
from ..keying.span import Span
from ..keying.write import Keying
from ..rig.binding import RigError
from ..rig.scenes import check_time
from ..sources import path as paths
from ..sources import poses, prompts, sound
from ..sources.poses import PoseAnchor
from ..sources.stage import dance_from_panel
from . import requests
from .placement import Placement
from .target import Target, shown_action

# By the panel's quality: sampler steps for words, tries of which the best is kept, and sampler steps for sound.
STEPS = {"draft": 5, "normal": None, "best": None}
CANDIDATES = {"draft": 1, "normal": None, "best": 8}
AUDIO_STEPS = {"draft": 8, "normal": None, "best": 32}


def from_panel(armature: Object, scene: Scene, seed: int | None = None) -> tuple[Placement, Request]:
    """Build the request of Generate. seed: the first, in place of the panel's. Raises RigError or EngineError."""
    check_time(scene)
    s = scene.motif
    placement, sampling = placement_of(armature, scene), sampling_of(scene, seed)
    if s.source == "audio":
        return _from_sound(armature, scene, placement, sampling)
    if s.source == "inbetween":
        way, asked = paths.way_from_panel(s), paths.asked_in_panel(s)
        return requests.between(placement, armature, scene, span_of(scene, armature), s.prompt, sampling, way, asked)
    if s.source == "pose":
        anchor = anchor_of(scene, armature)
        return requests.from_pose(placement, armature, scene, anchor, s.prompt, s.pose.frames, sampling)
    return _from_text(armature, scene, placement, sampling)


def _from_text(
    armature: Object, scene: Scene, placement: Placement, sampling: Sampling
) -> tuple[Placement, TextRequest]:
    """The panel's list of prompts, or its one prompt, along its path and to its targets."""
    s, audio = scene.motif, None
    lines = prompts.lines(s)
    if lines:
        placement, found, frames = requests.along(placement, lines)
        if any(has_audio_tag(line.text) for line in lines):
            audio = sound.scene_mix(scene, sound.FrameRange(placement.start, placement.start + frames - 1))
    else:
        frames = None if s.automatic else s.frames
        if has_audio_tag(s.prompt):
            placement, audio = _where_it_sounds(scene, placement)
        found = (Prompt(s.prompt if s.prompt.strip() or s.way.curve is None else ON_A_PATH),)
    candidates = None if audio else CANDIDATES[s.quality]
    way = paths.way_from_panel(s)
    targets = paths.targets_of(paths.asked_in_panel(s), scene, placement.start)
    placement = replace(placement, targets=targets)
    path = requests.on_path(placement, armature, scene, way) if way else None
    request = TextRequest(found, frames, sampling, audio, candidates, whole=not s.take_apart, path=path)
    return placement, requests.with_targets(placement, request)


def _where_it_sounds(scene: Scene, placement: Placement) -> tuple[Placement, Mix]:
    """The chosen sound, and the placement moved to its first frame."""
    mix, start, _ = sound.chosen(scene)
    return replace(placement, start=start), mix


def _from_sound(
    armature: Object, scene: Scene, placement: Placement, sampling: Sampling
) -> tuple[Placement, AudioRequest]:
    s = scene.motif
    mix, start, frames = sound.chosen(scene)
    lines = prompts.lines(s) if s.sound.prompts else ()
    request = AudioRequest(
        mix, frames, replace(sampling, steps=s.steps or AUDIO_STEPS[s.quality]),
        prompts.as_prompts(lines, start, frames), sound.style_weights(scene, start, frames), s.sound.energy,
        dance=dance_from_panel(s.sound, armature, scene, placement.map_for(armature)),
    )  # fmt: skip
    return replace(placement, start=start, title=requests.sound_title(mix)), request


def placement_of(armature: Object, scene: Scene) -> Placement:
    """Return the placement of the panel's takes, of any source."""
    s = scene.motif
    return Placement(Target.of(armature, scene), s.start, keying_of(scene, armature), s.prompt, s.in_place)


def sampling_of(scene: Scene, seed: int | None = None) -> Sampling:
    """Return the sampling of the panel's takes. seed: of the first, in place of the panel's."""
    s = scene.motif
    first = s.seed if seed is None else seed
    return Sampling(
        tuple(range(first, first + s.takes)), scene_fps(scene), s.steps or STEPS[s.quality], s.variety, s.guidance,
        s.clean_up, s.foot_lock,
    )  # fmt: skip


def keying_of(scene: Scene, armature: Object) -> Keying:
    """Return the keying of the panel's takes."""
    r = armature.motif
    return Keying(
        r.keys == "sparse", r.key_degrees, r.key_millimetres, r.keys_into, scene.motif.loop, r.root_motion, r.lead
    )


def span_of(scene: Scene, armature: Object) -> Span:
    """Return the panel's span of the Action that is shown; where the panel was given no frames, or one with nothing
    before or behind it, that of the preview range. Raises RigError for pins that are no frames, and for neither."""
    source, settings = shown_action(armature), scene.motif.span
    span = settings.as_span("" if source is None else source.name)
    # One frame is in between only where the Action goes on before and behind it.
    alone = span.first == span.last and not (source and source.frame_range[0] < span.first < source.frame_range[1])
    if not alone and (settings.is_property_set("first") or settings.is_property_set("last")):
        return span
    if not scene.use_preview_range:
        raise RigError(
            "No frames are chosen: give the first and the last that are made anew, or select keys and press the "
            "eyedropper."
        )
    return replace(span, first=scene.frame_preview_start, last=scene.frame_preview_end)


def anchor_of(scene: Scene, armature: Object) -> PoseAnchor:
    """Return the anchor of the pose on the current frame. Raises RigError where bones are to be given and none is."""
    settings = scene.motif.pose
    given = poses.given_bones(armature, scene, settings.given) if settings.kind == "rest" else ()
    return PoseAnchor(scene.frame_current, settings.kind, given, settings.place)
