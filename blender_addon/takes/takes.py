"""Takes on an armature: from a wish to a request, from what the engine made to Actions, and the list of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import bpy

from ..animation import actions as keys
from ..bpy_types import Action, Object, Scene
from ..controls import probing
from ..engine.protocol.request import (
    AUDIO_WORD,
    DEFAULT_GUIDANCE,
    Condition,
    Prompt,
    Request,
    StyleWeight,
    Take,
    audio_request,
    request_from_json,
    text_request,
)
from ..engine.protocol.sound import Mix
from ..keying import splice, write
from ..keying.span import Span
from ..properties import prompts as prompt_props
from ..properties import sound as sound_props
from ..retarget.motion import resample
from ..rig import binding as rig
from ..sources import inbetween, poses, prompts, sound
from ..sources.poses import PoseWish
from ..sources.prompts import Line

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
            return wish.along(prompt_props.lines(s)).hearing(scene)
        if s.source == "inbetween":
            return replace(wish, span=span_of(scene, armature))
        if s.source == "pose":
            return replace(wish, pose=pose_of(scene, armature), frames=s.pose.frames)
        mix, start, frames = sound_props.heard(scene)
        return replace(
            wish, text=title(mix), heard=mix, start=start, frames=frames,
            steps=s.steps or AUDIO_STEPS[s.quality],
            style_weights=sound_props.style_weights(scene, start, frames), energy=s.sound.energy,
            lines=prompt_props.lines(s) if s.sound.prompts else (),
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
        mix, start, _ = sound_props.heard(scene)
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

    def request(self, fps: float) -> Request:
        """For the engine, in frames of a scene at `fps`; raises EngineError for what can't be asked."""
        shared: dict[str, Any] = {
            "guidance": self.guidance, "frames": self.frames, "fps": fps, "seeds": self.seeds, "steps": self.steps,
            "temperature": self.variety, "clean_up": self.clean_up, "foot_lock": self.foot_lock,
        }  # fmt: skip
        told = prompts.as_prompts(self.lines, self.start, self.frames)
        if self.heard is not None and self.as_word:
            condition = Condition(told or (Prompt(self.text),), self.heard, guidance=shared.pop("guidance"))
            return Request(condition=condition, **shared)
        if self.heard is not None:
            steering = {"style_weights": self.style_weights, "energy": self.energy, "prompts": told}
            return audio_request(self.heard, **steering, **shared)
        shared["candidates"] = self.candidates
        if told:
            return Request(condition=Condition(told, guidance=shared.pop("guidance")), **shared)
        return text_request(self.text, **shared)


@dataclass(frozen=True)
class Target:
    """An armature by name. A job may outlive the object, so it holds no pointer to it."""

    name: str
    uid: int
    scene: str

    @classmethod
    def of(cls, armature: Object, scene: Scene) -> Target:
        """Remember `armature`."""
        return cls(armature.name, getattr(armature, "session_uid", 0), scene.name)

    def find(self) -> Object:
        """The armature; RigError where it is gone."""
        found = bpy.data.objects.get(self.name)
        if self.uid and (found is None or found.session_uid != self.uid):
            found = next((o for o in bpy.data.objects if o.session_uid == self.uid), None)
        if found is None or found.type != "ARMATURE":
            raise rig.RigError(f"The armature “{self.name}” is gone: select another and press Generate again.")
        return found

    def find_scene(self) -> Scene:
        """The scene it was asked in, else the present one."""
        return bpy.data.scenes.get(self.scene) or bpy.context.scene


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
        return wish, wish.request(keys.scene_fps(scene))
    given = overrides(armature) if own_map is None else own_map
    options = {"seeds": wish.seeds, "steps": wish.steps, "temperature": wish.variety, "clean_up": wish.clean_up,
               "foot_lock": wish.foot_lock}  # fmt: skip
    if wish.pose is not None:
        options["base_seeds"] = wish.base_seeds
        pose, request = poses.request(
            armature, scene, wish.pose, wish.text, wish.guidance, given, wish.frames, **options
        )
        return replace(wish, pose=pose, start=pose.start), request
    assert wish.span is not None
    span, request = inbetween.request(armature, scene, wish.span, wish.text, wish.guidance, given, **options)
    return replace(wish, span=span), request


