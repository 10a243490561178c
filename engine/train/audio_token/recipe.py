"""Training the audio token: two linear layers and a pooling learn to say a sound to a frozen generator."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.audio import rhythm
from engine.audio.encoder import AudioEncoder, OwnEncoder, WithRhythm, open_encoder
from engine.models import audio_token, mmm
from engine.runtime import weights
from engine.text.encoder import with_audio_tokens
from engine.text.model import TextModel
from engine.train import loop
from engine.train.audio_token import sounds as hearing_corpus
from engine.train.audio_token.corpus import Batch, TokenCorpus, class_vectors, listen
from engine.train.audio_token.encoder import RECORDINGS
from engine.train.audio_token.items import NAMES
from engine.train.data import clips as data
from engine.train.progress import progress_bar
from engine.train.publish import Card, publish
from engine.train.text.items import trial_numbers

BATCH = 48
SPOKEN = 16  # of a batch are said to the generator: its loss costs most of a step, and the labels want many sounds
MOST_STEPS = math.inf  # of a run, however long they take
TOTAL_STEPS = 700
CARD = Card(
    "Audio as a word",
    "Turns what the audio encoder hears into one word of the text model's prompt, where it says <audio>. Text model, "
    "tokenizer and both encoders stay as they are, to the bit.",
    (
        "One word for the whole sound: it says what is done, not when. The take's steps and claps do not fall on the "
        "sound's; the audio model is for that.",
        "It knows the kinds of sound it was trained on (steps, jumps, claps, blows, counting, speech, music for four "
        "dances, quiet), all of them made; anything else is heard as the nearest of these.",
        "What music a dance goes to is this project's own choice, not a fact: a waltz says ballet to it.",
    ),
)


def train_audiotoken(
    clips: list[data.Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str, encoder: str = ""
) -> Path:
    """The token on the text model of `out`, else the one that ships; `encoder`: a folder with another's audio model."""
    sounds = hearing_corpus.make(
        clips, runs / "hearing-sounds.npz", RECORDINGS, 0, progress_bar("making sounds", "piece")
    )
    home = out if (out / "text.safetensors").exists() else weights.FOLDER
    plain = open_encoder(out if (out / "hearing.safetensors").exists() else weights.FOLDER, encoder, device)
    words = TextModel.load(home, device)
    ears = WithRhythm(plain)
    frozen = fingerprint(frozen_parts(words, plain))
    groups = trial_numbers(data.partition(clips)["train"])
    states = listen(sounds, ears, clips, RECORDINGS)
    corpus = TokenCorpus(sounds, states, words.tokenizer, words.encoder, groups)
    folder = runs / "audiotoken"
    model, measured = train_token(corpus, words, plain.width, minutes, resume, folder, device)
    if fingerprint(frozen_parts(words, plain)) != frozen:
        raise RuntimeError("What was to stay frozen has changed in training: nothing is published.")
    extra = {"encoder": plain.folder, "encoder_digest": plain.digest, "frozen": frozen}
    return publish(
        "audiotoken", out, folder, dict(model.state_dict()), asdict(model.config), measured, clips, CARD, extra
    )


