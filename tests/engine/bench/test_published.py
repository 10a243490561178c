"""The table of the published networks: its rows are measured on networks of any size, and stages of the start run."""

from __future__ import annotations

import pytest

from engine.bench import published
from engine.models import lda, mmm


@pytest.fixture(autouse=True)
def small(monkeypatch):
    paper_text, paper_sound = mmm.Config.paper(), lda.Config.paper()
    text = {**vars(paper_text), "dim": 16, "heads": 2, "layers": 1, "cross_layers": 1, "codes": 12, "token_dim": 4}
    sound = {**vars(paper_sound), "width": 16, "layers": 1, "heads": 2, "feed": 16}
    monkeypatch.setattr(mmm.Config, "paper", classmethod(lambda cls: cls(**text)))
    monkeypatch.setattr(lda.Config, "paper", classmethod(lambda cls: cls(**sound)))
    monkeypatch.setattr(published, "SECONDS", 0.5)


def test_rows_of_the_networks_stand_beside_the_official_times():
    text, sound = published.text_rows(1), published.audio_rows()
    asked = [f"guidance {g}, {form}" for g in ("off", "1") for form in ("exact", "packed", "int8", "bfloat16")]
    assert [row[0].partition("frames, ")[2] for row in text] == asked and "2.30" in text[0][2]
    assert all(float(row[1].split()[0]) >= 0 for row in (*text, *sound)) and "1245 s" in sound[0][2]
    assert [row[3].split()[0] for row in (text[0], text[4], sound[0])] == ["0.55", "0.9", "6"]


def test_an_installed_engine_is_weighed(tmp_path):
    (tmp_path / "a.so").write_bytes(bytes(30_000_000))
    assert published.disk_rows(tmp_path)[0][1] == "0.03 GB" and "not weighed" in published.disk_rows(None)[0][1]


def test_a_stage_that_fails_is_no_time():
    assert published._run("pass") > 0
    with pytest.raises(published.subprocess.CalledProcessError):
        published._run("import nothing_of_that_name")
