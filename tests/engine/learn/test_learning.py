"""An artist's pieces, the library that they join, and a network that learns them and doesn't forget the rest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from engine import __main__ as cli
from engine import take_files
from engine.learn import job as jobs
from engine.learn import library, material, tune
from engine.learn.job import Row
from engine.learn.material import Example, Piece
from engine.models import mmm
from engine.models.text_states import TextStates
from engine.protocol import weight_sets
from engine.protocol.errors import EngineError
from engine.runtime import weights
from engine.text.retrieval import Library
from tests.engine.train.puppet import stand, walk

TINY = mmm.Config(
    codes=20, levels=2, dim=32, heads=4, layers=1, cross_layers=1, dropout=0.0, text_dim=12, max_tokens=12, retrieved=1
)


@pytest.fixture(autouse=True)
def own_data(tmp_path, monkeypatch):
    monkeypatch.setenv(weight_sets.VARIABLE, str(tmp_path / "data"))


def saved(folder, name: str, motion) -> Row:
    folder.mkdir(exist_ok=True)
    take_files.save_motion(motion, folder / name, {})
    return Row(str(folder / name), name.partition(".")[0], "walks to the left")


def test_files_become_pieces_of_a_length_that_the_network_takes(tmp_path):
    rows = [saved(tmp_path / "in", "short.npz", walk(60)), saved(tmp_path / "in", "long.bvh", walk(420))]
    pieces = material.pieces_of(rows)
    assert [p.group for p in pieces] == [0, 1, 1, 1, 1] and len(pieces[0].motion) == 60
    assert all(len(p.motion) == material.PIECE for p in pieces[1:])
    assert "a person walks to the left" in pieces[0].captions
    feet = np.concatenate([p.motion.globals()[0][:, 10:12, 1].min(axis=1) for p in pieces])
    assert np.abs(feet).max() < 0.15, "in metres, on the floor"


def test_a_mirrored_piece_says_so(tmp_path):
    piece = Piece(walk(60, way=(1, 0)), ("walks to the Left", "walks"), 0)
    other = material.mirrored(piece)
    assert other.captions == ("walks to the right", "walks")
    assert np.allclose(other.motion.root_pos[-1, 0], -piece.motion.root_pos[-1, 0], atol=1e-4)


def test_too_short_a_motion_is_refused_and_a_broken_file_named(tmp_path):
    with pytest.raises(EngineError, match="shorter than"):
        material.pieces_of([saved(tmp_path, "blink.npz", stand(10))])
    (tmp_path / "bad.bvh").write_text("HIERARCHY")
    with pytest.raises(EngineError, match=r"bad\.bvh"):
        material.pieces_of([Row(str(tmp_path / "bad.bvh"), "bad", "walks")])


def texts(count: int, seed: int) -> TextStates:
    g = torch.Generator().manual_seed(seed)
    sentence = torch.nn.functional.normalize(torch.randn(count, 12, generator=g), dim=-1)
    return TextStates(sentence, torch.randn(count, 5, 12, generator=g), torch.ones(count, 5, dtype=torch.bool))


def small_library(texts_of: TextStates, marks: bool = True) -> Library:
    """A motion of four tokens for each text."""
    count = len(texts_of.sentence)
    return Library(
        torch.arange(8 * count).view(-1, 2).remainder(20).short(), (4 * torch.arange(count)).int(),
        torch.full((count,), 4, dtype=torch.int32), texts_of.sentence,
        torch.tensor([[m, m] for m in range(count)], dtype=torch.int32), torch.arange(count).int(),
        torch.zeros(count, len(library.COLUMNS), dtype=torch.int16) if marks else None,
    )  # fmt: skip


def test_joined_libraries_find_the_motions_of_both():
    ours, theirs = texts(5, 0), texts(3, 1)
    both = library.joined(small_library(ours), small_library(theirs))
    assert library.next_group(small_library(ours)) == 5 and library.next_group(None) == 0
    assert both.marks is not None and both.marks.shape[0] == 8
    for first, states, own in ((0, ours, small_library(ours)), (5, theirs, small_library(theirs))):
        for i in range(len(states.sentence)):
            ((found, _),) = both.nearest(states.sentence[i], 1, torch.Generator().manual_seed(0), spread=0.0)
            assert found == first + i and both.tokens(found).equal(own.tokens(i))
    assert library.joined(small_library(ours, marks=False), small_library(theirs)).marks is None


def test_a_taught_motion_leads_where_its_caption_is_nearest():
    ours, theirs = texts(5, 0), texts(3, 1)
    taught = replace(small_library(theirs), taught=torch.ones(3, dtype=torch.int16))
    both = library.joined(small_library(ours), taught)
    assert both.taught is not None and both.taught.tolist() == 5 * [0] + 3 * [1]
    for sentence, leads in ((theirs.sentence[1], 1.0), (ours.sentence[1], 0.0)):
        found, lead = both.taught_near(sentence, 2, torch.Generator().manual_seed(0), spread=0.0)
        assert lead == leads and bool(found) == bool(leads)
    ((first, _), _), _ = both.taught_near(theirs.sentence[1], 2, torch.Generator().manual_seed(0), spread=0.0)
    assert first == 6
    assert small_library(ours).taught_near(ours.sentence[0], 2, torch.Generator()) == ([], 0.0)
    assert Library.from_tensors(both.tensors()).taught is not None


def examples() -> tune.Examples:
    def of(seed: int, count: int) -> list[Example]:
        states, g = texts(count, seed), torch.Generator().manual_seed(seed)
        rows = torch.randint(20, (count, 1, 2), generator=g).expand(-1, 6, -1)
        return [Example(rows[i], (states[i : i + 1],), 100 + i) for i in range(count)]

    return tune.Examples(of(3, 4), of(4, 6), of(4, 6)[:2], small_library(texts(5, 0)))


def learner(tmp_path, name: str = "checkpoint.pt") -> tune.Learner:
    torch.manual_seed(0)
    return tune.Learner(TINY, mmm.MMM(TINY).state_dict(), examples(), tmp_path / name, "cpu")


def steps(count: int):
    """Goes on for so many steps of this call."""
    left = [count]

    def goes_on(_spent: float, _seconds: float) -> bool:
        left[0] -= 1
        return left[0] > 0

    return goes_on


def test_the_artists_motions_are_learnt_and_the_rest_is_not_forgotten(tmp_path):
    torch.manual_seed(0)
    one = learner(tmp_path)
    assert not one.run(1e6, steps(120))
    tuned = one.result()
    assert tuned.steps == 120
    assert tuned.losses["own after"] < 0.9 * tuned.losses["own"]
    assert tuned.losses["kept after"] <= tuned.losses["kept"] * tune.FORGETTING


def test_what_would_be_forgotten_is_not_taken_over(tmp_path):
    one = learner(tmp_path)
    one.average = {name: torch.randn_like(v) if v.is_floating_point() else v for name, v in one.base.items()}
    tuned = one.result()
    assert tuned.share == 0 and all(tuned.state[name].equal(value) for name, value in one.base.items())


def test_learning_goes_on_from_its_checkpoint(tmp_path):
    first = learner(tmp_path)
    first.run(1e6, steps(5))
    second = learner(tmp_path)
    assert second.step == 5 and second.seconds == first.seconds
    assert all(second.average[name].equal(value) for name, value in first.average.items())
    second.run(1e6, steps(3))
    assert learner(tmp_path).step == 8


def test_learning_that_is_interrupted_leaves_a_checkpoint(tmp_path):
    def stopped(_spent: float, _seconds: float) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        learner(tmp_path).run(1e6, stopped)
    assert learner(tmp_path).step == 1


def test_the_command_says_what_is_wrong(tmp_path, capsys):
    assert cli.main(["learn", str(tmp_path / "none"), "--name", "mine"]) == 1
    assert "There is no folder" in capsys.readouterr().err
    assert cli.main(["learn", "--name", "mine", "--resume", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "bad_request"
    assert cli.main(["learn", "--name", "mine", "--delete"]) == 1
    assert "no set of weights" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["learn", "--name", "mine"])


@pytest.mark.slow
def test_a_folder_becomes_a_set_and_the_shipped_weights_stay(tmp_path, capsys):
    """With the weights that ship, for a second; paused first."""
    saved(tmp_path / "in", "moon_walk.npz", walk(90))
    digests = {p: hashlib.sha256(p.read_bytes()).hexdigest() for p in weights.FOLDER.glob("*.safetensors")}
    words = ["learn", str(tmp_path / "in"), "--name", "moon", "--minutes", "0.02", "--json"]
    assert cli.main(words) == 0
    done = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert done["set"] == "moon" and weight_sets.known()["moon"] == done["folder"] and not jobs.unfinished()
    assert "moon_walk" in (weight_sets.folder_of("moon") / "text.md").read_text(encoding="utf-8")
    out = tmp_path / "take.npz"
    words = ["generate", "--text", "moon walk", "--seconds", "2", "--weights", "moon", "--out", str(out), "--json"]
    assert cli.main(words) == 0 and out.is_file()
    assert digests == {p: hashlib.sha256(p.read_bytes()).hexdigest() for p in digests}
    assert cli.main(["learn", "--name", "moon", "--delete"]) == 0 and "moon" not in weight_sets.known()
