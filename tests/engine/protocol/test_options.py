"""The table of options: what argparse, manifests and requests make of it."""

from __future__ import annotations

import argparse

import pytest

from engine.batch.options import KINDS, given
from engine.protocol.errors import EngineError
from engine.protocol.options import OPTIONS, ROW_OPTIONS, add_options, frame_range, parse_range, sampling_of
from engine.protocol.sampling import Sampling

# A value for an option of each kind: as a command line writes it, and as a manifest has it.
VALUES = {
    "text": ("hips", "hips"), "path": ("a.npz", "a.npz"), "number": ("1.5", 1.5), "whole": ("7", 7),
    "list": ("head", ["head"]), "frames": ("3-9", "3-9"), "targets": ("head@3=1,2,3", ["head@3=1,2,3"]),
}  # fmt: skip


@pytest.mark.parametrize("name", OPTIONS)
def test_an_option_is_read_alike_from_a_command_line_and_a_manifest(name):
    option = OPTIONS[name]
    if option.kind == "spans":
        return  # pairs, which the commands add themselves
    parser = argparse.ArgumentParser()
    add_options(parser, name)
    if option.kind == "flag":
        assert vars(parser.parse_args([f"--{name.replace('_', '-')}"])) == {name: True}
        assert vars(parser.parse_args([])) == {name: False}
        written = True
    else:
        words, written = (option.choices[-1],) * 2 if option.choices else VALUES[option.kind]
        read = parser.parse_args([f"--{name.replace('_', '-')}", words])
        assert vars(read)[name] == written if option.kind == "targets" else str(vars(read)[name]) == words
        assert vars(parser.parse_args([]))[name] == option.default
    if name in KINDS:
        assert given({name: written}) == {name: written}


def test_rows_know_no_option_that_the_table_lacks():
    assert {name for names in ROW_OPTIONS.values() for name in names} <= OPTIONS.keys()


def test_defaults_are_those_of_the_sampling():
    parser = argparse.ArgumentParser()
    add_options(parser, "seed", "takes", "guidance", "steps", "temperature", "foot_lock", "no_clean_up", "fps")
    options = vars(parser.parse_args([]))
    assert options.pop("fps") is None  # a file has its own
    assert sampling_of(options, 30.0) == Sampling() == sampling_of({}, 30.0)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("3-9", (3, 9)), (" 3 .. 9 ", (3, 9)), ("3:9", (3, 9)), ("-5--2", (-5, -2)), ("7", (7, None)), ("a-b", None),
     ("", None), ("3-", None)],
)  # fmt: skip
def test_ranges(text, numbers):
    assert parse_range(text) == numbers


@pytest.mark.parametrize("text", ["-3-5", "x", "9-3", "1-2-3", str(10**9)])
def test_ranges_that_are_no_frames_of_a_motion(text):
    with pytest.raises(EngineError, match="backwards" if text == "9-3" else "are not A-B"):
        frame_range(text)
    assert frame_range("4") == (4, 4) and frame_range("4-6") == (4, 6)
