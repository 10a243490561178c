"""The critic: it learns to tell right from wrong, padding changes nothing, and the text model keeps what it likes."""

from __future__ import annotations

import torch

from engine.models import critic, mmm, vqvae
from engine.models.text_states import TextStates
from engine.text.model import TextModel
from engine.text.retrieval import Library
from tests.engine.evaluate.test_command import FakeText

SMALL = critic.Config(code_dim=4, dim=32, heads=2, layers=1, out=16, dropout=0.0, max_tokens=20)
KINDS = 12


def motions(kinds: torch.Tensor, seed: int, length: int = 9) -> torch.Tensor:
    """(B, L, 4): a direction for each kind, to one side or the other, with noise."""
    ways = torch.randn(KINDS, 4, generator=torch.Generator().manual_seed(3))
    ways[:, 0] = 1.5 * (torch.arange(KINDS) % 2 * 2 - 1)
    noise = torch.randn(len(kinds), length, 4, generator=torch.Generator().manual_seed(seed))
    return ways[kinds][:, None] + 0.2 * noise


def mirrored(made: torch.Tensor) -> torch.Tensor:
    """The other side: the first number of each vector turned round."""
    return made * torch.tensor([-1.0, 1.0, 1.0, 1.0])


def said(kinds: torch.Tensor) -> TextStates:
    return FakeText().encode([f"someone does kind{int(k)}" for k in kinds])  # type: ignore[arg-type]


def test_it_learns_what_is_right_and_on_which_side():
    torch.manual_seed(0)
    model = critic.Critic(SMALL)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3)
    kinds, lengths, own = torch.arange(KINDS), torch.full((KINDS,), 9), torch.eye(KINDS, dtype=torch.bool)
    for step in range(120):
        right = motions(kinds, 1000 + step)
        loss, _ = model.loss(right, lengths, said(kinds), own, (mirrored(right), lengths, kinds))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    right = motions(kinds, 7)
    with torch.no_grad():
        for kind in range(KINDS):
            text = said(torch.tensor([kind]))
            assert int(model.score(right, lengths, text).argmax()) == kind
            one, other = model.score(torch.stack([right[kind], mirrored(right[kind])]), lengths[:2], text)
            assert one > other


def test_a_batch_may_name_no_side():
    kinds, lengths = torch.arange(4), torch.full((4,), 9)
    nothing = torch.zeros(0, 1, 4), torch.zeros(0, dtype=torch.long), torch.zeros(0, dtype=torch.long)
    loss, _ = critic.Critic(SMALL).loss(motions(kinds, 1), lengths, said(kinds), torch.eye(4).bool(), nothing)
    loss.backward()
    assert torch.isfinite(loss)


def test_the_opposite_sentence_is_wrong():
    torch.manual_seed(0)
    kinds, lengths, own = torch.arange(4), torch.full((4,), 9), torch.eye(4, dtype=torch.bool)
    nothing = torch.zeros(0, 1, 4), torch.zeros(0, dtype=torch.long), torch.zeros(0, dtype=torch.long)
    model = critic.Critic(SMALL)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3)
    opposite = said(kinds + 20)
    for step in range(60):
        loss, _ = model.loss(motions(kinds, step), lengths, said(kinds), own, nothing, (opposite, kinds))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        right = model.score(motions(kinds, 99), lengths, said(kinds))
        assert (right > model.score(motions(kinds, 99), lengths, opposite) + 0.3).all()


def test_what_pads_a_batch_changes_nothing():
    model, text = critic.Critic(SMALL).eval(), said(torch.tensor([2]))
    short = motions(torch.tensor([1]), 5, length=6)
    with torch.no_grad():
        alone = model.score(short, torch.tensor([6]), text)
        among = torch.cat([torch.nn.functional.pad(short, (0, 0, 0, 9), value=50.0), motions(torch.tensor([4]), 6, 15)])
        together = model.score(among, torch.tensor([6, 15]), text)
    torch.testing.assert_close(together[:1], alone, atol=1e-5, rtol=1e-4)


def test_what_says_the_same_is_no_wrong_pair():
    logits, own = torch.full((4, 4), 5.0), torch.eye(4, dtype=torch.bool)
    everything = torch.ones(4, 4, dtype=torch.bool)
    assert critic.contrast(logits, everything) < 1e-3 < critic.contrast(logits, own)
    more = torch.full((4, 2), 9.0)
    assert critic.contrast(logits, everything, more) > 1, "what is nobody's own is wrong for all"


