"""What the digests ask: command lines of every kind, in folders of their own.

`in/` holds the inputs of `digest_inputs` and `digest_blender`. Sounds last 2 to 3 seconds, the motion 45 frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """Command lines to run one after the other in one folder, and files that stand there before."""

    name: str
    lines: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict[str, str])


# Each start of the engine takes seconds: one command line of a kind here, what it may ask besides in _ROWS.
_TAKES = {
    "text, one try": 'generate --text "a person walks forward" --seconds 2 --candidates 1 --seed 3 --json --out a.npz',
    "text, four tries": 'generate --text "someone jumps up" --takes 3 --seed 7 --out a.npz',
    "text, all options": 'generate --text "someone kicks" --seconds 2 --fps 24 --guidance 2 --temperature 0.8 '
                         "--steps 7 --candidates 2 --no-clean-up --foot-lock none --device cpu --takes 2 --out a.bvh",
    "timeline": 'generate --span 40-69 "a person sits down" --span 0-29 "a person walks" --seconds 3 --candidates 1 '
                "--foot-lock always --out a.npz",
    "audio": "generate --audio in/song.wav --style salsa --style folk:0.4 --energy 1.3 --seed 2 --json --out a.npz",
    "audio with prompts": 'generate --audio in/song.wav --span 20-49 "a person jumps" --out a_amass.npz',
    "audio as a word": 'generate --text "a person moves to <audio>" --audio in/claps.wav --seconds 2 --out a.npz',
    "in-between": 'inbetween --motion in/walk.npz --frames 8-36 --pins 15,22 --parts upper,left_leg '
                  '--text "a person jumps" --takes 2 --seed 5 --out a.npz',
    "in-between of AMASS": "inbetween --motion in/walk_amass.npz --frames 10-44 --parts left_arm --out a.npz",
    "around a pose": "around --motion in/walk.npz --at 10 --place first --vary motion --base-seed 4 --seconds 1.5 "
                     '--takes 2 --text "a person jumps" --json --out a.npz',
    "around a new pose": "around --vary pose --takes 2 --seconds 1.5 --fps 24 --out a.npz",
    "poses": 'poses --motion in/walk.bvh --at 10 --given left_arm,head --text "a person waves" --takes 3 --out a.npz',
}  # fmt: skip
_ROWS = """\
{"text": "a person walks forward", "seconds": 1.5, "takes": 2, "seed": 7, "out": "words/walk.npz"}
{"text": "a person walks forward", "seconds": 1.5, "foot_lock": "none", "out": "lock/none.npz"}
{"text": "a person walks forward", "seconds": 1.5, "foot_lock": "always", "out": "lock/always.npz"}
{"text": "a person walks forward", "seconds": 1.5, "foot_lock": "ground", "out": "lock/ground.npz"}
{"text": "a person walks forward", "seconds": 1.5, "no_clean_up": true, "out": "lock/raw.npz"}
{"text": "a person turns around", "seconds": 1, "fps": 24, "guidance": 2, "steps": 6, "out": "words/turn.bvh"}
{"text": "a person turns around", "seconds": 1, "temperature": 0.7, "takes": 2, "out": "words/turn_amass.npz"}
{"spans": [["0-19", "a person walks"], ["20-44", "sits down"]], "out": "words/line.npz"}
{"audio": "in/song.wav", "out": "sound/plain.npz"}
{"audio": "in/song.wav", "style": {"salsa": 1, "folk": 0.4}, "energy": 0.7, "seconds": 2, "out": "sound/mix.npz"}
{"audio": "in/song.wav", "style": "ballet", "spans": "20-49: a person jumps", "out": "sound/words.npz"}
{"text": "a person <audio>", "audio": "in/claps.wav", "seconds": 1.5, "out": "sound/word.npz"}
{"motion": "in/walk.npz", "frames": "12-30", "out": "part/body.npz"}
{"motion": "in/walk.npz", "frames": "5-40", "parts": "upper", "text": "waves", "out": "part/upper.npz"}
{"motion": "in/walk.bvh", "frames": "10-30", "parts": ["legs"], "pins": [15, 20], "out": "part/legs.npz"}
{"motion": "in/walk.npz", "frames": "10-44", "parts": "left_arm head", "foot_lock": "none", "out": "part/arm.bvh"}
{"motion": "in/walk.npz", "at": 10, "seconds": 1, "takes": 2, "out": "pose/around.npz"}
{"motion": "in/walk.bvh", "at": 20, "place": "last", "vary": "motion", "base_seed": 4, "out": "pose/last.npz"}
{"motion": "in/walk_amass.npz", "at": 10, "given": ["lower", "left_wrist"], "text": "waves", "out": "pose/rest.npz"}
{"scene": "in/hero.blend", "text": "for the other program", "out": "other.blend"}
"""
_TABLE = """\
text;audio;seconds;seed;foot_lock;no_clean_up;fps;out
a person walks;;1,5;3;none;;24;first.npz
"a person; walking";;1;;;yes;;second.npz
;in/broken.npz;1;;;;;third.npz
"""

_RIGS = {
    "generate": 'generate --scene in/hero.blend --text "a person walks" --seconds 2 --takes 2 --seed 3 --json '
                "--report told.json --save a.blend",
    "generate, other rig": 'generate --rig in/short.blend --text "a person walks" --range 11-60 --seed 3 --root root '
                           "--candidates 1 --into nla --keys sparse --device cpu --save a.blend",
    "generate, markers": "generate --scene in/hero.blend --markers --loop repeat --candidates 1 --save a.blend",
    "in-between": "inbetween --scene in/hero.blend --frames 12-30 --pins 20 --seed 2 --takes 2 --save a.blend",
    "around": 'around --scene in/short.blend --at 20 --range 10-50 --keys sparse --text "jumps" --save a.blend',
    "around, new pose": "around --scene in/hero.blend --vary pose --takes 2 --frames 30 --json --save a.blend",
    "poses": "poses --scene in/hero.blend --at 16 --given left_arm,head --takes 2 --save a.blend",
}  # fmt: skip
_RIG_ROWS = """\
{"scene": "in/hero.blend", "text": "a person sits down", "range": "1-40", "seed": 7, "out": "both.blend"}
{"scene": "in/hero.blend", "audio": "scene", "style": "salsa", "start": 5, "frames": 40, "into": "replace", \
"keys": "sparse:0.5,3", "out": "both.blend"}
{"scene": "in/hero.blend", "audio": "in/song.wav", "style": "gesture", "loop": "match", "out": "sound.blend"}
{"scene": "in/short.blend", "audio": "in/song.wav", "spans": [["20-50", "a person jumps"]], "energy": 0.5, \
"into": "nla", "out": "sounds.blend"}
{"scene": "in/short.blend", "text": "moves to <audio>", "audio": "in/claps.wav", "seconds": 2, "out": "word.blend"}
{"scene": "in/short.blend", "spans": [["1-30", "a person walks"], ["41-70", "sits down"]], "start": 1, \
"root": "object", "out": "spans.blend"}
{"rig": "in/walk.bvh", "text": "someone jumps", "seconds": 1, "in_place": true, "no_clean_up": true, "out": "bvh.blend"}
{"scene": "in/short.blend", "frames": "10-30", "parts": ["upper"], "pins": "20", "text": "waves", "out": "part.blend"}
{"scene": "in/hero.blend", "frames": "12-30", "parts": "legs", "into": "replace", "takes": 2, "out": "legs.blend"}
{"scene": "in/hero.blend", "at": 20, "seconds": 2, "takes": 2, "vary": "motion", "out": "around.blend"}
{"scene": "in/short.blend", "at": 16, "keyed": true, "text": "waves", "out": "poses.blend"}
{"rig": "in/short.blend", "motion": "in/walk.npz", "loop": "match", "keys": "sparse:0.5,3", "out": "walk.blend"}
{"text": "for the other program", "out": "other.npz"}
"""
_MOVED = (
    "retarget --motion in/walk.npz --rig in/plain.blend --json --report told.json --out npz.blend",
    "retarget --motion in/walk.bvh --rig in/short.blend --root root --keys sparse --out bvh.blend",
    "retarget --motion in/walk_amass.npz --rig in/hero.blend --start 9 --into replace --foot-lock always --out c.blend",
    "retarget --motion in/walk.npz --rig in/walk.bvh --in-place --loop repeat --out d.blend",
    "retarget --motion in/walk.npz --rig in/short.blend --map map.json --foot-lock none --out e.blend",
    "retarget --motion in/walk.npz --rig rigs --into nla --out moved",
)
_MAP = '{"head": "Neck", "left_wrist": {"bone": "Hand_L"}}'

_BATCHES = (
    Case("batch", ("motif batch rows.jsonl --workers 1", "motif batch rows.jsonl --json"), {"rows.jsonl": _ROWS}),
    Case("batch from a table", ("motif batch rows.csv --workers 1 --retries 0 --report told.json",),
         {"rows.csv": _TABLE}),
    Case("Blender: batch", ("motif-blender batch rows.jsonl", "motif-blender batch rows.jsonl --json"),
         {"rows.jsonl": _RIG_ROWS}),
    Case("Blender: retarget", tuple(f"motif-blender {line}" for line in _MOVED), {"map.json": _MAP}),
)  # fmt: skip

_HELP = {
    "motif": ("", "generate", "inbetween", "around", "poses", "batch", "train", "serve", "evaluate", "bench",
              *(f"evaluate {what}" for what in ("text", "strips", "audio", "inbetween", "audiotoken", "decomposed",
                                                "upper", "timeline", "edits"))),
    "motif-blender": ("", "generate", "inbetween", "around", "poses", "retarget", "install", "batch"),
    "build.py": ("", "demo", "sheets", "test", "zip", "link", "lint", "locks", "setup"),
}  # fmt: skip

_WALKS = "generate --text walks --out a.npz"
_FILLS = "inbetween --motion in/walk.npz --out a.npz"
_REFUSED = (
    "fly", "generate --out a.npz", 'generate --text "" --out a.npz', 'generate --text "走る" --out a.npz',
    "generate --text walks --audio in/song.wav --out a.npz", 'generate --text "moves to <audio>" --out a.npz',
    "generate --text walks", "generate --text walks --out a.gif", f"{_WALKS} --seconds 0", f"{_WALKS} --seconds 61",
    f"{_WALKS} --seconds long", f"{_WALKS} --takes 33", f"{_WALKS} --fps 0", f"{_WALKS} --guidance 21",
    f"{_WALKS} --temperature -1", f"{_WALKS} --steps 0", f"{_WALKS} --candidates 17", f"{_WALKS} --seed -1",
    f"{_WALKS} --style salsa", f"{_WALKS} --foot-lock glue", f'{_WALKS} --span 0-9 "sits"',
    f"{_WALKS} --weights in/nowhere", f"{_WALKS} --device tpu", "generate --audio in/missing.wav --out a.npz",
    "generate --audio in/broken.npz --out a.npz", "generate --audio in/song.wav --style polka --out a.npz",
    "generate --audio in/song.wav --style salsa:much --out a.npz",
    "generate --audio in/song.wav --energy 3 --out a.npz",
    "generate --span 0-29 walks --span 20-49 sits --out a.npz", "generate --span 9-0 walks --out a.npz",
    "generate --span x walks --out a.npz", "inbetween --motion in/missing.npz --frames 3-9 --out a.npz",
    "inbetween --motion in/broken.npz --frames 3-9 --out a.npz", f"{_FILLS} --frames 200-210",
    f"{_FILLS} --frames 3-9 --parts tail", f"{_FILLS} --frames 3-9 --pins 99", f"{_FILLS} --frames 3-4 --pins 3,4",
    f"{_FILLS} --frames 3-9 --audio in/song.wav", "around --motion in/walk.npz --at 99 --out a.npz",
    "around --motion in/walk.npz --vary pose --out a.npz", "around --seconds 0 --out a.npz",
    "poses --motion in/walk.npz --given tail --out a.npz",
    "poses --motion in/walk.npz --at -1 --given head --out a.npz",
    "batch in/missing.jsonl", "batch empty.jsonl", "batch unknown.jsonl", "batch type.jsonl", "batch twice.jsonl",
    "batch both.jsonl", "batch nothing.jsonl", "batch prose.jsonl", "batch columns.csv", "batch blender.jsonl",
    "train dancing", "train text --minutes 0", "evaluate dancing", "bench --repeats no",
)  # fmt: skip
_HERO = "generate --scene in/hero.blend --save a.blend"
_PART = "inbetween --scene in/hero.blend --save a.blend"
_REFUSED_BLENDER = (
    "fly", _HERO, "generate --text walks", "generate --scene in/missing.blend --text walks",
    "generate --rig in/hero.blend --text walks", "generate --rig in/song.wav --text walks --save a.blend",
    f"{_HERO} --text walks --armature Nobody", f"{_HERO} --text walks --range 9-3", f"{_HERO} --text walks --seconds 0",
    f"{_HERO} --text walks --takes 0", f"{_HERO} --text walks --style salsa", f"{_HERO} --text walks --keys few",
    f"{_HERO} --text walks --map in/walk.bvh", f"{_HERO} --text walks --markers", f"{_HERO} --text walks --frames 9 "
    "--seconds 2", "generate --scene in/short.blend --markers --save a.blend", f"{_PART} --frames 500-510",
    f"{_PART} --frames 12-30 --parts tail", f"{_PART} --frames 12-30 --pins 99",
    "inbetween --scene in/plain.blend --frames 12-30 --save a.blend",
    "around --scene in/hero.blend --at 5 --range 20-40 --save a.blend",
    "poses --scene in/hero.blend --save a.blend", "poses --scene in/hero.blend --given tail --save a.blend",
    "retarget --motion in/missing.npz --rig in/hero.blend --out b.blend",
    "retarget --motion in/broken.npz --rig in/hero.blend --out b.blend",
    "retarget --motion in/walk.npz --rig in/song.wav --out b.blend",
    "retarget --motion in/walk.npz --rig in --out b.blend", "batch nothing.jsonl", "batch engine.jsonl",
    "batch blender.jsonl", "install --verify",
)  # fmt: skip
_REFUSED_BUILD = ("fly", "sheets", "sheets --prompts in/missing.txt --video", "demo --seed no", "test --only it -x")
_MANIFESTS = {
    "empty.jsonl": "\n",
    "unknown.jsonl": '{"text": "walks", "tries": 3, "out": "a.npz"}\n',
    "type.jsonl": '{"text": "walks", "out": "a.npz"}\n\n{"text": "walks", "seconds": "long", "out": "b.npz"}\n',
    "twice.jsonl": '{"text": "walks", "out": "a.npz"}\n{"text": "sits", "out": "a.npz"}\n',
    "both.jsonl": '{"text": "walks", "audio": "in/song.wav", "out": "a.npz"}\n',
    "nothing.jsonl": '{"seconds": 2, "out": "a.npz"}\n',
    "prose.jsonl": "text,out\nwalks,a.npz\n",
    "columns.csv": "text,lenght,out\nwalks,2,a.npz\n",
    "engine.jsonl": '{"text": "walks", "out": "a.npz"}\n',
    "blender.jsonl": '{"scene": "in/hero.blend", "text": "walks", "loop": "twice", "out": "a.blend"}\n',
}


def all_cases() -> list[Case]:
    """Takes, batches, keys on rigs, refusals, help; the slow ones first."""
    return [
        *(Case(name, (f"motif {line}",)) for name, line in _TAKES.items()),
        *(Case(f"Blender: {name}", (f"motif-blender {line}",)) for name, line in _RIGS.items()),
        *_BATCHES,
        Case("refusals of motif", tuple(f"motif {line}" for line in _REFUSED), _MANIFESTS),
        Case("refusals of motif-blender", tuple(f"motif-blender {line}" for line in _REFUSED_BLENDER), _MANIFESTS),
        Case("refusals of build.py", tuple(f"build.py {line}" for line in _REFUSED_BUILD)),
        *(Case(f"help of {program}", tuple(f"{program} {name} --help".replace("  ", " ") for name in names))
          for program, names in _HELP.items()),
    ]  # fmt: skip
