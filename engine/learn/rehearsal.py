"""What must not be forgotten: plain sentences, with the captured motions whose captions lie nearest to each.

The recordings that the weights were trained on don't ship; their tokens do, in the library. These sentences were
written for this and are none of those that the weights are measured with.
"""

from __future__ import annotations

import torch

from engine.learn.material import MOST_FRAMES, Example, states_of
from engine.text.encoder import TextEncoder
from engine.text.retrieval import Library

NEAR = 0.72  # cosine of sentence and caption from which a motion counts as what the sentence says
A_SENTENCE = 4  # motions of one sentence
HELD_BACK = 6  # one example in so many is only measured

_WHO = ("a person", "a man", "the woman", "someone")
_DOES = (
    "walks forward", "walks slowly", "walks backward", "walks in a circle", "turns around while walking",
    "runs forward",
    "jogs in place", "jumps up", "jumps forward", "hops on one leg", "kicks with the right leg",
    "kicks with the left leg",
    "throws a punch with the right hand", "throws a punch with the left hand", "boxes", "waves with the right hand",
    "waves with the left hand", "raises both arms", "claps", "squats down and stands up", "does jumping jacks",
    "sits down on a chair", "stands up from a chair", "lies down on the floor", "gets up from the floor", "kneels down",
    "crawls on hands and knees", "sneaks forward crouching", "climbs a ladder", "walks up stairs", "walks down stairs",
    "picks something up from the floor", "carries a box", "puts a box down", "throws a ball overarm",
    "dribbles a basketball", "kicks a ball", "swings a golf club", "dances salsa", "spins around", "dances ballet",
    "does a cartwheel", "stretches the arms", "bends forward and touches the toes", "lunges forward",
    "stands on one leg", "stands still", "looks around", "points with the right arm", "drinks from a glass",
    "reaches up high", "shrugs the shoulders", "bows", "laughs", "marches", "limps", "staggers drunk",
    "steps to the side", "walks to the left", "walks to the right", "walks happily", "walks sadly", "balances",
    "dodges to the side", "blocks with the forearms", "swings a sword", "falls down", "rolls the shoulders",
)  # fmt: skip


def sentences() -> list[str]:
    """Each doing with one of those who do it."""
    return [f"{_WHO[number % len(_WHO)]} {doing}" for number, doing in enumerate(_DOES)]


def examples(library: Library, encoder: TextEncoder) -> tuple[list[Example], list[Example]]:
    """Examples to go on learning from, and others to measure with."""
    generator, found = torch.Generator().manual_seed(0), list[Example]()
    for states in states_of(encoder, sentences()).values():
        near = library.nearest(states.sentence[0], A_SENTENCE, generator, spread=0.0)
        for motion, cosine in near:
            if cosine >= NEAR:
                codes = library.tokens(motion)[: MOST_FRAMES // 4]
                found.append(Example(codes, (states,), int(library.groups[motion])))
    held = [one for number, one in enumerate(found) if number % HELD_BACK == 0]
    return [one for number, one in enumerate(found) if number % HELD_BACK], held
