"""The training loop: a run that was cut off goes on where it was."""

from __future__ import annotations

import torch
from torch import nn

from engine.train import loop


def batches(seed: int = 0):
    generator = torch.Generator().manual_seed(seed)
    while True:
        yield torch.randn(8, 4, generator=generator)


def loss_of(model: nn.Module, batch: torch.Tensor):
    loss = (model(batch) - batch.sum(-1, keepdim=True)).square().mean()
    return loss, {"error": loss.detach()}


def run(folder, *, resume: bool, steps: int = 30):
    torch.manual_seed(0)
    model = nn.Linear(4, 1)
    schedule = loop.Schedule(10, learning_rate=0.02, warm_up=1, total_steps=200, ema=0.9, most_steps=steps)
    state = loop.train(model, loss_of, batches(), schedule, folder, resume=resume)
    return model, state


def test_resume_goes_on(tmp_path):
    run(tmp_path, resume=False)
    first = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    run(tmp_path, resume=True)
    second = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    assert (first["step"], second["step"]) == (30, 60)
    fresh_start = torch.load(tmp_path / "checkpoint.pt", weights_only=True)["optimizer"]["state"][0]["step"]
    assert int(fresh_start) == second["step"], "the optimiser's own count went on too"


def test_it_learns_and_averages(tmp_path):
    model, state = run(tmp_path, resume=False, steps=200)
    probe = torch.randn(32, 4)
    averaged = nn.Linear(4, 1)
    averaged.load_state_dict(state)
    for trained in (model, averaged):
        assert float(loss_of(trained, probe)[0].detach()) < 1.0


def test_schedule_warms_up_and_comes_down():
    schedule = loop.Schedule(1, learning_rate=1.0, warm_up=10, total_steps=100, floor=0.1)
    rates = [schedule.rate(s) for s in range(120)]
    assert rates[0] == 0.1
    assert max(rates) == max(rates[8:12])
    assert abs(rates[-1] - 0.1) < 1e-6
    assert isinstance(rates[5], float), "a numpy number would not survive a checkpoint"


def test_a_bad_batch_does_not_spoil_the_run(tmp_path):
    def poisoned():
        for i, batch in enumerate(batches()):
            yield batch * float("nan") if i % 3 == 0 else batch

    torch.manual_seed(0)
    model = nn.Linear(4, 1)
    schedule = loop.Schedule(10, learning_rate=0.02, warm_up=1, total_steps=200, most_steps=9)
    loop.train(model, loss_of, poisoned(), schedule, tmp_path, resume=False)
    assert all(torch.isfinite(p).all() for p in model.parameters())


def test_a_part_may_learn_slowly(tmp_path):
    class Two(nn.Module):
        def __init__(self):
            super().__init__()
            self.quick, self.slow = nn.Parameter(torch.zeros(1)), nn.Parameter(torch.zeros(1))

        def parameter_groups(self):
            return [{"params": [self.quick]}, {"params": [self.slow], "scale": 0.1}]

    model = Two()
    # Adam moves each by about its rate a step, whatever the gradient.
    schedule = loop.Schedule(0.01, learning_rate=1e-3, warm_up=1, total_steps=10**9, floor=1.0)

    def loss(trained, _batch):
        total = (trained.quick + trained.slow).sum()
        return total, {}

    loop.train(model, loss, batches(), schedule, tmp_path, resume=False)
    assert model.quick < 0 and 0.08 < float(model.slow / model.quick) < 0.12
