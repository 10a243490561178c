"""A Ray cluster as a pool: one actor on each card, or on each group of processors where there is none.

Ray is an extra (`pip install ray`) and loaded only here. Requests and takes travel as the plain JSON and arrays of the
pipe to a worker, so that a machine of the cluster needs this program at the same path and the files that rows name, and
nothing else; takes are written here.
"""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.protocol.errors import EngineError, bad_request
from engine.protocol.messages import request_from_json, request_to_json, takes_from_message, takes_to_message
from engine.protocol.request import Request
from retarget import mask
from retarget.motion import Motion

from .schedule import Outcome, mendable

ROOT = Path(__file__).resolve().parents[2]
_STUCK_SECONDS = 1800.0  # without a row being made anywhere: a machine that hangs


class Maker:
    """What an actor is: an engine that stays loaded. Answers with plain values alone."""

    def __init__(self, weights: str | None, device: str | None, models: str | None) -> None:
        self._options = weights, device, models
        self._engine: Any = None

    def make(self, data: Mapping[str, Any], arrays: Mapping[str, Any]) -> dict[str, Any]:
        """A request's takes, or why there are none."""
        try:
            if self._engine is None:
                self._engine = self._open()
            request = request_from_json(data, arrays, mask.unpack)
            metas, made = takes_to_message(self._engine.generate(request))
            return {"takes": metas, "arrays": made}
        except EngineError as error:
            return {"error": error.to_json()}

    def where(self) -> str:
        """Machine and process, in words."""
        return f"{os.uname().nodename if hasattr(os, 'uname') else 'machine'}, process {os.getpid()}"

    def _open(self) -> Any:
        from engine.api import Engine
        from engine.worker.serve import loaders_named

        weights, device, models = self._options
        return Engine(Path(weights) if weights else None, device, loaders_named(models))


class RayPool:
    """Actors of the cluster that RAY_ADDRESS names, or that runs on this machine; else of one started here."""

    def __init__(
        self, workers: int | None, jobs: int, env: Mapping[str, str], weights: Path | None, device: str | None,
        models: str | None = None,
    ) -> None:  # fmt: skip
        self._ray = ray = _import_ray()
        variables = {**env, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        try:
            ray.init(
                runtime_env={"env_vars": variables},
                logging_level="ERROR",
                log_to_driver=False,
                ignore_reinit_error=True,
            )
            there = ray.cluster_resources()
        except Exception as error:  # Ray raises many kinds, plain Exception among them
            raise EngineError(
                "internal", f"No Ray cluster can be had ({_first(error)}): check RAY_ADDRESS and “ray status”."
            ) from error
        cards = int(there.get("GPU", 0)) if (device or "auto") != "cpu" else 0
        threads = int(env.get("OMP_NUM_THREADS", "1"))
        most = cards or max(1, int(there.get("CPU", 1)) // threads)
        self.size = min(workers or most, most, jobs)
        needs = {"num_gpus": 1, "num_cpus": 0} if cards else {"num_cpus": threads}
        self._new = lambda: ray.remote(Maker).options(**needs, max_restarts=0, max_task_retries=0).remote(
            str(weights.resolve()) if weights else None, device, models
        )  # fmt: skip
        kind = "card" if cards else "processor"
        self.where = f"{self.size} Ray actor{'s' * (self.size > 1)}, a {kind} each"
        self._free = [self._new() for _ in range(self.size)]
        self._open: dict[Any, tuple[int, Request, Any, float]] = {}

    def submit(self, number: int, work: Request) -> None:
        actor = self._free.pop()
        self._open[actor.make.remote(*request_to_json(work))] = number, work, actor, time.perf_counter()

    def wait(self) -> Outcome:
        ready, _ = self._ray.wait(list(self._open), num_returns=1, timeout=_STUCK_SECONDS)
        # Nothing for so long: the oldest is given up.
        reference = ready[0] if ready else min(self._open, key=lambda r: self._open[r][3])
        number, request, actor, began = self._open.pop(reference)
        made, error, where = None, None, "a lost actor"
        try:
            if not ready:
                raise TimeoutError(f"no answer for {_STUCK_SECONDS:g} s")
            answer = self._ray.get(reference)
            where = self._ray.get(actor.where.remote(), timeout=30)
            if "error" in answer:
                error = EngineError.from_json(answer["error"])
            else:
                made = tuple(takes_from_message(answer["takes"], answer["arrays"], Motion.from_arrays, request))
        except Exception as lost:  # Ray's own kinds: the actor died, its machine went away
            error = EngineError("internal", f"A Ray actor was lost ({_first(lost)}).")
        if error is not None and mendable(error):
            self._ray.kill(actor)
            actor = self._new()
        self._free.append(actor)
        return Outcome(number, made, error, time.perf_counter() - began, where)

    def close(self) -> None:
        for actor in (*self._free, *(actor for _, _, actor, _ in self._open.values())):
            self._ray.kill(actor)
        self._ray.shutdown()


def _import_ray() -> Any:
    try:
        return importlib.import_module("ray")
    except ImportError as error:
        raise bad_request(
            "Ray is not installed: put it beside the engine with “pip install 'ray>=2.9'”, or use --workers N on this "
            "computer."
        ) from error


def _first(error: BaseException) -> str:
    """The first line of a long message."""
    return next(
        (line.strip().rstrip(".:")[:160] for line in str(error).splitlines() if line.strip()), type(error).__name__
    )
