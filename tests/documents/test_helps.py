"""What `motif`, `motif-blender`, `blender --command motif` and manifests share is called and told alike in all."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.documents import helps
from tools import packaging

ROOT = Path(__file__).resolve().parents[2]
ONE = {"names": ["--seed"], "default": 0, "unit": "N", "choices": None, "help": "of the first take; default 0"}


def test_no_option_differs_between_programs_and_manifests() -> None:
    pytest.importorskip("bpy", reason="bpy is not installed here")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(packaging.link().parent), str(ROOT)])}
    command = [sys.executable, "-c", "import sys; from tests.documents import helps; sys.exit(helps.main())", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["differences"] == [] and done.returncode == 0
    assert len(told["shared"]) > 60 and told["rows"] > 140


@pytest.mark.parametrize("field", helps.FIELDS)
def test_a_difference_is_told(field: str) -> None:
    place = ("nothing", "--seed")
    assert not [line for line in helps.differences({place: ONE}, {place: ONE}) if line.startswith("nothing")]
    said = list(helps.differences({place: ONE}, {place: {**ONE, field: "other"}}))
    assert any(line.startswith(f"nothing --seed: {field}:") for line in said)


def test_blenders_own_command_is_the_same_program() -> None:
    tree = ast.parse((ROOT / "blender_addon" / "__init__.py").read_text(encoding="utf-8"))
    (command,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "_command")
    assert ast.unparse(command.body[-1]) == "return batch.main(argv)"
