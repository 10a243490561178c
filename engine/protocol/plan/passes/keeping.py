"""What stays in the hands, and where arms stay, over the steps that follow: "draws a sword and runs forward"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..facts.clause import facts_of
from ..facts.handling import handling
from ..facts.hands import hands_of
from ..steps import Facts, Step
from ..vocabulary.inflection import third
from ..vocabulary.verbs import head_at
from ..vocabulary.words import joined, words_of
from ..waiting import STAYS

# Words that take something into the hands, and words that let go of it.
_TAKES = re.compile(
    r"\b(?:picks? up|lifts?(?: up)?|grabs?|takes?(?: out| up| off)?|gets?(?: out)?|draws?|pulls?(?: out)?|unsheathes?|"
    r"catch(?:es)?|fetch(?:es)?|removes?|raises|holds?|carr(?:y|ies)|wields?|readies|whips out|holding|carrying|with) "
)
_LETS_GO = re.compile(
    r"\b(?:puts|places|sets|drops|throws|tosses|hurls|sheathes|gives|passes|lays|releases|lets go|stows|holsters|"
    r"delivers|shelves|kneels down and puts)\b"
)
# What is held afterwards, by the use (`steps.HANDLING`) that the words say: who has unsheathed a sword has its hilt.
_HELD = {
    "box": "box", "tray": "tray", "cradle": "cradle", "hilt": "hilt", "staff": "staff", "pole": "pole", "cane": "cane",
    "rifle": "rifle", "aim": "rifle", "pistol": "pistol", "bag": "bag", "bags": "bags", "torch": "torch",
    "umbrella": "umbrella", "cup": "cup", "shield": "shield", "text": "cup", "swing": "hilt", "unsheathe": "hilt",
    "pocket": "cup", "unhat": "cup", "unshelve": "box", "uncap": "cup", "cart": "cart", "platter": "platter",
    "tucked": "tucked", "answer": "call", "call": "call", "pour": "cup", "sabre": "sabre", "rest": "rest",
    "shoulder": "shoulder", "fireman": "fireman", "piggyback": "piggyback", "leash": "leash", "mic": "mic",
    "clasp": "clasp", "overhead": "overhead", "aloft": "aloft", "hose": "hose", "accept": "cup", "accept-load": "box",
    "hoist": "overhead", "toast": "aloft",
}  # fmt: skip
# How a step says what is held, where the words that took it ("draws a sword") would do it again.
_WORDS = {
    "box": "holds it in both arms", "hilt": "holds a sword", "rifle": "holds a rifle", "pistol": "aims a pistol",
    "cup": "holds it in one hand", "call": "holds a phone to the ear",
}  # fmt: skip
# What is done with what is held, by words that name it no more: the words, the use, seconds of one.
_WITH_IT = {
    "hilt": (re.compile(r"\b(?:slash|strik|attack|swing|stab|hit|cut|hack|chop|fight)\w*\b"), "swing", 2.85),
    "sabre": (re.compile(r"\b(?:slash|strik|attack|swing|stab|hit|cut|hack|chop|fight)\w*\b"), "swing", 2.85),
    "rifle": (re.compile(r"\b(?:shoot|fir|aim|take aim|takes aim)\w*\b"), "aim", 2.0),
    "cup": (re.compile(r"\b(?:drink|sip)\w*\b"), "drink", 4.0),
    "cradle": (re.compile(r"\b(?:rock|sway|bounc|swing)\w*\b"), "rock", 4.4),
    "call": (re.compile(r"\b(?:talk|speak|chat|listen|gestur|wait|answer)\w*\b"), "call", 2.6),
    "pistol": (re.compile(r"\b(?:shoot|fir|aim|takes aim)\w*\b"), "pistol", 2.0),
}  # fmt: skip
# What is held and read, and the words for reading it.
_PHONE = re.compile(r"\b(?:phone|cellphone|smartphone|mobile|map|note|letter|photo)\b")
_READS = re.compile(
    r"\b(?:looks? (?:at|through) (?:it|the|his|her)|checks it|reads it|scrolls|examines|inspects|reads)"
)
_LOOKS_AT = re.compile(r"\b(?:looks?|gaz(?:es|ing)|star(?:es|ing)|looking) (?:at|through|over|into)\b")
# What legs and head do, while hands go on holding.
_LEGS = frozenset({"walk", "run", "march", "step", "turn", "stop", "stand", "spin", "sit", "crouch", "rise", "kneel"})
_HEAD = frozenset({"look", "nod", "shake"})
# Where arms rest, as a step says it.
_RESTS = {
    "crossed": "the arms crossed", "hips": "the hands on the hips", "behind": "the hands behind the back",
    "pockets": "the hands in the pockets", "head": "the hands on the head", "neck": "the hands behind the neck",
    "chin": "a hand on the chin", "chest": "the hands on the chest", "belly": "the hands on the belly",
    "together": "the hands together", "raised": "the hands up", "spread": "the arms spread",
    "knees": "the hands on the knees",
}  # fmt: skip
# Where arms stay in the steps that follow: all of them in place, those that are out of the way also on the way.
_STAY = frozenset({"crossed", "hips", "behind", "pockets"})
_COME_ALONG = frozenset({"behind", "pockets"})
_GUN = re.compile(r"(?:an? |the |his |her )?(?:gun|weapon)\b")
_LOOKING = re.compile(r"[ ,]+(?:and |while )?((?:looking|nodding|shaking (?:his|her|the) head|glancing)\b.*)$")
_READING = Facts(handles="text")
_IN_PLACE = frozenset({"turn", "stand", "stop"})


@dataclass(frozen=True)
class _Kept:
    """What hands have after the steps so far. handles: what is held, of `steps.HANDLING`; words: the same as it was
    said; hands, hand: where arms rest, as in Facts. All None: nothing that lasts."""

    handles: str | None = None
    words: str = ""
    hands: str | None = None
    hand: str | None = None


def with_kept(steps: Sequence[Step], who: str) -> tuple[Step, ...]:
    """The steps, each with what hands hold since an earlier one, and with arms that stay where they were put."""
    found, kept = list[Step](), _Kept()
    for step in steps:
        step = _looking(_head_beside_waiting(step, who))
        made = _head_beside_arms(step, who) or _going_on(step, kept, who)
        found.append(made)
        kept = _after(step, made, kept)
    return tuple(found)


def _looking(step: Step) -> Step:
    """The step with a look at something over what is done, which only the head has a share in, as looking around."""
    if step.gesture is None or step.gesture_facts != Facts() or not _LOOKS_AT.search(step.gesture):
        return step
    return replace(step, gesture_facts=Facts("look", aim="around"))


def _head_beside_waiting(step: Step, who: str) -> Step:
    """Who stands or sits with the arms somewhere "looking left and right", as two things at once."""
    found = _LOOKING.search(step.text) if step.gesture is None and step.facts.action in ("stand", "sit") else None
    words = words_of(found[1]) if found else ()
    verb = head_at(words, 0)
    if found is None or verb is None or verb.sense.action not in _HEAD:
        return step
    over = facts_of(joined(words), verb)
    over = replace(over, action="look", aim=over.aim or "around") if verb.sense.action == "look" else over
    text = step.text[: found.start()].rstrip(" ,")
    return replace(step, text=text, gesture=f"{who} {third(verb.base)} {joined(words[verb.inner + 1 :])}".strip(),
                   gesture_facts=replace(over, begin=None, end=None))  # fmt: skip


def _head_beside_arms(step: Step, who: str) -> Step | None:
    """Who looks around or nods with the arms somewhere, as two things at once; None for all else."""
    hands = hands_of(step.text.lower()) if step.facts.action in _HEAD and step.gesture is None else None
    return _over_stand(step, hands, None, who) if hands in _RESTS else None


def _over_stand(step: Step, hands: str | None, hand: str | None, who: str) -> Step:
    """The step as a gesture over staying in its posture, arms resting somewhere."""
    posture = step.facts.begin if step.facts.begin in ("sitting", "kneeling", "crouching") else "standing"
    stay = STAYS[posture]
    legs = Facts(stay.action, begin=posture, end=posture, hands=hands, hand=hand)
    over = replace(step.facts, begin=None, end=None, hands=None, hand=None)
    text = f"{who} {stay.does} with {_RESTS[hands or '']}"
    gesture = step.text if step.text.startswith(who) else f"{who} {step.text}"
    return replace(step, text=text, facts=legs, gesture=gesture, gesture_facts=over)


def _going_on(step: Step, kept: _Kept, who: str) -> Step:
    """The step with what is held, or with arms that stay, where nothing else is done with them."""
    facts, over = step.facts, step.gesture_facts
    said = f"{step.text} {step.gesture or ''}".lower()
    if kept.handles == "pistol" and over.handles == "aim":
        return replace(step, gesture_facts=replace(over, handles="pistol"))
    if _LETS_GO.search(said) or facts.hands or facts.handles or over.hands or over.handles:
        return step
    if kept.handles:
        return _holding(step, kept, said, who)
    if kept.hands in _COME_ALONG and over.action in _HEAD and facts.action in ("walk", "step"):
        return replace(step, facts=replace(facts, hands=kept.hands, hand=kept.hand))
    if kept.hands is None or step.gesture is not None:
        return step
    if facts.action in _HEAD and facts.begin in (None, "standing"):
        return _over_stand(step, kept.hands, kept.hand, who)
    along = kept.hands in _COME_ALONG and facts.action in ("walk", "step", "march")
    if facts.action in _IN_PLACE or along:
        return replace(step, gesture=f"{who} stands with {_RESTS[kept.hands]}",
                       gesture_facts=Facts(hands=kept.hands, hand=kept.hand))  # fmt: skip
    return step


def _holding(step: Step, kept: _Kept, said: str, who: str) -> Step:
    """The step with what is held: used where the words say so, else held beside what legs or head do."""
    facts, over, held = step.facts, step.gesture_facts, kept.handles or ""
    words = _WORDS.get(held, f"holds {kept.words}")
    use = _WITH_IT.get(held)
    if use and use[0].search(said) and facts.action not in _LEGS and step.gesture is None:
        legs = Facts("stand", begin="standing", end="standing")
        count = facts.count if use[1] == "swing" else None
        done, seconds = Facts(handles=use[1], count=count), use[2] + 1.9 * ((count or 1) - 1)
        still, gesture = f"{who} stands still", f"{who} {words} and uses it"
        return replace(step, text=still, facts=legs, gesture=gesture, gesture_facts=done, natural=seconds)
    reads = _PHONE.search(kept.words) and _READS.search(said)
    if reads and over.action in (None, "look"):
        if step.gesture is None:
            legs = Facts("stand", begin="standing", end="standing")
            return replace(step, text=f"{who} stands still", facts=legs, gesture=step.text, gesture_facts=_READING)
        return replace(step, gesture_facts=_READING)
    if facts.action in _HEAD and step.gesture is None:
        legs = Facts("stand", begin="standing", end="standing", handles=held)
        over = replace(facts, begin=None, end=None)
        return replace(step, text=f"{who} stands still", facts=legs, gesture=step.text, gesture_facts=over)
    if step.gesture is not None:
        return replace(step, facts=replace(facts, handles=held)) if step.gesture_facts.action in _HEAD else step
    if facts.action not in _LEGS:
        return step
    return replace(step, gesture=f"{who} {words}", gesture_facts=Facts(handles=held))


def _after(step: Step, made: Step, kept: _Kept) -> _Kept:
    """What is held, and where arms are, behind a step."""
    said = f"{step.text} {step.gesture or ''}".lower()
    hands, hand = made.facts.hands or made.gesture_facts.hands, made.facts.hand or made.gesture_facts.hand
    if hands in _STAY:
        return _Kept(hands=hands, hand=hand)
    if _LETS_GO.search(said) or hands is not None:
        return _Kept()
    taken = _taken(said)
    over = made.gesture_facts.handles or made.facts.handles
    if taken is not None and over != "answer":
        return taken
    if over in _HELD:
        same = kept.handles == _HELD[over or ""] or (over == "text" and kept.handles)
        return kept if same else _Kept(_HELD[over or ""])
    same = made.facts.action in (*_LEGS, *_HEAD) or kept.handles is not None
    return kept if same else _Kept()


def _taken(said: str) -> _Kept | None:
    """What is taken into the hands by words."""
    for found in _TAKES.finditer(said):
        rest = said[found.end() :]
        if _GUN.match(rest) and ("out" in found[0] or "draw" in found[0]):
            return _Kept("pistol", "a gun")
        use = handling(f"holds {rest}", guess=False)
        if use is not None and use.begin == 0 and use.name in _HELD:
            return _Kept(_HELD[use.name], f"holds {rest}"[6 : use.end])
        if phone := re.match(r"(?:a|the|his|her|their) (?:\w+ )?(?:phone|cellphone|smartphone|mobile|photo)\b", rest):
            return _Kept("cup", phone[0])
    return None
