"""Names of game clips said as sentences: "atk_heavy_01", "loco_strafe_L", "turn 180 L", "stand to crouch"."""

from __future__ import annotations

import re

_ABBREVIATIONS = {
    "fwd": "forward", "fw": "forward", "forwards": "forward", "frwd": "forward", "f": "forward",
    "bwd": "backward", "bkwd": "backward", "bck": "backward", "bk": "backward", "backwards": "backward",
    "b": "backward",
    "back": "backward", "front": "forward", "l": "left", "lt": "left", "lft": "left", "r": "right", "rt": "right",
    "rgt": "right", "ccw": "left", "cw": "right", "atk": "attack", "att": "attack", "attk": "attack", "dmg": "damage",
    "jmp": "jump", "wlk": "walk", "rn": "run", "crch": "crouch", "crouched": "crouch", "crouching": "crouch",
    "standing": "stand", "sitting": "sit", "seated": "sit", "kneeling": "kneel", "lying": "prone", "laying": "prone",
    "walking": "walk", "running": "run", "jogging": "jog", "sprinting": "sprint", "jumping": "jump", "idling": "idle",
    "falling": "fall", "landing": "land", "dying": "death", "die": "death", "dead": "death", "dth": "death",
    "hurt": "damage", "flinch": "damage", "impact": "damage", "hitreact": "damage", "hitreaction": "damage",
    "getup": "getup", "standup": "getup", "pickup": "pickup", "loco": "", "locomotion": "", "mvmt": "",
    "anim": "", "animation": "", "clip": "", "mocap": "", "mixamo": "", "rm": "", "ip": "", "ue": "", "skm": "",
    "inplace": "inplace", "strafing": "strafe", "dodging": "dodge", "rolling": "roll", "evade": "dodge",
    "climbing": "climb", "swimming": "swim", "turning": "turn", "rot": "turn", "blocking": "block", "guard": "block",
    "parry": "block", "defend": "block", "shooting": "shoot", "fire": "shoot", "firing": "shoot", "throwing": "throw",
    "crawling": "crawl", "sneaking": "sneak", "stealth": "sneak", "breathing": "breathe", "looking": "look",
    "lookaround": "lookaround", "talking": "talk", "speaking": "talk", "speak": "talk", "waving": "wave",
    "attacking": "attack", "melee": "attack", "swipe": "attack", "slash": "attack", "punching": "punch",
    "kicking": "kick", "unarmed": "fist", "fists": "fist", "dizzy": "stun", "stunned": "stun", "knockdown": "knockdown",
    "knockback": "knockback", "stagger": "knockback", "staggered": "knockback", "sleep": "prone", "sleeping": "prone",
    "combo": "combo", "mid": "", "long": "", "var": "", "variation": "", "alt": "", "base": "", "basic": "",
    "default": "", "generic": "", "player": "", "character": "", "char": "", "male": "", "female": "", "npc": "",
    "humanoid": "", "hero": "", "3p": "", "tpp": "", "fps": "", "emote": "", "social": "", "new": "", "final": "",
    "test": "", "take": "", "rig": "", "cyc": "loop", "lp": "loop", "cycle": "loop", "begin": "start",
    "end": "stop", "stopping": "stop", "in": "in", "reloading": "reload", "aiming": "aim", "ads": "aim",
}  # fmt: skip
_NAMES_LISTED = """
forward backward left right up down walk run jog sprint crouch prone sit stand kneel idle loop start stop turn strafe
jump fall land attack block damage hit react reaction death dodge roll getup pickup climb ladder swim aim shoot reload
throw crawl sneak breathe look lookaround around talk wave punch kick fist stun knockdown knockback combo heavy light
high low inplace place in on to from rifle pistol gun sword bow grenade spell cast taunt cheer victory dance clap
point nod bow salute laugh cry yes no vault mantle ledge hang interact use open door push pull equip unequip draw
sheathe eat drink combat fight battle stance pose ready injured limp tired drunk sad happy angry scared relaxed fast
slow small big large head chest leg arm body stomach double power charge charged air degrees deg slide skid hover fly
glide wall object box magic agree disagree shrug greet ball stone hand over
"""
_NAMES = frozenset(_NAMES_LISTED.split())
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
_WAYS = ("forward", "backward", "left", "right")
_GAITS = {"walk": "walks", "run": "runs", "jog": "jogs", "sprint": "sprints", "sneak": "sneaks", "crawl": "crawls",
          "swim": "swims"}  # fmt: skip
