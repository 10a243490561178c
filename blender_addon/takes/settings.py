"""What is asked for, from the panel's settings or an earlier take's record, and the request that is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..animation import actions
from ..bpy_types import Action, Object, Scene
from ..engine.protocol.messages import request_from_json
from ..engine.protocol.prompt import Prompt, has_audio_tag
from ..engine.protocol.request import AroundRequest, AudioRequest, Request, StyleWeight, TextRequest, with_seeds
from ..engine.protocol.sampling import DEFAULT_GUIDANCE, Sampling
from ..engine.protocol.sound import Mix
from ..keying import splice, write
from ..keying.span import Span
from ..rig.active import overrides
from ..rig.binding import RigError
from ..sources import inbetween, poses, prompts, sound
from ..sources.poses import PoseWish
from ..sources.prompts import Line
from .target import shown_action

# By the panel's quality: sampler steps for words, tries of which the best is kept, and sampler steps for sound.
STEPS = {"draft": 5, "normal": None, "best": None}
CANDIDATES = {"draft": 1, "normal": None, "best": 8}
AUDIO_STEPS = {"draft": 8, "normal": None, "best": 32}


@dataclass(frozen=True)
class Wish:
    """What the artist asked for.

    text: the prompt, or what the sound is called. frames: of the scene, None for a length by the words or the sound.
    start: the first key's frame. heard: the sound to follow, or what `<audio>` means; None for words. span: what of an
    animation is to be made anew, None for takes of their own. pose: what is to be made of the pose that is shown.
    base_seeds: see Request. lines: prompts with frames of the scene, in place of one for all; beside a sound it leads
    where they say nothing. as_word: what is heard is a word of the prompts, and these lead.
    candidates: tries for a take to words, of which the best is kept.
    """

    text: str
    frames: int | None = None
    start: int = 1
    seeds: tuple[int, ...] = (0,)
    guidance: float = DEFAULT_GUIDANCE
    variety: float = 1.0
    steps: int | None = None
    foot_lock: str = "keep"
    clean_up: bool = True
    in_place: bool = False
    keying: write.Keying = field(default_factory=write.Keying)
    heard: Mix | None = None
    style_weights: Mapping[str, StyleWeight] = field(default_factory=dict)
    energy: float = 1.0
    span: Span | None = None
    pose: PoseWish | None = None
    base_seeds: tuple[int, ...] = ()
    lines: tuple[Line, ...] = ()
    as_word: bool = False
    candidates: int | None = None

    @classmethod
    def from_settings(cls, scene: Scene, armature: Object) -> Wish:
        """As the panel stands. Raises EngineError where sound is wanted and there is none."""
        s = scene.motif
        wish = cls.of_words(scene, armature)
        if s.source == "text":
            return wish.along(prompts.lines(s)).hearing(scene)
        if s.source == "inbetween":
            return replace(wish, span=span_of(scene, armature))
        if s.source == "pose":
            return replace(wish, pose=pose_of(scene, armature), frames=s.pose.frames)
        mix, start, frames = sound.heard(scene)
        return replace(
            wish, text=title(mix), heard=mix, start=start, frames=frames,
            steps=s.steps or AUDIO_STEPS[s.quality],
            style_weights=sound.style_weights(scene, start, frames), energy=s.sound.energy,
            lines=prompts.lines(s) if s.sound.prompts else (),
        )  # fmt: skip

    def along(self, lines: Sequence[Line]) -> Wish:
        """For prompts along the timeline in place of one; the same where there are none."""
        if not lines:
            return self
        start, count = prompts.reach(lines)
        return replace(self, text=prompts.title(lines), start=start, frames=count, lines=tuple(lines))

    def hearing(self, scene: Scene, mix: Mix | None = None) -> Wish:
        """With the sound that `<audio>` in its words means: `mix`, or what the panel has chosen. The takes lie where
        the sound does; of prompts along the timeline each hears what the scene plays there. Raises EngineError where
        there is none."""
        if not any(map(says_audio, [line.text for line in self.lines] or [self.text])):
            return self
        if mix is not None:
            return replace(self, heard=mix, as_word=True)
        if self.lines:
            mix = sound.scene_mix(scene, sound.Span(self.start, self.start + (self.frames or 1) - 1))
            return replace(self, heard=mix, as_word=True)
        mix, start, _ = sound.heard(scene)
        return replace(self, heard=mix, start=start, as_word=True)

    @classmethod
    def of_words(cls, scene: Scene, armature: Object) -> Wish:
        """The panel's one prompt and settings, whatever the source."""
        s = scene.motif
        return cls(
            s.prompt, None if s.automatic else s.frames, s.start, tuple(range(s.seed, s.seed + s.takes)), s.guidance,
            s.variety, s.steps or STEPS[s.quality], s.foot_lock, s.clean_up, s.in_place, keying_of(scene, armature),
            candidates=CANDIDATES[s.quality],
        )  # fmt: skip

    def sampling(self, fps: float) -> Sampling:
        """How the takes are sampled, for a scene at `fps`."""
        return Sampling(self.seeds, fps, self.steps, self.variety, self.guidance, self.clean_up, self.foot_lock)

    def request(self, fps: float) -> Request:
        """For the engine, in frames of a scene at `fps`; raises EngineError for what can't be asked."""
        along, sampling = prompts.as_prompts(self.lines, self.start, self.frames), self.sampling(fps)
        if self.heard is not None and not self.as_word:
            return AudioRequest(self.heard, self.frames, sampling, along, self.style_weights, self.energy)
        candidates = None if self.as_word else self.candidates
        return TextRequest(along or (Prompt(self.text),), self.frames, sampling, self.heard, candidates)


