"""Captions: verb phrases for the label of a clip, and sentences as people type them.

All random choices come from the caller's generator.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from engine.motion.events import SIDES
from engine.motion.facts import Facts
from engine.train.labels.fact_phrases import action_phrases, travel_phrase, turn_words
from engine.train.labels.fact_phrases import phrases as phrases_of

# Added to most captions of hand-made animation, so that its timing is learnt as a style.
MARKERS = ("game style", "in a cartoon style", "stylised", "like a game character", "video game animation")
MARKER_SHARE = 0.75
_SUBJECTS = (
    ("a person", 10), ("someone", 4), ("the person", 2), ("a man", 3), ("a woman", 3), ("the character", 2),
    ("a character", 1), ("he", 1), ("she", 1), ("a figure", 1), ("the man", 1), ("the figure", 1),
)  # fmt: skip
_TRAVEL = ("walks", "runs", "jogs", "strolls", "sneaks", "creeps", "tiptoes", "sprints", "strides", "prowls", "crawls")
_DOUBLED = {
    "run", "sit", "jog", "hop", "squat", "step", "spin", "grab", "clap", "swim", "bob", "nod", "skip", "jab", "chop",
    "drop", "stop", "get", "put", "cut", "mop", "hug", "tap", "flap", "trip", "set", "let", "bat", "dig", "sip", "grin",
    "swap", "strut", "slip", "win", "hit", "stab", "prop", "plan", "shrug", "plod", "flip", "sidestep", "rub", "scrub",
}  # fmt: skip


def verb_phrases(clip: object) -> tuple[str, ...]:
    """Verb phrases (third person) for a clip's description, the plainest first.

    clip: anything with `.description`, e.g. `Clip`. A description that the table does not know is used as a phrase.
    """
    return phrases_for(str(getattr(clip, "description", "")))


@lru_cache(maxsize=1)
def table() -> tuple[list[tuple[re.Pattern[str], list[str]]], dict[str, list[str]]]:
    """The table synonyms.txt beside this file: (pattern, phrases) in order, and style -> phrases."""
    return read_table(Path(__file__).with_name("synonyms.txt"))


def read_table(path: Path) -> tuple[list[tuple[re.Pattern[str], list[str]]], dict[str, list[str]]]:
    """A file of phrases: (pattern, phrases) for heads that are expressions, name -> phrases for [name] heads."""
    patterns: list[tuple[re.Pattern[str], list[str]]] = []
    named: dict[str, list[str]] = {}
    current: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith(" "):
            current.append(line.strip())
        elif head := re.fullmatch(r"\[(?:style )?(.+)\]", line):
            current = named.setdefault(head[1], [])
        else:
            current = []
            patterns.append((re.compile(line), current))
    return patterns, named


@lru_cache(maxsize=4096)
def phrases_for(description: str) -> tuple[str, ...]:
    """Verb phrases (third person) for a description, the plainest first."""
    text = description.lower().strip()
    patterns, styles = table()
    styled = re.match(r"(running|walking|side-running|side-stepping|standing)\s?(\w*), style: (.+)", text)
    if styled and styled[3] in styles:
        return styled_phrases(styled[1], styled[2], styled[3])
    for pattern, phrases in patterns:
        found = pattern.search(text)
        if found:
            named = [
                re.sub(r"\ba (?=[aeiou])", "an ", p.replace("\\1", found[1])) if "\\1" in p else p for p in phrases
            ]
            return _unique(itertools.chain.from_iterable(expand(p) for p in named))
    return _unique([_as_phrase(part) for part in text.split(";") if part.strip()]) or ("moves",)


def styled_phrases(gait: str, way: str, style: str) -> tuple[str, ...]:
    """Phrases of a styled gait such as ("running", "forward", "chicken"); way: left, right, or "" for mixed."""
    verbs = {
        "running": ("runs", "jogs"), "walking": ("walks",), "side-running": ("runs sideways", "shuffles sideways"),
        "side-stepping": ("steps sideways", "sidesteps"), "standing": ("stands",),
    }[gait]  # fmt: skip
    ways = {"forward": ("", " forward"), "backward": (" backward", " backwards")}.get(way, ("",))
    if way in SIDES:
        verbs, ways = (
            ("sidesteps", "steps", "moves") if gait == "walking" else ("runs", "shuffles"),
            (f" to the {way}",),
        )
    return _unique(f"{v}{w} {s}" for s in table()[1][style] for v in verbs for w in ways)


def style_of(description: str) -> str:
    """The style in a label of the kind "running forward, style: chicken"; "" where there is none."""
    found = re.search(r", style: (.+)$", description.lower())
    return found[1] if found and found[1] in table()[1] else ""


def expand(phrase: str) -> list[str]:
    """ "a {b|c} d" -> ["a b d", "a c d"]."""
    parts = re.split(r"\{([^}]*)\}", phrase)
    options = [p.split("|") if i % 2 else [p] for i, p in enumerate(parts)]
    return [re.sub(r"\s+", " ", "".join(choice)).strip() for choice in itertools.product(*options)]


def _unique(phrases) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrases))


def _as_phrase(text: str) -> str:
    """A free caption as a verb phrase: a leading subject is dropped, "walk" becomes "walks"."""
    text = re.sub(r"\s+", " ", text.strip().rstrip(".")).strip()
    subject = re.match(r"(a|an|the|some)?\s?(person|man|woman|character|figure|someone|he|she)\s+(is\s+)?(.+)", text)
    text = subject[4] if subject else text
    first, _, rest = text.partition(" ")
    if first.endswith("ing") and len(first) > 5:
        return text if subject else f"is {text}"
    if not first.endswith("s"):
        first = third_person(first)
    return f"{first} {rest}".strip()


def third_person(base: str) -> str:
    """walk -> walks, carry -> carries, push -> pushes."""
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ies"
    return base + ("es" if re.search(r"(s|sh|ch|x|z|o)$", base) else "s")


def base_form(verb: str) -> str:
    """walks -> walk, carries -> carry, pushes -> push."""
    special = {"is": "be", "has": "have", "does": "do", "goes": "go", "lies": "lie", "dies": "die", "tiptoes": "tiptoe"}
    if verb in special:
        return special[verb]
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    if re.search(r"(ss|sh|ch|x|zz|o)es$", verb):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb


def gerund(verb: str) -> str:
    """walks -> walking, sits -> sitting, lies -> lying (from the third person)."""
    base = base_form(verb)
    if base == "be":
        return "being"
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base in _DOUBLED:
        return base + base[-1] + "ing"
    if base.endswith("e") and not re.search(r"(ee|oe|ye)$", base):
        return base[:-1] + "ing"
    return base + "ing"


# A verb stands at the start of the phrase, and after these; elsewhere a word in s is a noun ("kicks with both legs").
_VERB_SLOT = re.compile(r"(?:(?<=^)|(?<= and )|(?<= then )|(?<=, )|(?<=^first )|(?<= that ))([a-z]+s)\b(?=[ ,]|$)")
_NOT_VERBS = {"sideways", "arms", "legs", "knees", "hands", "shoulders", "backwards", "forwards", "perhaps", "always",
              "wrists", "upwards", "downwards", "towards", "feet", "hips", "squats'", "rolls'"}  # fmt: skip


def inflect(phrase: str, how: str) -> str:
    """Third person phrase -> "base" or "gerund" form of all its verbs; any other `how` leaves it as it is."""
    change = {"base": base_form, "gerund": gerund}.get(how)
    if change is None:
        return phrase
    if how == "gerund":
        phrase = re.sub(r"^is ([a-z]+ing)\b", r"\1", phrase)
    return _VERB_SLOT.sub(lambda m: m[1] if m[1] in _NOT_VERBS else change(m[1]), phrase)


def sentences(
    phrases: Sequence[str], facts: Facts | None, hand_made: bool, rng: np.random.Generator, n: int
) -> list[str]:
    """Draw `n` captions for a clip from phrases that are true of it, at times with measured facts added."""
    return [sentence(choose(phrases, facts, rng), hand_made, rng) for _ in range(n)]


def choose(phrases: Sequence[str], facts: Facts | None, rng: np.random.Generator) -> str:
    """Draw a phrase, plain ones more often, and make it more precise by what was measured."""
    plain = rng.random() < 0.45
    phrase = phrases[int(rng.integers(min(3, len(phrases)) if plain else len(phrases)))]
    if facts is None:
        return phrase
    verb = phrase.split(" ", 1)[0]
    if phrase in ("walks", "runs", "jogs", "strolls", "sneaks") and facts.gait in ("walks", "runs"):
        return _with_actions(travel_phrase(facts, rng, phrase), facts, rng)
    if verb in _TRAVEL and facts.gait in ("walks", "runs") and rng.random() < 0.5:
        return _with_way(phrase, facts, rng)
    if "sideways" in phrase and facts.direction in SIDES and rng.random() < 0.75:
        return phrase.replace(
            "sideways", (f"sideways to the {facts.direction}", f"to the {facts.direction}")[int(rng.integers(2))]
        )
    if phrase in ("kicks", "does a front kick", "kicks forward", "gives a kick") and len(set(facts.kicks)) == 1:
        return f"{phrase} with the {facts.kicks[0]} {('leg', 'foot')[int(rng.integers(2))]}"
    if phrase in ("jumps", "jumps up", "jumps forward") and facts.jumps:
        jumps = [p for p in phrases_of(facts, rng) if p.startswith(("jumps", "hops"))]
        return jumps[0] if jumps and rng.random() < 0.6 else phrase
    return phrase


def _with_way(phrase: str, facts: Facts, rng: np.random.Generator) -> str:
    """Direction right after the verb and turning at the end, where the phrase has none yet."""
    if re.search(r"forward|backward|left|right|ahead|sideways|around|circle|back\b|eight", phrase):
        return phrase
    verb, _, rest = phrase.partition(" ")
    way = facts.direction if facts.direction in ("forward", "backward") else ""
    way = f"to the {facts.direction}" if facts.direction in SIDES else way
    turn = turn_words(facts, rng) if "," not in phrase and " and " not in phrase else ""
    if turn.startswith("in a circle"):
        return " ".join(w for w in (verb, turn, rest) if w)
    return " ".join(w for w in (verb, way, rest) if w) + (f", {turn}" if turn.split(" ")[0].endswith("ing") else "")


def _with_actions(phrase: str, facts: Facts, rng: np.random.Generator) -> str:
    """ "walks forward" and "waves with the left hand" -> one phrase, as often as not."""
    extra = [p for p in action_phrases(facts, rng) if p.startswith(("waves", "raises", "lifts", "holds"))]
    if not extra or rng.random() < 0.3:
        return phrase
    return together(phrase, extra[0], rng)


def together(first: str, second: str, rng: np.random.Generator) -> str:
    """Two simultaneous actions as one verb phrase."""
    how = int(rng.integers(4))
    if how == 0 and " and " not in first:
        return f"{first} and {second}"
    if how == 1:
        return f"{second} while {inflect(first, 'gerund')}"
    return f"{first} while {inflect(second, 'gerund')}"


def in_sequence(phrases: Sequence[str], rng: np.random.Generator) -> str:
    """Successive actions as one verb phrase: "X, then Y"; "first X, after that Y"."""
    links = (", then ", " and then ", ", and then ", ", after that ")
    out = phrases[0]
    for number, phrase in enumerate(phrases[1:]):
        link = links[int(rng.integers(4))]
        if link == ", after that " and number == 0 and rng.random() < 0.5:
            out = f"first {out}"
        out += link + phrase
    return out


def sentence(phrase: str, hand_made: bool, rng: np.random.Generator) -> str:
    """A verb phrase as people type it: with a subject, as an order, as a gerund; hand-made: at times with a marker."""
    form = rng.random()
    names, weights = zip(*_SUBJECTS)
    share = np.array(weights, float)
    subject = str(rng.choice(names, p=share / share.sum()))
    if form < 0.62:
        text = f"{subject} {phrase}"
    elif form < 0.74:
        text = phrase
    elif form < 0.83:
        text = inflect(phrase, "base")
    elif form < 0.92:
        text = inflect(phrase, "gerund")
    else:
        being = "is " if subject in ("he", "she") or rng.random() < 0.6 else ""
        text = f"{subject} {being}{inflect(phrase, 'gerund')}"
    if hand_made:
        text = with_marker(text, rng)
    if rng.random() < 0.15:
        text = text[0].upper() + text[1:] + "."
    return text


def with_marker(text: str, rng: np.random.Generator) -> str:
    """A sentence for hand-made animation, which names its kind most of the time."""
    return f"{text}, {MARKERS[int(rng.integers(len(MARKERS)))]}" if rng.random() < MARKER_SHARE else text


_MIRROR = {
    "left": "right", "leftward": "rightward", "leftwards": "rightwards", "lefthand": "righthand",
    "left-handed": "right-handed", "counterclockwise": "clockwise",
}  # fmt: skip
_MIRROR |= {b: a for a, b in _MIRROR.items()} | {"anticlockwise": "clockwise"}
_SIDED = re.compile(r"\b(" + "|".join(sorted(map(re.escape, _MIRROR), key=len, reverse=True)) + r")\b", re.IGNORECASE)
_NO_SIDE = re.compile(r"\bright(?= away\b| now\b| down\b| angle|-angle)|(?<=\ball )right\b", re.IGNORECASE)


def mirror_caption(text: str) -> str:
    """Swap left and right, for a mirrored motion; "right away" and "all right" stay."""
    kept = {m.start() for m in _NO_SIDE.finditer(text)}

    def swap(match: re.Match[str]) -> str:
        if match.start() in kept:
            return match[0]
        word = _MIRROR[match[0].lower()]
        return word.upper() if match[0].isupper() else word.capitalize() if match[0][0].isupper() else word

    return _SIDED.sub(swap, text)
