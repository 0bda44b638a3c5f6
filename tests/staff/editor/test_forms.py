"""What the forms write: answers, scales, rules and scores."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.services import examining
from tests.staff.editor.drafting import Drafting


@pytest.fixture
def choosing(drafting: Drafting) -> Drafting:
    """A draft with a choice of two answers."""
    drafting.begin("Parts")
    drafting.add("questions", "choices", "Your part?")
    return drafting


def only(drafting: Drafting) -> dict[str, Any]:
    """The first item."""
    found: dict[str, Any] = drafting.data()["sections"][0]["items"][0]
    return found


def test_answers_are_worded_added_and_coded_by_their_words(choosing: Drafting) -> None:
    choosing.save_item(
        "part",
        options__0__label="I gave support",
        options__2__label="Neither",
        options__2__exclusive="yes",
    )
    assert only(choosing)["options"] == {
        "gave": "I gave support",
        "second": "Second answer",
        "neither": {"label": "Neither", "exclusive": True},
    }


@pytest.mark.parametrize(
    ("do", "left"), [("down:options:0", ["second", "first"]), ("remove:options:0", ["second"])]
)
def test_answers_are_moved_and_removed(choosing: Drafting, do: str, left: list[str]) -> None:
    answer = choosing.send("items/part", "ask", do=do)
    assert answer.location.endswith("/items/part#list-options")
    assert list(only(choosing)["options"]) == left


def test_a_new_code_is_followed_by_rules(choosing: Drafting) -> None:
    choosing.add("questions", "note", "Well")
    choosing.send(
        "rules/item/well", "subject-0", do="save", subject__0="part", comparison__0="is", values__0="first"
    )
    choosing.save_item("part", options__0__code="gave")
    assert choosing.data()["sections"][0]["items"][1]["when"] == {"part": "gave"}


def test_a_scale_is_shared_and_worded_once(drafting: Drafting) -> None:
    drafting.begin("Scales")
    drafting.add("questions", "scale", "I rest well")
    drafting.post("items/rest_well/share", title="Agreement")
    drafting.add("questions", "grid", "How much?")
    assert [item["scale"] for item in drafting.data()["sections"][0]["items"]] == ["agreement", "agreement"]
    drafting.send("scales/agreement", "scale-shown", scale__0__label="Fully", do="save")
    assert drafting.data()["scales"]["agreement"]["1"] == "Fully"
    drafting.post("items/rest_well/own-scale")
    assert only(drafting)["scale"]["1"] == "Fully"
    assert "rest_well" not in drafting.page("scales")


def test_a_scale_is_added_renamed_and_deleted(drafting: Drafting) -> None:
    drafting.begin("Scales")
    assert drafting.post("scales", title="How often").location.endswith("/scales/often")
    drafting.post("scales/often/rename", new="frequency")
    assert list(drafting.data()["scales"]) == ["frequency"]
    drafting.post("scales/frequency/delete")
    assert "scales" not in drafting.data()


def test_a_rule_is_built_from_earlier_questions_and_their_answers(choosing: Drafting) -> None:
    choosing.add("questions", "integer", "How many shifts?")
    choosing.add("questions", "note", "Well")
    page = choosing.send("rules/item/well", "subject-0", do="choose", subject__0="part").get_data(
        as_text=True
    )
    assert "Second answer" in page
    fields = {
        "subject__0": "part",
        "comparison__0": "is_not",
        "values__0": ["first", "second"],
        "join": "any",
    }
    more = {"subject__1": "shifts", "comparison__1": "at_least", "bound__1": "10"}
    assert choosing.send("rules/item/well", "subject-0", do="save", **fields, **more).status_code == 303
    rule = choosing.data()["sections"][0]["items"][2]["when"]
    assert rule == {"any": [{"not": {"part": ["first", "second"]}}, {"shifts": {"at_least": 10}}]}
    assert "at least 10" in choosing.page()
    assert choosing.send("rules/item/well", "subject-0", do="everybody").status_code == 303
    assert "when" not in choosing.data()["sections"][0]["items"][2]


def test_an_unfinished_rule_says_what_is_missing(choosing: Drafting) -> None:
    choosing.add("questions", "note", "Well")
    answer = choosing.send("rules/item/well", "subject-0", do="save", subject__0="part", comparison__0="is")
    assert answer.status_code == 422
    assert "choose or write the answer" in answer.get_data(as_text=True)


def test_a_rule_that_is_saved_as_it_is_keeps_its_text(drafting: Drafting) -> None:
    drafting.copy("needs_assessment")
    before = drafting.text()
    for kind, of in (("item", "suits"), ("item", "practice_effects")):
        assert drafting.send(f"rules/{kind}/{of}", "subject-0", do="save").status_code == 303
    assert drafting.text() == before


def test_the_first_item_has_nothing_to_speak_of(choosing: Drafting) -> None:
    assert "Nothing is asked before this" in choosing.page("rules/item/part")
    assert "Nothing is asked before this" in choosing.page("rules/section/questions")
    assert "Nothing is asked before this" in choosing.page("rules/option/part/first")


def test_scores_of_each_form(drafting: Drafting) -> None:
    drafting.copy("needs_assessment")
    sources = ["review_stress_ashamed", "review_stress_judged"]
    drafting.post("scores", form="sum", label="Both", sources=sources, least="1")
    drafting.post("scores", form="count", label="How many", sources=sources, values="1, 2")
    drafting.post("scores", form="item", label="High", sources=["both"], comparison="at_least", bound="3")
    assert drafting.data()["derive"] == {
        "both": {"sum": sources, "at_least_answered": 1, "label": "Both"},
        "how_many": {"count": sources, "values": [1, 2], "label": "How many"},
        "high": {"item": "both", "at_least": 3, "label": "High"},
    }
    before = drafting.text()
    for name in ("both", "high"):
        form = drafting.form(f"scores?score={name}", "label")
        assert drafting.client.post(f"{drafting.base}/scores", data=form).status_code == 303
    assert drafting.text() == before
    assert "is needed by the score" in drafting.post("scores/both/delete").get_data(as_text=True)


def test_a_score_of_nothing_is_refused(drafting: Drafting) -> None:
    drafting.begin("Scores")
    assert "Choose what the score" in drafting.post("scores", form="sum", label="A").get_data(as_text=True)


def test_a_number_that_is_none_is_the_checkers_to_tell(drafting: Drafting) -> None:
    drafting.begin("Numbers")
    drafting.add("questions", "integer", "How many shifts?")
    drafting.save_item("shifts", min="2", max="many")
    assert (only(drafting)["min"], only(drafting)["max"]) == (2, "many")
    assert "wrong-shape" in drafting.page()


def test_saving_what_is_typed_checks_the_new_text_alone(
    choosing: Drafting, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = choosing.form("items/part", "ask")
    form["ask"] = "Which part was yours?"
    texts: list[str] = []
    examine = examining.examine
    examining._examined.cache_clear()
    monkeypatch.setattr(examining, "examine", lambda text, *more: texts.append(text) or examine(text, *more))
    address = f"{choosing.base}/items/part"
    answer = choosing.client.post(address, data=form, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert texts == [choosing.text()]
