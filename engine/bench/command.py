"""`motif bench`: time and memory of what an artist waits for: engine start, takes, retargeting, the add-on."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from engine import api
from engine.protocol.client import Client, clean_environment, worker_command
from engine.protocol.errors import EngineError, bad_request
from engine.protocol.limits import MAX_TAKES
from engine.protocol.prompt import Prompt
from engine.protocol.request import TextRequest
from engine.protocol.sampling import Sampling
from retarget import quat, solve
from retarget.motion import Motion, Skeleton, canonical_skeleton

ROOT = Path(__file__).resolve().parents[2]
FRAMES = 196
STAGES = ("worker", "paper", "device", "retarget", "blender")
PROMPTS = ("a person walks forward", "someone jumps twice, then turns left", "a person waves with the right hand")
# Limits of the measures: seconds, and gigabytes for memory.
TARGETS = {
    "register_s": 0.1, "worker_ready_s": 6.0, "text_196_frames_s": 0.5, "paper_196_frames_s": 0.6,
    "peak_memory_gb": 1.5, "retarget_3000_frames_s": 0.25,
}  # fmt: skip


def main(argv: list[str]) -> int:
    """Measure all stages, print a table, and one JSON object on the last line."""
    parser = argparse.ArgumentParser(prog="motif bench", description="Measure speed and memory.")
    parser.add_argument("--json", action="store_true", help="only the JSON object")
    parser.add_argument("--device", help="auto, cpu, cuda or cuda:N; default auto")
    parser.add_argument("--weights", type=Path, metavar="FOLDER", help="weights other than the ones that ship")
    parser.add_argument("--repeats", type=int, default=7, metavar="N", help="of which the median counts; default 7")
    parser.add_argument("--batches", default="", metavar="1,32", help="takes at once, against the floor; default on a "
                        "card 1,32, on the processor 1")  # fmt: skip
    parser.add_argument("--only", choices=STAGES, action="append", help="leave the others out; repeatable")
    args = parser.parse_args(argv)
    device = api.choose_device(args.device)
    batches = _batches(args.batches or ("1" if device == "cpu" else "1,32"))
    result: dict[str, Any] = {"device": device, "cores": os.cpu_count(), "missing": {}}
    stages: dict[str, Callable[[], dict[str, Any]]] = {
        "worker": lambda: worker(args.device, args.weights, args.repeats),
        "paper": lambda: paper(args.device, args.repeats),
        "device": lambda: on_device(device, args.weights, args.repeats, batches),
        "retarget": lambda: retargeting(args.repeats),
        "blender": lambda: blender(args.repeats),
    }
    for name, measure in stages.items():
        if args.only and name not in args.only:
            continue
        print(f"measuring: {name} ...", file=sys.stderr, flush=True)
        try:
            result.update(measure())
        except EngineError as error:
            result["missing"][name] = error.message
            print(f"  left out: {error.message}", file=sys.stderr)
    result["within"] = {name: result[name] < limit for name, limit in TARGETS.items() if name in result}
    if not args.json:
        _table(result)
    print(json.dumps(result))
    return 0


def _table(result: dict[str, Any]) -> None:
    for name, value in result.items():
        if isinstance(value, float):
            limit = TARGETS.get(name)
            verdict = "" if limit is None else f"  (limit {limit:g}: {'ok' if value < limit else 'OVER'})"
            print(f"{name:28} {value:8.3f}{verdict}")


def _batches(text: str) -> tuple[int, ...]:
    try:
        found = tuple(int(word) for word in text.split(","))
    except ValueError:
        found = ()
    if not found or not all(1 <= batch <= MAX_TAKES for batch in found):
        raise bad_request(f"The batches “{text:.40}” are not numbers of takes from 1 to {MAX_TAKES}, such as 1,32.")
    return found


def on_device(device: str, weights: Path | None, repeats: int, batches: Sequence[int]) -> dict[str, Any]:
    """Paper-sized models against the device's floor; on a card also the shipped models against the processor."""
    from engine.bench.device import against_processor, measure

    found = measure(device, repeats, batches)
    return found if device == "cpu" else {**found, **against_processor(device, weights)}


def timed(call: Callable[[int], Any], repeats: int) -> float:
    """Median seconds of `call(i)` over some repeats, after one that doesn't count."""
    call(0)
    seconds = []
    for i in range(1, max(1, repeats) + 1):
        start = time.perf_counter()
        call(i)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def worker(device: str | None, weights: Path | None, repeats: int) -> dict[str, Any]:
    """Time until a started worker is ready, time of takes through the pipe, and peak memory of the process."""
    options = [*(["--device", device] if device else []), *(["--weights", str(weights.resolve())] if weights else [])]
    command = worker_command(sys.executable, *options)
    ready: list[float] = []
    for _ in range(2):  # the first one also reads the libraries from disk
        client = _started(command, ready)
        client.shutdown()
    client = _started(command, ready)
    try:
        first = time.perf_counter()
        _take(client, 0)
        first = time.perf_counter() - first
        warm = timed(lambda i: _take(client, i), repeats)
        return {
            "worker_ready_s": statistics.median(ready), "worker_ready_first_s": ready[0],
            "text_196_frames_s": warm, "text_196_frames_first_s": first, **_peak_memory(client.pid),
        }  # fmt: skip
    finally:
        client.shutdown()


