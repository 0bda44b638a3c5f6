"""A document parsed in pieces reads as the whole of it does, whatever an author wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml.error import YAMLError

from surveyapp.instrument import events as parsing
from surveyapp.instrument import kept, tree
from surveyapp.instrument.edit import nodes as edited
from surveyapp.instrument.edit.nodes import nodes
from surveyapp.instrument.events import STREAM, Event, Items, parts
from surveyapp.instrument.kept import LETTERS, Kept
from surveyapp.instrument.plain_lines import Enclosed, plain_entry
from surveyapp.instrument.problems import Unusable
from surveyapp.instrument.tree import Tree, _Reader
from tests.instrument.edit.authored import authored

ODD = [
    "sections:\n  - items:\n    - a: |\n        items:\n          - b\n    - c\n",
    "x: |\n  items:\n    - a\n  items:\n    - b\nsections:\n  - items:\n    - c\n",
    "  items:\n  - a\n - b\n",
    "a:\n  items:\n    - 'open\n    - shut'\n",
    "a:\n  items:\n    - &b {c: d}\n    - *b\n  when: 1\n",
    "a:\n  items: # why\n    - b: 1\n      c: >-\n        x\n\n    # last\n  d: e\n",
    "a:\n  items:\n    - b\n   odd\n",
    "a:\n  items:\n\n    - b\n...\n---\nc: d\n",
    "a:\n  items:\n    - b\n      - c\n",
    "a:\n  items:\n    -\n      b: c\n",
    "a: [\n  items:\n    - b\n",
    "a:\n  items:\n    - b\r\n    - c\n",
    "a:\n  items:\n    - b: |+\n        x\n\n\n  c: 1\n",
    "a:\n  items:\n    - b: c\n     # why\n    - b:\n        c: d\n\nb: >-\n  x\n\n  y\n",
    "a:\n  items:\n    - b: >\n        x",
    "a:\n  items:\n    - b: >\n        x\n        # y\n  c: d\n",
    "a:\n  items:\n    - b: c\n      # \x07\n      d: e\n",
    "a:\n  items:\n    - b: c\n    # \0\n    - d\n",
    "a: # \x1b[31m\n  items:\n    - b: c\n",
    "a:\n  items:#x\n    - b: c\n",
    "a: {\n  items:\n    - b: c\n  }\n",
    "a: [\n  items:\n    - b: c\n  ]\n",
]


def read(source: Callable[[str], Iterable[Event | Items]], text: str) -> Tree | str:
    """What a stream of events says: data with places, or that it can't be read."""
    reader = _Reader("file")
    try:
        for part in source(text):
            if isinstance(part, Items):
                reader.take_items(part)
            else:
                reader.take(part)
    except (Unusable, YAMLError, ValueError):
        return "unreadable"
    return reader.tree()


def events(text: str) -> Iterable[Event]:
    """The events of a text, those of its pieces where these stand."""
    for part in parts(text):
        yield from part.events() if isinstance(part, Items) else (part,)


@pytest.mark.parametrize("text", ODD)
def test_odd_documents(text: str) -> None:
    assert read(parts, text) == read(events, text) == read(parsing._whole, text)


@settings(deadline=None)
@given(authored(), st.data())
def test_any_document_with_any_line_of_it_broken(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(
        st.sampled_from(["", " ", "'", "- a", "      - b: c", "[", "  items:", lines[at][1:]])
    )
    broken = "\n".join(lines)
    assert read(parts, broken) == read(events, broken) == read(parsing._whole, broken)


def test_an_edited_document_costs_what_was_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    plain_entry = parsing.plain_entry
    text = "sections:\n  - name: one\n    items:\n" + "".join(f"      - name: item{at}\n" for at in range(50))
    parts(text)

    def noted(piece: str, enclosed: Enclosed) -> tuple[Event, ...] | None:
        parsed.append(piece)
        return plain_entry(piece, enclosed)

    monkeypatch.setattr(parsing, "plain_entry", noted)
    parts(text.replace("item7\n", "item_seven\n"))
    assert parsed == ["      - name: item_seven\n"]


def test_an_entry_with_a_control_character_in_a_comment_is_not_known() -> None:
    assert plain_entry("- a: b\n  # \x1b[31m\n  c: d\n", parsing._enclosed) is None


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 60)
    remembered: Kept[str] = Kept()
    for text in ("a", "b", "a", "c"):
        remembered.put(text, text.upper(), 24)
    assert [remembered.get(text) for text in "abc"] == ["A", None, "C"]
    remembered.put("large", "LARGE", 60)
    assert remembered.get("large") is None
    remembered.put("a" * LETTERS * 58, "", 1)
    assert remembered.weight == 60