_POSTURES = frozenset({"stand", "crouch", "sit", "kneel", "prone", "idle"})
_CHANGES = {
    ("stand", "crouch"): "crouches down", ("stand", "sit"): "sits down", ("stand", "kneel"): "kneels down",
    ("stand", "prone"): "lies down on the stomach", ("crouch", "stand"): "stands up from a crouch",
    ("sit", "stand"): "stands up from a chair", ("kneel", "stand"): "stands up from kneeling",
    ("prone", "stand"): "gets up from the floor", ("crouch", "prone"): "lies down on the stomach",
    ("prone", "crouch"): "gets up from the floor into a crouch", ("sit", "prone"): "lies down",
}  # fmt: skip
_HOW = {"injured": "with a limp", "limp": "with a limp", "tired": "tiredly", "drunk": "drunkenly", "sad": "sadly",
        "happy": "happily", "angry": "angrily", "scared": "scaredly", "fast": "fast", "slow": "slowly"}  # fmt: skip
_IDLES = (
    ({"sit"}, "sits on a chair"), ({"prone"}, "lies still"), ({"kneel"}, "kneels on one knee"),
    ({"crouch"}, "stays crouched"), ({"lookaround"}, "stands and looks around"), ({"look"}, "stands and looks around"),
    ({"talk"}, "talks with the hands"), ({"combat", "fight", "battle", "ready", "fist", "block"},
     "stands in a fighting stance, the fists in front of the face"), ({"sword"}, "holds a sword ready"),
    ({"rifle", "gun"}, "stands holding a rifle"), ({"pistol"}, "aims a pistol"), ({"bow"}, "stands holding a bow"),
)  # fmt: skip
# What the one word that counts means, the first that is named; {way} and {side} as far as they are said.
_MEANT = (
    ({"getup"}, "gets up from lying on the {lying}"), ({"death"}, "falls down {onto}"),
    ({"knockdown"}, "gets knocked down {onto}"), ({"knockback", "stun"}, "staggers back"),
    ({"reload"}, "aims a rifle"), ({"grenade"}, "throws a grenade"), ({"throw"}, "throws a ball"),
    ({"aim", "shoot"}, "aims a {gun}"), ({"vault"}, "jumps forward over a wall"), ({"mantle", "ledge"}, "climbs up"),
    ({"climb", "ladder"}, "climbs {updown} a ladder"), ({"roll"}, "rolls {way}"), ({"dodge"}, "dodges {aside}"),
    ({"block"}, "blocks {height} with both arms"), ({"kick"}, "kicks {with leg}"), ({"punch", "fist"},
    "punches {with hand}"),
    ({"attack", "combo"}, "swings a sword {hard}"), ({"damage", "react", "reaction"}, "recoils from a hit {where}"),
    ({"land"}, "lands from a jump"), ({"jump"}, "jumps {jump}"), ({"fall"}, "falls down"),
    ({"pickup"}, "picks up something from the floor"), ({"turn"}, "turns {turn}"), ({"strafe"},
    "steps sideways {aside}"),
    ({"spell", "cast", "magic"}, "raises the right hand"), ({"taunt"}, "beckons with one hand"),
    ({"cheer", "victory"}, "celebrates with both arms raised"), ({"lookaround"}, "looks around"), ({"talk"},
    "talks with the hands"),
    ({"yes", "agree"}, "nods"), ({"no", "disagree"}, "shakes the head"), ({"laugh"}, "laughs, the hands on the belly"),
    ({"cry"}, "stands with both hands over the face"), ({"wave", "greet"}, "waves"), ({"clap"}, "claps"), ({"point"},
    "points {aim}"),
    ({"dance"}, "dances"), ({"salute"}, "salutes"), ({"nod"}, "nods"), ({"shrug"}, "shrugs"),
    ({"door", "open"}, "opens the door"), ({"push"}, "pushes a heavy box"), ({"pull"}, "pulls a rope"),
    ({"interact", "use"}, "reaches forward with one hand"), ({"eat"}, "eats"), ({"drink"}, "drinks from a cup"),
    ({"equip", "unequip", "draw", "sheathe"}, "reaches over the shoulder with the right hand"),
)  # fmt: skip