def _started(command: list[str], ready: list[float]) -> Client:
    """Start a client and wait until its worker is ready; the seconds that took are appended to `ready`."""
    client, start = Client(command, Motion.from_arrays), time.perf_counter()
    try:
        _until_ready(client)
    except EngineError:
        client.shutdown()
        raise
    ready.append(time.perf_counter() - start)
    return client


def _until_ready(client: Client) -> None:
    client.start()
    while True:
        for event in client.poll():
            if event.kind == "failed" and event.error:
                raise event.error
            if event.kind == "ready":
                return
        time.sleep(0.005)


def _request(i: int, clean_up: bool = True) -> TextRequest:
    return TextRequest((Prompt(PROMPTS[i % len(PROMPTS)]),), FRAMES, Sampling((i,), clean_up=clean_up))


def _take(client: Client, i: int) -> None:
    client.generate(_request(i))


def _peak_memory(pid: int | None) -> dict[str, float]:
    """Peak memory of a process in gigabytes, where the system reports it."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    kilobytes = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), None)
    return {} if kilobytes is None else {"peak_memory_gb": kilobytes * 1024 / 1e9}


def paper(device: str | None, repeats: int) -> dict[str, Any]:
    """Time of a take of models of the published sizes with random weights, through the whole engine."""
    import torch

    from engine.models import mmm, vqvae
    from engine.text.encoder import TextEncoder
    from engine.text.model import TextModel

    def load(_folder: Path, where: str) -> api.LoadedModel:
        torch.manual_seed(0)
        try:
            encoder = TextEncoder(None, where)
        except FileNotFoundError as error:
            raise EngineError("weights_missing", str(error)) from error
        config = replace(mmm.Config.paper(), text_dim=encoder.width)
        return api.LoadedModel(
            TextModel.assemble(encoder, mmm.MMM(config), vqvae.VQVAE(vqvae.Config.paper()), None, where), "0" * 64
        )

    engine = api.Engine(device=device, loaders={"text": load})
    engine.load("text")

    def take(i: int) -> None:
        engine.generate(_request(i, clean_up=False))

    return {"paper_196_frames_s": timed(take, repeats)}


def swaying(frames: int) -> Motion:
    """A canonical motion in which every joint turns."""
    t = np.arange(frames)[:, None, None] / 30
    waves = np.sin(t * np.linspace(0.5, 2, 66).reshape(22, 3) + np.linspace(0, 6, 66).reshape(22, 3))
    root = np.stack([0.3 * np.sin(t), 0.95 + 0.02 * np.sin(2 * t), 0.5 * t], axis=-1)[:, 0, 0]
    return Motion(canonical_skeleton(), 30, root, quat.continuous(quat.from_rotvec((0.4 * waves).astype(np.float32))))


def retargeting(repeats: int) -> dict[str, Any]:
    """Time of retargeting 3,000 frames to a figure of other proportions and bone axes."""
    motion, hub = swaying(3000), canonical_skeleton()
    axes = quat.normalize(np.random.default_rng(0).normal(size=(len(hub), 4))).astype(np.float32)
    above = np.where((hub.parents < 0)[:, None], quat.IDENTITY, axes[np.maximum(hub.parents, 0)])
    offsets = 1.1 * quat.rotate(quat.inverse(above), hub.offsets)
    target = Skeleton(hub.names, hub.parents, offsets, quat.multiply(quat.inverse(above), axes), hub.roles)
    return {"retarget_3000_frames_s": timed(lambda i: solve.retarget(motion, target), repeats)}


def blender(repeats: int) -> dict[str, Any]:
    """Registering the add-on and writing keys, in a process of its own with Blender's Python."""
    script = ROOT / "tests" / "bench.py"
    if not script.is_file() or find_spec("bpy") is None:
        raise EngineError(
            "internal", "Blender's measures need a checkout and the bpy wheel: run “python3 build.py bench”."
        )
    command = [sys.executable, str(script), str(max(1, repeats))]
    done = subprocess.run(
        command, cwd=ROOT, env=clean_environment(ROOT), capture_output=True, text=True, timeout=300, check=False
    )
    try:
        return json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError) as error:
        last = (done.stderr.strip().splitlines() or ["nothing was printed"])[-1]
        raise EngineError("internal", f"Blender's measures failed ({last:.160}).", trace=done.stderr) from error
