"""The options of command lines and manifests in one table, and the requests that are made of them.

A name is a manifest's key, and a command line's flag with `-` for `_`. Standard library only.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from .dance import APART, PARTNERS, dance_of, is_asked
from .errors import bad_request
from .limits import MAX_AUDIO_SECONDS, MAX_SECONDS, MAX_TAKES, MAX_TIMELINE_SECONDS
from .path import Path
from .prompt import AUDIO_TAG, Prompt, has_audio_tag
from .request import AudioRequest, TextRequest
from .sampling import DEFAULT_GUIDANCE, FOOT_LOCKS, Sampling
from .sound import file_mix, style_weights
from .targets import targets_of

PLACES: Mapping[str, float] = {"first": 0.0, "middle": 0.5, "last": 1.0}  # of the pose in the motion around it
AROUND_SECONDS = 3.0  # of such a motion where its length is left open
OF_SCENE = "scene"  # in place of a sound's file: all that a scene plays
ON_A_PATH = "a person moves along"  # what is done on a path without words: a gait by its speed
VARIES = ("both", "motion", "pose")  # what differs between takes around a pose
# A number, or two with "-", ".." or ":" between them.
_RANGE = re.compile(r"\s*(-?\d+)\s*(?:(?:-|\.\.|:)\s*(-?\d+)\s*)?")


@dataclass(frozen=True)
class Option:
    """One setting in the words of command lines and manifests.

    kind: text, path, number, whole (number), flag, list (words with a separator; in a manifest also a JSON list),
    spans (pairs of A-B and a text), or frames (A-B, or how many). The rest is argparse's, and may be another for one
    command. choices: words that are allowed, empty for any. aliases: other names that are taken for it.
    """

    name: str
    kind: str
    help: str = ""
    metavar: str = ""
    default: Any = None
    choices: Sequence[str] = ()
    aliases: Sequence[str] = ()

    @property
    def flags(self) -> tuple[str, ...]:
        """What a command line calls it."""
        names = (self.name, *self.aliases)
        return tuple(f"--{name.replace('_', '-')}" for name in (reversed(names) if self.kind == "spans" else names))

    def argument(self) -> dict[str, Any]:
        """The keywords of argparse's add_argument."""
        given: dict[str, Any] = {"help": self.help} if self.help else {}
        if self.kind == "flag":
            return {**given, "action": "store_true"}
        if self.kind == "targets":
            given["action"] = "append"
        if self.kind == "spans":
            return {**given, "nargs": 2, "action": "append", "default": [], "metavar": ("A-B", "T")}
        if self.kind in _TYPES:
            given["type"] = _TYPES[self.kind]
        if self.metavar:
            given["metavar"] = self.metavar
        if self.choices:
            given["choices"] = tuple(self.choices)
        return {**given, "default": self.default}


