"""What each operation does, on the smallest draft that shows it."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.instrument.edit import items, operations, shared
from surveyapp.instrument.edit.apply import apply, said
from surveyapp.instrument.edit.operations import Operation
from surveyapp.instrument.edit.source import NotEdited, Source
from tests.instrument.authoring import document, instrument_of, nothing_to_include

NIGHTS = "- {name: nights, type: yes_no, ask: Do you work nights?}\n"
ROLE = "- {name: role, type: choice, ask: Your part?, options: {gave: Gave, both: Both}}\n"
GRID = "- {name: felt, type: grid, ask: Agree?, scale: agree, statements: {sad: Sad, low: Low}}\n"
AGREE = "scales: {agree: {1: Yes, 2: No}}"


def data_after(text: str, *done: Operation) -> dict[str, Any]:
    """What the text says after some operations."""
    for operation in done:
        text = apply(text, operation, nothing_to_include)
    return Source.of(text).data


def items_after(text: str, *done: Operation) -> list[dict[str, Any]]:
    """The items of the first section after some operations."""
    found: list[dict[str, Any]] = data_after(text, *done)["sections"][0]["items"]
    return found


def refusal(text: str, operation: Operation) -> str:
    """Why the operation can't be done."""
    with pytest.raises(NotEdited) as refused:
        apply(text, operation, nothing_to_include)
    return f"{refused.value.problem.code}: {refused.value.problem.message}"


def test_words_about_the_survey_go_where_they_belong() -> None:
    data = data_after(
        document(NIGHTS), operations.SetDocument({"title": "New", "contact": "Us", "citation": "Them"})
    )
    assert list(data) == ["name", "title", "source", "contact", "sections"]
    assert data["source"] == {"citation": "Them", "wording": "reconstructed"}


def test_a_new_section_is_named_after_its_heading() -> None:
    sections = data_after(document(NIGHTS), operations.AddSection("How are you today?", after="one"))[
        "sections"
    ]
    assert sections[1] == {"name": "today", "title": "How are you today?", "items": []}


def test_a_copied_section_asks_under_names_of_its_own_also_in_its_rules() -> None:
    text = document(NIGHTS + "- {name: rest, type: yes_no, ask: Rest?, when: {nights: yes}}")
    copy = data_after(text, operations.DuplicateSection("one"))["sections"][1]
    assert [item["name"] for item in copy["items"]] == ["nights_2", "rest_2"]
    assert copy["items"][1]["when"] == {"nights_2": "yes"}


def test_an_item_moves_on_into_the_next_section() -> None:
    text = document(NIGHTS, sections="- {name: two, title: Two, items: [{name: a, type: note, ask: A}]}")
    sections = data_after(text, items.MoveItem("nights", 1))["sections"]
    assert [[item["name"] for item in section["items"]] for section in sections] == [[], ["nights", "a"]]


def test_an_item_moves_to_the_end_of_another_section() -> None:
    text = document(NIGHTS, sections="- {name: two, title: Two, items: [{name: a, type: note, ask: A}]}")
    sections = data_after(text, items.MoveItemTo("nights", "two"))["sections"]
    assert [item["name"] for item in sections[1]["items"]] == ["a", "nights"]


def test_renaming_an_item_renames_it_in_rules_and_scores() -> None:
    text = document(
        NIGHTS
        + "- {name: rest, type: yes_no, ask: Rest?, when: {any: [{nights: yes}, {not: {nights: no}}]}}",
        derive="works: {item: nights, at_least: 1}\nband: {recode: nights, to: {yes: often}}",
    )
    data = data_after(text, items.SetItem("nights", {"name": "late"}))
    assert data["sections"][0]["items"][1]["when"] == {"any": [{"late": "yes"}, {"not": {"late": "no"}}]}
    assert (data["derive"]["works"]["item"], data["derive"]["band"]["recode"]) == ("late", "late")