def ask_again(armature: Object, scene: Scene, wish: Wish, action: Action) -> tuple[Wish, Request]:
    """The request for a wish about the pose that a take's Action holds, wherever the playhead is."""
    assert wish.pose is not None
    with splice.wearing(armature, action), splice.at(scene, wish.pose.frame):
        return ask(armature, scene, wish)


def overrides(armature: Object) -> dict[str, str]:
    """The bone map kept on the armature, role -> bone ("" for none); empty where it was never detected or edited."""
    return {row.name: row.bone for row in armature.motif.bones}


def check_writable(armature: Object) -> None:
    """Raises RigError where new keys can't be put on the armature."""
    if armature.library is not None:
        raise rig.RigError(
            f"The armature “{armature.name}” is linked from another file: make a library override of it first."
        )
    data = armature.animation_data
    if data is not None and data.use_tweak_mode:
        raise rig.RigError(f"“{armature.name}” is in the NLA's tweak mode: leave it (Tab in the NLA) first.")


def deliver(target: Target, wish: Wish, made: Sequence[Take], own_map: Mapping[str, str] | None = None) -> list[Action]:
    """Write takes to the target as Actions, list them, and show the first. All of them or, on any error, none."""
    armature, scene = target.find(), target.find_scene()
    check_writable(armature)
    given = overrides(armature) if own_map is None else own_map
    if wish.span is not None:
        actions = inbetween.deliver(armature, scene, wish.span, wish.text, made, given, wish.keying.into)
        return _list(armature, actions, made)
    source = own_action(armature)
    if wish.pose is not None:
        actions = poses.deliver(armature, scene, wish.pose, wish.text, made, given, wish.keying, wish.in_place, source)
        return _list(armature, actions, made)
    binding = rig.read(armature, scene, given)
    fps = keys.scene_fps(scene)
    lock = wish.foot_lock if wish.clean_up else "none"

    def one(take: Take) -> Action:
        motion = binding.retarget(resample(take.motion, fps), in_place=wish.in_place, foot_lock=lock)
        meta = {**take.meta(), "in_place": wish.in_place}
        return write.write(armature, scene, binding, motion, wish.start, wish.text, meta, wish.keying, source)

    return _list(armature, keys.all_or_none(one, made), made)


def own_action(armature: Object) -> Action | None:
    """The Action that the armature has, but for the takes that are only being looked at."""
    store = armature.motif
    present = armature.animation_data.action if armature.animation_data else None
    return store.before if present in [row.action for row in store.takes] else present


def shown_action(armature: Object) -> Action | None:
    """The Action that an in-between changes: the one that shows, a take or not; where an in-between shows that is only
    being looked at, what it was made of, so that asking again changes the same animation."""
    present = armature.animation_data.action if armature.animation_data else None
    if present is None or present not in [row.action for row in armature.motif.takes]:
        return present
    return _made_of(present) or present


def _made_of(action: Action) -> Action | None:
    """The Action that an in-between was made of, None for other Actions and where it is gone."""
    span = Span.from_meta(keys.read_meta(action) or {})
    return bpy.data.actions.get(span.action) if span is not None else None


def _list(armature: Object, actions: list[Action], made: Sequence[Take]) -> list[Action]:
    """Put new Actions into the list and show the first; where that fails, none of them stays. Returns them."""
    store = armature.motif
    _forget_lost(armature)
    present = armature.animation_data.action if armature.animation_data else None
    if present is not None and present not in [row.action for row in store.takes]:
        present.use_fake_user = True
        store.before = present
    first = len(store.takes)
    try:
        for action, take in zip(actions, made, strict=True):
            row = store.takes.add()
            row.name, row.action, row.seed = action.name, action, str(take.seed)
            row.frames = len(take.motion)
            row.quality = quality_mark(take.quality)
            row.family = take.request.model == "decomposed"
    except Exception:
        while len(store.takes) > first:
            store.takes.remove(first)
        for action in actions:
            bpy.data.actions.remove(action)
        raise
    store.chosen = first  # shows it
    return actions


def quality_mark(measures: Mapping[str, float]) -> float:
    """0 to 1 for a take's mark in the list: the share of frames in which no planted foot slides."""
    return max(0.0, min(1.0, 1.0 - float(measures.get("skate_share", 0.0))))


def _forget_lost(armature: Object) -> None:
    """Drop rows whose Action was deleted elsewhere."""
    rows = armature.motif.takes
    for index in reversed(range(len(rows))):
        if rows[index].action is None:
            rows.remove(index)


