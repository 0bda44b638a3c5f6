"""Reading hostile YAML: a problem each time, never an exception, never slow."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from surveyapp.instrument.check import CODES, check
from surveyapp.instrument.problems import Unusable
from surveyapp.instrument.tree import LARGEST, read
from tests.instrument.authoring import FILE, document, nothing_to_include

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{one}: &{one} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)
MANY = ", ".join(f"x{at}: X" for at in range(10_000))
HOSTILE = {
    "brackets": "[" * 200_000,
    "braces": "{" * 200_000,
    "dashes": "- " * 100_000,
    "questions": "? " * 100_000,
    "bomb": BOMB,
    "self": "a: &a [*a]",
    "unknown alias": "a: *b",
    "long list": "[" + "a," * 120_000 + "]",
    "long line": "a" * LARGEST,
    "quotes": "'" * 200_000,
    "newlines": "\n" * LARGEST,
    "block": "|\n" + " a\n" * 80_000,
    "comments": "#\n" * 120_000,
    "documents": "---\n...\n" * 30_000,
    "nul": "name: a\0b",
    "tab": "name:\n\t- a",
    "code point": 'name: "\\UFFFFFFFF"',
    "directive": "%YAML 99999999999999999999.1\n---\na",
    "tag": "!!python/object/apply:os.system ['true']",
    "lone surrogate": 'name: "\\ud800"',
    "number": "name: " + "9" * 100_000,
    "decimal": "name: 1" + "." + "0" * 100_000 + "1",
    "exponent": "items: 1e999999999",
    "infinity": "items: .inf",
    "anchors": "".join(f"k{at}: &a{at} [x]\n" for at in range(9_000)),
    "twice": "a: &x 1\nb: &x 2\nc: *x",
    "": "",
    "wide grid": document(
        f"- {{name: g, type: grid, ask: G, scale: {{1: X}}, statements: {{{MANY}}}, no: no}}"
    ),
    "wide choices": document(f"- {{name: c, type: choices, ask: C, options: {{{MANY}}}, no: no}}"),
    "unknown subjects": document(
        "".join(f"- {{name: q{at}, type: yes_no, ask: Q, when: {{x{at}: yes}}}}\n" for at in range(2_500)),
        top="no: no",
    ),
    "deep scores": document(
        "- {name: s, type: integer, ask: S}",
        derive="".join(f"t{at}: {{sum: [{f't{at - 1}' if at else 's'}]}}\n" for at in range(5_000)),
        top="no: no",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_a_problem(name: str) -> None:
    instrument, problems = check(HOSTILE[name], FILE, nothing_to_include)
    assert instrument is None
    assert problems
    assert {problem.code for problem in problems} <= set(CODES)


def test_a_check_changes_nothing_of_what_is_read_again() -> None:
    """Items are remembered by their text, while the checker fills in scales and leaves out what is wrong."""
    items = (
        "- {name: a, type: scale, ask: A, scale: x}\n- {include: gone, title: T}\n- {name: b, type: odd}\n"
    )
    text = document(items, top="scales: {x: {1: One, 2: Two}}")
    before = deepcopy(read(text, FILE))
    found = check(text, FILE, nothing_to_include)
    assert {problem.code for problem in found[1]} >= {"include-changed", "unknown-include", "unknown-kind"}
    assert read(text, FILE) == before
    assert check(text, FILE, nothing_to_include) == found


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab:-[]{}&*!|>'\"#%@`,?\\ \n\t\0\x85\u2028\ud800~<.0=1"), max_size=60))
@example("? a")
@example("a: !!binary x")
@example("- !!set {a, b}")
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Unusable):
        read(text, FILE)
    assert {problem.code for problem in check(text, FILE, nothing_to_include)[1]} <= set(CODES)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_an_instrument_with_a_hole_is_refused_without_an_exception(data: st.DataObject) -> None:
    """Any line of a sound instrument replaced by another shape of thing."""
    items = """
- {name: a, type: choice, ask: A, options: {1: One, 2: {label: Two, other: true}}, privacy: ordinary}
- name: g
  type: grid
  ask: G
  when: {a: {at_least: 2}}
  scale: {1: One, 2: Two}
  statements: {s: S, t: T}
- {name: n, type: rating, ask: N, min: 0, max: 3, when: {not: {any: [{g_s: 1}, {high: yes}]}}}
"""
    derive = "sum: {sum: [g_s, g_t]}\nhigh: {item: sum, at_least: 3}"
    lines = document(items, derive=derive, top="scales: {x: {1: One}}\nitems: 4").splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    kept, _, value = lines[at].partition(": ")
    other = data.draw(
        st.sampled_from(["", "[]", "{}", "3", "true", "null", "[a, b]", "{a: b}", "x", "-1", "{a: [b]}"])
    )
    lines[at] = f"{kept}: {other}" if value else f"{lines[at][:-1]}"
    problems = check("\n".join(lines), FILE, nothing_to_include)[1]
    assert {problem.code for problem in problems} <= set(CODES)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("010", "010"),
        ("1_3", "1_3"),
        ("0x10", "0x10"),
        ("12", 12),
        ("-3", -3),
        ("2.50", "2.50"),
        ("2.5", 2.5),
        ("1e5", "1e5"),
        (".inf", ".inf"),
        ("2021-05-03", "2021-05-03"),
        ("12:30", "12:30"),
        ("~", None),
        ("'12'", "12"),
    ],
)
def test_scalars_are_read_as_an_author_means_them(text: str, value: object) -> None:
    found = read(f"a: {text}", FILE).data["a"]
    assert found == value
    assert type(found) is type(value)


def test_anchors_are_copied_where_they_are_used() -> None:
    tree = read("a: &x {b: 1}\nc: *x", FILE)
    assert tree.data == {"a": {"b": 1}, "c": {"b": 1}}
    assert str(tree.place(("c",))) == f"{FILE}:2:1"


def test_places_are_lines_and_columns_of_keys() -> None:
    tree = read("a:\n  - b: 1\n    c: [x,\n      y]", FILE)
    assert str(tree.place(("a", 0, "c", 1))) == f"{FILE}:4:7"
    assert str(tree.place(("a", 0, "nothing"))) == f"{FILE}:2:5"


@pytest.mark.parametrize("name", ["wide grid", "wide choices", "unknown subjects", "deep scores"])
def test_a_huge_instrument_that_can_be_read_is_checked(name: str) -> None:
    text = HOSTILE[name].replace(", no: no", "").replace("no: no\n", "")
    problems = check(text, FILE, nothing_to_include)[1]
    assert {problem.code for problem in problems} <= set(CODES)
