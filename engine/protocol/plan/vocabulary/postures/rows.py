"""A row of the tables of named postures, and what their patterns are put together from."""

from __future__ import annotations

from dataclasses import dataclass

OWN = r"(?:(?:the|his|her|their|its|your|my|both|a|one) )*"
SELF = r"(?:him ?self|her ?self|them ?sel(?:f|ves)|it ?self|one ?self|self|your ?self)"
LEG, LEGS = r"(?:legs?|knees?|shins?)", r"(?:legs|knees|shins)"
FLOOR = r"(?:floor|ground|grass|mat|carpet|sand|bed|grass)"
SITS = r"(?:sit(?:s|ting)?|sat|seated)(?: down)?"
LIES = (
    r"(?:lies|lie|lying|laying|lays|lay|sleep(?:s|ing)?|asleep|slept|naps?|napping|rest(?:s|ing)?)(?: down)?"
    r"(?: asleep)?"
)
KNEELS = (
    r"(?:kneels?|kneeling|knelt|on (?:his |her |both |the )*knees)(?: down)?(?: on (?:both |the |his |her )*knees)?"
)
STANDS = r"(?:stands?|standing|stood|waits?|waiting|poses?|posing|idles?)(?: still| there)?"
LEANS = r"(?:lean(?:s|ing|ed)?|rest(?:s|ing)?)(?: (?:back|forward|forwards|casually|over|down))?"
WITH = r"(?:,? ?(?:with|and|,) ?)?"
ON = r"(?:on|onto|at|against|over|to|in)"
GROUND = rf"(?: (?:on|onto) (?:the |a )?(?:yoga )?{FLOOR})?"
CHAIR = (
    r"(?: (?:on|in|at|onto|off) (?:the |a |an |his |her )?(?:edge of (?:the |a |his |her )?)?(?:\w+ )?(?:chair|"
    r"bench|bed|stool|sofa|couch|seat|armchair|desk|throne|bus|train|car))?"
)
PUTS = r"(?:puts?|putting|places?|placing|holds?|holding|keeps?|keeping|raises?|raising|lifts?|throws?|throwing)"


@dataclass(frozen=True)
class Row:
    """name: of the posture. base: the posture that it counts as, of POSTURES. nouns: what it is called, as a regular
    expression. verbs: what who takes it up is said to do."""

    name: str
    base: str
    nouns: str = ""
    verbs: str = ""


def rows(base: str, *listed: tuple[str, str, str]) -> tuple[Row, ...]:
    """Rows of one base, by name, nouns and verbs."""
    return tuple(Row(name, base, nouns, verbs) for name, nouns, verbs in listed)