def test_renaming_a_grid_renames_each_of_its_statements() -> None:
    text = document(GRID, top=AGREE, derive="both: {sum: [felt_sad, felt_low]}")
    assert data_after(text, items.SetItem("felt", {"name": "mood"}))["derive"]["both"]["sum"] == [
        "mood_sad",
        "mood_low",
    ]


def test_a_new_code_of_an_option_is_followed_by_rules_on_it_alone() -> None:
    text = document(
        ROLE
        + "- {name: other, type: choice, ask: Other?, options: {gave: Gave}}\n"
        + "- {name: a, type: note, ask: A, when: {role: [gave, both], other: gave}}"
    )
    options = {"helped": "Gave", "both": "Both"}
    made = items_after(text, items.SetItem("role", {"options": options}, {"options": {"gave": "helped"}}))
    assert made[2]["when"] == {"role": ["helped", "both"], "other": "gave"}


def test_a_new_code_of_a_statement_is_followed_by_scores() -> None:
    text = document(GRID, top=AGREE, derive="both: {sum: [felt_sad, felt_low]}")
    operation = items.SetItem(
        "felt", {"statements": {"grey": "Sad", "low": "Low"}}, {"statements": {"sad": "grey"}}
    )
    assert data_after(text, operation)["derive"]["both"]["sum"] == ["felt_grey", "felt_low"]


def test_deleting_what_a_rule_needs_is_refused_with_the_places() -> None:
    text = document(
        NIGHTS + "- {name: rest, type: yes_no, ask: Rest?, when: {nights: yes}}",
        derive="works: {item: nights, at_least: 1}",
    )
    assert refusal(text, items.DeleteItem("nights")) == (
        "in-use: The question “Do you work nights?” is needed by the question “Rest?” and the score “works”."
    )


def test_deleting_it_with_its_rules_leaves_nothing_that_speaks_of_it() -> None:
    text = document(
        NIGHTS + ROLE + "- {name: rest, type: yes_no, ask: Rest?, when: {nights: yes, role: both}}\n"
        "- {name: last, type: yes_no, ask: Last?, when: {works: yes}}",
        derive="works: {item: nights, at_least: 1}",
    )
    data = data_after(text, items.DeleteItem("nights", rules=True))
    assert "derive" not in data
    assert [item.get("when") for item in data["sections"][0]["items"]] == [None, {"role": "both"}, None]


def test_deleting_a_section_asks_the_same() -> None:
    text = document(NIGHTS, sections="- {name: two, title: T, when: {nights: yes}, items: []}")
    assert "the section “T”" in refusal(text, operations.DeleteSection("one"))
    assert data_after(text, operations.DeleteSection("two"))["sections"][0]["name"] == "one"


def test_an_item_of_another_kind_keeps_what_that_kind_knows() -> None:
    text = document("- {name: a, type: integer, ask: How many?, help: Guess, min: 0, unit: days}")
    made = items_after(text, items.SetItem("a", {"type": "choice"}))[0]
    assert {"help", "options"} <= set(made)
    assert not {"min", "unit"} & set(made)


@pytest.mark.parametrize("announced", [3, 1])
def test_the_announced_number_of_items_is_kept_in_step_where_it_was_right(announced: int) -> None:
    text = document(NIGHTS + GRID, top=f"items: {announced}\n{AGREE}")
    data = data_after(
        text, items.AddItem("one", "note", "Take a breath"), items.AddItem("one", "date", "When?")
    )
    assert data["items"] == (4 if announced == 3 else 1)


def test_an_included_instrument_cannot_be_reworded_and_says_why() -> None:
    text = document("- include: tiny")
    assert refusal(text, items.SetItem("tiny", {"ask": "Other words?"})).startswith(
        "locked: “tiny” is a validated"
    )
    assert items_after(text, items.SetRule("item", "tiny", {"nights": "yes"}))[0]["when"] == {"nights": "yes"}


