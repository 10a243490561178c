"""From motion to sounds, from sounds to an encoder and a token, on networks that a test can afford."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from engine.audio.audio_token import AudioTokenModel
from engine.audio.encoder import OwnEncoder, WithRhythm
from engine.audio.rhythm import SIZE
from engine.models import audio_encoder, audio_token, mmm, vqvae
from engine.protocol.prompt import AUDIO_TAG
from engine.runtime import weights
from engine.text.encoder import TextEncoder
from engine.text.model import TextModel
from engine.text.retrieval import Library
from engine.train import loop
from engine.train.audio_token import encoder as hearing_recipe
from engine.train.audio_token import items, recipe
from engine.train.audio_token import sounds as hearing_corpus
from engine.train.audio_token.corpus import PROMPTS, TokenCorpus, class_vectors, hidden_states, padded
from engine.train.audio_token.items import NAMES, Sounding
from engine.train.audio_token.recipe import fingerprint, frozen_parts, measure, token_loss, train_token
from engine.train.audio_token.sounds import Sounds
from engine.train.data import clips
from engine.train.data.timed_captions import TimedCaption
from retarget.motion import Motion
from tests.engine.train.foley.test_soundtrack import clapping, hopping, trial_of, walking
from tests.engine.train.puppet import stand

TINY = audio_encoder.Config(dim=24, heads=2, layers=3, dropout=0.0)


def pieces() -> list[Sounding]:
    """Three kinds, in all splits."""
    made: dict[str, Motion] = {"walk": walking(), "clap": clapping(), "jump": hopping(), "still": stand(60)}
    found = []
    for split in clips.SPLITS:
        for kind, motion in made.items():
            says = f"a person {items.KINDS[NAMES.index(kind)].says[0]}"
            found.append(Sounding(motion, (says,), says, NAMES.index(kind), trial_of(split)))
    return found


@pytest.fixture(scope="module")
def sounds() -> Sounds:
    return hearing_corpus.gather(pieces(), 3, 0)


@pytest.fixture(scope="module")
def words() -> TextModel:
    """A text model with random weights, and a library of one motion."""
    torch.manual_seed(0)
    tokenizer = vqvae.VQVAE(vqvae.Config(width=32, depth=1, codes=16, code_dim=8, levels=2))
    for name, buffer in tokenizer.named_buffers():
        if name.endswith("codebook"):
            buffer.normal_()
    config = replace(mmm.Config.shipped(), codes=16, levels=2, dim=32, heads=2, layers=1, cross_layers=1, retrieved=1)
    first = torch.zeros(1, dtype=torch.int32)
    sentence = torch.nn.functional.normalize(torch.ones(1, 384), dim=-1).half()
    library = Library(torch.zeros(6, 2, dtype=torch.int16), first, first + 6, sentence, first.repeat(1, 2), first)
    return TextModel.assemble(TextEncoder(), mmm.MMM(config), tokenizer, library, "cpu")


def ears(sounds: Sounds) -> OwnEncoder:
    torch.manual_seed(1)
    return OwnEncoder(audio_encoder.AudioTransformer(replace(TINY, classes=sounds.classes())), "d" * 64)


def corpus(sounds: Sounds, words: TextModel) -> TokenCorpus:
    states = hidden_states(sounds, WithRhythm(ears(sounds)), [], 3)
    return TokenCorpus(sounds, states, words.tokenizer, words.encoder, {trial_of("train"): 0})


def test_sounds_are_kept_and_read_back(sounds, tmp_path):
    sounds.save(tmp_path / "sounds.npz")
    back = Sounds.load(tmp_path / "sounds.npz")
    assert len(back) == len(sounds) == 4 * (3 + 1 + 3), "of the validation split one each"
    np.testing.assert_array_equal(back.mel_of(5), sounds.mel_of(5))
    np.testing.assert_array_equal(back.rows_of(2), sounds.rows_of(2))
    assert len(sounds.rows_of(2)) == 90 and len(sounds.mel_of(0)) == 150, "three seconds of each"
    with pytest.raises(FileNotFoundError, match="motif train hearing"):
        Sounds.load(tmp_path / "none.npz")
    with pytest.raises(ValueError, match="nothing to hear"):
        hearing_corpus.gather([Sounding(stand(40), ("x",), "x", NAMES.index("walk"), "t")], 2, 0)


def test_splits_share_no_sound(sounds):
    parts = {name: set(sounds.of_split(name).tolist()) for name in clips.SPLITS}
    assert sum(map(len, parts.values())) == len(sounds) and not parts["train"] & parts["test"]
    assert {"steps", "claps", "landing"} <= set(sounds.classes()), "classes are the training split's"
    assert not {"tile", "grass"} & set(sounds.classes())


def test_average_precision_by_hand():
    scores = np.array([[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.2, 0.8]])
    truths = np.array([[1, 0], [0, 0], [1, 0], [0, 1]], float)
    found, chance = hearing_recipe.average_precision(scores, truths)
    assert found == pytest.approx(((1 + 2 / 4) / 2 + 1 / 2) / 2)
    assert chance == pytest.approx((0.5 + 0.25) / 2)


def test_altered_sounds_differ_and_stay_in_range(sounds):
    rng = np.random.default_rng(0)
    mel = sounds.mel_of(0)
    made = [hearing_recipe.altered(mel, rng) for _ in range(8)]
    assert all(m.min() >= -1 and m.max() <= 0 and len(m) == min(len(mel), hearing_recipe.ROWS) for m in made)
    assert len({m.tobytes() for m in made}) == 8


def test_training_the_encoder_leaves_weights_that_hear(sounds, tmp_path, monkeypatch):
    monkeypatch.setattr(
        audio_encoder.Config, "shipped", classmethod(lambda cls, classes: replace(TINY, classes=classes))
    )
    monkeypatch.setattr(hearing_recipe, "BATCH", 6)
    monkeypatch.setattr(hearing_recipe, "MOST_STEPS", 5)
    sounds.save(tmp_path / "hearing-sounds.npz")
    path = hearing_recipe.train_hearing([], 10, False, tmp_path, tmp_path, "cpu")
    assert path == tmp_path / "hearing.safetensors" and path.with_suffix(".md").exists()
    encoder = OwnEncoder.load(tmp_path)
    assert encoder.of_mel(sounds.mel_of(0)).shape == (-(-len(sounds.mel_of(0)) // 4), 72)
    again = hearing_recipe.train_hearing([], 10, True, tmp_path, tmp_path, "cpu")
    assert OwnEncoder.load(again.parent).digest != encoder.digest, "it went on"


def test_batches_hold_what_belongs_together(sounds, words):
    made = corpus(sounds, words)
    batch = made.batch([0, 3, 6], np.random.default_rng(0), altered=False)
    assert batch.lengths.tolist() == [-(-int(sounds.frames[sounds.owner[i]]) // 4) for i in (0, 3, 6)]
    assert batch.real.sum(1).tolist() == [len(made.states[i]) for i in (0, 3, 6)]
    assert torch.equal(batch.same, torch.eye(3, dtype=torch.bool)), "a walk, a clap and a jump"
    assert batch.groups == [0, 0, 0] and all(batch.retrieval)
    assert all(prompt.count(AUDIO_TAG) == 1 for prompt in PROMPTS)
    altered = next(made.batches(6, 1))
    assert altered.states.shape[0] == 6 and not all(altered.retrieval)
    for slots in altered.slots:
        assert len(slots) == 1


def test_padding_is_marked():
    states, real = padded([np.ones((3, 4), np.float16), np.ones((5, 4), np.float16)])
    assert states.shape == (2, 5, 4) and real.sum(1).tolist() == [3, 5] and (states[0, 3:] == 0).all()


def test_a_short_training_leaves_everything_frozen_as_it_was(sounds, words, tmp_path, monkeypatch):
    monkeypatch.setattr(recipe, "BATCH", 8)
    monkeypatch.setattr(recipe, "MOST_STEPS", 120)
    hears, made = ears(sounds), corpus(sounds, words)
    before = fingerprint(frozen_parts(words, hears))
    torch.manual_seed(0)
    untrained = audio_token.AudioToken(audio_token.Config.shipped(hears.width, 384, SIZE)).eval()
    kinds = torch.from_numpy(sounds.kind[sounds.owner[sounds.of_split("val")]])
    held, classes = made.held("val", 8), class_vectors(words.encoder)
    first = measure(untrained, held, kinds, classes, words, "cpu")
    model, after = train_token(made, words, hears.width, 10, False, tmp_path, "cpu")
    assert fingerprint(frozen_parts(words, hears)) == before
    assert after["val right kind"] > first["val right kind"]
    seen = torch.from_numpy(sounds.kind[sounds.owner[sounds.of_split("train")]])
    learnt = measure(model, made.held("train", 12), seen, classes, words, "cpu")
    assert learnt["val right kind"] >= 0.75, "what it has heard it tells apart"
    assert measure(model, held, kinds, classes, words, "cpu") == after, "the same every time"


def test_a_changed_bit_changes_the_fingerprint(words):
    before, vector = fingerprint([words.transformer]), words.transformer.no_text
    kept = vector.clone()
    with torch.no_grad():
        vector[3] += 0.5
        assert fingerprint([words.transformer]) != before
        vector.copy_(kept)
    assert fingerprint([words.transformer]) == before


def test_gradients_end_in_the_token(sounds, words):
    made = corpus(sounds, words)
    model = audio_token.AudioToken(audio_token.Config.shipped(72, 384, SIZE))
    with loop.low_precision("cpu"):
        loss, _ = token_loss(model, made.batch([0, 3, 6], np.random.default_rng(0)), words, "cpu")
    loss.backward()
    assert all(p.grad is not None for p in model.parameters())
    assert all(p.grad is None for part in (words.transformer, words.tokenizer) for p in part.parameters())


def test_from_sounds_to_a_take_that_hears(sounds, words, tmp_path, monkeypatch):
    """The recipe's weights load, and the take depends on what is heard."""
    hears = ears(sounds)
    state = {name: value.half().float() for name, value in hears.network.state_dict().items()}
    weights.save_weights(tmp_path / "hearing.safetensors", state, vars(hears.network.config))
    sounds.save(tmp_path / "hearing-sounds.npz")
    monkeypatch.setattr(recipe, "MOST_STEPS", 2)
    monkeypatch.setattr(recipe.TextModel, "load", classmethod(lambda cls, folder, device: words))
    path = recipe.train_audiotoken([], 10, False, tmp_path, tmp_path, "cpu")
    stored = weights.load_weights(path)
    assert stored.meta["encoder_digest"] == OwnEncoder.load(tmp_path).digest and stored.meta["frozen"]
    word = AudioTokenModel.load(tmp_path)
    t = np.arange(22050) / 22050
    beep, hiss = np.sin(2 * np.pi * 440 * t), np.random.default_rng(0).standard_normal(22050)
    said = [word.token_of((0.2 * x).astype(np.float32)) for x in (beep, hiss)]
    assert not torch.allclose(said[0], said[1])
    prompt = f"a person moves to {AUDIO_TAG}"
    one, two, silent = (words.with_audio_tokens([w]).sample([prompt], [60], [1], steps=2)[0] for w in (*said, None))
    assert len(one) == len(two) == len(silent) == 60
    read = [words.with_audio_tokens([w]).encoder.encode([prompt]) for w in (*said, None)]
    assert len({s.sentence.numpy().tobytes() for s in read}) == len({s.words.numpy().tobytes() for s in read}) == 3
    loud, deaf = (
        words.with_audio_tokens([w]).sample([prompt], [60], [1], steps=2, temperature=0.01)[0]
        for w in (50 * said[0], None)
    )
    assert not np.allclose(loud.rot, deaf.rot), "what stands there is read"


def test_pieces_whose_captions_hold_no_verb_phrase_have_sounds_too():
    motion = walking()
    told = (TimedCaption(0, len(motion), ("a cheerful salsa",)),)
    clip = clips.Clip("one", motion, "salsa", "salsa dance", "studio", "", "one", (), told=told)
    found = items.soundings([clip])
    assert [sounding.sentences for sounding in found] == [told[0].captions]
    assert found[0].plain == told[0].captions[0]
