"""Verb phrases that state the facts measured of a clip, each true by itself, in random wordings."""

from __future__ import annotations

import numpy as np

from engine.motion.facts import Facts

COUNTS = {1: "once", 2: "twice", 3: "three times", 4: "four times"}
# (posture at the start, at the end) -> phrases.
_POSTURE_PHRASES = {
    ("upright", "sitting"): ("sits down", "takes a seat"),
    ("sitting", "upright"): ("stands up", "gets up from a seat"),
    ("sitting", "sitting"): ("sits", "stays seated"),
    ("upright", "lying"): ("lies down", "lies down on the floor"),
    ("lying", "lying"): ("lies on the floor", "is lying down"),
    ("lying", "upright"): ("gets up from the floor", "stands up from the floor"),
    ("upright", "kneeling"): ("kneels down",),
    ("kneeling", "upright"): ("stands up from kneeling",),
    ("upright", "floor"): ("sits down on the floor",),
    ("floor", "floor"): ("sits on the floor",),
    ("floor", "upright"): ("gets up from the floor",),
    ("upright", "low"): ("crouches down",),
    ("low", "upright"): ("straightens up from a crouch",),
}


def phrases(facts: Facts, rng: np.random.Generator) -> list[str]:
    """Verb phrases (third person), each true of the clip by itself, in random wordings."""
    out: list[str] = []
    if facts.gait in ("walks", "runs") and not (facts.jumps and facts.seconds < 2.5 * facts.jumps + 1):
        out.append(travel_phrase(facts, rng))
    out += action_phrases(facts, rng)
    if not out and facts.gait == "still":
        out.append(_pick(rng, "stands still", "stands in place", "stands without moving"))
    return out


def _pick(rng: np.random.Generator, *options: str) -> str:
    return options[int(rng.integers(len(options)))]


def travel_phrase(facts: Facts, rng: np.random.Generator, verb: str = "") -> str:
    """A phrase like "walks forward slowly, turning left": the verb (or the gait) with measured direction and turn."""
    verb = verb or facts.gait
    if verb == "walks" and rng.random() < 0.12:
        verb = _pick(rng, "strolls", "strides", "moves", "steps") if facts.direction == "forward" else "moves"
    elif verb == "runs" and rng.random() < 0.25:
        verb = "jogs"
    side = facts.direction in ("left", "right")
    if side and verb in ("walks", "runs"):
        verb = _pick(rng, "sidesteps", "steps sideways", "walks sideways", "moves sideways")
        if facts.gait == "runs":
            verb = _pick(rng, "shuffles sideways", "sidesteps quickly", "runs sideways")
    words = [verb]
    if facts.direction:
        ways = {
            "forward": ("forward", "forward", "forwards", "ahead", "straight ahead"),
            "backward": ("backward", "backwards", "backwards"),
            "left": ("to the left", "left"),
            "right": ("to the right", "right"),
        }
        straight = abs(facts.turn) < 25
        options = ways[facts.direction][: None if straight or side else 3]
        if facts.direction != "forward" or not facts.circle:
            words.append(_pick(rng, *options))
    if facts.pace and rng.random() < 0.6:
        words.append(facts.pace)
    elif facts.distance > 1 and facts.direction == "forward" and abs(facts.turn) < 25 and rng.random() < 0.15:
        words.append(_pick(rng, _metres(facts.distance), "a few steps", "in a straight line"))
    turn = turn_words(facts, rng)
    if turn and rng.random() < 0.85:
        words.append(turn)
    return " ".join(words)


def _metres(distance: float) -> str:
    words = ("a metre", "two metres", "three metres", "four metres", "five metres")
    count = max(1, round(distance))
    return f"for about {words[count - 1] if count <= len(words) else f'{count} metres'}"


def turn_words(facts: Facts, rng: np.random.Generator) -> str:
    """The change of heading as words that follow a verb of travel; '' under 25 degrees."""
    side = "left" if facts.turn > 0 else "right"
    size = abs(facts.turn)
    clock = "counterclockwise" if facts.turn > 0 else "clockwise"
    if size < 25:
        return ""
    if facts.circle:
        return _pick(rng, f"in a circle to the {side}", f"around in a circle to the {side}", f"in a {clock} circle")
    if size < 60:
        return _pick(rng, f"curving to the {side}", f"veering {side}", f"slightly to the {side}", f"bearing {side}")
    if size < 130:
        return _pick(rng, f"and turns {side}", f"turning {side}", f"turning to the {side}", f"and makes a {side} turn")
    return _pick(
        rng, f"and turns around to the {side}", f"turning around to the {side}", f"and makes a u-turn to the {side}"
    )


