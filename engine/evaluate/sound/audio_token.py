"""`motif evaluate audiotoken`: what the audio token of a sound means, and what is generated from it.

The token of a sound is compared with the text vectors of each kind of motion. Takes of one prompt, which says nothing
of the action, are classified by the evaluator with the sound, without it, and with a sound of another kind; beside them
stand chance, the captured motion that belongs to the sound, and a prompt that names the kind.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from engine.evaluate import harness
from engine.evaluate.harness import Part, table
from engine.motion import cleanup, features
from engine.protocol.errors import bad_request
from engine.protocol.prompt import AUDIO_TAG
from retarget.motion import Motion

if TYPE_CHECKING:
    from torch import Tensor

    from engine.audio.audio_token import AudioTokenModel
    from engine.text.model import TextModel
    from engine.train.audio_token.sounds import Sounds
    from engine.train.text.evaluator import Evaluator

PROMPT = f"a person moves to {AUDIO_TAG}"
OURS, SILENT, OTHER = "the sound as a word", "the same prompt, no sound", "another kind's sound"
NAMED, REAL, CHANCE = "a prompt that names the kind", "captured motion", "chance"


@dataclass(frozen=True)
class Setting:
    """What all tables share."""

    word: AudioTokenModel
    text: TextModel
    sounds: Sounds
    args: argparse.Namespace

    @property
    def index(self) -> list[int]:
        """The split's sounds, at most `limit` of each kind: an even choice of them, the same every time."""
        chosen = []
        sounds = self.sounds.of_split(self.args.split)
        kinds = self.sounds.kind[self.sounds.owner[sounds]]
        for kind in np.unique(kinds):
            of_kind = sounds[kinds == kind]
            chosen += of_kind[np.unique(np.linspace(0, len(of_kind) - 1, self.args.limit).astype(int))].tolist()
        return chosen

    def kinds(self, index: Sequence[int]) -> NDArray[np.int64]:
        """(N,) the kind of each sound."""
        return self.sounds.kind[self.sounds.owner[list(index)]]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `motif evaluate audiotoken`."""
    harness.add(parser, "split", "tracks", "out")
    parser.add_argument("--limit", type=int, default=6, help="sounds of each kind that takes are made to; default 6")
    parser.add_argument("--only", choices=("retrieval", "takes", "real", "speed"), help="one table of the four")
    parser.add_argument("--sounds", type=Path, metavar="FILE.npz", help="sounds as `motif train hearing` keeps them")
    parser.add_argument("--strips", type=Path, metavar="FILE.png", help="draw takes of each kind there")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Print the tables and write them into a page; returns their numbers for JSON."""
    title = "# A pose at the heart of a clip, and audio as a word"
    return harness.report(args, measure, heading, section="motif evaluate audiotoken", title=title)


def heading(args: argparse.Namespace, seconds: float) -> list[str]:
    """How the numbers were measured."""
    return [
        "## Audio as a word\n",
        f"`{harness.command(args, 'split', 'limit', 'seed')}`; {harness.machine()}, "
        f"{args.device}, {seconds / 60:.1f} minutes; weights `{harness.digest(args, 'audiotoken')}`.\n",
    ]


def measure(args: argparse.Namespace) -> Part:
    """The four tables, or the one that --only names. Raises FileNotFoundError where no sounds are kept."""
    from engine.audio.audio_token import AudioTokenModel
    from engine.runtime import weights
    from engine.text.model import TextModel
    from engine.train.audio_token.sounds import Sounds
    from engine.train.data.clips import RUNS

    folder = harness.weights_folder(args)
    sounds = Sounds.load(args.sounds or RUNS / "hearing-sounds.npz")
    home = folder if (folder / "text.safetensors").exists() else weights.FOLDER
    setting = Setting(AudioTokenModel.load(folder, args.device), TextModel.load(home, args.device), sounds, args)
    parts = {"retrieval": retrieval, "takes": takes_table, "real": real_table, "speed": speed_table}
    return harness.only(args, {name: partial(part, setting) for name, part in parts.items()})


# What a token means.


def words_of(setting: Setting, index: Sequence[int]) -> Tensor:
    """(N, D) the audio token of each sound."""
    import torch

    from engine.audio.encoder import of_mel

    encoder = setting.word.encoder
    if encoder.folder:
        raise bad_request("The kept sounds are spectrograms for our own encoder: evaluate weights that hear with it.")
    found = []
    with torch.no_grad():
        for i in index:
            states = of_mel(encoder, setting.sounds.mel_of(i))[None]
            real = torch.ones(states.shape[:2], dtype=torch.bool, device=states.device)
            found.append(setting.word.token(states, real)[0].float().cpu())
    return torch.stack(found)


