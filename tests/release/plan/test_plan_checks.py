"""Whatever keeps a plan from being carried out is said before anybody is asked."""

from __future__ import annotations

import pytest

from surveyapp.release.profile import checked
from tests.release.plan.planned import asked, codes, problems


def table(rest: str) -> list[str]:
    return codes(f"tables: [{{name: one, title: One, {rest}}}]")


def comparison(rest: str) -> list[str]:
    return codes(f"comparisons: [{{name: one, title: One, {rest}}}]")


def aim(rest: str) -> list[str]:
    return codes(f"aims: [{{name: one, words: One, {rest}}}]")


def figure(rest: str) -> list[str]:
    return codes(f"figures: [{{name: one, title: One, {rest}}}]")


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("rows: [area, years, well, age, helped, glad, review, stress, sad, total]", []),
        ("rows: years, by: area, test: fisher", []),
        ("rows: [years, glad, age, total], by: area, test: rank_sum, family: all", []),
        ("rows: [glad, area], median: true", []),
        ("rows: [year]", ["unknown-name"]),
        ("rows: [said]", ["comment-in-plan"]),
        ("rows: [note, born]", ["kind-in-plan", "kind-in-plan"]),
        ("rows: [review, review_shame]", ["row-doubled"]),
        ("rows: [years], by: review", ["by-not-coded"]),
        ("rows: [years], by: age", ["by-not-coded"]),
        ("rows: [years], by: years", ["by-itself"]),
        ("rows: [years], test: fisher", ["test-without-by"]),
        ("rows: [age], by: area, test: fisher", ["test-misfits"]),
        ("rows: [well], by: area, test: rank_sum", ["test-misfits"]),
        ("rows: [age], by: years, test: rank_sum", ["by-not-two"]),
        ("rows: [area], median: true", ["no-median"]),
        ("rows: [mood], median: true", ["no-median"]),
        ("rows: [years], family: all", ["family-without-test"]),
        ("rows: [years], by: area, test: fisher, family: all", ["family-of-one"]),
        ("rows: []", ["too-few"]),
    ],
)
def test_tables(rest: str, expected: list[str]) -> None:
    assert table(rest) == expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("pairs: stress, agree: [1, 2], tests: [mcnemar, mcnemar_mid_p, signed_rank], family: all", []),
        ("pairs: [review, suit], columns: [A, B], agree: [1, 2]", []),
        ("pairs: {Both: [well, sad]}, columns: [A, B], agree: [1]", []),
        ("pairs: {Both: [age, weight]}, columns: [A, B], tests: [signed_rank]", []),
        ("pairs: {Both: [age, weight]}, columns: [A, B], agree: [1]", ["test-misfits"]),
        ("pairs: review, agree: [1]", ["wrong-pairs"]),
        ("pairs: reviews, agree: [1]", ["unknown-name"]),
        ("pairs: [review, other], columns: [A, B], agree: [1]", ["pairs-unlike"]),
        ("pairs: [review, suit, stress], columns: [A, B], agree: [1]", ["too-many"]),
        ("pairs: {Both: [review, glad]}, columns: [A, B], agree: [1]", ["wrong-pairs"]),
        ("pairs: {Both: [glad]}, columns: [A, B], agree: [1]", ["too-few"]),
        ("pairs: {Both: [glad, glad]}, columns: [A, B], agree: [1]", ["same-variable"]),
        ("pairs: {Both: [glad, mood]}, columns: [A, B], agree: [1]", ["scales-differ"]),
        ("pairs: {Both: [glad, age]}, columns: [A, B], agree: [1]", ["scales-differ"]),
        ("pairs: [review, suit], agree: [1]", ["columns-missing"]),
        ("pairs: stress", ["one-sided"]),
        ("pairs: stress, agree: [1, 2, 3, 4]", ["one-sided"]),
        ("pairs: stress, agree: [1, 5]", ["unknown-code"]),
        ("pairs: stress, agree: [1, 1]", ["code-doubled"]),
        ("pairs: stress, agree: [1], tests: [mcnemar, mcnemar]", ["test-doubled"]),
        ("pairs: {Both: [mood, calm]}, columns: [A, B], tests: [signed_rank]", ["codes-not-numbers"]),
        ("pairs: {Both: [well, sad]}, columns: [A, B], tests: [signed_rank]", ["test-misfits"]),
        ("pairs: {Both: [well, sad]}, columns: [A, B], agree: [1], family: all", ["family-of-one"]),
    ],
)
def test_comparisons(rest: str, expected: list[str]) -> None:
    assert comparison(rest) == expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("kind: likert, blocks: {A: review, B: [suit_shame, glad]}", []),
        ("kind: likert, blocks: {A: review, B: mood}", ["scales-differ"]),
        ("kind: likert, blocks: {A: [years, well]}", ["not-a-scale", "not-a-scale"]),
        ("kind: likert, blocks: {A: [review, review_shame]}", ["row-doubled"]),
        ("kind: likert, blocks: {}", ["too-few"]),
        ("kind: before_after, comparison: two", ["unknown-comparison"]),
        ("kind: pie, blocks: {A: review}", ["unknown-kind"]),
        ("blocks: {A: review}", ["missing"]),
    ],
)
def test_figures(rest: str, expected: list[str]) -> None:
    assert figure(rest) == expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("of: glad, agree: [1, 2], more_than: 80", []),
        ("of: sad, agree: [1], less_than: 12.5", []),
        ("of: helped_boss, agree: [1], at_most: 10", []),
        ("of: glad, agree: [1, 2]", ["aim-unbounded"]),
        ("of: glad, agree: [1, 2], more_than: 80, at_most: 90", ["aim-unbounded"]),
        ("of: glad, agree: [1, 2], more_than: 101", ["out-of-bounds"]),
        ("of: glad, agree: [1, 2], at_least: 0", ["aim-decided"]),
        ("of: glad, agree: [yes], more_than: 80", ["unknown-code"]),
        ("of: glad, agree: [], more_than: 80", ["one-sided"]),
        ("of: helped, agree: [1], more_than: 80", ["by-not-coded"]),
        ("of: age, agree: [1], more_than: 80", ["by-not-coded"]),
        ("of: happy, agree: [1], more_than: 80", ["unknown-name"]),
    ],
)
def test_aims(rest: str, expected: list[str]) -> None:
    assert aim(rest) == expected