def show_chosen(armature: Object) -> None:
    """Put the chosen take on the armature."""
    row = chosen(armature)
    if row is not None and row.action is not None:
        check_writable(armature)
        keys.assign(armature, row.action)


def chosen(armature: Object) -> Any | None:
    """The chosen row of the list, None where there is none."""
    store = armature.motif
    return store.takes[store.chosen] if 0 <= store.chosen < len(store.takes) else None


def chosen_action(armature: Object) -> Action:
    """The chosen take's Action; raises RigError where there is none."""
    row = chosen(armature)
    if row is None:
        raise rig.RigError("Choose a take in the list first.")
    if row.action is None:
        raise rig.RigError("This take's Action was deleted: discard it and generate anew.")
    return row.action


def keep(armature: Object, clear: bool = True) -> Action:
    """Make the chosen take the armature's own Action, or a strip in its NLA where the take was made for that; `clear`
    takes the others away.
    """
    action, store = chosen_action(armature), armature.motif
    meta = keys.read_meta(action) or {}
    under = None
    if write.Keying.from_meta(meta).into == "nla":
        under = _made_of(action) or store.before
        keys.to_nla(armature, splice.strip_of(action) if Span.from_meta(meta) else action, under)
    else:
        keys.assign(armature, action)
    others = [r.action for r in store.takes if r.action not in (None, action, under)] if clear else []
    if clear:
        store.takes.clear()
    else:
        store.takes.remove(store.chosen)
    for other in others:
        bpy.data.actions.remove(other)
    store["chosen"] = -1
    return action


def discard(armature: Object) -> None:
    """Delete the chosen take and show the one beside it, else the Action from before."""
    row = chosen(armature)
    if row is None:
        raise rig.RigError("There is no take to discard: choose one in the list.")
    store, index, action = armature.motif, armature.motif.chosen, row.action
    store.takes.remove(index)
    if store.takes:
        store.chosen = min(index, len(store.takes) - 1)
    else:
        show_before(armature)
    if action is not None:
        bpy.data.actions.remove(action)


def show_before(armature: Object) -> None:
    """Put the Action from before the takes back; without one, the bones that a take moved return to rest."""
    store = armature.motif
    moved = keys.moved_bones(armature)
    _switch_back(armature)
    store["chosen"] = -1
    keys.assign(armature, store.before)
    if store.before is None:
        probing.to_rest(armature, moved & set(armature.pose.bones.keys()))


def _switch_back(armature: Object) -> None:
    """Give a control rig's switches the values that they had before the present take."""
    data = armature.animation_data
    meta = keys.read_meta(data.action) if data and data.action else None
    for bone, setting, value in (meta or {}).get("settings", []):
        pose = armature.pose.bones.get(bone)
        if pose is not None and setting in pose:
            pose[setting] = type(pose[setting])(value)


def again(action: Action, seed: int) -> tuple[Wish, Request]:
    """The wish and request that made a take, with another seed; RigError for an Action without a record.

    The request of an in-between holds no motion: `ask` reads it anew.
    """
    meta = keys.read_meta(action)
    if meta is None or "request" not in meta:
        raise rig.RigError(f"“{action.name}” holds no record of how it was made: generate anew from the prompt.")
    request = replace(request_from_json(meta["request"]), seeds=(seed,))
    audio, text = request.condition.audio, ", ".join(p.text for p in request.condition.prompts)
    if isinstance(audio, Mix):
        audio = sound.find_again(audio)
        request = replace(request, condition=replace(request.condition, audio=audio))
        text = text or title(audio)
    if request.model == "decomposed":
        request = replace(request, base_seeds=())  # another seed, another pose too, where none was given
    wish = Wish(
        text, request.frames, int(meta.get("start", 1)), (seed,),
        request.condition.guidance, request.temperature, request.steps, request.foot_lock, request.clean_up,
        bool(meta.get("in_place")), write.Keying.from_meta(meta), span=Span.from_meta(meta),
        pose=PoseWish.from_meta(meta), candidates=request.candidates,
    )  # fmt: skip
    return wish, request


def says_audio(text: str) -> bool:
    """Whether a prompt hears a sound."""
    return AUDIO_WORD in text.lower()


def title(mix: Mix) -> str:
    """What a take that follows a sound is called: by its strips, speakers or file."""
    names = list(dict.fromkeys(piece.name or Path(piece.path).stem for piece in mix.pieces))
    return " and ".join(names[:2]) + (", …" if len(names) > 2 else "")