_TYPES: Mapping[str, type] = {"path": FilePath, "number": float, "whole": int}
OPTIONS: Mapping[str, Option] = {option.name: option for option in (
    # what is asked for
    Option("text", "text", "what the character does", "T"),
    Option("spans", "spans", "what happens in frames A-B; again for what comes next. Beside --audio the sound leads "
           "elsewhere", aliases=("span",)),
    Option("whole", "flag", "the text as it is: not taken apart into steps, see motif explain"),
    Option("audio", "path", "sound to move to, alone or as a word of --text; with a scene also “scene”, what it plays "
           "in its frames", "FILE"),
    Option("path", "path", 'JSON: {"points": [[x, z], ..], "frames": [..], "closed": false, "face": "along"}; with a '
           "scene instead a curve, or objects to go to: OBJECT,OBJECT@FRAME,..", "PATH"),
    Option("face", "text", "on a path: along it, as at its start throughout, or towards an object; default along",
           "along|start|OBJECT"),
    Option("reach", "targets", "where a hand, foot, head, hips is or what the look is turned to, in a frame or A-B; "
           "again for more. PLACE: X,Y,Z in metres, degrees about x, y, z may follow; with a scene instead OBJECT, or "
           "OBJECT,turned for its axes too", "JOINT@FRAME=PLACE"),
    Option("style", "list", "style, for --audio", "NAME[:WEIGHT]"),
    Option("energy", "number", "for --audio: 0 calm to 2 lively; default 1", "E"),
    Option("follow", "number", "for --audio: how far quiet passages are moved to calmly, loud ones widely, 0 to 1; "
           "default 1", "F"),
    Option("on_beat", "number", "for --audio: how far stops are brought to beats, 0 to 1; default 1", "B"),
    Option("stage", "number", "for --audio: metres around the start to dance in, 0 for anywhere; default 1.5", "R"),
    Option("box", "text", "for --audio: a stage of so many metres around the start, with a scene also an object's "
           "bounds, in place of the circle", "WIDTHxDEPTH"),
    Option("dancers", "whole", "for --audio: 2 for a second one, whose takes are written as OUT-second, with a scene "
           "on an armature of their own", "1|2", 1),
    Option("second", "text", "of two dancers: the second one's armature", "NAME"),
    Option("partner", "text", "of two dancers: the second mirrored, in canon a bar later, or another dance; default "
           "mirrored", "", "mirrored", tuple(PARTNERS)),
    Option("placed", "text", "of two dancers: the second beside or facing the first, with a scene also where it "
           "stands; default beside", "beside|facing|stands", "beside"),
    Option("apart", "number", f"of two dancers: metres between them at first; default {APART:g}", "M", APART),
    Option("variation", "number", "for --audio: captured phrases 0 to 1 the network alone; default 0", "V"),
    Option("motion", "path", "a take, .bvh, AMASS file or another generator's", "FILE"),
    Option("up", "text", "of a file: the axis that points up; default: told by its motion", "", "", ("y", "z")),
    Option("frames", "frames", "first and last frame to regenerate, of a scene its own, of a motion from 0", "A-B"),
    Option("parts", "list", "body parts to regenerate; default: all", "PART,.."),
    Option("pins", "list", "frames within A-B to keep", "FRAME,.."),
    Option("at", "whole", "the pose's frame; default: a scene's current, of a motion the first, 0", "FRAME"),
    Option("place", "text", "of the pose in the motion; default middle, with --range where it is", "", None,
           tuple(PLACES)),
    Option("base_seed", "whole", "of the pose and what all frames share", "N"),
    Option("vary", "text", "what differs between takes; default both; pose: around poses of the model's own", "",
           "both", VARIES),
    Option("given", "list", "what stays: parts (left_arm) or joints (left_elbow), with a scene also bones", "NAME,.."),
    Option("keyed", "flag", "bones with a key on the frame stay"),
    # how it is sampled and finished
    Option("seconds", "number", f"length, at most {MAX_SECONDS:g}", "S"),
    Option("fps", "number", "frames a second; of a file in place of its own, else 30", "F"),
    Option("seed", "whole", "of the first take; default 0", "N", 0),
    Option("takes", "whole", f"1 to {MAX_TAKES}, from seed N on; default 1", "K", 1),
    Option("guidance", "number", f"how closely to follow; default {DEFAULT_GUIDANCE:g}", "G", DEFAULT_GUIDANCE),
    Option("steps", "whole", "sampler steps; default: the model's own", "N"),
    Option("temperature", "number", "variety; default 1", "T", 1.0),
    Option("candidates", "whole", "tries for a take to words, of which the best is kept; default 4", "N"),
    Option("foot_lock", "text", "default keep", "", "keep", FOOT_LOCKS),
    Option("no_clean_up", "flag", "the model's motion as it is"),
    # how far captured motion is cleaned, 0 to 1
    Option("spikes", "number", "frames that jump away and back, 0 to 1; default 0.5", "S", 0.5),
    Option("jitter", "number", "shaking, 0 to 1; default 0.5", "S", 0.5),
    Option("floor", "number", "feet over or under the floor, 0 to 1; default 1", "S", 1.0),
    Option("feet", "number", "standing feet that slide, 0 to 1; default 1", "S", 1.0),
    # where it goes
    Option("out", "path", "what is written: .npz, _amass.npz or .bvh, with a scene or a rig .blend, .fbx, .glb, .bvh "
           "or .usd; of several takes NAME-1, NAME-2, .. but in a .blend", "FILE", aliases=("save",)),
    Option("overwrite", "flag", "also over files that no run of this manifest made"),
    Option("scene", "path", "by default the file that is open in Blender", "FILE.blend"),
    Option("rig", "path", "", "FILE"),
    Option("armature", "text", "by default the one most like a body", "NAME"),
    Option("map", "path", "role -> bone, over what is detected", "MAP.json"),
    Option("range", "text", "first and last frame of the scene", "A-B"),
    Option("start", "whole", "of the first key; default: the scene's first", "FRAME"),
    Option("in_place", "flag", "without travel over the ground"),
    Option("root", "text", "what carries the travel", "", "hips"),
    Option("controls", "text", "of a control rig: which get keys; default fk", "", "fk"),
    Option("keys", "text", "a key a frame, or few within an error; default of sparse: 0.2 degrees, 1 mm",
           "every|sparse[:DEG,MM]", "every"),
    Option("into", "text", "a new Action, the frames of the present one, or a strip in the NLA", "", "new"),
    Option("loop", "text", "last frame as the first; repeat: and round and round", "", "none"),
    # the engine
    Option("device", "text", "auto, cpu, cuda or cuda:N; default auto, in Blender as in the preferences", "D"),
    Option("weights", "path", "weights other than the ones that ship, or the name of an imported set", "FOLDER|NAME"),
    Option("json", "flag", "one JSON object on the last line"),
    # a manifest's run
    Option("workers", "whole", "engines side by side; default: what suits the machine", "N"),
    Option("threads", "whole", "of each on the processor; default 1", "N", 1),
    Option("retries", "whole", "of a row that fails; default 2", "N", 2),
    Option("report", "path", "default: MANIFEST.report.json beside it, in Blender MANIFEST.blender-report.json",
           "OUT.json"),
    Option("check", "flag", "check all that can be checked, and make nothing"),
)}  # fmt: skip