STORES = [(parsing, "_SKELETONS"), (parsing, "_ENTRIES"), (parsing, "_ENCLOSED")]
STORES += [(tree, "_FRAGMENTS"), (edited, "_PIECES")]


def test_drafts_with_very_many_entries_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    stores: list[Kept[Any]] = [Kept() for _ in STORES]
    for (module, name), store in zip(STORES, stores, strict=True):
        monkeypatch.setattr(module, name, store)
    monkeypatch.setattr(kept, "MOST", 500)
    for save in range(9):
        lines = [f"    - x{save}{at}: [{'{},' * 50}]\n" for at in range(9)]
        text = f"a{save}: [{'[],' * 50}]\ns:\n  items:\n{''.join(lines)}"
        assert read(parts, text) == read(parsing._whole, text)
        nodes(text)
    assert all(0 < store.weight <= 500 for store in stores)


def test_items_of_one_text_are_two_items() -> None:
    items = read(parts, "sections:\n  - name: s\n    items:\n    - name: a\n    - name: a\n")
    assert isinstance(items, Tree)
    first, second = items.data["sections"][0]["items"]
    assert first == second
    assert first is not second


VALUES = """
 · a · yes · 12 · a  b · a: b · a:b · a:1 · 12:30 · a #c · x, y · a] · [a, b] · [a · {a: b} · {a} · {a: b} # c
 · {a: b, c: [1, {d: "e: f"}]} · "q" · "q · 'it''s' · 'a' b · “hey” · - a · | · >- · &a b · *a · How? (x) · é
 · a\u00a0b · a  · {a: b}  · [a]: b · "a": b · !t a · {? a : b} · {a:b} · a: · ? · %a
""".replace("\n", "").split(" · ")


@st.composite
def entries(draw: Callable[..., Any]) -> str:
    """What may be one entry of a list: lines of keys with all sorts of values, more or less in columns."""
    key = st.sampled_from(["a", "b", "0_4", "yes", "a b", "é", '"k"', "- a", "?"])
    value = st.sampled_from(VALUES)
    odd = st.sampled_from(["", "# why", "- a", "a", "  # b"])
    pair = st.builds(lambda one, two: f"{one}: {two}" if two else f"{one}:", key, value)
    columns = st.sampled_from([0, 1, 2, 2, 2, 2, 3, 4, 4])
    further = st.lists(st.builds(lambda by, words: " " * by + words, columns, pair | pair | odd), max_size=6)
    return "\n".join([f"- {draw(pair)}", *draw(further), ""])


@settings(deadline=None, max_examples=1000)
@given(entries())
def test_an_entry_read_line_by_line_is_what_yaml_says(text: str) -> None:
    found = plain_entry(text, parsing._enclosed)
    if found is not None:
        assert [*found] == [*parsing._whole(text)][STREAM + 1 : -STREAM - 1]


def test_what_people_write_is_read_line_by_line() -> None:
    lines = [
        "- name: a",
        "  # why",
        "  ask: How, at 12:30?",
        "  when: {b: [c, 'd']}",
        "  options:",
        "    1: One",
    ]
    text = "\n".join([*lines, "  help: H", ""])
    assert plain_entry(text, parsing._enclosed) is not None
