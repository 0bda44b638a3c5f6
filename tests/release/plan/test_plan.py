"""What a plan means for an instrument: rows, pairs and blocks as the makers of a report take them."""

from __future__ import annotations

import pytest

from surveyapp.release.plan import named
from surveyapp.release.plan.outline import plan_lines
from surveyapp.release.profile import Profile
from tests.release.plan.planned import asked, plan
from tests.release.tiny import bundled, bundled_profile

STUDY = ("needs_assessment", "peer_support_satisfaction", "mini_z")


def table(rest: str) -> named.Row:
    return plan(f"tables: [{{name: one, title: One, {rest}}}]").tables[0].rows_of(asked())[0]


def test_options_stand_together_under_their_question() -> None:
    row = table("rows: helped")
    assert [variable.name for variable in row.variables] == ["helped_friend", "helped_boss"]
    assert (row.wording, row.labels, row.several) == ("Who helped?", ("A friend", "The boss"), True)


def test_periods_stand_together_by_statement_the_earlier_first() -> None:
    row = table("rows: stress")
    expected = ["tired_before", "tired_after", "alone_before", "alone_after"]
    assert [variable.name for variable in row.variables] == expected
    assert row.labels[:2] == ("Tired (Before)", "Tired (After)")


def test_one_variable_of_an_item_and_a_score_stand_alone() -> None:
    assert [table(f"rows: {name}").several for name in ("review_shame", "well", "sad")] == [False] * 3
    assert table("rows: sad").wording == "Sad"
    assert table("rows: review_shame").wording == "Shame"
    assert table("rows: helped_boss").labels == ("The boss",)


def test_one_name_needs_no_brackets() -> None:
    assert plan("tables: [{name: one, title: One, rows: well}]") == plan(
        "tables: [{name: one, title: One, rows: [well]}]"
    )


def test_groups_are_made_by_one_variable() -> None:
    one, two = plan("""
    tables:
      - {name: one, title: One, rows: well, by: area}
      - {name: two, title: Two, rows: well}
    """).tables
    by = one.by_of(asked())
    assert by is not None
    assert (list(by.codes), two.by_of(asked())) == (["adult", "child"], None)


def pairs(given: str) -> list[tuple[str, str, str]]:
    of = plan(f"comparisons: [{{name: one, title: One, {given}}}]").comparisons[0]
    return [(pair.label, pair.first.name, pair.second.name) for pair in of.pairs_of(asked())]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "pairs: stress, agree: [1]",
            [("Tired", "tired_before", "tired_after"), ("Alone", "alone_before", "alone_after")],
        ),
        (
            "pairs: [suit, review], columns: [A, B], agree: [1]",
            [("Shame", "suit_shame", "review_shame"), ("Doubt", "suit_doubt", "review_doubt")],
        ),
        (
            "pairs: [glad, review_shame], columns: [A, B], agree: [1]",
            [("Glad?", "glad", "review_shame")],
        ),
        ("pairs: [well, sad], columns: [A, B], agree: [1]", [("Well?", "well", "sad")]),
        ("pairs: {Both: [sad, well]}, columns: [A, B], agree: [1]", [("Both", "sad", "well")]),
    ],
)
def test_pairs_can_be_given_in_three_ways(given: str, expected: list[tuple[str, str, str]]) -> None:
    assert pairs(given) == expected


def test_periods_name_the_columns_unless_the_plan_does() -> None:
    of = plan("""
    comparisons:
      - {name: one, title: One, pairs: stress, agree: [1]}
      - {name: two, title: Two, pairs: stress, agree: [1], columns: [Then, Now]}
    """)
    assert [each.columns_of(asked()) for each in of.comparisons] == [("Before", "After"), ("Then", "Now")]


def test_blocks_hold_the_variables_of_items() -> None:
    figure = plan(
        "figures: [{kind: likert, name: one, title: One, blocks: {A: review, B: [glad, suit_doubt]}}]"
    ).figures[0]
    assert figure.kind == "likert"
    found = [(block.heading, [each.name for each in block.variables]) for block in figure.blocks_of(asked())]
    assert found == [("A", ["review_shame", "review_doubt"]), ("B", ["glad", "suit_doubt"])]


def test_every_variable_that_is_used_is_known() -> None:
    of = plan("""
    tables: [{name: one, title: One, rows: [sad, helped], by: area}]
    comparisons: [{name: two, title: Two, pairs: [glad, review_shame], columns: [A, B], agree: [1]}]
    aims: [{name: three, words: Three, of: well, agree: [1], more_than: 80}]
    """)
    expected = ["area", "well", "helped_friend", "helped_boss", "glad", "review_shame", "sad"]
    assert [each.name for each in of.variables(asked())] == expected


def test_codes_are_numbers_or_places() -> None:
    found = {each.name: each for each in asked().variables}
    assert named.numbers(found["glad"]) == {"1": 1, "2": 2, "3": 3, "4": 4}
    assert named.numbers(found["mood"]) is None
    assert named.ranks(found["mood"]) == {"low": 0, "middle": 1, "high": 2}
    kinds = {name: named.measure(found[name]) for name in ("area", "glad", "age", "total", "born", "note")}
    assert kinds == {
        "area": "named",
        "glad": "ordered",
        "age": "measured",
        "total": "measured",
        "born": None,
        "note": None,
    }


@pytest.mark.parametrize(
    ("bound", "count", "reached"),
    [
        ("more_than: 80", 8, False),
        ("more_than: 80", 9, True),
        ("at_least: 80", 8, True),
        ("less_than: 30.1", 3, True),
        ("at_most: 29.9", 3, False),
        ("at_most: 30", 3, True),
    ],
)
def test_an_aim_is_reached_exactly_or_not(bound: str, count: int, reached: bool) -> None:
    aim = plan(f"aims: [{{name: one, words: One, of: glad, agree: [1], {bound}}}]").aims[0]
    assert aim.reached(count, 10) is reached


@pytest.mark.parametrize("name", STUDY)
def test_the_plans_of_the_study_are_frozen_with_their_profiles(name: str) -> None:
    by = bundled_profile(name)
    assert by.document.report is not None
    assert Profile.from_canonical(by.canonical) == by
    assert Profile.from_canonical(by.canonical).document.report == by.document.report


def test_a_profile_without_a_plan_says_nothing_of_one() -> None:
    profile = bundled_profile("mini_z")
    without = Profile(profile.document.model_copy(update={"report": None}))
    assert without.canonical == '{"name":"mini_z","instrument":"mini_z","privacy":{}}'


def test_the_study_plans_say_what_it_did() -> None:
    said = "\n".join(
        "\n".join(plan_lines(of, bundled(name)))
        for name in STUDY
        if (of := bundled_profile(name).document.report)
    )
    for line in (
        "table years_by_area: Years in practice by area of practice: years, by area, Fisher's exact test",
        "5 pairs, Before peer support against After peer support, “Strongly agree” or “Agree” against",
        "exact McNemar test, corrected after Holm in the family stress",
        "After quality review (review_stress); After litigation (suit_stress)",
        "figure figure_2: Stress before and after peer support: paired bars of stress_change",
        "more than 80 % of valuable “Strongly agree” or “Agree”",
        "mini_z, burned_out, medians",
        "responses over all who were invited (AAPOR RR2)",
    ):
        assert line in said
