"""The masked transformer: the corruption scheme, parallel decoding's promises, guidance in one pass."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch

from engine.models import mmm
from engine.models.text_states import TextStates

TINY = mmm.Config(
    codes=20, levels=3, dim=32, heads=4, layers=2, cross_layers=1, dropout=0.0, text_dim=12, max_tokens=12, retrieved=1
)


def text(count: int) -> TextStates:
    g = torch.Generator().manual_seed(5)
    mask = torch.arange(6) < torch.randint(2, 7, (count, 1), generator=g)
    return TextStates(torch.randn(count, 12, generator=g), torch.randn(count, 6, 12, generator=g), mask)


def context(count: int) -> mmm.Context:
    g = torch.Generator().manual_seed(6)
    shape = (count, 7)
    codes = torch.randint(20, (*shape, 3), generator=g)
    return mmm.Context(
        codes, torch.rand(shape, generator=g) < 0.8, torch.arange(7).expand(shape), torch.zeros(shape).long()
    )


def model(config: mmm.Config = TINY) -> mmm.MMM:
    torch.manual_seed(0)
    return mmm.MMM(config).eval()


def draw(lengths: list[int], seeds: list[int], **options) -> torch.Tensor:
    count = len(lengths)
    generators = [torch.Generator().manual_seed(s) for s in seeds]
    states = text(1)[torch.zeros(count, dtype=torch.long)]
    return mmm.sample(model(), states, torch.tensor(lengths), generators, steps=4, **options)


def test_corruption_masks_at_least_alpha_and_only_the_level_to_learn():
    torch.manual_seed(0)
    codes = torch.randint(20, (64, 12, 3))
    lengths = torch.randint(2, 12, (64,))
    level = torch.randint(3, (64,))
    given, hidden = mmm.corrupt(codes, lengths, level, TINY)
    for i in range(64):
        n, lv = int(lengths[i]), int(level[i])
        assert not hidden[i, n:].any()
        assert hidden[i].sum() >= math.floor(TINY.least_masked * n)
        assert (given[i, :n, lv][hidden[i, :n]] == TINY.mask).all()
        assert torch.equal(given[i, :n, :lv], codes[i, :n, :lv]), "coarser levels are seen as they are"
        assert (given[i, :n, lv + 1 :] == TINY.mask).all(), "finer levels are not seen"
        assert (given[i, n] == TINY.end).all()
        assert (given[i, n + 1 :] == TINY.pad).all()
    rest = torch.stack([~hidden[i] & (torch.arange(12) < lengths[i]) for i in range(64)])
    seen = given.gather(2, level[:, None, None].expand(-1, 12, 1))[..., 0]
    true = codes.gather(2, level[:, None, None].expand(-1, 12, 1))[..., 0]
    changed = (seen != true)[rest].float().mean()
    assert 0.3 < changed < 0.65, "half of the tokens left are random codes, a twentieth of them right by chance"


def test_schedule_is_the_papers_cosine():
    assert mmm.masked_share(0, 10) == 1
    assert mmm.masked_share(10, 10) == pytest.approx(0, abs=1e-12)
    assert mmm.masked_share(5, 10) == pytest.approx(math.cos(math.pi / 4))


def test_every_token_is_decoded():
    codes = draw([5, 11], [1, 2])
    assert codes.shape == (2, 11, 3)
    assert (codes < TINY.codes).all()
    assert (codes[0, 5:] == 0).all()


def test_a_seed_gives_the_same_whatever_else_is_in_the_batch():
    alone = draw([7], [42])
    among = draw([7, 11, 7], [42, 1, 2])
    assert torch.equal(alone[0], among[0, :7])
    assert not torch.equal(among[0, :7], among[2, :7])


def test_given_tokens_stay():
    given = torch.full((1, 9, 3), TINY.mask)
    given[0, 2:5] = torch.tensor([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    kept = given.clone()
    codes = draw([9], [3], given=given)
    assert torch.equal(codes[0, 2:5], kept[0, 2:5])
    assert (codes < TINY.codes).all()


def test_guidance_is_one_batched_pass_of_the_formula():
    net, states, found = model(), text(2), context(2)
    codes, lengths = torch.full((2, 8, 3), TINY.mask), torch.tensor([8, 6])
    both = mmm.guided(net, codes, lengths, 0, states, found, 2.5)
    framed = mmm.frame_with_specials(torch.nn.functional.pad(codes, (0, 0, 0, 1)), lengths, TINY)
    level, known = torch.zeros(2, dtype=torch.long), torch.ones(2, dtype=torch.bool)
    cond = net(framed, level, states, known, found)[:, :-1]
    uncond = net(framed, level, states, ~known, found)[:, :-1]
    torch.testing.assert_close(both, 3.5 * cond - 2.5 * uncond, atol=1e-4, rtol=1e-4)
    assert not torch.allclose(cond, uncond)


def test_words_and_retrieved_motion_are_projected_once_and_codes_are_the_same(monkeypatch):
    projected, memory = [], mmm.MMM.memory

    def spy(self, states, conditional, *found):
        projected.append(len(conditional))
        return memory(self, states, conditional, *found)

    monkeypatch.setattr(mmm.MMM, "memory", spy)
    options = {"context": context(2), "guided_share": 0.5}
    kept = draw([9, 6], [1, 2], **options)
    assert projected == [4, 2], "once for passes with guidance, once for those without"
    anew, guided = [], mmm.guided
    monkeypatch.setattr(mmm, "guided", lambda *args: anew.append(None) or guided(*args[:-1]))
    assert torch.equal(draw([9, 6], [1, 2], **options), kept)
    assert len(projected) == 2 + len(anew), "in each step where nothing is kept"


def test_dropped_text_is_not_seen():
    net, codes = model(), torch.full((2, 5, 3), TINY.mask)
    level, unknown = torch.zeros(2, dtype=torch.long), torch.zeros(2, dtype=torch.bool)
    one = net(codes, level, text(2), unknown, context(2))
    other = TextStates(torch.randn(2, 12), torch.randn(2, 6, 12), torch.ones(2, 6, dtype=torch.bool))
    torch.testing.assert_close(one, net(codes, level, other, unknown, None))


def test_it_learns_what_words_say():
    torch.manual_seed(0)
    net = mmm.MMM(TINY).train()
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3)
    codes = torch.stack([torch.full((13, 3), 3), torch.full((13, 3), 11)])
    for _ in range(60):
        loss, _ = net.loss(codes, torch.tensor([8, 8]), text(2))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    net.eval()
    made = mmm.sample(net, text(2), torch.tensor([8, 8]), [torch.Generator().manual_seed(i) for i in range(2)], steps=4)
    assert (made[0] == 3).float().mean() > 0.9
    assert (made[1] == 11).float().mean() > 0.9
    assert net.predict_length(text(2)).tolist() == [8, 8]


def test_stopping_comes_through():
    def stop(step: int, total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        draw([5], [1], on_step=stop)


@pytest.mark.parametrize("name", ["paper", "shipped"])
def test_named_sizes_run(name):
    config = getattr(mmm.Config, name)()
    with torch.device("meta"):  # the paper's 200 million numbers need not be drawn to see that shapes fit
        net = mmm.MMM(config)
        states = TextStates(
            torch.zeros(1, config.text_dim), torch.zeros(1, 4, config.text_dim), torch.ones(1, 4).bool()
        )
        codes = torch.zeros(1, 9, config.levels, dtype=torch.long)
        logits = net(codes, torch.zeros(1).long(), states, torch.ones(1).bool())
    assert logits.shape == (1, 9, config.codes)


ABOVE = replace(TINY, below=2, below_masked=0.3, stretches=0.0)


def test_of_the_lower_body_a_few_tokens_are_hidden_and_none_is_to_learn():
    torch.manual_seed(0)
    codes, lengths, level = torch.randint(20, (64, 12, 5)), torch.full((64,), 11), torch.randint(3, (64,))
    given, hidden = mmm.corrupt(codes, lengths, level, ABOVE)
    below, real = given[:, :11, 3:], codes[:, :11, 3:]
    lost = (below == ABOVE.mask).all(-1)
    assert 0.2 < lost.float().mean() < 0.4
    assert torch.equal(below[~lost], real[~lost])
    assert not torch.equal(lost, hidden[:, :11]), "where legs are hidden has nothing to do with what is to learn"
    loss, _ = mmm.MMM(ABOVE).loss(codes, lengths, text(64))
    assert torch.isfinite(loss)


def test_masked_stretches_lie_in_one_piece():
    torch.manual_seed(0)
    codes, lengths = torch.randint(20, (64, 12, 5)), torch.randint(3, 12, (64,))
    _, hidden = mmm.corrupt(codes, lengths, torch.zeros(64, dtype=torch.long), replace(ABOVE, stretches=1.0))
    for row, n in zip(hidden, lengths.tolist(), strict=True):
        edges = (row[:n] != row[:n].roll(1)).sum()  # around the end
        assert edges <= 2 and not row[n:].any() and row.any()


def test_given_legs_come_back_as_they_were_and_matter():
    net, generators = model(ABOVE), [torch.Generator().manual_seed(1) for _ in range(2)]
    given = torch.full((2, 9, 5), ABOVE.mask)
    given[..., 3:] = torch.randint(20, (2, 9, 2), generator=torch.Generator().manual_seed(4))
    states = text(1)[torch.zeros(2, dtype=torch.long)]
    codes = mmm.sample(net, states, torch.tensor([9, 9]), generators, steps=3, given=given.clone(), conditional=False)
    assert torch.equal(codes[..., 3:], given[..., 3:]) and (codes < ABOVE.codes).all()
    level, known = torch.zeros(2, dtype=torch.long), torch.zeros(2, dtype=torch.bool)
    logits = net(given, level, states, known)
    other = given.clone()
    other[..., 3:] = (other[..., 3:] + 7) % 20
    assert not torch.allclose(logits, net(other, level, states, known))


def test_where_most_is_known_every_step_still_decodes_some():
    given = torch.full((1, 12, 3), TINY.mask)
    given[:, :8] = 1
    seen: list[int] = []
    net, lengths = model(), torch.tensor([12])

    def count(step: int, _total: int) -> None:
        if step <= 4:
            seen.append(int((given[..., 0] == TINY.mask).sum()))

    mmm.sample(net, text(1), lengths, [torch.Generator().manual_seed(0)], steps=4, given=given, on_step=count)
    assert seen == [3, 2, 1, 0]


def test_levels_decoded_one_after_the_other_are_those_decoded_at_once():
    whole = draw([9, 6], [1, 2])
    generators = [torch.Generator().manual_seed(s) for s in (1, 2)]
    states, lengths = text(1)[torch.zeros(2, dtype=torch.long)], torch.tensor([9, 6])
    coarse = mmm.sample(model(), states, lengths, generators, steps=4, levels=range(1))
    assert (coarse[0, :, 1:] == TINY.mask).all()
    rest = mmm.sample(model(), states, lengths, generators, steps=4, levels=range(1, 3), given=coarse.clone())
    assert torch.equal(whole, rest)
    assert torch.equal(rest, mmm.sample(model(), states, lengths, generators, levels=range(0), given=rest.clone()))