# In the text model.


class Fussy(critic.Critic):
    """Likes the one thing it was told to like."""

    def __init__(self, like) -> None:
        super().__init__(critic.Config(code_dim=32, dim=32, heads=2, layers=1))
        self.like = like
        self.seen: list[tuple[torch.Tensor, torch.Tensor]] = []

    def score(self, vectors, lengths, text):
        self.seen.append((vectors, lengths))
        return self.like(vectors, lengths)


def library() -> Library:
    """Two motions of 7 and 12 tokens, both called the same."""
    codes = torch.randint(16, (19, 2), generator=torch.Generator().manual_seed(1)).short()
    sentence = FakeText().encode(["a person walks"]).sentence.half()
    return Library(
        codes, torch.tensor([0, 7]).int(), torch.tensor([7, 12]).int(), sentence,
        torch.tensor([[0, 0], [0, 1]]).int(), torch.tensor([0, 1]).int(),
    )  # fmt: skip


def text_model(judge: critic.Critic | None, found: bool = True) -> TextModel:
    torch.manual_seed(0)
    config = mmm.Config(
        codes=16, levels=2, dim=32, heads=2, layers=1, cross_layers=1, text_dim=384, max_tokens=20, retrieved=1
    )
    tokenizer = vqvae.VQVAE(vqvae.Config(width=16, codes=16, levels=2, depth=1))
    for book in tokenizer.quantizers:
        torch.nn.init.normal_(book.codebook)  # type: ignore[arg-type]
    own = library() if found else None
    return TextModel.assemble(FakeText(), mmm.MMM(config), tokenizer, own, "cpu", judge)  # type: ignore[arg-type]


def rots(motions) -> list:
    return [m.rot.tobytes() for m in motions]


def test_the_liked_candidate_is_kept():
    first = Fussy(lambda v, n: -torch.arange(len(n)).float())
    last = Fussy(lambda v, n: torch.arange(len(n)).float())
    ask = ["a person walks"], [40], [5]
    kept = text_model(first).sample(*ask, steps=3, candidates=3)
    other = text_model(last).sample(*ask, steps=3, candidates=3)
    assert len(first.seen[0][1]) == 3
    assert rots(kept) == rots(text_model(first).sample(*ask, steps=3, candidates=3))
    assert rots(kept) != rots(other)


def test_one_candidate_is_the_take_without_a_critic():
    ask = ["a person walks", "jumps"], [40, None], [5, 6]
    judge = Fussy(lambda v, n: torch.zeros(len(n)))
    assert rots(text_model(judge).sample(*ask, steps=3, candidates=1)) == rots(text_model(None).sample(*ask, steps=3))
    assert not judge.seen


def test_a_seed_is_a_take_whatever_else_is_asked_for():
    judge = Fussy(lambda v, n: v.std((1, 2)))
    model = text_model(judge)
    many = model.sample(["a person walks"] * 4, [60] * 4, [3, 4, 5, 2**63 - 1], steps=3)
    assert len(set(rots(many))) == 4, "other seeds, other takes"
    assert rots(many)[1:2] == rots(model.sample(["a person walks"], [60], [4], steps=3))


def test_automatic_length_may_be_the_found_motions():
    longest = text_model(Fussy(lambda v, n: (n == 7).float() + 2 * (n == 12)))
    lengths = {len(longest.sample(["a person walks"], [None], [seed], steps=2)[0]) for seed in range(8)}
    assert {28, 48} & lengths, "a candidate that starts from a found motion lasts as long"


def test_without_a_library_all_candidates_start_from_nothing():
    judge = Fussy(lambda v, n: torch.zeros(len(n)))
    (take,) = text_model(judge, found=False).sample(["jumps"], [33], [1], steps=2)
    assert len(take) == 33
    assert judge.seen[0][1].tolist() == [9, 9, 9, 9]


def test_every_window_of_a_long_take_is_chosen_and_goes_on_from_the_last():
    judge = Fussy(lambda v, n: torch.arange(len(n)).float())
    (take,) = text_model(judge).sample(["a person walks"], [150], [1], steps=2)
    assert len(take) == 150
    assert len(judge.seen) == 3
    (before, _), (after, _) = judge.seen[:2]
    torch.testing.assert_close(after[:, :10], before[-1:, -10:].expand(len(after), -1, -1))
