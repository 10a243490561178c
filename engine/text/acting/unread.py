"""Words that the planner does not understand: what was found for them, or the network's take, as the critic likes it.

Nothing that is measured tells the two apart: facts of such words, if any, were read from a fragment of them ("hands in
front, he climbs right foot first until the feet are hip high" is no stand with the hands in front).
"""

from __future__ import annotations

from engine.text.acting.body import Act, Draw
from engine.text.codes import decoded, encoded
from engine.text.networks import TakeSpec, TextNetworks
from engine.text.proposals import likings
from retarget.feet import contact

BETTER = 0.05  # how much better the critic has to like the network's take, which is softer than captured motion
ALOFT = 0.9  # share of its frames off the floor, from which on it was learnt of somebody who stands on something
TOLD = 0.9  # cosine from which on a caption says the whole sentence, and what was captured under it is kept
LEARNT = 0.7  # cosine from which on a caption tells that the network has seen such words; of others it waits or wanders


def or_own(model: TextNetworks, act: Act, spec: TakeSpec, draw: Draw, frames: int | None) -> Act:
    """An act of words that aren't understood, or the network's take of them. spec, draw: what it is asked for and its
    take of that."""
    if model.critic is None or model.library is None:
        return act
    if not LEARNT <= float(model.library.nearness(spec.text.sentence[0]).max()) < TOLD:
        return act
    own = draw(spec).cpu()
    found, liked = likings(model, spec.text, [encoded(model, act.motion), own])
    if liked < found + BETTER or contact.off_floor(motion := decoded(model, own, frames)) > ALOFT:
        return act
    return Act(motion, own)
