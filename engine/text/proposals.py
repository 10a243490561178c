"""What a sentence may look like: captured motions whose captions are near it, and what the network makes of it.

All are judged by what was asked for, and mended where an edit brings them nearer to it; the one that does it best is
kept, whatever it comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from engine.models.text_states import TextStates
from engine.protocol.plan.steps import Facts
from engine.text.codes import decoded, of_library
from engine.text.judging import marks as marks_table
from engine.text.judging import unasked
from engine.text.judging.mending import ENOUGH, Judged, mended
from engine.text.judging.seen import Seen
from engine.text.networks import Networks
from engine.text.retrieval import Library
from retarget.feet import contact
from retarget.motion import Motion

FOUND = 2  # captured motions that are looked at for each candidate of the network's
DEEPER = 3  # times as many are looked at before nothing is found that does what was asked
NEARNESS = 1.5  # what the cosine of sentence and caption counts, beside how far facts are seen
TAUGHT = 1.0  # what an artist's own motion counts where its caption leads, beside facts that its style may hide
LIKING = 0.5  # what the critic's cosine counts
UNEVEN = 1.5  # what walking counts less, times the share of frames off the floor: captured over steps and slopes
UNASKED = 0.15  # what may be seen without a reason in a motion that is called good
# Captured motions that do what was asked and are so near the best in merit take turns with the seeds: as many as there
# are within the first, of one press's takes within the second.
EQUAL, VARIETY, PRESS = 0.05, 0.25, 3
# From this nearness on, a captured motion that does all that was asked is not held against the network's; the second
# where no facts were understood.
SURE, SURE_OF_WORDS = 0.7, 0.85
TOLD = 0.5  # nearness from which on a caption tells more than the usual words for the action
USUAL = 0.5  # what nearness to the usual words counts, of nearness to the artist's
# Nearness that the network's take is counted with: it was made for the sentence, and may have missed it; the second of
# words that it never learnt, for which it waits or wanders.
OWN, OWN_OF_WORDS = 0.52, 0.46


@dataclass(frozen=True)
class Words:
    """What more is known of a sentence's words. given: the reasons that they give (`engine.protocol.plan.reasons`);
    None: nothing counts as unasked. content: the vector (D,) of what is done, without who does it. usual: that of the
    usual words for it, which others are captured under."""

    given: frozenset[str] | None = None
    content: Tensor | None = None
    usual: Tensor | None = None


NO_WORDS = Words()


@dataclass(frozen=True)
class Proposal:
    """A motion for a sentence. merit: what it is chosen by. codes (L, levels): those that it was decoded from or that
    stand for it, None where it was edited since. captured: from the library, or the network's. nearness: the cosine of
    its caption. natural: its frames before it was brought to a length, 0 for as many as it has. unasked: what it
    shows without a reason, as its merit is less for it."""

    judged: Judged
    merit: float
    codes: Tensor | None
    captured: bool
    nearness: float = 0.0
    natural: int = 0
    unasked: float = 0.0

    @property
    def motion(self) -> Motion:
        """The motion itself."""
        return self.judged.motion

    @property
    def good(self) -> bool:
        """Whether it does all that was asked and nothing else."""
        return self.judged.score >= ENOUGH and self.unasked <= UNASKED


def propose(
    model: Networks, text: TextStates, asked: Facts, own: Callable[[], Tensor] | None, found: int,
    generator: torch.Generator, words: Words = NO_WORDS,
) -> list[Proposal]:  # fmt: skip
    """Captured motions near one sentence and the network's own take of it, each mended and judged; the best first.

    own: draws the network's take (codes), None for none; it is not asked where a captured motion with such a caption
    does all that was asked. found: how many captured ones are looked at, more where none of them does what is asked.
    generator: other seeds see others of those that are as near. words: more that they say.
    """
    known = asked != Facts()
    proposals = list[Proposal]()
    if model.library is not None:
        proposals += _captured(model, model.library, text, asked, found, generator, words)
    sure = SURE if known else SURE_OF_WORDS
    if own is not None and not any(p.good and p.nearness >= sure for p in proposals):
        codes = own().cpu()
        some = [(decoded(model, codes), codes, OWN if known else OWN_OF_WORDS)]
        proposals += _judged(model, text, asked, some, captured=False, given=words.given)
    return sorted(proposals, key=lambda p: -p.merit)


def _captured(
    model: Networks, library: Library, text: TextStates, asked: Facts, found: int, generator: torch.Generator,
    words: Words,
) -> list[Proposal]:  # fmt: skip
    """Captured motions of one sentence: an artist's own, those whose captions are near, and, where none of them is
    good and told by its caption, those whose captions are near to the usual words for it."""
    known, sentence = asked != Facts(), text.sentence[0]
    likely = None
    if known and library.marks is not None:
        likely = torch.from_numpy(marks_table.likely(asked, library.marks.numpy()))
    depth = found * (DEEPER if known else 1)
    near = library.nearest(sentence, depth, generator, spread=0.0, likely=likely, content=words.content)
    taught, lead = library.taught_near(sentence, found, generator, spread=0.0, likely=likely, content=words.content)
    near = [one for one in near if one[0] not in {number for number, _ in taught}]

    def judged(numbers: Sequence[tuple[int, float]], more: float = 0.0) -> list[Proposal]:
        some = [(of_library(model, number), library.tokens(number), cosine) for number, cosine in numbers]
        return _judged(model, text, asked, some, captured=True, given=words.given, more=more)

    proposals = judged(taught, TAUGHT * lead)
    for first in range(0, len(near), found):
        if any(p.good for p in proposals):
            break
        proposals += judged(near[first : first + found])
    if words.usual is not None and not any(p.good and p.nearness >= TOLD for p in proposals):
        looked, cosines = {number for number, _ in near}, library.nearness(sentence, words.content)
        usual = library.nearest(words.usual, found, generator, spread=0.0, likely=likely)
        proposals += judged([
            (number, max(library.best(number, cosines), USUAL * cosine))
            for number, cosine in usual if number not in looked
        ])  # fmt: skip
    return proposals


def in_turn(proposals: Sequence[Proposal], seed: int) -> list[Proposal]:
    """The same, best first, where captured motions that do all that was asked and are about as good take turns with the
    seeds: who asks for three takes is shown three motions, not the best one three times."""
    proposals = sorted(proposals, key=lambda p: -p.merit)
    good = [p for p in proposals if p.captured and p.good]
    good = [p for p in good if p.merit >= good[0].merit - VARIETY]
    if not good:
        return proposals
    lengths = [p.natural or len(p.motion) for p in good]
    # A motion's mirror image, which is as long, comes after the others.
    turns = sorted(range(len(good)), key=lambda i: (lengths[:i].count(lengths[i]), i))
    turns = [i for k, i in enumerate(turns) if k < PRESS or good[i].merit >= good[0].merit - EQUAL]
    turns = turns[seed % len(turns) :] + turns[: seed % len(turns)]
    turning = [good[i] for i in sorted(turns)]
    best = [replace(good[i], merit=p.merit) for i, p in zip(turns, turning, strict=True)]
    return sorted([*best, *(p for p in proposals if not any(p is g for g in turning))], key=lambda p: -p.merit)


def _judged(
    model: Networks, text: TextStates, asked: Facts, some: Sequence[tuple[Motion, Tensor, float]], *, captured: bool,
    given: frozenset[str] | None = None, more: float = 0.0,
) -> list[Proposal]:  # fmt: skip
    """Proposals of motions with their codes and the cosines of their captions. given: as in `propose`. more: what their
    merit is raised by."""
    out = []
    for (motion, one, cosine), liked in zip(some, likings(model, text, [one for _, one, _ in some]), strict=True):
        judged = mended(asked, motion)
        merit = judged.score + NEARNESS * cosine + LIKING * liked + more
        if asked.action == "walk":
            merit -= UNEVEN * contact.off_floor(judged.motion)
        extra = 0.0 if given is None else unasked.cost(Seen(judged.motion), given)
        out.append(Proposal(judged, merit - extra, None if judged.edits else one, captured, cosine, unasked=extra))
    return out


def likings(model: Networks, text: TextStates, codes: Sequence[Tensor]) -> list[float]:
    """The critic's cosine of each motion's codes (L, levels) with one sentence, by their first level, where it is
    settled what happens; 0 without a critic."""
    if model.critic is None or not codes:
        return [0.0] * len(codes)
    firsts = [one[: model.critic.config.max_tokens, :1] for one in codes]
    padded = torch.nn.utils.rnn.pad_sequence(firsts, batch_first=True).to(model.device)
    lengths = torch.tensor([len(one) for one in firsts], device=model.device)
    with torch.no_grad():
        return model.critic.score(model.tokenizer.vectors(padded), lengths, text.to(model.device)).cpu().tolist()
