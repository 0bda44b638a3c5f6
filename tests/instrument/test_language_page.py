"""The page on the language: every example is sound, and nothing of the language is missing from it."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest

from surveyapp.instrument.check import CODES, check
from surveyapp.instrument.fields import DATES, PATTERNS
from surveyapp.instrument.kinds import KINDS
from surveyapp.instrument.kinds.base import Coding, Option, Privacy, Wording
from surveyapp.instrument.load import folder_library
from surveyapp.instrument.model import Document, Instrument, Measure, Section, Source
from surveyapp.instrument.rules import CONNECTIVES, OPERATORS, All, AnyOf, Not, Rule
from surveyapp.instrument.rules import tests as comparisons
from surveyapp.instrument.scores import FORMS
from surveyapp.settings import bundled
from tests.instrument.authoring import document

PAGE = (Path(__file__).parents[2] / "docs" / "instrument-language.md").read_text(encoding="utf-8")
HEAD = "name: example\ntitle: Example\nsource: {citation: None, wording: reconstructed}\n"
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
LOCKED = {"locked"}
"""What the example of a measure shows: its hash is all zeros."""


def whole(example: str) -> str:
    """The example as a document: a list of items gets one around it, a part its head."""
    if example.startswith("- "):
        return document(example)
    return example if example.startswith("name:") else HEAD + example


def loaded(example: str) -> tuple[Instrument, set[str]]:
    instrument, problems = check(whole(example), "example.yaml", folder_library(bundled("instruments")))
    assert instrument is not None, problems
    return instrument, {problem.code for problem in problems}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: " ".join(text.split()[:3]))
def test_every_example_is_sound(example: str) -> None:
    codes = loaded(example)[1]
    assert codes <= (LOCKED if "wording_hash" in example else set())


def rules_of(instrument: Instrument) -> list[Rule]:
    found = []
    for section, items in instrument.asked:
        options = [option.when for item in items for option in item.picks().values()]
        found += [
            rule for rule in (section.when, *(item.when for item in items), *options) if rule is not None
        ]
    return found


def test_every_kind_and_every_score_has_an_example() -> None:
    instruments = [loaded(example)[0] for example in EXAMPLES]
    assert {item.type for each in instruments for item in each.items.values()} == set(KINDS)
    assert {type(score) for each in instruments for score in each.scores.values()} == set(FORMS.values())


def test_every_operator_has_an_example() -> None:
    rules = [rule for example in EXAMPLES for rule in rules_of(loaded(example)[0])]
    assert {test.operator for rule in rules for test in comparisons(rule)} == set(OPERATORS)
    assert {type(rule) for rule in rules} >= {All, AnyOf, Not}


PARTS = (Document, Section, Source, Measure, Option, Coding, *KINDS.values(), *FORMS.values())
WORDS = sorted(
    {
        *chain.from_iterable(part.model_fields for part in PARTS),
        *("include", *KINDS, *OPERATORS, *CONNECTIVES, *PATTERNS, *DATES),
        *get_args(Privacy),
        *get_args(Wording),
    }
)


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_the_language_is_explained(word: str) -> None:
    assert f"`{word}`" in PAGE


def test_every_problem_is_listed_with_its_meaning() -> None:
    listed = dict(
        re.findall(
            r"^\| `([a-z0-9-]+)` \| (.*) \|$", PAGE.partition("## What the checker says")[2], re.MULTILINE
        )
    )
    assert listed == CODES
