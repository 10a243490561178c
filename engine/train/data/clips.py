"""Motion for training: the shared pack, or a folder of BVH files with captions.csv, as canonical clips at 30 fps.

Both give `Clip`: a motion on the canonical skeleton with its floor at Y = 0, and its labels. Splits go by trial, so
that two pieces of one recording are always in the same split.
"""

from __future__ import annotations

import csv
import hashlib
import json
import pickle
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from engine import files
from engine.train.data import pack_faults, timed_captions
from engine.train.data.timed_captions import TimedCaption
from engine.train.progress import progress_bar
from retarget import quat, solve
from retarget.feet import contact, soles
from retarget.formats import bvh
from retarget.mapping import bone_map
from retarget.motion import ROLE_INDEX, Motion, Skeleton, canonical_skeleton, resample

ROOT = Path(__file__).resolve().parents[3]
# Where trainings keep their checkpoints, logs and corpora; of an installed wheel the folder that it is run in.
RUNS = (ROOT if (ROOT / "build.py").is_file() else Path.cwd()) / "runs"
SHIPPED = ROOT / "engine" / "weights"
PACK = ROOT.parent / "shared" / "data"
FPS = 30.0
_FLAT = np.radians(2.0)  # a roll of feet that is left alone
SPLITS = ("train", "val", "test")
# The pack's 21 common joint names and the roles they play here.
_PACK_ROLES = {
    "hips": "pelvis", "spine": "spine1", "chest": "spine3", "neck": "neck", "head": "head",
    "clavicle": "collar", "upperarm": "shoulder", "forearm": "elbow", "hand": "wrist",
    "thigh": "hip", "shin": "knee", "foot": "ankle", "toe": "foot",
}  # fmt: skip
_HAND_MADE = ("KayKit", "Mesh2Motion", "Quaternius")
# People of whom no recording is learnt from: prefix of their clips' ids -> their split.
HELD_OUT_PEOPLE = {"accadm_male1_": "test", "uiprmd_s09_": "test", "uiprmd_s08_": "val"}
# Clips that cannot be repaired: a figure coming apart, a leg flipped over by the source's solver, a single pose.
_BAD_FLAGS = ("body_comes_apart", "leg_flip", "single_pose")


@dataclass(frozen=True)
class Clip:
    """One recording on the canonical skeleton, 30 fps, floor at Y = 0, with contacts.

    trial: pieces of one recording share it. flags: the pack's remarks. hand_made: animated, not captured. start:
    seconds into the recording at which this piece begins. share: how often it is drawn against another of its length.
    told: captions with their times, where somebody wrote them.
    """

    id: str
    motion: Motion
    description: str
    category: str
    dataset: str
    subject: str
    trial: str
    flags: tuple[str, ...] = ()
    hand_made: bool = False
    start: float = 0.0
    share: float = 1.0
    told: tuple[TimedCaption, ...] = ()


def runs_folder(source: Path | None) -> Path:
    """Folder of the checkpoints, logs and corpora of trainings on the pack (None) or on a folder of motion."""
    return RUNS if source is None else RUNS / source.resolve().name


def corpus_file(runs: Path, name: str, clips: Sequence[Clip], codes: str) -> Path:
    """File in `runs` of what was made of these clips by a tokenizer of these codes: other clips, another file."""
    digest = hashlib.sha256(codes.encode())
    for clip in clips:
        digest.update(repr((clip.id, clip.description, clip.category, clip.share, clip.told)).encode())
        digest.update(clip.motion.root_pos.tobytes() + clip.motion.rot.tobytes())
    return runs / f"{name}-{digest.hexdigest()[:12]}.pt"


