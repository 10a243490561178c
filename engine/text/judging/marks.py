"""What is seen in each motion of a library, in a few numbers, so that all of it can be searched for what is asked.

The numbers are coarse: they choose which motions are decoded and judged, nothing more.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.motion.events import SIDES
from engine.protocol.plan.steps import Facts
from engine.text.judging.fulfilment import NEARLY, held_hands
from engine.text.judging.fulfilment import POSTURES as POSTURES_SEEN
from engine.text.judging.seen import Seen

POSTURES = ("other", "upright", "sitting", "low", "kneeling", "lying", "floor")
_EVENTS = ("kick", "punch", "wave", "raise", "jump", "dip", "jack", "bend")
# Columns: postures at the ends, events by side (left, right), metres gone, degrees turned, stir in cm/s, flags.
COLUMNS = (
    "begins", "ends", *(f"{kind} {side}" for kind in _EVENTS[:4] for side in SIDES), "jump", "dip", "jack", "bend",
    "ahead", "aside", "away", "turned", "stir", "raised", "hips", "crossed", "spread", "clapping", "low",
)  # fmt: skip
_AT = {name: i for i, name in enumerate(COLUMNS)}
Table = NDArray[np.int16]
_KIND_OF = {"kick": "kick", "punch": "punch", "wave": "wave", "raise": "raise"}
_ONE_OF = {"jump": "jump", "hop": "jump", "squat": "dip", "jack": "jack", "bend": "bend", "bow": "bend"}
_NEARLY = 0.75  # where a posture is like the one that was asked for
_MISSING = 0.35  # what is left where one thing that was asked for isn't marked: the marks may miss it


def marks_of(seen: Seen) -> Table:
    """The columns of one motion, (K,) int16."""
    row = np.zeros(len(COLUMNS))
    row[_AT["begins"]], row[_AT["ends"]] = POSTURES.index(seen.begins), POSTURES.index(seen.ends)
    for kind in _EVENTS[:4]:
        for side in SIDES:
            row[_AT[f"{kind} {side}"]] = sum(e.side in (side, "both") for e in seen.events(kind))
    for kind in _EVENTS[4:]:
        row[_AT[kind]] = len(seen.events(kind))
    row[_AT["ahead"]], row[_AT["aside"]], row[_AT["away"]] = 100 * seen.ahead, 100 * seen.aside, 100 * seen.away
    row[_AT["turned"]], row[_AT["stir"]] = seen.turned, 100 * seen.stir
    for hands in ("raised", "hips", "crossed", "spread"):
        row[_AT[hands]] = 100 * np.mean(held_hands(hands, seen))
    row[_AT["clapping"]] = seen.claps()
    row[_AT["low"]] = 100 * np.mean(seen.signals.pelvis < 0.65)
    return np.clip(np.round(row), -32768, 32767).astype(np.int16)


def likely(asked: Facts, table: Table) -> NDArray[np.float64]:
    """How likely each motion of a table (M, K) does what is asked, (M,) from 0 to 1."""
    column = {name: table[:, i] for name, i in _AT.items()}
    out = np.ones(len(table))
    for posture, where in ((asked.begin, "begins"), (asked.end, "ends")):
        if posture:
            seen, like = ([POSTURES.index(name) for name in names]
                          for names in (POSTURES_SEEN[posture], NEARLY.get(posture, ())))  # fmt: skip
            nearly = np.where(np.isin(column[where], like), _NEARLY, _MISSING)
            out *= np.where(np.isin(column[where], seen), 1.0, nearly)
    for has in (_does(asked, column), _goes(asked, column), _turns(asked, column), _holds(asked, column)):
        if has is not None:
            out *= np.where(has, 1.0, _MISSING)
    return out


_Columns = dict[str, NDArray[np.int16]]


def _does(asked: Facts, column: _Columns) -> NDArray[np.bool_] | None:
    """Which motions (M,) show the action, of the side asked for; None where marks say nothing of it."""
    action = asked.action or ""
    if action in _KIND_OF and not (action == "raise" and asked.limb in ("leg", "foot", "knee")):
        sides = [column[f"{_KIND_OF[action]} {side}"] > 0 for side in SIDES]
        if asked.side in SIDES:
            return sides[SIDES.index(asked.side)]
        return sides[0] & sides[1] if asked.side == "both" else sides[0] | sides[1]
    if action in _ONE_OF:
        return column[_ONE_OF[action]] > 0
    if action == "lunge" and asked.direction is None:
        return (column["dip"] > 0) & (column["away"] < 80)
    if action in ("walk", "run"):
        return column["away"] > 60
    if action == "stand":
        return (column["away"] < 60) & (column["low"] < 20)
    if action in ("crouch", "crawl", "kneel"):
        return column["low"] > 20
    if action in ("fall", "rise"):
        up, down = ("begins", "ends") if action == "fall" else ("ends", "begins")
        return (column[up] == POSTURES.index("upright")) & (column[down] > POSTURES.index("upright"))
    if action in ("clap",):
        return column["clapping"] > 1
    return None


def _goes(asked: Facts, column: _Columns) -> NDArray[np.bool_] | None:
    """Which motions (M,) go the way that is asked for, or nowhere; None where none is asked for."""
    gone = {"forward": column["ahead"], "backward": -column["ahead"], "left": column["aside"],
            "right": -column["aside"], "sideways": np.abs(column["aside"])}  # fmt: skip
    if asked.direction == "none":
        return column["away"] < 100
    if asked.direction is None:
        return column["stir"] < 25 if asked.still else None
    other = column["aside"] if asked.direction in ("forward", "backward") else column["ahead"]
    return (gone[asked.direction] > 25) & (gone[asked.direction] > np.abs(other))


def _turns(asked: Facts, column: _Columns) -> NDArray[np.bool_] | None:
    if asked.turn is None:
        return None
    turned = np.abs(column["turned"]) if asked.turn_either else column["turned"] * np.sign(asked.turn)
    return np.abs(turned - abs(asked.turn)) < 0.4 * abs(asked.turn) + 20


def _holds(asked: Facts, column: _Columns) -> NDArray[np.bool_] | None:
    if asked.hands not in column:
        return None
    return column[asked.hands or ""] > (1 if asked.hands == "clapping" else 40)