def likeness(words: Tensor, classes: Tensor) -> NDArray[np.float64]:
    """Cosines (N, kinds) of audio tokens (N, D) with the text vectors of the kinds (kinds, D)."""
    return (words / words.norm(dim=-1, keepdim=True) @ classes.T).double().numpy()


def ranks(near: NDArray[np.floating], kinds: NDArray[np.int64]) -> NDArray[np.int64]:
    """(N,) how many kinds are nearer than the right one. near: (N, kinds) cosines. kinds: (N,) the right ones."""
    return (near > near[np.arange(len(near)), kinds][:, None]).sum(1)


def by_kind(right: NDArray, kinds: NDArray[np.int64]) -> dict[str, float]:
    """Share of right answers of each kind that occurs."""
    from engine.train.audio_token.items import NAMES

    return {NAMES[k]: float(right[kinds == k].mean()) for k in np.unique(kinds)}


def retrieval(setting: Setting) -> Part:
    """Which kind of motion a held-out sound is taken for, by its token alone."""
    from engine.train.audio_token.corpus import class_vectors
    from engine.train.audio_token.items import NAMES

    index = setting.sounds.of_split(setting.args.split).tolist()
    kinds, classes = setting.kinds(index), class_vectors(setting.text.encoder)
    near = likeness(words_of(setting, index), classes)
    silent = likeness(setting.text.encoder.encode([PROMPT]).sentence.cpu(), classes).repeat(len(index), 0)
    rows = {OURS: near, SILENT: silent}
    found = {name: {f"R@{n}": by_kind(ranks(row, kinds) < n, kinds) for n in (1, 3)} for name, row in rows.items()}
    means = {name: {n: float(np.mean(list(r.values()))) for n, r in row.items()} for name, row in found.items()}
    means[CHANCE] = {"R@1": 1 / len(NAMES), "R@3": 3 / len(NAMES)}
    taken, confused = near.argmax(1), []
    for name in found[OURS]["R@1"]:
        of_kind = kinds == NAMES.index(name)
        wrong = taken[of_kind & (taken != kinds)]
        other = f"{NAMES[np.bincount(wrong).argmax()]} ({len(wrong)})" if len(wrong) else ""
        confused.append((name, int(of_kind.sum()), f"{found[OURS]['R@1'][name]:.2f}", other))
    lines = [
        "### Which kind a sound is taken for\n",
        f"{len(index)} sounds of the {setting.args.split} split, from motion that training has not seen, steps and "
        f"landings on floors that it has not heard. The word's direction against the words for {len(NAMES)} kinds "
        "(“a person walks”, “a person claps the hands” ...); mean over kinds.\n",
        *table(("", "R@1", "R@3"), [(n, f"{row['R@1']:.2f}", f"{row['R@3']:.2f}") for n, row in means.items()]),
        "Kind by kind, and what it is most often mistaken for:\n",
        *table(("kind", "sounds", "R@1", "mistaken for"), confused),
    ]
    return lines, {"means": means, "kinds": found[OURS]["R@1"]}


# What is generated from it.


def takes_table(setting: Setting) -> Part:
    """Which kind of motion the evaluator takes our takes for."""
    from engine.evaluate import strips
    from engine.train.audio_token.items import NAMES

    judge = harness.load_evaluator()
    index = setting.index
    kinds, words = setting.kinds(index), words_of(setting, index)
    real = [motion_of(setting.sounds, int(setting.sounds.owner[i])) for i in index]
    generated = generate_takes(setting, [len(m) for m in real], kinds, words)
    generated[REAL] = real
    prototypes = kind_embeddings(judge, setting)
    right = {name: by_kind(judged(judge, motions, prototypes) == kinds, kinds) for name, motions in generated.items()}
    lines = [
        "### Which kind of motion is made\n",
        f"{len(index)} of these sounds, at most {setting.args.limit} of a kind; one take each of “{PROMPT}”, as long "
        "as the sound, cleaned up. The evaluator says to which kind's words a take lies nearest; share that is right. "
        f"Chance is {1 / len(NAMES):.2f}.\n",
    ]
    means = {name: float(np.mean(list(row.values()))) for name, row in right.items()}
    rows = [(kind, *(f"{row[kind]:.2f}" for row in right.values())) for kind in right[OURS]]
    lines += table(("kind", *right), [*rows, ("**mean**", *(f"**{value:.2f}**" for value in means.values()))])
    if setting.args.strips:
        names = [NAMES[k] for k in kinds]
        firsts = [names.index(name) for name in dict.fromkeys(names)]
        rows = [(f"{names[i]}, heard as a word", generated[OURS][i]) for i in firsts]
        strips.sheet(rows, setting.args.strips)
    return lines, {"means": means, "kinds": right}