# (command, option) -> what both programs say of it there in place of the table's sentence.
SAID: Mapping[tuple[str, str], str] = {
    ("generate", "text"): f"{OPTIONS['text'].help}; {AUDIO_TAG} in it is the sound of --audio",
    ("generate", "seconds"): f"length, at most {MAX_SECONDS:g}, to sound {MAX_AUDIO_SECONDS:g}, of several spans "
                             f"{MAX_TIMELINE_SECONDS:g}; default: automatic, the whole sound",
    ("generate", "frames"): "length in frames",
    ("around", "motion"): "a motion file with the pose; default: a new pose",
    ("around", "seconds"): f"{OPTIONS['seconds'].help}; default {AROUND_SECONDS:g}",
    ("around", "frames"): "length in frames",
}  # fmt: skip
# Another name that is taken for an option -> the option's own.
ALIASES: Mapping[str, str] = {other: name for name, option in OPTIONS.items() for other in option.aliases}

SOURCE = (
    "text", "spans", "whole", "audio", "style", "energy", "follow", "on_beat", "stage", "box", "variation", "seconds",
)  # fmt: skip
_TWO_WITHOUT_SCENE = ("dancers", "partner", "placed", "apart")
TWO = (*_TWO_WITHOUT_SCENE, "second")
SAMPLING = ("seed", "takes", "guidance", "steps", "temperature")
CLEAN_UP = ("foot_lock", "no_clean_up")
CLEANING = ("spikes", "jitter", "floor", "feet")
_FILE = ("motion", "up", "fps")  # a motion's file and how it is read
_KEYING = ("armature", "map", "in_place", "root", "controls", "keys", "into")
_ON_RIG = (*_KEYING, "start", "loop")
_POSE = ("at", "text", *SAMPLING)
_AROUND = (*_POSE, "place", "vary", "base_seed", "seconds", *CLEAN_UP)
# (command, made by Blender) -> the options of a manifest's row, and "out", which goes with all.
ROW_OPTIONS: Mapping[tuple[str, bool], tuple[str, ...]] = {
    ("generate", False): (
        "path", "reach", *SOURCE, *_TWO_WITHOUT_SCENE, "frames", "candidates", *SAMPLING, *CLEAN_UP, "fps",
    ),
    ("inbetween", False): (*_FILE, "path", "reach", "frames", "parts", "pins", "text", *SAMPLING, *CLEAN_UP),
    ("around", False): (*_FILE, *_AROUND),
    ("poses", False): (*_FILE, "given", *_POSE),
    ("generate", True): (
        "scene", "rig", "path", "face", "reach", *SOURCE, *TWO, "frames", "range", "candidates", *SAMPLING, *CLEAN_UP,
        *_ON_RIG,
    ),
    ("inbetween", True): (
        "scene", "path", "face", "reach", "frames", "parts", "pins", "text", *SAMPLING, *CLEAN_UP, "armature", "map",
        "into",
    ),
    ("around", True): ("scene", "frames", "range", *_AROUND, *_KEYING),
    ("poses", True): ("scene", "given", "keyed", *_POSE, "armature", "map", "controls"),
    ("retarget", True): ("scene", "rig", *_FILE, "foot_lock", *_ON_RIG),
}  # fmt: skip


