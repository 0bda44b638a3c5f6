"""A document parsed in pieces reads as the whole of it does, whatever an author wrote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml.error import YAMLError

from surveyapp.instrument import events as parsing
from surveyapp.instrument.events import Event, events
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
]


def read(source: Iterator[Event]) -> Tree | str:
    """What a stream of events says: data with places, or that it can't be read."""
    reader = _Reader("file")
    try:
        for event in source:
            reader.take(event)
    except (Unusable, YAMLError, ValueError):
        return "unreadable"
    return reader.tree()


@pytest.mark.parametrize("text", ODD)
def test_odd_documents(text: str) -> None:
    assert read(events(text)) == read(parsing._whole(text))


@settings(deadline=None)
@given(authored(), st.data())
def test_any_document_with_any_line_of_it_broken(text: str, data: st.DataObject) -> None:
    lines = text.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(
        st.sampled_from(["", " ", "'", "- a", "      - b: c", "[", "  items:", lines[at][1:]])
    )
    broken = "\n".join(lines)
    assert read(events(broken)) == read(parsing._whole(broken))


def test_an_edited_document_costs_what_was_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    whole = parsing._whole
    text = "sections:\n  - name: one\n    items:\n" + "".join(f"      - name: item{at}\n" for at in range(50))
    list(events(text))

    def noted(piece: str) -> Iterator[Event]:
        parsed.append(piece)
        return whole(piece)

    monkeypatch.setattr(parsing, "_whole", noted)
    list(events(text.replace("item7\n", "item_seven\n")))
    assert parsed == ["      - name: item_seven\n"]