def generate_takes(
    setting: Setting, lengths: Sequence[int], kinds: NDArray[np.int64], words: Tensor
) -> dict[str, list[Motion]]:
    """Takes with each sound, without it, with a sound of another kind, and with a prompt that names the kind."""
    from engine.train.audio_token.items import KINDS
    from engine.train.text.items import PLAIN_SUBJECT

    rng = np.random.default_rng(setting.args.seed)
    others = [int(rng.choice(np.flatnonzero(kinds != kind))) for kind in kinds]
    count = len(lengths)
    asked: dict[str, tuple[list[str], list[Tensor | None]]] = {
        OURS: ([PROMPT] * count, list(words)),
        SILENT: ([PROMPT] * count, [None] * count),
        OTHER: ([PROMPT] * count, [words[i] for i in others]),
        NAMED: ([PLAIN_SUBJECT + KINDS[k].says[0] for k in kinds], [None] * count),
    }
    args = setting.args
    generated: dict[str, list[Motion]] = {name: [] for name in asked}
    with tqdm(total=4 * count, desc="takes") as bar:
        for name, (prompts, tokens) in asked.items():
            for i, length in enumerate(lengths):
                (take,) = setting.text.with_audio_tokens([tokens[i]]).sample(
                    [prompts[i]], [length], [args.seed + i], steps=args.steps, guidance=args.guidance,
                    temperature=args.temperature,
                )  # fmt: skip
                generated[name].append(cleanup.clean(take))
                bar.update()
    return generated


def kind_embeddings(judge: Evaluator, setting: Setting) -> NDArray[np.float64]:
    """(kinds, D) unit vectors: the evaluator's embedding of the sentences of each kind."""
    from engine.train.audio_token.items import KINDS
    from engine.train.text.items import PLAIN_SUBJECT

    rows = [judge.embed_texts(setting.text.encoder, [PLAIN_SUBJECT + s for s in kind.says]).mean(0) for kind in KINDS]
    found = np.stack(rows)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def judged(judge: Evaluator, motions: Sequence[Motion], prototypes: NDArray[np.float64]) -> NDArray[np.int64]:
    """(N,) the kind whose words each motion lies nearest to."""
    return (judge.embed_motions(motions) @ prototypes.T).argmax(1)


def motion_of(sounds: Sounds, index: int) -> Motion:
    """The captured motion that a sound belongs to."""
    rows = sounds.rows_of(index)
    return features.decode(rows, rows[:, features.CONTACTS] > 0.5)


# Real recordings, and the clock.


def real_table(setting: Setting) -> Part:
    """The three kinds that real recordings are nearest to."""
    from engine.audio.audio_token import samples_of
    from engine.evaluate.sound.tracks import FOLDER, SUFFIXES
    from engine.protocol.errors import EngineError
    from engine.protocol.sound import file_mix
    from engine.train.audio_token.corpus import class_vectors
    from engine.train.audio_token.items import NAMES

    folder = setting.args.tracks or FOLDER
    files = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES) if folder.is_dir() else []
    lines = ["### Real recordings\n"]
    if not files:
        return [*lines, "Left out: there are no recordings in that folder.\n"], {}
    classes, found, rows = class_vectors(setting.text.encoder), dict[str, list[str]](), []
    for path in files:
        try:
            sound = samples_of(file_mix(str(path), 10.0))
        except EngineError:
            continue
        near = likeness(setting.word.token_of(sound)[None], classes)[0]
        best = np.argsort(-near)[:3]
        found[path.stem] = [NAMES[k] for k in best]
        rows.append((path.stem, *(f"{NAMES[k]} {near[k]:.2f}" for k in best)))
    lines += ["The three nearest kinds, with their cosines.\n", *table(("recording", "first", "second", "third"), rows)]
    return lines, found


def speed_table(setting: Setting) -> Part:
    """Milliseconds of wall clock and of processor for the token of a sound, and for a take with and without it."""
    import torch

    rng = np.random.default_rng(0)
    sound = (0.1 * rng.standard_normal(10 * 22050)).astype(np.float32)
    token = setting.word.token_of(sound)

    def timed(call: Any, times: int) -> tuple[float, float]:
        call()
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(times):
            call()
        return 1000 * (time.perf_counter() - wall) / times, 1000 * (time.process_time() - cpu) / times

    def take(token: Tensor | None) -> None:
        setting.text.with_audio_tokens([token]).sample([PROMPT], [120], [0])

    rows = {
        "hearing 10 s as a word": timed(lambda: setting.word.token_of(sound), 5),
        "a take of 4 s, with the word": timed(lambda: take(token), 3),
        "a take of 4 s, words alone": timed(lambda: take(None), 3),
    }
    lines = table(
        ("", "ms, wall", "ms, processor"), [(n, f"{wall:.0f}", f"{cpu:.0f}") for n, (wall, cpu) in rows.items()]
    )
    return ["### Speed\n", f"{torch.get_num_threads()} thread(s).\n", *lines], {n: cpu for n, (_, cpu) in rows.items()}
