"""What nobody touched stays as it was, character by character: comments, order, quoting, blank lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.instrument.edit import items, operations
from surveyapp.instrument.edit.apply import apply
from surveyapp.instrument.edit.operations import Operation
from surveyapp.instrument.edit.parts import everything, item_at, title_of
from surveyapp.instrument.edit.source import NotEdited, Source
from surveyapp.instrument.load import folder_library
from tests.instrument.edit.authored import authored

BUNDLED = Path(__file__).parents[3] / "instruments"
LIBRARY = folder_library(BUNDLED)
TEXTS = {file.stem: file.read_text(encoding="utf-8") for file in sorted(BUNDLED.glob("*.yaml"))}


def names_of(text: str) -> list[str]:
    return [title_of(item) for _, _, item in everything(Source.of(text).data)]


def sections_of(text: str) -> list[str]:
    return [str(section["name"]) for section in Source.of(text).data["sections"]]


@pytest.mark.parametrize("name", TEXTS)
def test_saying_what_is_said_already_changes_nothing(name: str) -> None:
    text = TEXTS[name]
    data = Source.of(text).data
    assert Source.of(text).changed({**data, "title": str(data["title"])}).text == text
    for item in names_of(text):
        assert apply(text, items.SetItem(item, {}), LIBRARY) == text


@settings(deadline=None)
@given(authored(), st.data())
def test_only_lines_of_the_item_that_is_worded_differ(text: str, data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(names_of(text)))
    words = data.draw(st.sampled_from(["What now?", 'It\'s "so": # no', "- [x]", "yes", "12", "l" * 120]))
    changed = apply(text, items.SetItem(item, {"ask": words}), LIBRARY)
    start, end = span_of_words(text, item)
    assert changed.startswith(text[:start])
    assert changed.endswith(text[end:])


def span_of_words(text: str, name: str) -> tuple[int, int]:
    """Where an item's question stands in a text, with the comment behind the head of a block."""
    source = Source.of(text)
    at, where, _ = item_at(source.data, name)
    node = source.root.at(("sections", at, "items", where, "ask"))
    assert node is not None
    return node.start, node.end


def inverse_pairs(text: str) -> list[tuple[Operation, Operation]]:
    first_item, first_section = names_of(text)[0], sections_of(text)[0]
    copy = apply(text, items.DuplicateItem(first_item), LIBRARY)
    copied = next(name for name in names_of(copy) if name not in names_of(text))
    added = apply(text, operations.AddSection("Some more"), LIBRARY)
    section = next(name for name in sections_of(added) if name not in sections_of(text))
    return [
        (items.DuplicateItem(first_item), items.DeleteItem(copied)),
        (items.MoveItem(first_item, 1), items.MoveItem(first_item, -1)),
        (items.SetItem(first_item, {"help": "A hint"}), items.SetItem(first_item, {"help": None})),
        (items.SetItem(first_item, {"name": "fresh"}), items.SetItem("fresh", {"name": first_item})),
        (operations.AddSection("Some more"), operations.DeleteSection(section)),
        (operations.MoveSection(first_section, 1), operations.MoveSection(first_section, -1)),
    ]


@settings(deadline=None)
@given(authored(), st.integers(0, 5))
def test_an_operation_and_its_inverse_give_the_same_text(text: str, which: int) -> None:
    there, back = inverse_pairs(text)[which]
    assert apply(apply(text, there, LIBRARY), back, LIBRARY) == text


@settings(deadline=None)
@given(authored(), st.data())
def test_comments_stay_whatever_is_moved(text: str, data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(names_of(text)))
    moved = apply(text, items.MoveItem(item, data.draw(st.sampled_from([-1, 1]))), LIBRARY)
    assert sorted(line.strip() for line in moved.split("\n") if "#" in line) == sorted(
        line.strip() for line in text.split("\n") if "#" in line
    )
    assert sorted(names_of(moved)) == sorted(names_of(text))


def test_the_comment_of_the_last_item_goes_with_it_and_stays_nowhere_else() -> None:
    first = "  - name: one\n    items:\n      - {name: q1, type: yes_no, ask: 'A?'}  # kept\n"
    second = "  - name: two\n    items:\n      - {name: q2, type: yes_no, ask: 'B?'}\n"
    moved = apply(f"name: a\nsections:\n{first}{second}", items.MoveItem("q1", 1), LIBRARY)
    assert "items: []\n" in moved
    assert "      - {name: q1, type: yes_no, ask: 'A?'}  # kept\n" in moved


def test_a_list_that_two_items_share_is_written_out_where_one_changes() -> None:
    text = TEXTS["needs_assessment"]
    options = Source.of(text).data["sections"][1]["items"][3]["options"]
    changed = apply(
        text, items.SetItem("suit_support", {"options": {**options, "friend": "A friend"}}), LIBRARY
    )
    data = Source.of(changed).data
    assert "friend" not in data["sections"][1]["items"][3]["options"]
    assert data["sections"][2]["items"][6]["options"]["friend"] == "A friend"
    assert changed.startswith(text[: text.index(" *supports")])


def test_what_only_a_person_can_change_is_said() -> None:
    text = "name: a\nname: b\nsections:\n  - name: one\n    title: One\n    items: []\n"
    with pytest.raises(NotEdited) as refusal:
        apply(text, operations.AddSection("More"), LIBRARY)
    assert refusal.value.problem.code == "by-hand"
    assert "Line 2" in refusal.value.problem.message