def load_clips(source: Path | None) -> list[Clip]:
    """Clips of the pack (cached in runs/ after the first time) or of a folder with captions.csv."""
    if source is not None:
        return load_folder(source, progress_bar("reading clips"))
    cache = RUNS / "pack-soles.pickle"  # our own file, read by us alone
    if not cache.exists():
        clips = load_pack(PACK, progress_bar("mapping the pack"))
        RUNS.mkdir(exist_ok=True)
        files.write(cache, pickle.dumps(clips))
    return pickle.loads(cache.read_bytes())


def load_pack(folder: Path, on_progress: Callable[[int, int], None] | None = None) -> list[Clip]:
    """Every usable clip of the shared pack; raises FileNotFoundError with a sentence when it isn't there."""
    if not (folder / "index.json").exists():
        raise FileNotFoundError(f"No motion pack in {folder}: train from your own BVH folder with --data instead.")
    entries = json.loads((folder / "index.json").read_text())["clips"]
    shapes = {k: _pack_skeleton(v) for k, v in json.loads((folder / "skeletons.json").read_text()).items()}
    told = timed_captions.read(folder / "captions.jsonl")
    clips, skeletons = list[Clip](), list[str]()
    for name in sorted({e["file"] for e in entries}):
        with np.load(folder / name) as pack:
            for entry in (e for e in entries if e["file"] == name):
                pieces = _pack_clips(entry, pack, shapes[entry["skeleton"]])
                clips += [_with_captions(piece, told.get(entry["id"], ())) for piece in pieces]
                skeletons += [entry["skeleton"]] * (len(clips) - len(skeletons))
                if on_progress:
                    on_progress(len(clips), len(entries))
    return _on_their_soles(clips, skeletons)


def _on_their_soles(clips: Sequence[Clip], skeletons: Sequence[str]) -> list[Clip]:
    """Clips whose feet are rolled flat: each by what it is rolled itself, or else by the median of its skeleton."""
    rolled = np.stack([soles.rolled(clip.motion) for clip in clips])
    of = np.array(skeletons)
    usual = {name: _medians(rolled[of == name]) for name in set(skeletons)}
    angles = [np.where(np.isnan(own), usual[name], own) for own, name in zip(rolled, skeletons, strict=True)]
    return [replace(c, motion=_level(c.motion, a)) for c, a in zip(clips, angles, strict=True)]


def _level(motion: Motion, rolled: NDArray[np.floating]) -> Motion:
    """The motion with its feet rolled back by `rolled` (2,) rad and put on the floor; one that stands flat is left."""
    return _grounded(soles.levelled(motion, rolled), 0.25) if np.abs(rolled).max() > _FLAT else motion


def _medians(rolled: NDArray[np.floating]) -> NDArray[np.floating]:
    """Medians of the columns of `rolled` (N, 2) without NaN; 0 where there is nothing else."""
    columns = [column[~np.isnan(column)] for column in rolled.T]
    return np.array([np.median(column) if len(column) else 0.0 for column in columns])


def _with_captions(clip: Clip, told: Sequence[tuple[float, float, tuple[str, ...]]]) -> Clip:
    return replace(clip, told=timed_captions.within(told, clip.start, len(clip.motion), FPS))


