"""Recipe of the audio token: pooling and two linear layers from audio states to a token of the frozen text model."""

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
from engine.train.audio_token.corpus import Batch, TokenCorpus, class_vectors, hidden_states
from engine.train.audio_token.encoder import RECORDINGS
from engine.train.audio_token.items import NAMES
from engine.train.audio_token.sounds import make_sounds
from engine.train.data.clips import Clip, partition
from engine.train.progress import progress_bar
from engine.train.publish import Card, publish
from engine.train.text.items import trial_numbers

BATCH = 48
GENERATED = 16  # rows of a batch that go through the generator, whose loss costs most of a step
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
    clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str, encoder: str = ""
) -> Path:
    """Train the token for the text model of `out`, else the one that ships; encoder: folder of an external encoder."""
    sounds = make_sounds(clips, runs / "hearing-sounds.npz", RECORDINGS, 0, progress_bar("making sounds", "piece"))
    home = out if (out / "text.safetensors").exists() else weights.FOLDER
    plain = open_encoder(out if (out / "hearing.safetensors").exists() else weights.FOLDER, encoder, device)
    words = TextModel.load(home, device)
    frozen = fingerprint(frozen_parts(words, plain))
    groups = trial_numbers(partition(clips)["train"])
    states = hidden_states(sounds, WithRhythm(plain), clips, RECORDINGS)
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
    """Train a token; returns it with averaged weights, and its measures of the validation split."""
    model = audio_token.AudioToken(audio_token.Config.shipped(width, words.encoder.width, rhythm.SIZE))
    schedule = loop.Schedule(
        minutes, learning_rate=1e-3, betas=(0.9, 0.98), weight_decay=0.05, warm_up=50, total_steps=TOTAL_STEPS,
        ema=0.99, checkpoint_minutes=3, most_steps=MOST_STEPS,
    )  # fmt: skip
    classes, held = class_vectors(words.encoder), corpus.held("val", BATCH)
    kinds = torch.from_numpy(corpus.sounds.kind[corpus.sounds.owner[corpus.sounds.split_or_train("val")]])
    measured = loop.fit(
        model, lambda seed: corpus.batches(BATCH, seed), lambda m, batch: token_loss(m, batch, words, device), schedule,
        folder, resume=resume, validate=lambda m: measure(m, held, kinds, classes, words, device), validate_every=200,
        device=device,
    )  # fmt: skip
    return model, measured


def token_loss(
    model: audio_token.AudioToken, batch: Batch, words: TextModel, device: str
) -> tuple[Tensor, dict[str, Tensor]]:
    """`AudioToken.loss` with the loss of the frozen transformer; gradients reach the token alone."""

    def generator(token: Tensor) -> Tensor:
        rows = slice(GENERATED)
        text = with_audio_tokens(batch.text[rows].to(device), batch.slots[rows], token[rows])
        context = retrieve(words, text.sentence.detach(), batch)
        return words.transformer.loss(batch.codes[rows].to(device), batch.lengths[rows].to(device), text, context)[0]

    return model.loss(
        batch.states.to(device), batch.real.to(device), generator, batch.labels.to(device), batch.same.to(device)
    )


def retrieve(words: TextModel, sentences: Tensor, batch: Batch) -> mmm.Context | None:
    """Motions retrieved for the sentences of a batch's first rows, as in generating, but not of the same recording."""
    config = words.transformer.config
    if words.library is None or not config.retrieved:
        return None
    draw = torch.Generator().manual_seed(int(torch.randint(2**31, (1,))))
    rows = [
        words.library.find(s, config.retrieved, draw, spread=0.03, avoid=group) if wanted else []
        for s, group, wanted in zip(sentences.cpu(), batch.groups, batch.retrieval, strict=False)
    ]
    context = words.library.context(rows, config.max_tokens)
    return mmm.Context(*(getattr(context, f).to(words.device) for f in context.__dataclass_fields__))


@torch.no_grad()
def measure(
    model: audio_token.AudioToken, held: Sequence[Batch], kinds: Tensor, classes: Tensor, words: TextModel, device: str
) -> dict[str, float]:
    """The generator's loss on held-out motion with its sound and with another's, and the share of sounds whose token is
    nearest to the right kind (mean over kinds); the same every time."""
    before = torch.get_rng_state()
    right, other, tokens = [], [], []
    for number, batch in enumerate(held):
        token = model(batch.states.to(device), batch.real.to(device))
        tokens.append(token.float().cpu())
        for sums, given in ((right, token), (other, token.roll(len(token) // 2, 0))):
            torch.manual_seed(number)
            with loop.low_precision(device):
                text = with_audio_tokens(batch.text.to(device), batch.slots, given)
                context = retrieve(words, text.sentence, batch)
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


def frozen_parts(words: TextModel, encoder: AudioEncoder) -> list[nn.Module]:
    """The networks that stay frozen while the token is trained."""
    network = encoder.network if isinstance(encoder, OwnEncoder) else getattr(encoder, "model", nn.Module())
    return [words.transformer, words.tokenizer, words.encoder.model, network]


def fingerprint(modules: Sequence[nn.Module]) -> str:
    """sha256 of all parameters and buffers."""
    digest = hashlib.sha256()
    for module in modules:
        for name, value in sorted(module.state_dict().items()):
            raw = value.detach().cpu().contiguous().flatten()
            digest.update(name.encode())
            digest.update(raw.view(torch.uint8).numpy().tobytes() if raw.numel() else b"")
    return digest.hexdigest()
