"""What artists call blows that follow one another, and combinations of them."""

from __future__ import annotations

from collections.abc import Mapping

from .names import Name

# Blows that follow one another in a row of them, as they are named in it.
BLOWS: tuple[Name, ...] = (
    Name("jab", 0.56, (r"jab(?:s|bing)?\b",)),
    Name("cross", 0.64, (
        r"(?:left |right |rear )cross(?:es)?\b(?! (?:the|his|her|over|leg|arm|street|road))",
        r"cross(?:es)?(?= ?(?:,|$)| (?:and (?:an? )?)?(?:punch|hook|jab|upper|combo|kick|front|side|back|round|knee|"
        "elbow))",
        "straight(?: right| left)?(?= ?punch)",
    )),
    Name("hook", 0.68, (r"hooks?\b(?! (?:up|the|an?|onto|shot))",)),
    Name("uppercut", 0.74, (r"upper ?cut(?:s|ting)?\b",)),
    Name("elbow", 0.7, (
        r"elbow (?:strike|hit|smash|attack)s?\b",
        r"(?:strik\w+|hits?|attacks?) with (?:an?|the|his|her) (?:left |right )?elbow\b",
    )),
    Name("front kick", 1.05, (
        r"(?:front|push|teep|snap)[ -]kick(?:s|ing)?\b",
        r"(?:(?<=jab )|(?<=cross )|(?<=hook )|(?<=cut )|(?<=jab, )|(?<=cross, )|(?<=hook, )|(?<=cut, ))kick\b",
    )),
    Name("side kick", 1.2, (r"side[ -]kick(?:s|ing)?\b",)),
    Name("back kick", 1.55, (r"(?:spinning |spin |back )+kick(?:s|ing)?\b",)),
    Name("low kick", 1.05, (r"low[ -]kick(?:s|ing)?\b",)),
    Name("roundhouse", 1.2, (r"high[ -]kick(?:s|ing)?\b", r"round ?-?house(?:s| kicks?| kicking)?\b",)),
    Name("knee", 0.95, (
        r"knee[ -](?:strike|attack|hit|kick)s?\b",
        r"(?:strik\w+|hits?|attacks?) with (?:an?|the|his|her) (?:left |right )?knee\b",
        "^knees? (?:to|in) the (?:gut|stomach|face)",
    )),
)  # fmt: skip
# Of who stands on guard, one after another where a text names several.
ON_GUARD = frozenset({"block high", "block low", "parry", "weave", "dodge back", "dodge", "duck", "block"})
# Blows with a weapon that are also dealt on the way, a step with each: "slash forward".
ON_THE_WAY = frozenset({"slash", "slash down", "slash up", "thrust"})
# What a combination is that isn't told: by what it is of, as many of them as are counted.
COMBOS: Mapping[str, tuple[str, ...]] = {
    "kick": ("front kick", "roundhouse", "side kick", "back kick"),
    "sword": ("slash", "slash:left", "slash down", "thrust", "slash up"),
    "punch": ("jab", "cross", "hook", "uppercut", "jab", "cross"),
    "melee": ("jab", "cross", "hook", "front kick", "uppercut", "roundhouse"),
}  # fmt: skip
# As boxers number their punches.
NUMBERED = {"1": "jab", "2": "cross", "3": "hook", "4": "hook:right", "5": "uppercut:left", "6": "uppercut"}