def load_folder(folder: Path, on_progress: Callable[[int, int], None] | None = None) -> list[Clip]:
    """Clips of a folder: `captions.csv` (file, caption and optionally subject, category, split) beside BVH files.

    Captions of one file may stand on several rows. Raises ValueError with a sentence naming the row or the file.
    """
    table = folder / "captions.csv"
    if not table.exists():
        raise FileNotFoundError(f"{folder} has no captions.csv: give it the columns file and caption.")
    with table.open(newline="", encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    captions: dict[str, list[dict[str, str]]] = {}
    for number, row in enumerate(rows, start=2):
        if not row.get("file") or not row.get("caption"):
            raise ValueError(f"{table.name}, line {number}: both file and caption are needed.")
        captions.setdefault(row["file"], []).append(row)
    clips = []
    for done, (name, of_file) in enumerate(captions.items(), start=1):
        motion = read_motion(folder / name)
        text = "; ".join(row["caption"].strip() for row in of_file)
        first = of_file[0]
        stem, category, subject = Path(name).stem, first.get("category") or "other", first.get("subject") or ""
        clips.append(Clip(stem, _canonical(motion, None), text, category, folder.name, subject, stem))
        if on_progress:
            on_progress(done, len(captions))
    return clips


def read_motion(path: Path) -> Motion:
    """Read a BVH file of any humanoid as canonical motion; raises ValueError with a sentence where it can't be read."""
    motion = bvh.read_bvh(path)
    match = bone_map.match(motion.skeleton.names, motion.skeleton.parents.tolist())
    motion = replace(motion, skeleton=bone_map.with_roles(motion.skeleton, match))
    motion = _canonical(_in_metres(motion), None)
    return _level(motion, np.nan_to_num(soles.rolled(motion)))


def _pack_skeleton(entry: dict[str, Any]) -> Skeleton:
    roles = [""] * len(entry["names"])
    for common, joint in entry["canonical"].items():
        if joint is not None:
            side, bare = {"l": "left_", "r": "right_"}.get(common[:2].rstrip("_"), ""), common
            if common[1] == "_":
                bare = common[2:]
            roles[entry["names"].index(joint)] = side + _PACK_ROLES[bare]
    return Skeleton(tuple(entry["names"]), entry["parents"], entry["offsets"], roles=tuple(roles))


def _pack_clips(entry: dict[str, Any], pack: Any, skeleton: Skeleton) -> Iterator[Clip]:
    """Clips of one index entry, which is split where a limb flips between two frames."""
    flags = tuple(entry["flags"])
    if any(f in _BAD_FLAGS or f.startswith("duplicate_of") for f in flags) or entry["category"] == "motorcycle pose":
        return
    key = entry["key"]
    rot = quat.normalize(pack[f"{key}.q"].astype(np.float32) / 32767)
    motion = Motion(skeleton, entry["fps"], pack[f"{key}.p"], quat.continuous(rot))
    motion = _canonical(motion, entry["metrics"]["floor_y"])
    hand_made = entry["dataset"].startswith(_HAND_MADE)
    if "in_place" in flags and re.search(r"walk|run|jog|sprint|shamble", entry["description"]):
        motion = _travel_from_feet(motion)
    if pack_faults.is_tilted(entry["id"]):
        motion = _grounded(pack_faults.level(motion), 0.25)
    for number, (first, last) in enumerate(_unbroken(entry["id"], motion)):
        piece = motion.cut(first, last)
        suffix = f"#{number}" if (first, last) != (0, len(motion)) else ""
        yield Clip(
            entry["id"] + suffix, piece, entry["description"], entry["category"], entry["dataset"],
            entry["subject"], _trial(entry["id"]), flags, hand_made, first / FPS, pack_faults.share(entry["id"]),
        )  # fmt: skip


def _trial(clip_id: str) -> str:
    """Trial of a clip: partners of a salsa trial, pieces and retargeted copies of one recording share it."""
    salsa = re.fullmatch(r"cmu_6[01]_(\d+).*", clip_id)
    return f"salsa_{salsa[1]}" if salsa else clip_id.split("#")[0]


def _canonical(motion: Motion, floor: float | None) -> Motion:
    """Retarget to the canonical skeleton, 30 fps, feet on Y = 0, contacts detected."""
    if floor is not None:
        motion = replace(motion, root_pos=motion.root_pos - np.array([0, floor, 0], np.float32))
    motion = resample(solve.retarget(motion, canonical()), FPS)
    # A swimmer or a climber keeps the height the pack gives.
    return _grounded(motion, 0.25 if floor is not None else np.inf)


def _grounded(motion: Motion, limit: float) -> Motion:
    """The motion with its feet on Y = 0, where they are less than `limit` m away from it, and contacts detected."""
    drop = contact.floor_height(motion)
    motion = replace(motion, root_pos=motion.root_pos - np.array([0, drop if abs(drop) < limit else 0, 0], np.float32))
    return replace(motion, contacts=contact.detect(motion, floor=0.0))


@lru_cache(maxsize=1)
def canonical() -> Skeleton:
    """The canonical skeleton, cached."""
    return canonical_skeleton()


def _in_metres(motion: Motion) -> Motion:
    """Scale a motion in unknown units (BVH files do not say) so that the legs have a person's length."""
    leg = solve.rest_alignment(motion.skeleton).leg
    scale = 1.0 if 0.5 < leg < 1.2 else 0.82 / leg
    skeleton = replace(motion.skeleton, offsets=motion.skeleton.offsets * np.float32(scale))
    return replace(motion, skeleton=skeleton, root_pos=motion.root_pos * np.float32(scale))


def _intact_spans(motion: Motion, limit: float = np.radians(90)) -> list[tuple[int, int]]:
    """Frame spans in which no joint turns by over 90 degrees between two frames; those under 0.5 s are dropped."""
    step = quat.angle_between(motion.rot[1:], motion.rot[:-1]).max(axis=1, initial=0)
    cuts = [0, *(np.flatnonzero(step > limit) + 1).tolist(), len(motion)]
    return [(a, b) for a, b in pairwise(cuts) if b - a >= min(15, len(motion))]


def _unbroken(clip_id: str, motion: Motion) -> list[tuple[int, int]]:
    """Frame spans that can be learnt from: `_sound_spans` without what the pack is known to have wrong."""
    spans = []
    for start, end in pack_faults.sound_stretches(clip_id, len(motion) / FPS):
        first, last = int(np.ceil(start * FPS)), int(np.floor(end * FPS + 1e-6))
        spans += [(first + a, first + b) for a, b in _intact_spans(motion.cut(first, last))] if last > first else []
    return spans


def _travel_from_feet(motion: Motion) -> Motion:
    """Give a walk on the spot the travel that its planted foot implies: the lower foot stands still on the ground."""
    pos, _ = motion.globals()
    feet = pos[:, [ROLE_INDEX["left_foot"], ROLE_INDEX["right_foot"]]]
    speed = np.diff(feet, axis=0, append=feet[-1:])
    lower = np.argmin(feet[..., 1], axis=1)
    planted = -np.take_along_axis(speed, lower[:, None, None], axis=1)[:, 0]
    planted = median_filter(planted, size=(9, 1), mode="nearest") * (1, 0, 1)
    travel = np.concatenate([np.zeros((1, 3)), np.cumsum(planted[:-1], axis=0)]).astype(np.float32)
    return replace(motion, root_pos=motion.root_pos + travel)


def split_of(trial: str, salt: str = "motif-1") -> str:
    """Split of a trial by hash: 80% train, 10% val, 10% test; of people who are held out as a whole, by name.

    Never change the salt: shipped weights depend on it.
    """
    for name, split in HELD_OUT_PEOPLE.items():
        if trial.startswith(name):
            return split
    bucket = int(hashlib.sha256(f"{salt}/{trial}".encode()).hexdigest()[:8], 16) % 10
    return {0: "test", 1: "val"}.get(bucket, "train")


def partition(clips: Sequence[Clip]) -> dict[str, list[Clip]]:
    """Clips by split. In a folder too small to fill every split, an empty one gets the training clips."""
    splits: dict[str, list[Clip]] = {name: [] for name in SPLITS}
    for clip in clips:
        splits[split_of(clip.trial)].append(clip)
    if not splits["train"]:
        splits["train"] = list(clips)
    return {name: part or splits["train"] for name, part in splits.items()}


def write_splits(clips: Sequence[Clip], path: Path) -> dict[str, list[str]]:
    """Write the ids of each split as JSON, sorted, and return them."""
    splits = {name: sorted(clip.id for clip in part) for name, part in partition(clips).items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    files.write_json(path, splits)
    return splits
