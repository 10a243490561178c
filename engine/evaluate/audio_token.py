"""`motif evaluate audiotoken`: what sounds say as words of a prompt, and what is made of them.

A sound's word is compared with the words for each kind of motion; and takes of one prompt, which says nothing of the
action, are judged by the evaluator with the sound, without it, and with another kind's sound. Beside them stand chance,
the captured motion that belongs to the sound, and a prompt that names the kind.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from engine.evaluate.tables import machine, put_section, row_of, rule_of
from engine.motion import cleanup
from engine.motion import features as layout
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
OURS, DEAF, OTHER = "the sound as a word", "the same prompt, no sound", "another kind's sound"
TOLD, REAL, CHANCE = "a prompt that names the kind", "captured motion", "chance"
Recalls = dict[str, NDArray[np.float64]]


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
        own = self.sounds.of_split(self.args.split)
        kinds = self.sounds.kind[self.sounds.owner[own]]
        for kind in np.unique(kinds):
            mine = own[kinds == kind]
            chosen += mine[np.unique(np.linspace(0, len(mine) - 1, self.args.limit).astype(int))].tolist()
        return chosen

    def kinds(self, index: Sequence[int]) -> NDArray[np.int64]:
        """(N,) the kind of each sound."""
        return self.sounds.kind[self.sounds.owner[list(index)]]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--limit", type=int, default=6, help="sounds of each kind that takes are made to; default 6")
    parser.add_argument("--split", choices=("test", "val"), default="test", help="val for choosing settings")
    parser.add_argument("--only", choices=("retrieval", "takes", "real", "speed"), help="one table of the four")
    parser.add_argument("--tracks", type=Path, metavar="FOLDER", help="real recordings; default: the shared ones")
    parser.add_argument("--sounds", type=Path, metavar="FILE.npz", help="sounds as `motif train hearing` keeps them")
    parser.add_argument("--strips", type=Path, metavar="FILE.png", help="draw takes of each kind there")
    parser.add_argument("--out", type=Path, metavar="FILE.md", help="write the tables into that page")


def run(args: argparse.Namespace) -> dict[str, Any]:
    """Tables as Markdown on stdout and in --out; the numbers for JSON."""
    from engine.audio.audio_token import AudioTokenModel
    from engine.runtime import weights
    from engine.text.model import TextModel
    from engine.train.audio_token.sounds import Sounds
    from engine.train.data import clips as data

    began, folder = time.monotonic(), args.weights or weights.FOLDER
    try:
        sounds = Sounds.load(args.sounds or data.RUNS / "hearing-sounds.npz")
    except FileNotFoundError as error:
        raise bad_request(str(error)) from error
    home = folder if (folder / "text.safetensors").exists() else weights.FOLDER
    setting = Setting(AudioTokenModel.load(folder, args.device), TextModel.load(home, args.device), sounds, args)
    lines, numbers = tables(setting)
    seconds = time.monotonic() - began
    digest = weights.read_registry(folder).get("audiotoken", {}).get("sha256", "not pinned")[:12]
    head = [
        "## Audio as a word\n",
        f"`motif evaluate audiotoken --split={args.split} --limit={args.limit} --seed={args.seed}`; {machine()}, "
        f"{args.device}, {seconds / 60:.1f} minutes; weights `{digest}`.\n",
    ]
    page = "\n".join([*head, *lines])
    print(page)
    if args.out:
        put_section(args.out, "motif evaluate audiotoken", page, "# A pose at the heart of a clip, and audio as a word")
    return {"split": args.split, "seconds": round(seconds, 1), **numbers}


def tables(setting: Setting) -> tuple[list[str], dict[str, Any]]:
    """The four tables, those that --only leaves."""
    only, lines = setting.args.only, list[str]()
    numbers: dict[str, Any] = {}
    if only in (None, "retrieval"):
        part, numbers["retrieval"] = retrieval(setting)
        lines += part
    if only in (None, "takes"):
        part, numbers["takes"] = takes_table(setting)
        lines += part
    if only in (None, "real"):
        part, numbers["real"] = real_table(setting)
        lines += part
    if only in (None, "speed"):
        part, numbers["speed"] = speed_table(setting)
        lines += part
    return lines, numbers


# What a sound says.


def words_of(setting: Setting, index: Sequence[int]) -> Tensor:
    """(N, D) each sound's word."""
    import torch

    from engine.audio.encoder import of_mel

    ears = setting.word.encoder
    if ears.folder:
        raise bad_request("The kept sounds are spectrograms for our own encoder: evaluate weights that hear with it.")
    found = []
    with torch.no_grad():
        for i in index:
            states = of_mel(ears, setting.sounds.heard(i))[None]
            real = torch.ones(states.shape[:2], dtype=torch.bool, device=states.device)
            found.append(setting.word.token(states, real)[0].float().cpu())
    return torch.stack(found)