def add_options(parser: Any, *names: str, command: str = "", **changed: Any) -> None:
    """Add options of the table to an argparse parser or group; `changed` are argparse's keywords for all of them.

    command: one that has sentences of its own.
    """
    for name in names:
        said = {"help": SAID[command, name]} if (command, name) in SAID else {}
        parser.add_argument(*OPTIONS[name].flags, **{"dest": name, **OPTIONS[name].argument(), **said, **changed})


def parse_range(text: str) -> tuple[int, int | None] | None:
    """ "A-B", "A..B", "A:B" or "A" as numbers, the second None where there is one alone; None for another text."""
    found = _RANGE.fullmatch(text)
    return found and (int(found[1]), None if found[2] is None else int(found[2]))


def request_of(options: Mapping[str, Any]) -> TextRequest | AudioRequest:
    """generate's options, from the command line or a manifest's row, as a request."""
    audio, text, prompts = options.get("audio"), options.get("text"), prompts_of(options.get("spans") or ())
    _check_source(options, bool(prompts))
    fps = 30.0 if options.get("fps") is None else options["fps"]
    sampling = sampling_of(options, fps)
    if audio and not text:
        longest = MAX_AUDIO_SECONDS
    else:
        longest = MAX_TIMELINE_SECONDS if len(prompts) > 1 else MAX_SECONDS
    frames = _frames_of(options.get("seconds"), longest, sampling.fps) or options.get("frames")
    path, targets = path_of(options.get("path")), targets_of(options.get("reach"))
    candidates, as_it_is = options.get("candidates"), options.get("whole", False)
    if audio and not text:
        energy = options.get("energy")
        return AudioRequest(
            file_mix(str(audio)), frames, sampling, prompts, style_weights(options.get("style") or ()),
            1.0 if energy is None else energy, candidates, dance_of(options),
        )  # fmt: skip
    if prompts:
        frames = frames or prompts[-1].end
        return TextRequest(prompts, frames, sampling, candidates=candidates, whole=as_it_is, path=path, targets=targets)
    sound = file_mix(str(audio)) if audio else None  # what the audio tag in the text means
    said = (Prompt(ON_A_PATH if path and text is None else text),)  # type: ignore[arg-type]  # Prompt checks
    return TextRequest(said, frames, sampling, sound, candidates, as_it_is, path, targets)


def check_sound(options: Mapping[str, Any]) -> None:
    """Raises EngineError for the sound of a scene, of who has none open."""
    if str(options.get("audio")) == OF_SCENE and not FilePath(OF_SCENE).is_file():
        raise bad_request(
            "“scene” is the sound of a Blender scene, and none is open here: name a sound file, or use motif-blender "
            "generate --scene FILE.blend --audio scene."
        )


def path_of(option: Any) -> Path | None:
    """A path of a JSON file, or of the JSON itself in a manifest's row; raises EngineError for what isn't one."""
    if option is None or isinstance(option, Path):
        return option
    if isinstance(option, Mapping):
        return Path.from_json(option)
    try:
        data = json.loads(FilePath(option).read_text("utf-8"))
    except (OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError) and not FilePath(option).suffix:
            raise bad_request(
                f"There is no file “{option!s:.80}” with a path: name one with JSON; a curve or objects of a scene are "
                "for motif-blender."
            ) from error
        why = error.strerror if isinstance(error, OSError) else error
        raise bad_request(f"The path {FilePath(option).name} can't be read as JSON ({why!s:.80}).") from error
    return Path.from_json(data)


