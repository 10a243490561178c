"""The pool on a Ray cluster, with a stand-in for Ray itself: actors that answer, fail and are lost."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from engine.batch import ray_pool
from engine.batch.schedule import work
from engine.protocol.errors import EngineError
from tests.engine.requests import text_request

MODELS = "tests.engine.fake:loaders"


class FakeRay:
    """The few calls that the pool makes. A task runs when its answer is fetched; one whose prompt says "dies" loses its
    actor, which then answers nothing more."""

    def __init__(self, cards: int = 0, processors: int = 4) -> None:
        self.resources = {"GPU": float(cards), "CPU": float(processors)}
        self.alive: list[Any] = []
        self.made: list[dict] = []
        self.down = False

    def init(self, **options: Any) -> None:
        if self.resources["CPU"] == 0:
            raise ConnectionError("no cluster\nand a long trace")
        self.settings = options

    def cluster_resources(self) -> dict[str, float]:
        return self.resources

    def remote(self, kind: type) -> Any:
        def options(**needs: Any) -> Any:
            def new(*arguments: Any) -> Any:
                self.made.append(needs)
                actor = SimpleNamespace(inner=kind(*arguments), gone=False)
                for name in ("make", "where"):
                    call = getattr(actor.inner, name)
                    bound = lambda *given, call=call, actor=actor: (call, given, actor)  # noqa: E731
                    setattr(actor, name, SimpleNamespace(remote=lambda *a, bound=bound: Reference(bound(*a))))
                self.alive.append(actor)
                return actor

            return SimpleNamespace(remote=new)

        return SimpleNamespace(options=options)

    def wait(self, references: list, num_returns: int, timeout: float) -> tuple[list, list]:
        return references[-1:], references[:-1]

    def get(self, reference: Reference, timeout: float | None = None) -> Any:
        call, given, actor = reference.task
        if actor.gone or (given and "dies" in str(given[0])):
            actor.gone = True
            raise RuntimeError("The actor died unexpectedly.\nA long trace")
        return call(*given)

    def kill(self, actor: Any) -> None:
        self.alive.remove(actor)

    def shutdown(self) -> None:
        self.down = True


class Reference:
    def __init__(self, task: Any) -> None:
        self.task = task


@pytest.fixture
def ray(monkeypatch):
    def cluster(**options: Any) -> FakeRay:
        fake = FakeRay(**options)
        monkeypatch.setitem(sys.modules, "ray", fake)
        return fake

    return cluster


def pool(workers: int | None = None, jobs: int = 20, threads: int = 1, device: str | None = None) -> ray_pool.RayPool:
    return ray_pool.RayPool(workers, jobs, {"OMP_NUM_THREADS": str(threads)}, None, device, MODELS)


def test_rows_on_actors_one_of_which_is_lost(ray):
    cluster = ray()
    actors = pool(workers=2)
    texts = ["walks", "dies", "breaks a leg", "runs", "jumps"]
    requests = [text_request(f"a person {text}", frames=30, seeds=(i,)) for i, text in enumerate(texts)]
    ended = {outcome.number: outcome for outcome in work(requests, actors, 1)}
    assert {n: o.error.code if o.error else "" for n, o in ended.items()} == {
        0: "", 1: "internal", 2: "internal", 3: "", 4: "",
    }  # fmt: skip
    assert ended[3].made[0].seed == 3 and "process" in ended[3].worker and ended[1].tries == 2
    assert str(ended[1].error) == "A Ray actor was lost (The actor died unexpectedly)."
    assert len(cluster.alive) == 2 and len(cluster.made) == 2 + 4  # a fresh one for each failed try
    actors.close()
    assert cluster.down and not cluster.alive


def test_one_actor_a_card(ray):
    cluster = ray(cards=3, processors=8)
    assert (cards := pool()).size == 3 and cluster.made[0]["num_gpus"] == 1 and "a card each" in cards.where
    assert cluster.settings["runtime_env"]["env_vars"]["PYTHONPATH"] == str(Path(ray_pool.__file__).parents[2])
    assert pool(workers=2).size == 2 and pool(jobs=1).size == 1
    assert pool(threads=4, device="cpu").size == 2 and cluster.made[-1]["num_cpus"] == 4


def test_no_cluster(ray, monkeypatch):
    ray(processors=0)
    with pytest.raises(EngineError, match=r"No Ray cluster can be had \(no cluster\): check RAY_ADDRESS"):
        pool()
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(EngineError, match="Ray is not installed"):
        pool()