def likeness(words: Tensor, classes: Tensor) -> NDArray[np.float64]:
    """Cosines (N, kinds) of words with what each kind says in words."""
    return (words / words.norm(dim=-1, keepdim=True) @ classes.T).double().numpy()


def ranks(near: NDArray[np.floating], kinds: NDArray[np.int64]) -> NDArray[np.int64]:
    """(N,) how many kinds lie nearer than the right one."""
    return (near > near[np.arange(len(near)), kinds][:, None]).sum(1)


def by_kind(right: NDArray, kinds: NDArray[np.int64]) -> dict[str, float]:
    """Share of right answers of each kind that occurs."""
    from engine.train.audio_token.items import NAMES

    return {NAMES[k]: float(right[kinds == k].mean()) for k in np.unique(kinds)}


def retrieval(setting: Setting) -> tuple[list[str], dict[str, Any]]:
    """Which kind of motion a held-out sound is taken for, by its word alone."""
    from engine.train.audio_token.corpus import class_vectors
    from engine.train.audio_token.items import NAMES

    index = setting.sounds.of_split(setting.args.split).tolist()
    kinds, classes = setting.kinds(index), class_vectors(setting.text.encoder)
    near = likeness(words_of(setting, index), classes)
    deaf = likeness(setting.text.encoder.encode([PROMPT]).sentence.cpu(), classes).repeat(len(index), 0)
    rows = {OURS: near, DEAF: deaf}
    found = {name: {f"R@{n}": by_kind(ranks(own, kinds) < n, kinds) for n in (1, 3)} for name, own in rows.items()}
    present = list(found[OURS]["R@1"])
    lines = [
        "### Which kind a sound is taken for\n",
        f"{len(index)} sounds of the {setting.args.split} split, from motion that training has not seen, steps and "
        f"landings on floors that it has not heard. The word's direction against the words for {len(NAMES)} kinds "
        "(“a person walks”, “a person claps the hands” ...); mean over kinds.\n",
        row_of("", "R@1", "R@3"), rule_of(3),
    ]  # fmt: skip
    means = {name: {n: float(np.mean(list(r.values()))) for n, r in own.items()} for name, own in found.items()}
    means[CHANCE] = {"R@1": 1 / len(NAMES), "R@3": 3 / len(NAMES)}
    lines += [row_of(name, f"{own['R@1']:.2f}", f"{own['R@3']:.2f}") for name, own in means.items()]
    taken = near.argmax(1)
    lines += ["", "Kind by kind, and what it is most often mistaken for:\n",
              row_of("kind", "sounds", "R@1", "mistaken for"), rule_of(4)]  # fmt: skip
    for name in present:
        mine = kinds == NAMES.index(name)
        wrong = taken[mine & (taken != kinds)]
        other = f"{NAMES[np.bincount(wrong).argmax()]} ({len(wrong)})" if len(wrong) else ""
        lines.append(row_of(name, int(mine.sum()), f"{found[OURS]['R@1'][name]:.2f}", other))
    return [*lines, ""], {"means": means, "kinds": found[OURS]["R@1"]}


# What is made of it.


def takes_table(setting: Setting) -> tuple[list[str], dict[str, Any]]:
    """Which kind of motion the evaluator takes our takes for."""
    from engine.evaluate import strips
    from engine.runtime import weights
    from engine.train.audio_token.items import NAMES
    from engine.train.text.evaluator import Evaluator

    judge = Evaluator.load(weights.FOLDER / "evaluator.safetensors")
    index = setting.index
    kinds, words = setting.kinds(index), words_of(setting, index)
    real = [motion_of(setting.sounds, int(setting.sounds.owner[i])) for i in index]
    made = made_takes(setting, [len(m) for m in real], kinds, words)
    made[REAL] = real
    prototypes = kind_embeddings(judge, setting)
    right = {name: by_kind(judged(judge, motions, prototypes) == kinds, kinds) for name, motions in made.items()}
    lines = [
        "### Which kind of motion is made\n",
        f"{len(index)} of these sounds, at most {setting.args.limit} of a kind; one take each of “{PROMPT}”, as long "
        "as the sound, cleaned up. The evaluator says to which kind's words a take lies nearest; share that is right. "
        f"Chance is {1 / len(NAMES):.2f}.\n",
        row_of("kind", *right), rule_of(1 + len(right)),
    ]  # fmt: skip
    lines += [row_of(kind, *(f"{own[kind]:.2f}" for own in right.values())) for kind in right[OURS]]
    means = {name: float(np.mean(list(own.values()))) for name, own in right.items()}
    lines += [row_of("**mean**", *(f"**{value:.2f}**" for value in means.values())), ""]
    if setting.args.strips:
        names = [NAMES[k] for k in kinds]
        firsts = [names.index(name) for name in dict.fromkeys(names)]
        rows = [(f"{names[i]}, heard as a word", made[OURS][i]) for i in firsts]
        strips.sheet(rows, setting.args.strips)
    return lines, {"means": means, "kinds": right}


