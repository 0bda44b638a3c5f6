"""Each code that the checker reports, by an instrument that earns it; and what must not be reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveyapp.instrument.check import CODES, check, misnamed
from surveyapp.instrument.load import decode, folder_library
from surveyapp.instrument.problems import Unusable
from surveyapp.instrument.reach import unreached
from surveyapp.instrument.search import Budget
from surveyapp.instrument.tree import Tree
from surveyapp.settings import bundled
from tests.instrument.authoring import (
    FILE,
    codes_of,
    document,
    instrument_of,
    nothing_to_include,
    problems_of,
)

INSTRUMENTS = bundled("instruments")
A = "- {name: a, type: yes_no, ask: A}\n"
B = "- {name: b, type: yes_no, ask: B, when: %s}"
S = "- {name: s, type: scale, ask: S, scale: {1: One, 2: Two, 3: Three}}\n"
W = "- {name: w, type: choice, ask: W, options: {few: Few, many: Many}}\n"
N = "- {name: n, type: integer, ask: N}\n"
OPTIONS = "- {name: a, type: choice, ask: A, options: {%s}}"
PAIR = "type: before_after, ask: A, scale: {1: X, 2: Y}, statements: {s: S}, periods: {%s}"
LOCKED = "measure: {variant: v, wording_hash: x, licence: free, direction: high_is_bad, cut_off: 3}"

ITEMS = {
    "bad-code": OPTIONS % "so so: So so",
    "bad-name": "- {name: Age band, type: yes_no, ask: A}",
    "bad-rule": A + B % "{a: {equals: yes}}",
    "always-holds": A + B % "{any: [{a: yes}, {not: {a: yes}}]}",
    "comment-privacy": "- {name: a, type: yes_no, ask: A, privacy: comment}",
    "comment-subject": "- {name: a, type: comment, ask: A}\n" + B % "{a: {answered: true}}",
    "duplicate-key": "- {name: a, type: yes_no, ask: A, ask: B}",
    "duplicate-name": A + A,
    "duplicate-variable": OPTIONS.replace("choice,", "choices,") % "b: B"
    + "\n- {name: a_b, type: yes_no, ask: C}",
    "identifying-date": "- {name: dob, type: date, ask: When?}",
    "impossible-bounds": "- {name: a, type: integer, ask: A, min: 3, max: 1}",
    "include-changed": "- {include: tiny, ask: A}",
    "later-subject": B % "{a: yes}" + "\n" + A,
    "markup": '- {name: a, type: yes_no, ask: A, help: "# Big"}',
    "meaningless-key": OPTIONS % "b: {label: B, exclusive: true}",
    "merge-key": "- {name: a, type: yes_no, ask: A, <<: {help: H}}",
    "missing": "- {name: a, type: yes_no}",
    "never-asked": A + B % "{all: [{a: yes}, {a: no}]}",
    "never-offered": S + OPTIONS % "x: {label: X, when: {s: {at_least: 4}}}, y: Y",
    "odd-character": '- {name: a, type: yes_no, ask: "A\\u202eB"}',
    "out-of-bounds": "- {name: a, type: text, ask: A, max_length: 0}",
    "pair-scales": "- {name: x_before, type: integer, ask: A}\n- {name: x_after, type: yes_no, ask: A}",
    "same-label": OPTIONS % "b: Same, c: Same",
    "several-others": OPTIONS % "b: {label: B, other: true}, c: {label: C, other: true}",
    "too-few": OPTIONS % "",
    "too-long": "- {name: a, type: yes_no, ask: " + "why " * 300 + "}",
    "too-many": "- {name: a, " + PAIR % "a: A, b: B, c: C" + "}",
    "unfit-name": "- {name: with, type: yes_no, ask: A}",
    "unknown-code": A + B % "{a: maybe}",
    "unknown-include": "- {include: nothing}",
    "unknown-key": "- {name: a, type: yes_no, ask: A, hlep: H}",
    "unknown-kind": "- {name: a, type: yesno, ask: A}",
    "unknown-scale": "- {name: a, type: scale, ask: A, scale: agreement}",
    "unknown-subject": A + B % "{aa: yes}",
    "unknown-word": "- {name: a, type: yes_no, ask: A, wording: verbatin}",
    "unsafe-code": OPTIONS % "5-9: Five to nine, 10_up: More",
    "unworded": OPTIONS % "a: First answer, b: B",
    "wrong-operand": N + B % "{n: {at_least: few}}",
    "wrong-operator": W + B % "{w: {at_least: 2}}",
    "wrong-shape": "- {name: a, type: yes_no, ask: [A]}",
    "yaml-tag": "- {name: a, type: yes_no, ask: !!python/name:os.system A}",
}
MORE = {
    "bad-key": document(A) + "? [a, b]\n: c\n",
    "cut-off": document(S, top=LOCKED.replace("cut_off: 3", "cut_off: 7")),
    "duplicate-source": document(S, derive="t: {sum: [s, s]}"),
    "empty-section": document(A, sections="- {name: two, title: Two, items: []}"),
    "item-count": document(A, top="items: 2"),
    "locked": document(S, top=LOCKED),
    "not-an-instrument": "just words",
    "not-yaml": "name: [",
    "too-deep": "name: " + "[" * 100,
    "too-large": "# " + "x" * 300_000,
    "unknown-score": document(S, derive="t: {median: [s]}"),
}
ELSEWHERE = {"file-name", "include-cycle", "include-unusable", "not-utf-8", "undecided"}


@pytest.mark.parametrize("code", ITEMS)
def test_items_earn_their_code(code: str) -> None:
    assert code in codes_of(ITEMS[code])


@pytest.mark.parametrize("code", MORE)
def test_documents_earn_their_code(code: str) -> None:
    assert code in [problem.code for problem in check(MORE[code], FILE, nothing_to_include)[1]]


def test_every_code_has_its_example() -> None:
    assert set(CODES) == {*ITEMS, *MORE, *ELSEWHERE}


@pytest.mark.parametrize("text", [*map(document, ITEMS.values()), *MORE.values()])
def test_every_problem_has_a_known_code_and_a_place(text: str) -> None:
    for problem in check(text, FILE, nothing_to_include)[1]:
        assert problem.code in CODES
        assert problem.where.file == FILE
        assert problem.message


@pytest.mark.parametrize("file", sorted(INSTRUMENTS.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_instruments_that_come_along_are_sound(file: Path) -> None:
    instrument, problems = check(file.read_text(encoding="utf-8"), str(file), folder_library(INSTRUMENTS))
    assert instrument is not None
    assert problems == []


def test_every_problem_is_said_at_once_with_line_column_and_hint() -> None:
    items = "- {name: a, type: yes_noo, ask: A}\n- {name: b, type: yes_no, ask: B, when: {c: yes}}\n"
    items += "- {name: d, type: yes_no, aks: D}"
    found = [(problem.where.line, problem.code, problem.hint) for problem in problems_of(items)]
    assert found == [
        (8, "unknown-kind", "did you mean 'yes_no'?"),
        (9, "unknown-subject", "there are: b"),
        (10, "missing", "add ask: …"),
        (10, "unknown-key", "did you mean 'ask'?"),
    ]


def test_what_could_not_be_read_is_not_called_unknown() -> None:
    items = "- {name: a, type: grid, ask: A, scale: {1: X}, statements: {s: S}, colour: red}\n"
    items += "- {name: b, type: yes_no, ask: B, when: {a_s: 1}}"
    assert codes_of(items) == ["unknown-key"]


def test_a_row_is_named_where_an_item_was() -> None:
    items = "- {name: g, type: grid, ask: G, scale: {1: X, 2: Y}, statements: {s: S, t: T}}\n"
    items += "- {name: b, type: yes_no, ask: B, when: {g: 1}}"
    assert [problem.hint for problem in problems_of(items)] == ["name a row: g_s, g_t"]


def test_a_section_looks_back_to_earlier_sections_only() -> None:
    sections = "- {name: two, title: Two, when: {b: yes}, items: [{name: b, type: yes_no, ask: B}]}"
    assert codes_of(A, sections=sections) == ["later-subject"]


def test_an_option_looks_back_to_earlier_items_only() -> None:
    assert codes_of("- {name: a, type: choice, ask: A, options: {x: {label: X, when: {a: y}}, y: Y}}") == [
        "later-subject"
    ]


def test_a_score_looks_back_to_earlier_scores_only() -> None:
    assert codes_of(S, derive="t: {item: u, at_least: 2}\nu: {sum: [s]}") == ["later-subject"]


def test_a_rule_on_a_score_looks_back_to_all_its_sources() -> None:
    items = "- {name: b, type: yes_no, ask: B, when: {t: {at_least: 2}}}\n" + S
    assert codes_of(items, derive="t: {sum: [s]}") == ["later-subject"]


@pytest.mark.parametrize("derive", ["t: {item: s}", "t: {sum: [w]}", "t: {sum: [s], at_least_answered: 2}"])
def test_scores_that_compute_nothing(derive: str) -> None:
    assert len(codes_of(S + W, derive=derive)) == 1


def test_an_answered_question_can_be_asked_of_everything_but_comments() -> None:
    kinds = ["integer", "number", "rating", "date", "text", "yes_no"]
    items = "".join(f"- {{name: a{kind}, type: {kind}, ask: A}}\n" for kind in kinds)
    items += "".join(
        f"- {{name: b{kind}, type: yes_no, ask: B, when: {{a{kind}: {{answered: true}}}}}}\n"
        for kind in kinds
    )
    assert codes_of(items) == []


def test_text_is_not_read_by_rules() -> None:
    assert codes_of("- {name: t, type: text, ask: T}\n- {name: b, type: yes_no, ask: B, when: {t: x}}") == [
        "wrong-operator"
    ]


@pytest.mark.parametrize("name", ["a_", "not", "item", "if", "str12", "all"])
def test_names_that_mean_something_elsewhere(name: str) -> None:
    assert codes_of(f"- {{name: {name}, type: yes_no, ask: A}}") == ["unfit-name"]


def test_generated_names_must_fit_too() -> None:
    long = "a" * 25
    assert codes_of(f"- {{name: {long}, type: choices, ask: A, options: {{something: X, b: Y}}}}") == [
        "unfit-name"
    ]


def test_two_pairs_with_one_statement_would_share_a_column() -> None:
    pair = (
        "type: before_after, ask: A, scale: {1: X, 2: Y}, statements: {s: S}, periods: {before: B, after: A}"
    )
    assert set(codes_of(f"- {{name: a, {pair}}}\n- {{name: b, {pair}}}")) == {"duplicate-variable"}


@pytest.mark.parametrize("code", ["5-9", "1E5", "jan1", "may-2020", "007", "TRUE", "not_asked"])
def test_codes_that_a_spreadsheet_changes(code: str) -> None:
    assert codes_of(f'- {{name: a, type: choice, ask: A, options: {{"{code}": X, y: Y}}}}') == ["unsafe-code"]


@pytest.mark.parametrize("code", ["5_to_9", "1", "10", "-1", "maybe", "decline", "5_up"])
def test_codes_that_stay_as_they_are(code: str) -> None:
    assert codes_of(f'- {{name: a, type: choice, ask: A, options: {{"{code}": X, y: Y}}}}') == []


@pytest.mark.parametrize(
    "ask", ["When were you born?", "Date of birth", "What is today's date?", "The current date"]
)
def test_dates_that_tell_who_answers(ask: str) -> None:
    assert codes_of(f'- {{name: d, type: date, ask: "{ask}"}}') == ["identifying-date"]


def test_a_date_that_tells_no_one_apart() -> None:
    assert codes_of("- {name: d, type: date, ask: When did you start to work where you work now?}") == []


@pytest.mark.parametrize(
    "text", ["**strong** and *soft*", "- a\n- b", "[a](https://example.org/x)", "[m](mailto:a@b.org)"]
)
def test_the_markdown_that_is_taken(text: str) -> None:
    assert codes_of(A, top=f"introduction: {text!r}".replace("\\n", "\n\n  ")) == []


@pytest.mark.parametrize(
    "text",
    [
        "<b>x</b>",
        "![x](https://e.org/i.png)",
        "[x](http://e.org)",
        "[x](javascript:alert(1))",
        "`x`",
        "> x",
        "***",
        "[x](//e.org)",
    ],
)
def test_the_markdown_that_is_refused(text: str) -> None:
    assert codes_of(A, top=f'introduction: "{text}"') == ["markup"]


def test_the_hash_of_a_measure_is_given_and_locks_its_words() -> None:
    wrong = check(document(S, top=LOCKED), FILE, nothing_to_include)[1]
    expected = wrong[0].hint.rpartition(" ")[2]
    assert codes_of(S, top=LOCKED.replace("wording_hash: x", f"wording_hash: {expected}")) == []
    changed = S.replace("Two", "Too")
    assert codes_of(changed, top=LOCKED.replace("wording_hash: x", f"wording_hash: {expected}")) == ["locked"]


def test_a_file_is_called_like_its_instrument() -> None:
    instrument = instrument_of(A)
    assert misnamed(instrument, Path("tiny.yaml")) == []
    assert [problem.code for problem in misnamed(instrument, Path("large.yaml"))] == ["file-name"]


def test_a_file_that_is_not_utf_8() -> None:
    with pytest.raises(Unusable) as refused:
        decode("name: caf\u00e9".encode("latin-1"), FILE)
    assert [problem.code for problem in refused.value.problems] == ["not-utf-8"]


def test_what_the_budget_does_not_allow_is_said_to_be_undecided() -> None:
    instrument = instrument_of(A + S + "- {name: b, type: yes_no, ask: B, when: {a: yes, s: 3}}")
    found = unreached(instrument, Tree(FILE), Budget(60))
    assert [problem.code for problem in found] == ["undecided"]
