"""Recipe of the phrases: captured dances with their beats, of the training split, for choreography by phrase."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from engine.audio.phrases.library import Phrases, decoded
from engine.motion import features, stops
from engine.protocol import styles
from engine.train.audio.pairs import AudioPairs, make_pairs
from engine.train.audio.recipe import SOUNDTRACKS
from engine.train.data.clips import Clip
from engine.train.progress import progress_bar
from engine.train.publish import Card, publish
from retarget.motion import ROLE_INDEX as R

DANCES = ("ballet", "salsa", "indian", "folk", "martial", "exercise")
_LEFT_OUT = "uiprmd"  # ten exercises on the spot, hours of them
CARD = Card(
    "Phrases: captured dances and their beats",
    "Bars of these are chosen for a piece of music and chained; each was brought to an even pulse by at most 15%.",
    (
        "A style is what one to a few people danced, in minutes; nobody of them heard the music that is played.",
        "Bars are four beats wherever the music's bars begin.",
        "Two people, objects, fingers and faces are not in it.",
    ),
)


def train_phrases(clips: list[Clip], minutes: float, resume: bool, out: Path, runs: Path, device: str) -> Path:
    """Gather the dances of the training split with the first music that was made for each; nothing is trained."""
    pairs = make_pairs(clips, runs / "audio-pairs.npz", SOUNDTRACKS, 0, progress_bar("making music"))
    phrases, used = gathered(pairs)
    total = float(phrases.lengths.sum()) / features.FPS / 60
    measured = {"dances": float(len(phrases.lengths)), "minutes": total, "beats": float(len(phrases.beats))}
    config = {"styles": list(phrases.styles)}
    (runs / "phrases").mkdir(parents=True, exist_ok=True)
    chosen = [c for c in clips if c.id in used]
    return publish("phrases", out, runs / "phrases", phrases.tensors(), config, measured, chosen, CARD)


def gathered(pairs: AudioPairs) -> tuple[Phrases, set[str]]:
    """The phrases of pairs, and the ids of the clips they come from. Raises ValueError where there is no dance."""
    wanted = {styles.index_of(name) for name in DANCES}
    chosen = [i for i in _first_of_each_piece(pairs) if int(pairs.style[i]) in wanted]
    if not chosen:
        raise ValueError("There is no dance among the pairs: phrases are cut from dances.")
    rows = []
    for i in chosen:
        motion, _ = pairs.rows(i)
        rows.append(np.concatenate([motion[:, : features.MOTION_DIM], motion[:, features.CONTACTS]], axis=1))
    beats = [pairs.beats_of(i) for i in chosen]
    phrases = Phrases(
        torch.from_numpy(np.concatenate(rows)).half(), torch.tensor([len(r) for r in rows], dtype=torch.int32),
        torch.tensor([int(pairs.style[i]) for i in chosen], dtype=torch.int32),
        torch.from_numpy(np.round(1000 * np.concatenate(beats)).astype(np.int16)),
        torch.tensor([len(b) for b in beats], dtype=torch.int32),
        torch.from_numpy(standing(rows)).half(), styles.NAMES,
    )  # fmt: skip
    return phrases, {str(pairs.clip[i]) for i in chosen}


def _first_of_each_piece(pairs: AudioPairs) -> list[int]:
    """Pairs of the training split, the first of the SOUNDTRACKS of each piece, to music."""
    found, count, before = [], 0, ""
    for i in pairs.of_split("train").tolist():
        clip = str(pairs.clip[i])
        count = count + 1 if clip == before else 0
        before = clip
        if count % SOUNDTRACKS == 0 and pairs.genre[i] != "speech" and not clip.startswith(_LEFT_OUT):
            found.append(i)
    return found


def standing(rows: list[NDArray]) -> NDArray[np.float32]:
    """The row (MOTION_DIM + 4,) of all in which somebody stands most quietly: hands low, feet down and close."""
    best, found = np.inf, rows[0][0]
    for some in rows:
        motion = decoded(some)
        pos, _ = motion.globals()
        hands = pos[:, [R["left_wrist"], R["right_wrist"]], 1] - pos[:, :1, 1]
        apart = np.linalg.norm(pos[:, R["left_foot"]] - pos[:, R["right_foot"]], axis=-1)
        lean = np.linalg.norm((pos[:, R["head"]] - pos[:, 0])[:, [0, 2]], axis=-1)
        odd = stops.speed(motion) + np.maximum(hands, 0).sum(1) + np.abs(apart - 0.22) + lean
        odd += np.abs(hands[:, 0] - hands[:, 1]) + 2.0 * (pos[:, 0, 1] < 0.85) + 1.0 * ~motion.contacts.all(axis=1)
        frame = int(odd.argmin())
        if odd[frame] < best:
            best, found = float(odd[frame]), some[frame].copy()
    found[:3] = 0  # it neither turns nor travels
    return found.astype(np.float32)