def test_a_measure_cannot_be_reworded_either() -> None:
    item = "- {name: tired, type: scale, ask: How tired?, scale: {1: Not, 2: Very}}"
    from surveyapp.instrument.check import wording_hash

    locked = wording_hash(instrument_of(item).document)
    measure = "variant: a, licence: b, direction: high_is_bad, cut_off: 2"
    text = document(item, top=f"measure: {{{measure}, wording_hash: {locked}}}")
    assert refusal(text, items.SetItem("tired", {"ask": "How weary?"})).startswith("locked")
    assert items_after(text, items.SetItem("tired", {"help": "Today"}))[0]["help"] == "Today"


def test_a_rule_stands_on_sections_items_and_options() -> None:
    text = document(NIGHTS + ROLE, sections="- {name: two, title: Two, items: []}")
    rule = {"nights": "yes"}
    data = data_after(
        text,
        items.SetRule("section", "two", rule),
        items.SetRule("item", "role", rule),
        items.SetRule("option", "role", rule, "gave"),
    )
    role = data["sections"][0]["items"][1]
    assert data["sections"][1]["when"] == role["when"] == role["options"]["gave"]["when"] == rule
    text = apply(document(ROLE), items.SetRule("option", "role", rule, "gave"), nothing_to_include)
    assert items_after(text, items.SetRule("option", "role", None, "gave"))[0]["options"]["gave"] == "Gave"


def test_scales_are_shared_renamed_and_deleted_when_nobody_uses_them() -> None:
    text = document(GRID + "- {name: b, type: scale, ask: B?, scale: {1: Low, 2: High}}", top=AGREE)
    data = data_after(
        text, shared.RenameScale("agree", "assent"), shared.AddScale("Level", {"1": "Low", "2": "High"}, "b")
    )
    assert list(data["scales"]) == ["assent", "level"]
    assert [item["scale"] for item in data["sections"][0]["items"]] == ["assent", "level"]
    assert refusal(text, shared.DeleteScale("agree")) == "in-use: The scale “agree” is used by “felt”."
    assert "scales" not in data_after(document(NIGHTS, top=AGREE), shared.DeleteScale("agree"))


def test_a_new_code_of_a_shared_scale_is_followed_by_rules() -> None:
    text = document(GRID + "- {name: a, type: note, ask: A, when: {felt_sad: 1}}", top=AGREE)
    made = items_after(text, shared.SetScale("agree", {"5": "Yes", "2": "No"}, {"1": "5"}))
    assert str(made[1]["when"]["felt_sad"]) == "5"


def test_scores_are_set_renamed_and_deleted() -> None:
    text = document(NIGHTS)
    score = {"recode": "nights", "to": {"yes": "often"}}
    made = apply(text, shared.SetScore("band", score), nothing_to_include)
    assert Source.of(made).data["derive"] == {"band": score}
    renamed = apply(made, shared.SetScore("group", score, was="band"), nothing_to_include)
    assert list(Source.of(renamed).data["derive"]) == ["group"]
    assert apply(renamed, shared.DeleteScore("group"), nothing_to_include) == text
    assert refusal(text, shared.SetScore("nights", score)).startswith("duplicate-name")


def test_what_is_gone_is_not_edited() -> None:
    assert refusal(document(NIGHTS), items.SetItem("gone", {"ask": "A?"})).startswith("unknown-item")
    assert refusal(document(NIGHTS), operations.DeleteSection("gone")).startswith("unknown-section")


def test_what_was_done_is_said_in_the_words_that_people_read() -> None:
    text = document(NIGHTS)
    assert said(text, items.MoveItem("nights", 1)) == "moved the question “Do you work nights?” down"
    assert said(text, operations.SetSection("one", {"title": "Rest"})) == "changed the section “One”"
    assert said("[", items.DeleteItem("nights")) == "deleted the question “nights”"
