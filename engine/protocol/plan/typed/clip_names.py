"""Names of game clips said as sentences: "atk_heavy_01", "loco_strafe_L", "turn 180 L", "stand to crouch"."""

from __future__ import annotations

import re

from ..manners.said import NAMED, manners_of
from ..vocabulary.inflection import gerund
from ..vocabulary.lexicon import forms
from ..vocabulary.postures.named import with_named
from ..vocabulary.subjects import PEOPLE
from ..vocabulary.thesaurus.lookup import verb_forms
from .clip_meanings import CHANGES, DONE, GAITS, GUNS, HELD, HOW, IDLES, MEANT, ONE_OF, OVER, POSTURES, SWUNG
from .clip_words import ABBREVIATIONS, NAMES, TOGETHER

# What only names of clips have: without one, words are read as a sentence.
_TELLS_LISTED = """
loop start stop strafe land damage react reaction death getup pickup inplace stun knockdown knockback combo
reload taunt loco emote stance lookaround dodge
"""
_TELLS = frozenset(_TELLS_LISTED.split())
_SPLIT = re.compile(r"[_\s.@|/\\-]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_FILE = re.compile(r"\.(?:fbx|bvh|anim|glb|gltf|max|blend)$", re.I)
_DEGREES = frozenset({"45", "90", "135", "180", "270", "360"})
_OF_A_CLIP = frozenset(
    {"idle", "loop", "start", "stop", "end", "pose", "cycle", "l", "r", "left", "right", "fwd", "bwd"}
)
# Words that could be verbs and are places or things in a clip's name.
_NO_DEEDS = frozenset({"floor", "ground", "chair", "bench", "face", "wall", "table", "bed", "down", "edge", "bar"})
_MOODS = frozenset({"tired", "drunk", "sad", "happy", "angry", "scared", "relaxed"})
_KNOWN = NAMES | _DEGREES | frozenset(TOGETHER.values()) | _MOODS
_WAYS = ("forward", "backward", "left", "right")
_STRUCK = frozenset({"head", "chest", "stomach", "body", "arm", "leg"})  # where somebody is hit
_UNDER = frozenset({"sit", "sitfloor", "kneel", "stand", "idle", "crouch", "prone"})  # postures that hands move over


def as_sentence_of_clip(text: str) -> str | None:
    """What a clip's name says, with a person who does it; None for text that is no such name."""
    code = " " not in text.strip() and bool(re.search(r"_|[a-z][A-Z]", text))
    parts = [part for chunk in _SPLIT.split(_FILE.sub("", text.strip())) for part in _CAMEL.sub(" ", chunk).split()]
    lows = [part.lower() for part in parts]
    if len(lows) > 8 or not lows:
        return None
    short = any(low in ABBREVIATIONS and len(low) <= 3 for low in lows[1:]) or any(low in _DEGREES for low in lows)
    names = [ABBREVIATIONS.get(low, low) for low in (_together(lows) if code else lows)]
    names = [name for name in names if name and (not name.isdigit() or name in _DEGREES)]
    mixed = "_" in text or any(low.isdigit() for low in lows)
    idle = "idle" in names and bool({"crouch", "sit", "prone", "kneel", "breathe", "talk", "look"} & set(names))
    told = code or short or mixed or idle or bool(_TELLS & set(names)) or _changes(names) is not None
    unknown = [name for name in names if name not in _KNOWN]
    if not told or (unknown and not code) or not names or len(lows) < 2:
        return None
    said = _said(_told([name for name in names if name not in unknown]))
    words = " ".join(low for low in lows if low.isalpha())
    if not said or (code and with_named(words) != words):  # a named posture: "T_Pose"
        return words if code and (said or unknown) else None
    who, left = _who(names, unknown)
    if left and not set(names) & (POSTURES | set(GAITS)) and said.startswith("stands "):  # "Axe_Chop"
        return words
    said = " ".join(said.split()).replace(" ,", ",")
    return f"{who} {said}{_also(said, left, lows)}"


def _together(lows: list[str]) -> list[str]:
    """The words, those that mean one thing together as one: "get up" as "getup"."""
    out, at = list[str](), 0
    while at < len(lows):
        size = next((n for n in (3, 2) if tuple(lows[at : at + n]) in TOGETHER), 1)
        out.append(TOGETHER.get(tuple(lows[at : at + size]), lows[at]))
        at += size
    return out


def _who(names: list[str], unknown: list[str]) -> tuple[str, list[str]]:
    """(who does it, by words of a name that say who or in what manner: "Zombie_Walk", "Elderly_Woman_Sit"; the words
    that aren't known and aren't his)."""
    words = [word for word in names if word in _MOODS or (word in unknown and _is_who(word))]
    left = [word for word in unknown if word not in words]
    if not words:
        return "a person", left
    who = " ".join(words if words[-1] in PEOPLE or NAMED.search(words[-1]) else [*words, "person"])
    return f"{'an' if who[0] in 'aeiou' else 'a'} {who}", left


def _is_who(word: str) -> bool:
    return word in PEOPLE or bool(manners_of(f"a {word} person walks"))


def _also(said: str, left: list[str], lows: list[str]) -> str:
    """What else hands do by the words that aren't known, or how it is danced: "Idle_Scratch_Head", "Dance_HipHop"."""
    if not left:
        return ""
    if said.endswith("dances"):
        return f" {' '.join(left)}"
    base = next((base for base, form in (*forms().get(left[0], ()), *verb_forms().get(left[0], ()))
                 if form in ("base", "gerund")), None)  # fmt: skip
    if base is None or left[0] in _NO_DEEDS or not left[0].isalpha() or re.search(r"\b(?:while|then)\b|ing\b", said):
        return ""
    things = [low for low in lows[lows.index(left[0]) + 1 :] if low.isalpha() and low not in _OF_A_CLIP]
    behind = f" the {' '.join(things)}" if things else ""
    return f" while {gerund(base)}{behind}"


def _told(names: list[str]) -> list[str]:
    """The names, those that mean something else beside others as what they mean: a bow that is drawn or that is made,
    the start and the end of a jump, what hits."""
    said = set(names)
    if "bow" in said:
        weapon = bool({"aim", "draw", "attack", "idle", "combat", "ready", "equip", *GAITS} & said)
        shot = bool({"shoot", "attack"} & said)
        names = [n for n in names if not shot or n not in ("shoot", "attack", "aim", "draw")]
        names = ["arrow" if shot else n if weapon else "greeting" if n == "bow" else n for n in names]
    if "jump" in said and said & {"land", "double"}:
        whole = "double" if "double" in said else "jump" if "start" in said else "land"
        names = [whole if n in ("jump", "land") else n for n in names if n not in ("start", "double")]
    if "hit" in said and not said & {"attack", "combo", "punch", "kick"}:
        names = ["damage" if n == "hit" else n for n in names]
    return ["damage" if n in ("react", "reaction") else n for n in names]


def _changes(names: list[str]) -> str | None:
    """What goes over into what: "stand to crouch", "idle 2 walk", "walk to run"."""
    if "to" not in names[1:-1]:
        return None
    at, over = names.index("to", 1), _beside(names)
    before = next((n for n in names[:at] if n in POSTURES or n in GAITS), "")
    after = next((n for n in names[at + 1 :] if n in POSTURES or n in GAITS or n == "stop"), "")
    if before in GAITS and after in ("idle", "stand", "stop"):
        return f"{GAITS[before]} forward {over} and stops"
    if before in GAITS and after in GAITS:
        return f"{GAITS[before]} forward {over} for 2 seconds, then {GAITS[after]} forward {over} for 2 seconds"
    if before in ("idle", "stand") and after in GAITS:
        waits = f"stands {over}" if over else "stands still"
        return f"{waits} for 1 second, then {GAITS[after]} forward {over} for 3 seconds"
    if before in GAITS and after in POSTURES:
        change = CHANGES.get(("stand", after))
        return f"{GAITS[before]} forward for 2 seconds, then {change}" if change else None
    change = CHANGES.get((before.replace("idle", "stand"), after.replace("idle", "stand")))
    way = _way(names[at + 1 :]) or "forward"
    if (before, "stand") in CHANGES and after in GAITS:
        return f"{CHANGES[(before, 'stand')]}, then {GAITS[after]} {way}"
    return change


def _said(names: list[str]) -> str | None:
    """What the words of a name say, from the verb on."""
    said, changes = set(names), _changes(names)
    if changes:
        return changes
    how = " ".join(HOW[name] for name in names if name in HOW)
    done, gait = _done(names), next((name for name in names if name in GAITS), None)
    waits = said & {"idle", "stance", "breathe", "pose"} or (said & _UNDER and not done and "crouch" not in said)
    if waits and not gait and not (done and "idle" not in said):
        return _waiting(names, how)
    if "crouch" in said and not done and (gait or said & set(_WAYS)):
        return f"walks {_way(names) or 'forward'} crouched {_beside(names)}"
    if "sitdown" in said:
        return "sits down"
    if (gait or "strafe" in said) and not done:
        return _gone(GAITS[gait] if gait else "steps", names, how)
    if "crouch" in said and not done and (said & set(OVER) or said & set(HELD)):
        return f"stays crouched {_beside(names)}"
    if gait or len(done) > 1:
        return _one_after_another(gait, done, names, how)
    meant = next((meant for key, meant in MEANT if key & (set(done) or said)), None)
    if meant:
        return f"{_filled(meant, names)} {how}"
    if held := next((HELD[name] for name in names if name in HELD), None):
        return f"stands {held}"
    return "crouches down" if "crouch" in said else None


def _done(names: list[str]) -> list[str]:
    """What ends by itself, in order, of two that mean one thing the one that says more."""
    done = list(dict.fromkeys(name for name in names if name in DONE))
    if "strafe" in names or ("shoot" in done and "run" in names):
        done = [name for name in done if name not in ("stop", "shoot")]
    for pair, kept in ONE_OF.items():
        if pair <= set(done):
            done = [name for name in done if name == kept or name not in pair]
    return done if done != ["stop"] else []


def _waiting(names: list[str], how: str) -> str:
    """Who waits in a posture, with what hands and head do, and what is held."""
    said = set(names)
    meant = next((meant for key, meant in IDLES if key & said), "")
    over = _beside(names)
    if over and meant.startswith("stands in a fighting"):
        meant = ""
    return f"{meant or ('stands' if over else 'stands still')} {over} {how}"


def _beside(names: list[str]) -> str:
    """What is held and done over the legs: "while aiming a pistol", "holding a rifle"; nothing where it isn't said."""
    thing = next((name for name in names if name in HELD), "")
    if {"aim", "shoot"} & set(names):
        return f"while aiming a {'pistol' if thing == 'pistol' else 'bow' if thing == 'bow' else 'rifle'}"
    over = next((name for name in names if name in OVER and not (name == "carry" and thing)), "")
    if over and not (over == "talk" and thing == "phone"):
        return f"while {_filled(OVER[over], names)}"
    return HELD[thing] if thing else ""


def _one_after_another(gait: str | None, done: list[str], names: list[str], how: str) -> str | None:
    """What is done one after another, behind the gait that it begins with: "run_stop_turn180", "hit_fall"."""
    acts = [_act(name, names) for name in done]
    if gait is None or names.index(gait) > names.index(done[0]):
        tail = [f"{GAITS[gait]} forward {how}"] if gait and "to" in names else []
        return ", then ".join([*acts, *tail])
    if done == ["turn"] and not {"180", "360"} & set(names):
        return f"{GAITS[gait]} forward and {acts[0]}"
    if done == ["turn"]:
        return f"{GAITS[gait]} forward for 2 seconds, {acts[0].strip()}, then {GAITS[gait]} forward for 2 seconds"
    over = HELD[thing] if (thing := next((name for name in names if name in HELD), "")) in GUNS else ""
    return ", then ".join([f"{GAITS[gait]} {_way(names) or 'forward'} {how} {over} for 2 seconds", *acts])


def _act(name: str, names: list[str]) -> str:
    if name == "stop":
        return "stops"
    if name == "getup" and {"knockdown", "death", "fall"} & set(names):
        return "gets up from the floor"
    return _filled(next(meant for key, meant in MEANT if name in key), names)


def _gone(verb: str, names: list[str], how: str) -> str:
    """A gait with the way, the style and the start or stop that a clip's name says."""
    way, over = _way(names), _beside(names)
    if "strafe" in names:
        return f"steps sideways {_aside(names)} {'fast' if verb == 'runs' else ''} {over}"
    if "inplace" in names or "place" in names:
        return f"{verb} in place {how} {over}"
    if "start" in names:
        return f"stands still for half a second, then {verb} {way or 'forward'} {how} {over}"
    if "stop" in names:
        return f"{verb} {way or 'forward'} {how} {over} and stops"
    if way in ("to the left", "to the right"):
        return f"steps sideways {way} {how} {over}"
    return f"{verb} {way or 'forward'} {how} {over}"


def _way(names: list[str]) -> str:
    way = next((name for name in names if name in _WAYS), "")
    return f"to the {way}" if way in ("left", "right") else way


def _aside(names: list[str]) -> str:
    side = next((name for name in names if name in ("left", "right")), "")
    return f"to the {side}" if side else "backward" if "backward" in names else "to the left"


def _filled(meant: str, names: list[str]) -> str:
    """The words with what the name says of ways, sides and weapons."""
    side = next((name for name in names if name in ("left", "right")), "")
    degrees = next((name for name in names if name in _DEGREES), "")
    fall = "forward onto the face" if "forward" in names else "onto the back"
    swung = next((SWUNG[name] for name in names if name in SWUNG), "a sword")
    aside = f"to the {side}" if side else ""
    struck = next((f"in the {name}" for name in names if name in _STRUCK), "") or (
        f"from the {side}" if side else "from behind" if "backward" in names else ""
    )
    hands = "both hands" if "both" in names else f"the {side} hand" if side else ""
    slots = {
        "way": _way(names) or "forward", "aside": _aside(names),
        "lying": "stomach" if {"forward", "facedown"} & set(names) else "back",
        "onto": fall if {"forward", "backward"} & set(names) else aside,
        "gun": "pistol" if "pistol" in names else "rifle", "updown": "down" if "down" in names else "up",
        "weapon": "pistol" if GUNS & set(names) else "sword",
        "height": "high" if "high" in names else "low" if "low" in names else "",
        "with leg": f"with the {side} leg" if side else "", "with hand": f"with {hands}" if hands else "",
        "strikes": "punches" if "fist" in names else f"swings {swung}",
        "hard": "three times" if "combo" in names else "hard" if "heavy" in names or "power" in names else "",
        "falling": "forwards" if "forward" in names else "backwards" if "backward" in names else aside,
        "is hit": f"gets hit {struck}" if struck else "recoils from a hit",
        "jump": _way(names) or "up", "aim": _way(names) or "forward",
        "turn": f"{degrees and degrees + ' degrees'} {side and 'to the ' + side}" if degrees or side else "around",
    }  # fmt: skip
    return re.sub(r"\{([a-z ]+)\}", lambda m: slots[m[1]], meant)