def action_phrases(facts: Facts, rng: np.random.Generator) -> list[str]:
    """Phrases for what is done besides travelling: jumps, kicks, arms, turns on the spot, postures."""
    out = [*_jump_phrases(facts, rng), *_leg_phrases(facts, rng), *_arm_phrases(facts, rng)]
    side = "left" if facts.turn > 0 else "right"
    still = facts.gait in ("stands", "still", "")
    if facts.spin and not facts.jumps:
        out.append(_pick(rng, f"spins around to the {side}", f"turns all the way around to the {side}"))
    elif still and abs(facts.turn) > 130 and facts.postures[0] == facts.postures[1] == "upright" and not facts.jumps:
        out.append(_pick(rng, f"turns around to the {side}", f"turns around {side}", "turns around"))
    elif still and abs(facts.turn) > 60 and facts.postures[0] == facts.postures[1] == "upright" and not facts.jumps:
        out.append(_pick(rng, f"turns {side}", f"turns to the {side}", f"makes a quarter turn to the {side}"))
    out += _posture_phrases(facts, rng)
    return out


def _jump_phrases(facts: Facts, rng: np.random.Generator) -> list[str]:
    if not facts.jumps or facts.jacks:
        return []
    verb = f"hops on the {facts.hop} leg" if facts.hop else "jumps"
    if not facts.hop:
        verb += {"up": _pick(rng, "", " up", " straight up"), "forward": " forward", "backward": " backwards"}.get(
            facts.jump_way, ""
        )
    if abs(facts.turn) > 60:
        side = "left" if facts.turn > 0 else "right"
        verb += _pick(
            rng, f" and turns {side} in the air", f" while turning to the {side}", f" and spins to the {side}"
        )
    if facts.jumps in COUNTS and facts.jumps > 1 and rng.random() < 0.5:
        verb += f" {COUNTS[facts.jumps]}"
    elif facts.jumps > 4 and rng.random() < 0.5:
        verb += _pick(rng, " again and again", " repeatedly", " several times")
    return [verb]


def _leg_phrases(facts: Facts, rng: np.random.Generator) -> list[str]:
    if not facts.kicks:
        return []
    way = {"front": _pick(rng, "", " forward"), "side": _pick(rng, "", " to the side"), "back": " backwards"}
    legs = set(facts.kicks)
    if len(legs) == 2:
        return [_pick(rng, "kicks with both legs in turn", "kicks with one leg and then the other")]
    side = facts.kicks[0]
    limb = _pick(rng, f"with the {side} leg", f"with the {side} foot", f"with the {side} leg")
    count = f" {COUNTS[len(facts.kicks)]}" if 1 < len(facts.kicks) < 5 else ""
    return [f"kicks{way.get(facts.kick_way, '')} {limb}{count}"]


def _arm_phrases(facts: Facts, rng: np.random.Generator) -> list[str]:
    if facts.jacks or facts.reach:
        return []
    if facts.wave and len(set(facts.kicks)) == 0:
        if facts.wave == "both":
            return [_pick(rng, "waves both arms", "waves with both hands", "waves both hands in the air")]
        side = facts.wave
        return [_pick(rng, f"waves with the {side} hand", f"waves the {side} hand", f"waves the {side} arm")]
    if facts.raised == "both":
        over = " above the head" if facts.raised_high else ""
        return [_pick(rng, f"raises both arms{over}", f"lifts both arms{over}", f"holds both hands up{over}")]
    if facts.raised:
        over = _pick(rng, "", " above the head") if facts.raised_high else ""
        side = facts.raised
        return [_pick(rng, f"raises the {side} arm{over}", f"lifts the {side} hand{over}", f"holds up the {side} hand")]
    return []


def _posture_phrases(facts: Facts, rng: np.random.Generator) -> list[str]:
    start, end = facts.postures
    if facts.crawls:
        return [_pick(rng, "crawls on hands and knees", "crawls on all fours", "crawls on the floor")]
    if (start, end) in _POSTURE_PHRASES:
        return [_pick(rng, *_POSTURE_PHRASES[start, end])]
    if facts.jacks:
        return ["does jumping jacks"]
    if facts.squats and not facts.jumps and not facts.kicks:
        if facts.squats == 1:
            return ["squats down and stands up again"]
        return [_pick(rng, "squats", f"squats {COUNTS.get(facts.squats, 'several times')}")]
    if facts.reach and facts.postures == ("upright", "upright"):
        hand = {"both": "both hands"}.get(facts.reach, f"the {facts.reach} hand")
        return [_pick(rng, f"reaches down to the floor with {hand}", f"bends down to the floor with {hand}")]
    if facts.bends:
        return [_pick(rng, "bends over", "bends forward", "leans forward")]
    return []
