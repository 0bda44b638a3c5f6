"""Everything at once: what is wrong with one part of a document hides nothing about the rest."""

from __future__ import annotations

import pytest

from surveyapp.instrument.check import check
from tests.instrument.authoring import nothing_to_include

HEAD = """
name: tiny
title: Tiny
source: {citation: none, wording: reconstructed}
sections:
  - name: only
    title: Only
    items:
      - {name: sued, type: yes_no, ask: Sued?}
"""
NEVER = "      - {name: never, type: yes_no, ask: Never?, when: {all: [{sued: yes}, {sued: no}]}}\n"
ALWAYS = (
    "      - {name: always, type: yes_no, ask: Always?, "
    "when: {any: [{sued: {answered: true}}, {sued: {answered: false}}]}}\n"
)


def found(items: str) -> list[str]:
    return [problem.code for problem in check(HEAD + items, "tiny.yaml", nothing_to_include)[1]]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("{name: kind, type: choise, ask: Kind?}", "unknown-kind"),
        ("{name: kind, type: yes_no, ask: Kind?, whem: {sued: yes}}", "unknown-key"),
        ("{name: kind, type: yes_no, ask: Kind?, when: {sueed: yes}}", "unknown-subject"),
        ("{name: kind, type: yes_no, ask: Kind?, when: {sued: maybe}}", "unknown-code"),
        ("{name: kind, type: scale, ask: Kind?, scale: none}", "unknown-scale"),
        ("{name: sued, type: yes_no, ask: Sued again?}", "duplicate-name"),
        ("{include: nothing}", "unknown-include"),
    ],
)
def test_a_rule_beside_something_wrong_is_still_decided(wrong: str, code: str) -> None:
    before = "      - {name: first, type: yes_no, ask: First?}\n"
    rule = NEVER.replace("sued", "first")
    assert {code, "never-asked"} <= set(found(f"{before}      - {wrong}\n{rule}"))


def test_both_kinds_of_rule_are_found_together() -> None:
    assert found(NEVER + ALWAYS) == ["never-asked", "always-holds"]


def test_nothing_is_said_of_rules_on_what_is_wrong() -> None:
    wrong = "      - {name: kind, type: choise, ask: Kind?}\n"
    assert found(f"{wrong}{NEVER.replace('sued', 'kind')}") == ["unknown-kind"]


def test_nothing_is_said_of_rules_on_items_that_depend_on_what_is_wrong() -> None:
    wrong = "      - {name: kind, type: yes_no, ask: Kind?, when: {nothing: yes}}\n"
    assert found(f"{wrong}{NEVER.replace('sued', 'kind')}") == ["unknown-subject"]