def keying_of(scene: Scene, armature: Object) -> write.Keying:
    """As the panel stands."""
    r = armature.motif
    return write.Keying(
        r.keys == "sparse", r.key_degrees, r.key_millimetres, r.keys_into, scene.motif.loop, r.root_motion, r.lead
    )


def span_of(scene: Scene, armature: Object) -> Span:
    """As the panel stands; raises RigError."""
    source = shown_action(armature)
    return scene.motif.span.as_span("" if source is None else source.name)


def pose_of(scene: Scene, armature: Object) -> PoseWish:
    """As the panel stands; raises RigError where bones are to be given and there are none."""
    own = scene.motif.pose
    given = poses.given_bones(armature, scene, own.given) if own.kind == "rest" else ()
    return PoseWish(scene.frame_current, own.kind, given, own.place)


def ask(armature: Object, scene: Scene, wish: Wish, own_map: Mapping[str, str] | None = None) -> tuple[Wish, Request]:
    """The request for a wish, and the wish with what came to light. Raises EngineError or RigError."""
    if wish.span is None and wish.pose is None:
        return wish, wish.request(actions.scene_fps(scene))
    given = overrides(armature) if own_map is None else own_map
    sampling = wish.sampling(actions.scene_fps(scene))
    if wish.pose is not None:
        pose, request = poses.request(
            armature, scene, wish.pose, wish.text, sampling, given, wish.frames, wish.base_seeds
        )
        return replace(wish, pose=pose, start=pose.start), request
    assert wish.span is not None
    span, request = inbetween.request(armature, scene, wish.span, wish.text, sampling, given)
    return replace(wish, span=span), request


def ask_again(armature: Object, scene: Scene, wish: Wish, action: Action) -> tuple[Wish, Request]:
    """The request for a wish about the pose that a take's Action holds, wherever the playhead is."""
    assert wish.pose is not None
    with splice.wearing(armature, action), splice.at(scene, wish.pose.frame):
        return ask(armature, scene, wish)


def again(action: Action, seed: int) -> tuple[Wish, Request]:
    """The wish and request that made a take, with another seed; RigError for an Action without a record.

    The request of an in-between holds no motion: `ask` reads it anew.
    """
    meta = actions.read_meta(action)
    if meta is None or "request" not in meta:
        raise RigError(f"“{action.name}” holds no record of how it was made: generate anew from the prompt.")
    request = request_from_json(meta["request"])
    if isinstance(request, AroundRequest):
        request = replace(request, base_seeds=())  # another seed, another pose too, where none was given
    request = with_seeds(request, [seed])
    text, candidates = ", ".join(p.text for p in request.prompts), None
    if isinstance(request, (TextRequest, AudioRequest)):
        candidates = request.candidates
        if isinstance(request.audio, Mix):
            request = replace(request, audio=sound.find_again(request.audio))
            text = text or title(request.audio)
    sampling = request.sampling
    wish = Wish(
        text, request.frames, int(meta.get("start", 1)), (seed,),
        sampling.guidance, sampling.temperature, sampling.steps, sampling.foot_lock, sampling.clean_up,
        bool(meta.get("in_place")), write.Keying.from_meta(meta), span=Span.from_meta(meta),
        pose=PoseWish.from_meta(meta), candidates=candidates,
    )  # fmt: skip
    return wish, request


def says_audio(text: str) -> bool:
    """Whether a prompt hears a sound."""
    return has_audio_tag(text)


def title(mix: Mix) -> str:
    """What a take that follows a sound is called: by its strips, speakers or file."""
    names = list(dict.fromkeys(piece.name or Path(piece.path).stem for piece in mix.pieces))
    return " and ".join(names[:2]) + (", …" if len(names) > 2 else "")