def as_sentence_of_clip(text: str) -> str | None:
    """What a clip's name says, with a person who does it; None for text that is no such name."""
    code = " " not in text.strip() and bool(re.search(r"_|[a-z][A-Z]", text))
    parts = [part for chunk in _SPLIT.split(_FILE.sub("", text.strip())) for part in _CAMEL.sub(" ", chunk).split()]
    lows = [part.lower() for part in parts]
    if len(lows) > 8 or not lows:
        return None
    short = any(low in _ABBREVIATIONS and len(low) <= 3 for low in lows[1:]) or any(low in _DEGREES for low in lows)
    names = [_ABBREVIATIONS.get(low, low) for low in lows]
    names = [name for name in names if name and (not name.isdigit() or name in _DEGREES)]
    mixed = "_" in text or any(low.isdigit() for low in lows)
    idle = "idle" in names and bool({"crouch", "sit", "prone", "kneel", "breathe", "talk", "look"} & set(names))
    told = code or short or mixed or idle or bool(_TELLS & set(names)) or _changes(names) is not None
    unknown = [name for name in names if name not in _NAMES and name not in _DEGREES]
    if not told or (unknown and not code) or not names or len(lows) < 2:
        return None
    said = _said([name for name in names if name not in unknown])
    return f"a person {' '.join(said.split())}" if said else None


def _changes(names: list[str]) -> str | None:
    """What goes over into what: "stand to crouch", "idle 2 walk", "walk to run"."""
    if "to" not in names[1:-1]:
        return None
    at = names.index("to", 1)
    before = next((n for n in names[:at] if n in _POSTURES or n in _GAITS), "")
    after = next((n for n in names[at + 1 :] if n in _POSTURES or n in _GAITS or n == "stop"), "")
    if before in _GAITS and after in ("idle", "stand", "stop"):
        return f"{_GAITS[before]} forward and stops"
    if before in _GAITS and after in _GAITS:
        return f"{_GAITS[before]} forward for 2 seconds, then {_GAITS[after]} forward for 2 seconds"
    if before in ("idle", "stand") and after in _GAITS:
        return f"stands still for 1 second, then {_GAITS[after]} forward for 3 seconds"
    if before in _GAITS and after in _POSTURES:
        change = _CHANGES.get(("stand", after))
        return f"{_GAITS[before]} forward for 2 seconds, then {change}" if change else None
    return _CHANGES.get((before.replace("idle", "stand"), after.replace("idle", "stand")))


def _said(names: list[str]) -> str | None:
    """What the words of a name say, from the verb on."""
    said, changes = set(names), _changes(names)
    if changes:
        return changes
    how = " ".join(_HOW[name] for name in names if name in _HOW)
    postures = {"stand", "sit", "kneel", "prone"}
    waits = said & {"idle", "stance", "breathe"} or (said <= postures | {"loop", "start", "stop"} and said & postures)
    if waits:
        return next((meant for key, meant in _IDLES if key & said), f"stands still {how}")
    gait = next((name for name in names if name in _GAITS), None)
    if "crouch" in said and (gait in (None, "walk", "sneak", "run") and (gait or said & set(_WAYS))):
        return f"walks {_way(names) or 'forward'} crouched"
    if gait and not said & {"jump", "turn", "attack", "dodge", "roll", "kick", "punch", "throw", "damage", "death"}:
        return _gone(_GAITS[gait], names, how)
    meant = next((meant for key, meant in _MEANT if key & said), None)
    if meant:
        return f"{_filled(meant, names)} {how}"
    return "crouches down" if "crouch" in said else None


def _gone(verb: str, names: list[str], how: str) -> str:
    """A gait with the way, the style and the start or stop that a clip's name says."""
    way = _way(names)
    if "strafe" in names:
        return f"steps sideways {_aside(names)} {'fast' if verb == 'runs' else ''}"
    if "inplace" in names or "place" in names:
        return f"{verb} in place {how}"
    if "start" in names:
        return f"stands still for half a second, then {verb} {way or 'forward'} {how}"
    if "stop" in names:
        return f"{verb} {way or 'forward'} {how} and stops"
    if way in ("to the left", "to the right"):
        return f"steps sideways {way} {how}"
    return f"{verb} {way or 'forward'} {how}"


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
    slots = {
        "way": _way(names) or "forward", "aside": _aside(names), "lying": "stomach" if "forward" in names else "back",
        "onto": fall if {"forward", "backward"} & set(names) else f"to the {side}" if side else "",
        "gun": "pistol" if "pistol" in names else "rifle", "updown": "down" if "down" in names else "up",
        "height": "high" if "high" in names else "low" if "low" in names else "",
        "with leg": f"with the {side} leg" if side else "", "with hand": f"with the {side} hand" if side else "",
        "hard": "three times" if "combo" in names else "hard" if "heavy" in names or "power" in names else "",
        "where": f"on the {side} side" if side else "to the head" if "head" in names else "",
        "jump": _way(names) or "up", "aim": _way(names) or "forward",
        "turn": f"{degrees and degrees + ' degrees'} {side and 'to the ' + side}" if degrees or side else "around",
    }  # fmt: skip
    return re.sub(r"\{([a-z ]+)\}", lambda m: slots[m[1]], meant)
