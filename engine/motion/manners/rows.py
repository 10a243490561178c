"""The table of manners: a row a manner, what it changes in a motion that has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

Axes = tuple[float, float, float]
PLAIN_LEAN, PLAIN_GAZE = 2.0, -13.0  # degrees that trunk and head show of somebody who just walks or stands


@dataclass(frozen=True)
class Arms:
    """Where hands are held: places out, up and ahead of the chest, m, as `uses.Use` has them; None leaves an arm.
    hurt: the first place is of the hurt side, the second of the other. standing: only of who stays where he is; going:
    of who travels. drift: m that hands wander by."""

    right: Axes | None
    left: Axes | None
    elbow: Axes = (0.6, -1.0, -0.2)
    hurt: bool = False
    standing: bool = False
    going: bool = False
    drift: float = 0.0


@dataclass(frozen=True)
class Row:
    """What a manner changes. Degrees, metres and seconds; ratios are 1 for no change.

    tempo: how much faster it is done. lean, gaze: that the trunk leans forward and the head shows up by. curl: that
    the spine is rounded by. shoulders: raised. forward: shoulders drawn forward. swing: ratio of the arms' swing. out:
    that arms are held away. elbows: bent more. stride: ratio of the steps' length. wide: m between the feet more.
    sink: m that the hips are lower. lift: m that feet are lifted higher. bounce: ratio of the hips' up and down.
    hips: m that they go over the standing foot more, roll: degrees that they tilt. lurch: that the trunk goes over it.
    limp: share by which the hurt leg is stood on shorter. sway, tremble: degrees of the trunk. weave: m that the way
    goes aside. looks: degrees that the head turns about. breath: degrees of the chest. nods: degrees that the head
    falls by and comes up. staccato: s of one movement between two stops. rigid: share of the trunk's and arms'
    movement that is gone. twist: degrees that shoulders turn with the steps. tilt: degrees that the trunk leans to the
    hurt side. reach: ratio of how far arms go in waving. tip: degrees that who is on the feet has the heels up by, or,
    under 0, the toes. arms: where hands are held.
    """

    tempo: float = 1.0
    lean: float = 0.0
    gaze: float = 0.0
    curl: float = 0.0
    shoulders: float = 0.0
    forward: float = 0.0
    swing: float = 1.0
    out: float = 0.0
    elbows: float = 0.0
    stride: float = 1.0
    wide: float = 0.0
    sink: float = 0.0
    lift: float = 0.0
    bounce: float = 1.0
    hips: float = 0.0
    roll: float = 0.0
    lurch: float = 0.0
    limp: float = 0.0
    sway: float = 0.0
    tremble: float = 0.0
    weave: float = 0.0
    looks: float = 0.0
    breath: float = 0.0
    nods: float = 0.0
    staccato: float = 0.0
    rigid: float = 0.0
    twist: float = 0.0
    tilt: float = 0.0
    reach: float = 1.0
    tip: float = 0.0
    arms: tuple[Arms, ...] = field(default=())

    def scaled(self, amount: float) -> Row:
        """The row at an amount: offsets times it, ratios as far from 1."""
        made = {f.name: _scaled(getattr(self, f.name), amount, f.name in RATIOS) for f in fields(self)
                if f.name not in ("arms", "staccato")}  # fmt: skip
        return replace(self, **made)


RATIOS = frozenset({"tempo", "swing", "stride", "bounce", "reach"})


def _scaled(value: float, amount: float, ratio: bool) -> float:
    return max(0.1, 1 + (value - 1) * amount) if ratio else value * amount


def together(rows: Sequence[Row]) -> Row:
    """One row of several: the first in full, of others three quarters; the first arms that are held."""
    if not rows:
        return Row()
    made = rows[0]
    for row in (one.scaled(0.75) for one in rows[1:]):
        numbers = {f.name: (getattr(made, f.name) * getattr(row, f.name) if f.name in RATIOS
                            else getattr(made, f.name) + getattr(row, f.name))
                   for f in fields(row) if f.name not in ("arms", "staccato")}  # fmt: skip
        made = replace(made, **numbers, arms=made.arms or row.arms, staccato=made.staccato or row.staccato)
    return made


ROWS: Mapping[str, Row] = {
    "sad": Row(0.78, reach=0.75, lean=7, gaze=-27, curl=14, forward=10, shoulders=-5, swing=0.35, stride=0.8),
    "sulking": Row(0.85, reach=0.65, lean=4, gaze=-24, curl=14, forward=8, shoulders=7, swing=0.25, stride=0.85,
                   bounce=1.4, lift=0.04,
                   arms=(Arms((-0.10, -0.13, 0.17), (-0.10, -0.09, 0.21), (0.8, -0.9, -0.1), standing=True),)),
    "tired": Row(0.74, reach=0.75, lean=11, gaze=-20, curl=12, forward=9, shoulders=-6, swing=0.55, stride=0.8,
                 sink=0.025, breath=2, lurch=3),
    "exhausted": Row(0.66, reach=0.6, lean=20, gaze=-16, curl=16, forward=12, shoulders=-6, swing=0.6, stride=0.68,
                     sink=0.05, breath=4.5, lurch=6, wide=0.05, weave=0.05),
    "sleepy": Row(0.66, reach=0.65, lean=6, gaze=-16, curl=10, forward=8, shoulders=-5, swing=0.3, stride=0.75,
                  nods=22, sway=4, weave=0.06, lurch=3),
    "bored": Row(0.8, reach=0.65, lean=-3, gaze=-12, curl=13, forward=10, shoulders=-5, swing=0.5, stride=0.82,
                 lurch=5, looks=16, roll=3, hips=0.02),
    "proud": Row(0.94, lean=-8, gaze=17, curl=-9, forward=-12, shoulders=2, swing=0.8, out=5, stride=1.05),
    "cocky": Row(0.9, lean=-8, gaze=12, curl=-5, forward=-6, shoulders=4, swing=1.35, out=17, elbows=16, stride=1.06,
                 wide=0.09, lurch=7, twist=9, bounce=1.3),
    "confident": Row(1.06, lean=-3, gaze=13, curl=-6, forward=-8, swing=1.35, stride=1.1, out=3),
    "elegant": Row(0.85, lean=-5, gaze=15, curl=-7, forward=-10, shoulders=-4, swing=0.6, wide=-0.05, bounce=0.6,
                   roll=2.5, out=6, rigid=0.3),
    "feminine": Row(0.96, lean=-4, gaze=13, curl=-6, forward=-8, swing=0.9, wide=-0.11, hips=0.045, roll=8, twist=5,
                    out=9, shoulders=-3),
    "happy": Row(1.1, lean=-4, gaze=16, curl=-6, forward=-6, swing=1.7, bounce=2.0, lift=0.05, out=8, elbows=14,
                 roll=2, lurch=4, twist=5),
    "childlike": Row(1.18, lean=-2, gaze=12, swing=1.6, bounce=1.7, out=14, elbows=10, stride=0.78, wide=0.05,
                     lurch=6, lift=0.04),
    "angry": Row(1.2, lean=12, gaze=2, curl=4, forward=5, shoulders=9, swing=1.25, out=11, elbows=28, stride=1.06,
                 bounce=1.3, lift=0.03, wide=0.04, twist=4),
    "hurried": Row(1.4, lean=9, gaze=4, swing=1.35, elbows=34, stride=1.08),
    "nervous": Row(1.06, reach=0.75, lean=5, gaze=2, curl=7, forward=9, shoulders=9, swing=0.4, stride=0.8, looks=48,
                   elbows=10, arms=(Arms((0.02, -0.20, 0.25), (0.03, -0.17, 0.27), (0.6, -1.0, -0.2), drift=0.025),)),
    "scared": Row(0.95, reach=0.8, lean=-6, gaze=4, curl=10, forward=12, shoulders=12, stride=0.72, sink=0.05,
                  looks=34, tremble=1.1, arms=(Arms((0.10, 0.06, 0.26), (0.10, 0.10, 0.24), (0.5, -1.0, 0.1)),)),
    "cautious": Row(0.68, lean=9, gaze=5, curl=6, shoulders=4, swing=0.4, stride=0.76, sink=0.06, looks=36, lift=0.03,
                    arms=(Arms((0.20, -0.16, 0.30), (0.20, -0.20, 0.26), (0.7, -1.0, -0.3), drift=0.02),)),
    "shy": Row(0.8, reach=0.6, lean=3, gaze=-22, curl=9, forward=12, shoulders=8, stride=0.7, wide=-0.04, looks=8,
               arms=(Arms((0.0, -0.36, 0.19), (0.02, -0.33, 0.22), (0.6, -0.6, -0.4), drift=0.015),)),
    "confused": Row(0.78, lean=2, gaze=4, curl=4, swing=0.5, stride=0.8, looks=52, weave=0.12, sway=2,
                    arms=(Arms((0.10, 0.30, 0.10), None, (1.0, -0.1, 0.4), standing=True),)),
    "drunk": Row(0.82, lean=6, gaze=-8, curl=8, swing=1.2, out=18, elbows=8, stride=0.85, wide=0.08, sink=0.03,
                 sway=11, weave=0.22, lurch=6, nods=12),
    "old": Row(0.72, reach=0.75, lean=20, gaze=2, curl=18, forward=12, swing=0.4, elbows=22, stride=0.66, sink=0.06,
               wide=0.04, tremble=0.5),
    "cold": Row(1.08, reach=0.7, lean=10, gaze=-4, curl=12, forward=14, shoulders=14, stride=0.75, sink=0.03,
                tremble=1.9, arms=(Arms((-0.14, -0.06, 0.16), (-0.12, -0.02, 0.19), (0.7, -1.0, 0.2)),)),
    "stiff": Row(0.9, lean=-2, gaze=8, curl=-5, swing=0.3, elbows=-8, bounce=0.6, rigid=0.85),
    "robot": Row(0.85, lean=-2, gaze=10, curl=-5, bounce=0.5, rigid=1.0, staccato=0.36,
                 arms=(Arms((0.19, -0.24, 0.27), (0.19, -0.24, 0.27), (0.3, -1.0, -0.6), drift=-0.11),)),
    "zombie": Row(0.66, lean=12, gaze=4, curl=8, stride=0.62, wide=0.05, sink=0.03, lurch=10, limp=0.25, sway=4,
                  arms=(Arms((0.13, 0.07, 0.46), (0.17, -0.02, 0.44), (0.6, -0.8, 0.0), drift=0.03),)),
    "heavy": Row(0.66, lean=8, gaze=2, curl=9, forward=6, swing=0.9, out=24, elbows=18, stride=1.12, wide=0.2,
                 sink=0.05, lurch=12, bounce=1.5, twist=8, lift=0.05),
    "ape": Row(0.9, lean=42, gaze=6, curl=14, forward=12, stride=0.9, wide=0.22, sink=0.17, lurch=12, twist=8,
               arms=(Arms((0.27, -0.46, 0.24), (0.27, -0.46, 0.24), (1.0, 0.2, -0.4), drift=-0.09),)),
    "loaded": Row(0.74, lean=24, gaze=0, curl=6, forward=6, stride=0.76, wide=0.06, sink=0.05, lurch=5,
                  arms=(Arms((0.13, -0.03, 0.13), (0.13, -0.03, 0.13), (0.5, -1.0, -0.3)),)),
    "burdened": Row(0.76, lean=-7, gaze=4, stride=0.76, wide=0.07, sink=0.05, lurch=6),
    "sneaky": Row(0.66, lean=24, gaze=8, curl=8, stride=0.88, sink=0.15, lift=0.07, looks=28, bounce=0.5,
                  arms=(Arms((0.17, -0.10, 0.30), (0.15, -0.14, 0.26), (0.7, -0.8, -0.5), drift=-0.05, going=True),)),
    "limp": Row(0.82, lean=4, stride=0.78, limp=0.7, tilt=2, swing=0.8, out=4),
    "wounded": Row(0.7, lean=18, gaze=-6, curl=12, stride=0.66, sink=0.05, limp=0.3, tilt=9, breath=2,
                   arms=(Arms((0.05, -0.24, 0.15), (-0.10, -0.26, 0.17), (0.8, -0.6, -0.4), hurt=True),)),
    "injured arm": Row(0.86, lean=6, gaze=-6, curl=5, stride=0.85, tilt=5,
                       arms=(Arms((-0.02, -0.22, 0.19), (-0.17, -0.17, 0.16), (0.5, -1.0, -0.3), hurt=True),)),
    "pregnant": Row(0.78, lean=-10, gaze=4, curl=-6, stride=0.76, wide=0.14, lurch=7, forward=-6,
                    arms=(Arms((0.04, -0.28, 0.24), (0.12, -0.30, -0.12), (1.0, -0.2, -0.4)),)),
    "blind": Row(0.64, lean=-4, gaze=12, stride=0.62, lift=0.02, looks=14,
                 arms=(Arms((0.16, -0.02, 0.46), (0.16, 0.03, 0.43), (0.6, -1.0, 0.0), drift=0.07),)),
    "wind": Row(0.72, lean=32, gaze=6, curl=6, forward=8, shoulders=6, stride=0.7, sink=0.07, wide=0.05, sway=2.5,
                arms=(Arms((0.02, 0.18, 0.27), (0.20, -0.34, 0.10), (0.9, -0.5, 0.2)),)),
    "snow": Row(0.66, lean=12, gaze=-6, stride=0.85, lift=0.22, lurch=7, out=20, elbows=24, wide=0.06, swing=1.2,
                sway=2),
    "ice": Row(0.74, lean=6, gaze=-16, stride=0.5, wide=0.07, sink=0.05, sway=6,
               arms=(Arms((0.40, -0.20, 0.10), (0.40, -0.20, 0.10), (0.2, -0.8, -0.6), drift=0.07),)),
    "underwater": Row(0.5, lean=10, gaze=4, stride=1.05, lift=0.10, sway=4, bounce=2.0,
                      arms=(Arms((0.36, -0.10, 0.20), (0.36, -0.10, 0.20), (0.4, -0.8, -0.5), drift=-0.14),)),
    "moon": Row(0.6, lean=6, gaze=4, stride=1.25, lift=0.12, bounce=4.5, out=26, elbows=30, swing=0.7, wide=0.06),
    "menacing": Row(0.74, lean=10, gaze=3, curl=10, forward=8, shoulders=8, swing=0.6, out=16, elbows=22, stride=0.95,
                    wide=0.06, lurch=6, twist=6),
    "hot ground": Row(1.35, lean=2, gaze=-14, shoulders=8, swing=1.2, out=26, elbows=40, stride=0.55, lift=0.14,
                      bounce=1.6),
    "sore back": Row(0.7, lean=22, gaze=4, curl=8, swing=0.5, stride=0.66, sink=0.03, tilt=5, breath=2,
                     arms=(Arms((0.10, -0.26, -0.16), None, (1.0, 0.0, -0.5)),)),
    "headache": Row(0.75, lean=8, gaze=-22, curl=10, swing=0.4, stride=0.75, tilt=3,
                    arms=(Arms((0.06, 0.24, 0.16), None, (0.7, -0.8, 0.3)),)),
    "penguin": Row(1.1, lean=-3, gaze=4, stride=0.4, wide=0.07, lurch=14, bounce=0.6, rigid=0.4,
                   arms=(Arms((0.26, -0.42, -0.03), (0.26, -0.42, -0.03), (0.4, -0.2, -1.0)),)),
    "ghost": Row(0.66, lean=6, gaze=-4, stride=0.9, bounce=0.1, sway=3,
                 arms=(Arms((0.22, -0.16, 0.34), (0.22, -0.12, 0.32), (0.6, -0.8, -0.2), drift=0.05),)),
    "relaxed": Row(0.9, lean=-4, gaze=6, curl=3, shoulders=-5, swing=1.15, lurch=2),
    "slouching": Row(0.9, lean=2, gaze=-6, curl=22, forward=16, swing=0.7, shoulders=-2),
    "big steps": Row(stride=1.25, swing=1.3),
    "small steps": Row(stride=0.55, swing=0.6),
    "wide": Row(wide=0.22, lurch=7, out=12, elbows=8),
    "head down": Row(gaze=-34, curl=8),
    "tiptoe": Row(0.8, lean=-2, gaze=6, curl=-4, shoulders=3, swing=0.5, stride=0.75, out=12, elbows=12, bounce=0.6,
                  sink=0.01, tip=38),
    "high heels": Row(0.94, lean=-4, gaze=13, curl=-7, forward=-8, swing=0.9, stride=0.86, wide=-0.09, hips=0.035,
                      roll=7, twist=4, out=8, shoulders=-3, tip=24),
    "on heels": Row(0.84, lean=-3, stride=0.72, swing=0.6, out=10, sink=0.015, wide=0.03, tip=-24),
    "upright": Row(lean=-5, gaze=13, curl=-10, forward=-9, shoulders=-2, swing=0.85),
    "bent over": Row(0.9, lean=34, gaze=3, curl=18, forward=12, swing=0.8, stride=0.82, sink=0.05),
}  # fmt: skip
