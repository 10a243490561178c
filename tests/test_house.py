"""tools/house.py on small trees made here: it finds what stands in the way, and finds nothing in a tidy one."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools import house
from tools.measures import sources, travel

FLOORS = 'ENGINE_FLOORS = ("low", ("middle", "beside"), "engine.high")\n'
# Of a measured tree: lists that hold nothing where it is tidy.
FAULTS = (
    "long_functions", "long_files", "crowded_or_empty_folders", "cycles", "typing_cycles", "upward_trees",
    "modules_without_floor", "dispatches", "undocumented_modules", "undocumented_functions",
)  # fmt: skip
TIDY = {
    "build.py": '"""Builds."""\n',
    "engine/__init__.py": "",
    "engine/low/__init__.py": '"""What stands lowest."""\n',
    "engine/low/a.py": '"""A."""\n\n\ndef one() -> int:\n    """Return 1."""\n    return 1  # as said\n',
    "engine/low/b.py": '"""B."""\nfrom .a import one\n',
    "engine/low/c.py": '"""C."""\nfrom engine.low import a\n',
    "engine/middle/__init__.py": '"""What stands on it."""\n',
    "engine/middle/d.py": '"""D."""\nfrom engine.low.b import one\nfrom ..beside import g\n',
    "engine/middle/e.py": '"""E."""\n',
    "engine/middle/f.py": '"""F."""\n',
    "engine/beside.py": '"""G."""\n',
    "engine/high.py": '"""H."""\nimport engine.middle.d\n',
    "engine/__main__.py": '"""Starts."""\n',
    "tests/test_architecture.py": FLOORS.replace('"engine.high")', '"engine.high", "__main__")'),
    "tests/test_a.py": "",
    "tests/test_b.py": "",
}


def measured(root: Path, files: dict[str, str]) -> dict[str, Any]:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return house.measure(root)


def faults(found: dict[str, Any]) -> dict[str, list[str]]:
    inside = {f"upward inside {tree}": texts for tree, texts in found["upward_inside"].items()}
    return {key: texts for key, texts in {**{key: found[key] for key in FAULTS}, **inside}.items() if texts}


def test_a_tidy_tree_has_no_faults(tmp_path: Path) -> None:
    found = measured(tmp_path, TIDY)
    assert faults(found) == {}
    assert found["tops"]["engine"] == {"files": 12, "modules": 9, "lines": 21, "code": 7, "comments": 1}
    assert found["folders"]["engine/low"]["modules"] == 3
    assert [note.split(":")[0].split()[-1] for note in found["notes"]] == ["RETARGET_FLOORS", "ADDON_FLOORS"]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("engine/low/a.py", '"""A."""\nfrom .b import one\n', {"cycles": ["engine.low.a engine.low.b"]}),
        (
            "engine/low/a.py",
            '"""A."""\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .c import x\n',
            {"typing_cycles": ["engine.low.a engine.low.c"]},
        ),
        (
            "engine/low/a.py",
            '"""A."""\n\n\ndef _late():\n    import engine.middle.e\n',
            {"upward inside engine": ["engine.low.a -> engine.middle.e"]},
        ),
        (
            "engine/low/a.py",
            '"""A."""\nfrom ...retarget import quat\nfrom ... import blender_addon\n',
            {},  # neither is there
        ),
        ("engine/other.py", '"""O."""\n', {"modules_without_floor": ["engine.other"]}),
        ("engine/low/a.py", '"""A."""\n' + "_A = 1\n" * 400, {"long_files": ["engine/low/a.py: 401 lines"]}),
        (
            "engine/low/a.py",
            '"""A."""\n\n\nclass _A:\n    def b(self):\n' + "        x = 1\n" * 50,
            {"long_functions": ["engine/low/a.py:5 _A.b: 51 lines"]},
        ),
        (
            "engine/low/a.py",
            '"""A."""\n_A = hasattr(loaded.model, "x"), hasattr(sys, "x"), getattr(model, "x")\n'
            "_B = getattr(args, 'x', 0)\n",
            {"dispatches": ["engine/low/a.py:2 hasattr(loaded.model, 'x')", "engine/low/a.py:3 getattr(args, 'x', 0)"]},
        ),
        ("engine/low/a.py", "x = 1\n", {"undocumented_modules": ["engine/low/a.py"]}),
        (
            "engine/low/a.py",
            '"""A."""\nclass A:\n def b(self):\n  def c(): ...\n def draw(self): ...\n def _d(self): ...\n',
            {"undocumented_functions": ["engine/low/a.py:3 A.b"]},
        ),
    ],
)  # fmt: skip
def test_finds_a_fault(tmp_path: Path, path: str, text: str, expected: dict[str, list[str]]) -> None:
    assert faults(measured(tmp_path, {**TIDY, path: text})) == expected


def test_finds_imports_from_tree_to_tree(tmp_path: Path) -> None:
    files = {
        "retarget/quat.py": "from engine.low.a import one\n",
        "engine/low/c.py": "from retarget import quat\nfrom blender_addon.rig import x\n",
        "blender_addon/rig.py": "from .engine.low import c\nfrom .retarget import quat\n",
        "blender_addon/panels/main.py": "from .. import rig\nfrom ..engine.low import a\n",
    }
    found = measured(tmp_path, {**TIDY, **files})
    assert found["upward_trees"] == ["engine.low.c -> blender_addon.rig", "retarget.quat -> engine.low.a"]
    assert found["cycles"] == ["blender_addon.rig engine.low.c"]


def test_finds_folders_of_too_few_and_too_many(tmp_path: Path) -> None:
    files = {f"retarget/m{n}.py": "" for n in range(15)} | {"engine/few/a.py": "", "engine/few/__init__.py": ""}
    found = measured(tmp_path, {**files, "engine/full/__init__.py": "", "engine/full/in/__init__.py": ""})
    assert found["crowded_or_empty_folders"] == ["engine/few: 1 modules", "retarget: 15 modules"]


def test_counts_of_one_file() -> None:
    text = '''"""Doc