def sampling_of(options: Mapping[str, Any], fps: float) -> Sampling:
    """What every command has in common: takes from a seed on, and how they are sampled and finished."""
    takes, seed = options.get("takes", 1), options.get("seed", 0)
    for name, value in (("seed", seed), ("takes", takes)):
        if not isinstance(value, int) or isinstance(value, bool):
            raise bad_request(f"The {name} must be a whole number, not {value!r:.40}.")
    if not 1 <= takes <= MAX_TAKES:
        raise bad_request(f"The number of takes is {takes}: give 1 to {MAX_TAKES}.")
    return Sampling(
        seeds=tuple(range(seed, seed + takes)),
        fps=fps,
        steps=options.get("steps"),
        temperature=options.get("temperature", 1.0),
        guidance=options.get("guidance", DEFAULT_GUIDANCE),
        clean_up=not options.get("no_clean_up", False),
        foot_lock=options.get("foot_lock", "keep"),
    )


def _check_source(options: Mapping[str, Any], timeline: bool) -> None:
    """Raises EngineError for a text, a sound and texts with frames of their own that don't go together."""
    audio, text = options.get("audio"), options.get("text")
    styled = bool(options.get("style")) or options.get("energy") is not None or is_asked(options)
    if audio and text and not has_audio_tag(str(text)):
        raise bad_request(
            f"Give a text or a sound, not both, or write {AUDIO_TAG} in the text for the sound to be heard; beside a "
            "sound, give texts frames of their own with --span."
        )
    if text and timeline:
        raise bad_request("Give one text for all frames or texts with frames of their own, not both.")
    if options.get("reach") and audio:
        raise bad_request("Targets go with words, not with a sound: leave out the sound or the targets.")
    if options.get("path") and audio:
        raise bad_request("A path is followed by words, not by a sound: leave out the sound or the path.")
    if audio and text and styled:
        raise bad_request(
            "Styles, energy and dancing are for motion to a sound alone: leave them out, or leave out the text."
        )
    if not audio and styled:
        raise bad_request("Styles, energy and dancing are for motion to a sound: give the sound with --audio.")


def _frames_of(seconds: Any, longest: float, fps: float) -> int | None:
    """A length in seconds as frames at `fps`; None stays open."""
    if seconds is None:
        return None
    if not isinstance(seconds, (int, float)) or not math.isfinite(seconds) or not 0 < seconds <= longest:
        raise bad_request(f"The length is {seconds} seconds: give more than 0 and at most {longest:g}.")
    return max(1, round(seconds * fps))


def prompts_of(spans: Sequence[Any]) -> tuple[Prompt, ...]:
    """Pairs of "A-B" (frames from 0, both included) and a text, in any order, as prompts in order of time."""
    prompts = []
    for span in spans:
        if isinstance(span, str) or not isinstance(span, Sequence) or len(span) != 2:
            raise bad_request(f"The span {span!s:.60} is not a pair of frames and a text, such as 0-59 and “walks”.")
        first, last = frame_range(str(span[0]))
        prompts.append(Prompt(span[1], first, last + 1))
    return tuple(sorted(prompts, key=lambda prompt: prompt.start))


def frame_range(text: str) -> tuple[int, int]:
    """ "A-B" or "A" -> first and last frame of a motion, from 0; raises EngineError."""
    found = parse_range(text)
    first, last = found or (-1, None)
    last = first if last is None else last
    if first < 0 or last < 0 or max(first, last) >= 10**9:
        raise bad_request(f"The frames “{text:.40}” are not A-B, such as 30-60.")
    if last < first:
        raise bad_request(f"The frames {first}-{last} go backwards: give the first one first.")
    return first, last


def family(seed: int, base_seed: int | None, takes: int, vary: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Seeds and base seeds of takes that share a base pose (vary "motion"), their motion ("pose"), nothing ("both")."""
    base = seed if base_seed is None else base_seed
    steps = range(takes)
    seeds = tuple(seed + (i if vary != "pose" else 0) for i in steps)
    return seeds, tuple(base + (i if vary != "motion" else 0) for i in steps)