def test_a_figure_shows_a_comparison_that_counts_sides() -> None:
    shown = """
    comparisons: [{name: change, title: Change, pairs: stress, tests: [TESTS]CODES}]
    figures: [{kind: before_after, name: one, title: One, comparison: change}]
    """
    assert codes(shown.replace("TESTS", "mcnemar").replace("CODES", ", agree: [1]")) == []
    assert codes(shown.replace("TESTS", "signed_rank").replace("CODES", "")) == ["unknown-comparison"]


def test_names_are_of_one_part_only_and_fit_for_files() -> None:
    row = "rows: years"
    assert codes(f"tables: [{{name: a, title: A, {row}}}, {{name: a, title: B, {row}}}]") == ["name-doubled"]
    assert codes(f"tables: [{{name: con, title: A, {row}}}]") == ["unfit-file-name"]
    assert codes(f"tables: [{{name: a/b, title: A, {row}}}]") == ["bad-name"]


def test_families_count_tests_wherever_they_are_made() -> None:
    two = """
    tables: [{name: one, title: One, rows: years, by: area, test: fisher, family: all}]
    comparisons: [{name: two, title: Two, pairs: {B: [well, sad]}, columns: [A, B], agree: [1], family: all}]
    """
    assert codes(two) == []


def test_what_is_withheld_or_depends_on_it_is_not_planned() -> None:
    report = "tables: [{name: one, title: One, rows: [ROWS]}]"
    assert codes(report.replace("ROWS", "well"), "{withhold: [well]}") == ["withheld-in-plan"]
    assert codes(report.replace("ROWS", "suit_shame"), "{withhold: [well]}") == ["withheld-in-plan"]
    assert codes(report.replace("ROWS", "sad"), "{withhold: [glad]}") == ["withheld-in-plan"]
    assert codes(report.replace("ROWS", "glad"), "{withhold: [sad]}") == []


def test_an_empty_plan_is_none() -> None:
    assert codes("title: Nothing") == ["empty-plan"]


def test_a_problem_says_where_and_what_to_do() -> None:
    first, second = problems("""
    tables:
      - {name: one, title: One, rows: [year, area]}
    aims:
      - {name: two, words: Two, of: well, agree: [yes], more_than: 80}
    """)
    assert str(first.where) == "tiny.yaml:6:38"
    assert first.hint == "did you mean 'years'?"
    assert str(second.where) == "tiny.yaml:8:49"
    assert second.hint == "in the data 1 is Yes, 0 is No"


def test_one_broken_part_leaves_the_others_to_be_checked() -> None:
    found = problems("""
    tables:
      - {name: one, title: One, row: [area]}
      - {name: two, title: Two, rows: [year]}
    comparisons:
      - {name: change, title: Change, pairs: stress, agree: 1}
    figures:
      - {kind: before_after, name: three, title: Three, comparison: change}
    intervals: wilsons
    surprise: 1
    """)
    assert [problem.code for problem in found] == [
        "missing",
        "unknown-key",
        "unknown-name",
        "wrong-shape",
        "unknown-word",
        "unknown-key",
    ]
    assert [problem.where.line for problem in found] == [6, 6, 7, 9, 12, 13]
    assert found[1].hint == "did you mean 'rows'?"


@pytest.mark.parametrize("report", ["[]", "3", "{tables: 3}", "{tables: [3]}", "{tables: {a: 1}}", "~"])
def test_whatever_stands_there_is_said_to_be_no_plan(report: str) -> None:
    assert codes(report)


def test_a_plan_is_for_the_answers_to_an_instrument() -> None:
    text = "privacy: {k: 2, quasi_identifiers: {a: []}}\nreport: {tables: [{name: b, title: B, rows: a}]}"
    profile, found = checked(text, "tiny.yaml", lambda _: asked())
    assert (profile, [problem.code for problem in found]) == (None, ["campaign-only"])