of two lines."""

x: dict[str, Any] = {}  # noqa: E501
# why
def f(a: Any) -> Any:
    """Doc."""
    return """a
    b"""  # and why


@dataclass(frozen=True)
class A(Protocol[T], IntEnum): ...
'''
    source = sources.source_of("blender_addon/a.py", text)
    assert sorted(source.code) == [4, 6, 8, 9, 12, 13]
    assert sorted(source.comments) == [5, 9]
    assert sources.annotated_any(source) == 3
    kinds = {"dataclass": 1, "NamedTuple": 0, "TypedDict": 0, "Protocol": 1, "Enum": 1}
    assert sources.declared_types([source]) == kinds


def test_mathematics_is_told_by_its_operators() -> None:
    maths = "def f(x):\n" + "    # step\n    x = x * 2 + 1\n" * 16
    words = "def g(x):\n" + "    x = x + 'a'\n" * 32
    found = sources.maths([sources.source_of("engine/a.py", maths + words)])
    assert found == {"functions": 1, "code": 17, "comments": 16}


def test_the_command_compares_two_states(tmp_path: Path) -> None:
    measured(tmp_path / "old", {**TIDY, "engine/low/a.py": '"""A."""\nfrom .b import one\n'})
    measured(tmp_path / "new", TIDY)
    command = [sys.executable, str(Path(house.__file__)), "--root"]
    before = str(tmp_path / "before.json")
    first = subprocess.run([*command, tmp_path / "old", "--json", before], capture_output=True, text=True, check=True)
    assert "| import cycles | 1 |" in first.stdout
    assert "- engine.low.a engine.low.b" in first.stdout
    second = subprocess.run(
        [*command, tmp_path / "new", "--against", before], capture_output=True, text=True, check=True
    )
    assert "| import cycles | 1 | 0 |" in second.stdout
    assert "| engine | 12 | 12 | 17 | 21 | 6 | 7 |" in second.stdout
    assert "| imports upwards inside retarget | – | – |" in second.stdout
    wrong = subprocess.run([*command, tmp_path / "none"], capture_output=True, text=True, check=False)
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("house.py: ")


def test_recorder_sees_what_is_entered_and_made_but_not_imports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "house_tables.py").write_text("def table(): ...\n\n\ntable()\n", encoding="utf-8")
    (tmp_path / "engine" / "house_run.py").write_text(
        "from dataclasses import dataclass\nfrom typing import NamedTuple\n\n\n"
        "@dataclass(frozen=True)\nclass Made:\n    a: int\n\n\n@dataclass\nclass Same:\n    a: int\n\n\n"
        "@dataclass\nclass Unused:\n    a: int\n\n\n@dataclass\nclass Early:\n    a: int\n\n\n"
        "class Pair(NamedTuple):\n    a: int\n\n\nEarly(1)\n\n\n"
        "def run():\n    import house_tables\n    Made(1), Same(1), Pair(1)\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path / "engine"))
    recorder, earlier = travel.Recorder(tmp_path, tmp_path / "out.txt"), sys.getprofile()
    recorder.start()
    importlib.import_module("house_run").run()
    recorder.stop()
    assert sys.getprofile() is earlier
    named = [f"type engine/house_run.py:{name}" for name in ("Made", "Pair", "Same")]
    assert sorted((tmp_path / "out.txt").read_text(encoding="utf-8").splitlines()) == [
        "file engine/house_run.py",
        *named,
    ]
    for name in ("house_run", "house_tables"):
        sys.modules.pop(name)


def test_travels_stand_in_a_table(tmp_path: Path) -> None:
    found = measured(tmp_path, TIDY)
    ways = {"command line": {"files": ["a", "b"], "types": ["c"]}}
    traced = {**found, "travel": dict.fromkeys(travel.KINDS, ways)}
    assert "| mask, command line | – | 2 | – | 1 |" in house.markdown(json.loads(json.dumps(traced)), found)
