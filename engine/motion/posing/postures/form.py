"""What a named posture is: where hips, trunk, feet, hands and head are, of somebody who faces +Z over the origin.

Metres of the canonical figure, y up from the floor, z ahead; "out" is to a limb's own side. Angles in degrees: forward
(about +X), to the right (about +Z), to the left (about +Y).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.motion.posing.places import PLACES, Axes, Place

FLAT: Axes = (0.12, -0.42, 0.9)  # the way from ankle to toes of a foot that stands
BALL: Axes = (0.05, -0.94, 0.34)  # of a foot on its ball, the heel up
TOP: Axes = (0.0, -0.2, -0.98)  # of a foot that lies on its back behind somebody
UP: Axes = (0.1, 0.95, 0.3)  # of a foot on its heel, of who lies on the back or sits with legs ahead
ANKLE_M, BALL_M, HAND_M = 0.08, 0.15, 0.05  # heights of an ankle over a flat foot and over the ball, of a wrist


@dataclass(frozen=True)
class Leg:
    """ankle: m out, up, ahead. knee: the way it points. toes: the way from ankle to toes. stands: on sole or ball."""

    ankle: Axes = (0.10, ANKLE_M, -0.03)
    knee: Axes = (0.12, 0.1, 1.0)
    toes: Axes = FLAT
    stands: bool = True


@dataclass(frozen=True)
class Form:
    """hips: of the pelvis, m. tilt: of the pelvis; bend: of the spine, shared by its joints; head: of neck and head,
    all in degrees forward, right, left. Hands: places; of "floor" m from the origin, out, up and ahead; None for arms
    that hang. base: the way that it is gone into, of `ways.WAYS`. seconds: that the last part of it takes. sways: how
    much of who stands sways. carried: hands and head alone, over whatever the legs do. side: the one that it is done
    with or lain on, where it has one."""

    base: str = "standing"
    hips: Axes = (0.0, 0.965, 0.0)
    tilt: Axes = (0.0, 0.0, 0.0)
    bend: Axes = (0.0, 0.0, 0.0)
    head: Axes = (0.0, 0.0, 0.0)
    left: Leg = Leg()
    right: Leg = Leg()
    left_hand: Place | None = None
    right_hand: Place | None = None
    seconds: float = 0.8
    sways: float = 1.0
    carried: bool = False
    side: str = "right"

    def legs(self, leg: Leg) -> Form:
        """The same with both legs alike."""
        return replace(self, left=leg, right=leg)

    def hands(self, place: Place | str | None) -> Form:
        """The same with both hands at a place, one of `PLACES` or its own."""
        own = PLACES[place] if isinstance(place, str) else place
        return replace(self, left_hand=own, right_hand=own)


def mirrored(form: Form) -> Form:
    """The posture in the mirror."""
    flip = (1.0, -1.0, -1.0)
    x, y, z = form.hips
    turned = {name: tuple(a * s for a, s in zip(getattr(form, name), flip)) for name in ("tilt", "bend", "head")}
    return replace(
        form, hips=(-x, y, z), left=form.right, right=form.left, left_hand=form.right_hand, right_hand=form.left_hand,
        **turned,
    )  # fmt: skip


def floor(out: float, ahead: float, fingers: Axes = (0.1, 0.0, 1.0), elbow: Axes = (0.8, -0.2, -0.6),
          up: float = HAND_M) -> Place:  # fmt: skip
    """A hand on the floor, m from the origin."""
    return Place("floor", (out, up, ahead), elbow, fingers, "world")


def rested(joint: str, at: Axes, elbow: Axes = (0.9, -0.2, -0.3), fingers: Axes | None = None) -> Place:
    """A hand at a joint, m from it along the world's axes."""
    return Place(joint, at, elbow, fingers, "world")