def train_token(
    corpus: TokenCorpus, words: TextModel, width: int, minutes: float, resume: bool, folder: Path, device: str
) -> tuple[audio_token.AudioToken, dict[str, float]]:
    """The trained token with averaged weights, and what it measures on the validation split."""
    model = audio_token.AudioToken(audio_token.Config.shipped(width, words.encoder.width, rhythm.SIZE))
    schedule = loop.Schedule(
        minutes, learning_rate=1e-3, betas=(0.9, 0.98), weight_decay=0.05, warm_up=50, total_steps=TOTAL_STEPS,
        ema=0.99, checkpoint_minutes=3, most_steps=MOST_STEPS,
    )  # fmt: skip
    done = loop.read_table(folder / "log.csv").get("step", [0])[-1] if resume else 0
    classes, held = class_vectors(words.encoder), corpus.held("val", BATCH)
    kinds = torch.from_numpy(corpus.sounds.kind[corpus.sounds.owner[_held_index(corpus)]])

    def validate(trained: nn.Module) -> dict[str, float]:
        assert isinstance(trained, audio_token.AudioToken)
        return measure(trained, held, kinds, classes, words, device)

    def loss_of(trained: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
        assert isinstance(trained, audio_token.AudioToken)
        return token_loss(trained, batch, words, device)

    drawn = corpus.batches(BATCH, int(done) + 1)
    state = loop.train(
        model, loss_of, drawn, schedule, folder, resume=resume, validate=validate, validate_every=200, device=device
    )
    model.load_state_dict(state)
    return model.eval(), validate(model)


def token_loss(
    model: audio_token.AudioToken, batch: Batch, words: TextModel, device: str
) -> tuple[Tensor, dict[str, Tensor]]:
    """`AudioToken.loss` with the frozen transformer's own loss; gradients end in the token."""

    def generator(token: Tensor) -> Tensor:
        own = slice(SPOKEN)
        text = with_audio_tokens(batch.text[own].to(device), batch.slots[own], token[own])
        context = found(words, text.sentence.detach(), batch)
        return words.transformer.loss(batch.codes[own].to(device), batch.lengths[own].to(device), text, context)[0]

    return model.loss(
        batch.states.to(device), batch.real.to(device), generator, batch.labels.to(device), batch.same.to(device)
    )


def found(words: TextModel, sentences: Tensor, batch: Batch) -> mmm.Context | None:
    """What the library gives for the sentences of a batch's first rows, as in generating; a piece's own recording is
    left out."""
    config = words.transformer.config
    if words.library is None or not config.retrieved:
        return None
    draw = torch.Generator().manual_seed(int(torch.randint(2**31, (1,))))
    rows = [
        words.library.find(s, config.retrieved, draw, spread=0.03, avoid=group) if told else []
        for s, group, told in zip(sentences.cpu(), batch.groups, batch.told, strict=False)
    ]
    context = words.library.context(rows, config.max_tokens)
    return mmm.Context(*(getattr(context, f).to(words.device) for f in context.__dataclass_fields__))


@torch.no_grad()
def measure(
    model: audio_token.AudioToken, held: Sequence[Batch], kinds: Tensor, classes: Tensor, words: TextModel, device: str
) -> dict[str, float]:
    """The generator's loss on held-out motion with its sound, with another's sound, and which kind a sound is taken
    for, as the mean over kinds; the same every time."""
    before = torch.get_rng_state()
    right, other, tokens = [], [], []
    for number, batch in enumerate(held):
        token = model(batch.states.to(device), batch.real.to(device))
        tokens.append(token.float().cpu())
        for sums, own in ((right, token), (other, token.roll(len(token) // 2, 0))):
            torch.manual_seed(number)
            with loop.low_precision(device):
                text = with_audio_tokens(batch.text.to(device), batch.slots, own)
                context = found(words, text.sentence, batch)
                loss = words.transformer.loss(batch.codes.to(device), batch.lengths.to(device), text, context)[0]
            sums.append(float(loss))
    torch.set_rng_state(before)
    taken = (nn.functional.normalize(torch.cat(tokens), dim=-1) @ classes.T).argmax(1)
    each = [float((taken[kinds == k] == k).float().mean()) for k in kinds.unique().tolist()]
    return {
        "val generator": sum(right) / len(right),
        "val generator, another's sound": sum(other) / len(other),
        "val right kind": sum(each) / len(each),
        "val right kind by chance": 1 / len(NAMES),
    }


def _held_index(corpus: TokenCorpus) -> list[int]:
    index = corpus.sounds.of_split("val")
    return (index if len(index) else corpus.sounds.of_split("train")).tolist()


def frozen_parts(words: TextModel, ears: AudioEncoder) -> list[nn.Module]:
    """All networks that training the token must leave as they are."""
    own = ears.network if isinstance(ears, OwnEncoder) else getattr(ears, "model", nn.Module())
    return [words.transformer, words.tokenizer, words.encoder.model, own]


def fingerprint(modules: Sequence[nn.Module]) -> str:
    """sha256 over all parameters and buffers, to the bit."""
    digest = hashlib.sha256()
    for module in modules:
        for name, value in sorted(module.state_dict().items()):
            raw = value.detach().cpu().contiguous().flatten()
            digest.update(name.encode())
            digest.update(raw.view(torch.uint8).numpy().tobytes() if raw.numel() else b"")
    return digest.hexdigest()