def made_takes(
    setting: Setting, lengths: Sequence[int], kinds: NDArray[np.int64], words: Tensor
) -> dict[str, list[Motion]]:
    """Takes with each sound, without, with another kind's, and told in words."""
    from engine.train.audio_token.items import KINDS
    from engine.train.text.items import PLAIN_SUBJECT

    rng = np.random.default_rng(setting.args.seed)
    others = [int(rng.choice(np.flatnonzero(kinds != kind))) for kind in kinds]
    count = len(lengths)
    asked: dict[str, tuple[list[str], list[Tensor | None]]] = {
        OURS: ([PROMPT] * count, list(words)),
        DEAF: ([PROMPT] * count, [None] * count),
        OTHER: ([PROMPT] * count, [words[i] for i in others]),
        TOLD: ([PLAIN_SUBJECT + KINDS[k].says[0] for k in kinds], [None] * count),
    }
    bar = tqdm(total=4 * count, desc="takes")
    made: dict[str, list[Motion]] = {}
    for name, (prompts, heard) in asked.items():
        made[name] = []
        for i, length in enumerate(lengths):
            own = setting.text.with_audio_tokens([heard[i]]).sample(
                [prompts[i]], [length], [setting.args.seed + i], steps=setting.args.steps,
                guidance=setting.args.guidance, temperature=setting.args.temperature,
            )  # fmt: skip
            made[name].append(cleanup.clean(own[0]))
            bar.update()
    bar.close()
    return made


def kind_embeddings(judge: Evaluator, setting: Setting) -> NDArray[np.float64]:
    """(kinds, D) unit vectors: what each kind says in words, as the evaluator reads it."""
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
    return layout.decode(rows, rows[:, layout.CONTACTS] > 0.5)


# Real recordings, and the clock.


def real_table(setting: Setting) -> tuple[list[str], dict[str, Any]]:
    """What recordings that nobody made for this are heard as."""
    from engine.audio.audio_token import samples_of
    from engine.evaluate.tracks import SUFFIXES
    from engine.protocol.errors import EngineError
    from engine.protocol.sound import file_mix
    from engine.train.audio_token.corpus import class_vectors
    from engine.train.audio_token.items import NAMES
    from engine.train.data import clips as data

    folder = setting.args.tracks or data.ROOT.parent / "shared" / "audio"
    files = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES) if folder.is_dir() else []
    lines = ["### Real recordings\n"]
    if not files:
        return [*lines, "Left out: there are no recordings in that folder.\n"], {}
    classes, found = class_vectors(setting.text.encoder), dict[str, list[str]]()
    lines += ["The three nearest kinds, with their cosines.\n", row_of("recording", "first", "second", "third"),
              rule_of(4)]  # fmt: skip
    for path in files:
        try:
            sound = samples_of(file_mix(str(path), 10.0))
        except EngineError:
            continue
        near = likeness(setting.word.token_of(sound)[None], classes)[0]
        best = np.argsort(-near)[:3]
        found[path.stem] = [NAMES[k] for k in best]
        lines.append(row_of(path.stem, *(f"{NAMES[k]} {near[k]:.2f}" for k in best)))
    return [*lines, ""], found


def speed_table(setting: Setting) -> tuple[list[str], Mapping[str, float]]:
    """Milliseconds of processor and wall for hearing, and for a take with and without it."""
    import torch

    rng = np.random.default_rng(0)
    sound = (0.1 * rng.standard_normal(10 * 22050)).astype(np.float32)
    word = setting.word.token_of(sound)

    def timed(call: Any, times: int) -> tuple[float, float]:
        call()
        wall, own = time.perf_counter(), time.process_time()
        for _ in range(times):
            call()
        return 1000 * (time.perf_counter() - wall) / times, 1000 * (time.process_time() - own) / times

    def take(heard: Tensor | None) -> None:
        setting.text.with_audio_tokens([heard]).sample([PROMPT], [120], [0])

    rows = {
        "hearing 10 s as a word": timed(lambda: setting.word.token_of(sound), 5),
        "a take of 4 s, with the word": timed(lambda: take(word), 3),
        "a take of 4 s, words alone": timed(lambda: take(None), 3),
    }
    lines = [
        "### Speed\n",
        f"{torch.get_num_threads()} thread(s).\n",
        row_of("", "ms, wall", "ms, processor"),
        rule_of(3),
    ]
    lines += [row_of(name, f"{wall:.0f}", f"{own:.0f}") for name, (wall, own) in rows.items()]
    return [*lines, ""], {name: own for name, (_, own) in rows.items()}
