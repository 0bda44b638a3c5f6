"""Instruments in instruments."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveyapp.instrument.check import check
from surveyapp.instrument.load import folder_library
from tests.instrument.authoring import FILE, document, instrument_of

A = "- {name: a, type: yes_no, ask: A}\n"


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text.replace("name: tiny", f"name: {name}"), encoding="utf-8")
    return tmp_path


def test_an_instrument_that_includes_itself_is_refused(tmp_path: Path) -> None:
    both = folder(tmp_path, one=document("- {include: two}"), two=document("- {include: one}"))
    text = (both / "one.yaml").read_text(encoding="utf-8")
    problems = check(text, "one.yaml", folder_library(both))[1]
    assert [problem.code for problem in problems] == ["include-cycle"]


@pytest.mark.parametrize(
    "broken", ["- {name: a, type: yesno, ask: A}", A + "- {name: b, type: yes_no, ask: B, when: {x: yes}}"]
)
def test_an_included_instrument_must_be_sound(tmp_path: Path, broken: str) -> None:
    both = folder(tmp_path, part=document(broken))
    problems = check(document("- {include: part}"), FILE, folder_library(both))[1]
    assert "include-unusable" in [problem.code for problem in problems]


def test_included_items_keep_the_rules_of_their_sections(tmp_path: Path) -> None:
    inner = document(
        A, sections="- {name: two, title: Two, when: {a: yes}, items: [{name: b, type: yes_no, ask: B}]}"
    )
    both = folder(tmp_path, part=inner, middle=document("- {include: part}"))
    instrument, problems = check(document("- {include: middle}"), FILE, folder_library(both))
    assert problems == []
    assert instrument is not None
    assert list(instrument.items) == ["a", "b"]
    assert (
        instrument.items["b"].when
        == instrument_of(A + "- {name: b, type: yes_no, ask: B, when: {a: yes}}").items["b"].when
    )
