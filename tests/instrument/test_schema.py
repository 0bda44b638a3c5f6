"""The JSON Schema accepts what the loader accepts, and refuses what is broken."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from surveyapp.instrument.load import read
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.schema import schema
from surveyapp.settings import bundled
from tests.instrument.authoring import document
from tests.instrument.strategies import as_text, instruments

INSTRUMENTS = sorted(bundled("instruments").glob("*.yaml"))


def accepts(value: Any) -> bool:
    return Draft202012Validator(schema()).is_valid(value)


def test_it_is_a_schema_itself() -> None:
    Draft202012Validator.check_schema(schema())


def data_of(text: str) -> Any:
    return read(text, "x.yaml").data


@pytest.mark.parametrize("file", INSTRUMENTS, ids=lambda file: file.stem)
def test_it_accepts_the_instruments_that_come_along(file: Any) -> None:
    assert accepts(data_of(file.read_text(encoding="utf-8")))


@settings(max_examples=50, deadline=None)
@given(instruments())
def test_it_accepts_every_sound_instrument(instrument: Instrument) -> None:
    assert accepts(json.loads(as_text(instrument)))


@pytest.mark.parametrize(
    "items",
    [
        "- {name: a, type: yes_no, ask: A, colour: red}",
        "- {name: a, type: yes_noo, ask: A}",
        "- {name: A b, type: yes_no, ask: A}",
        "- {name: a, type: yes_no}",
        "- {name: a, type: choice, ask: A, options: {}}",
        "- {name: a, type: choice, ask: A, options: {bad code: Label}}",
        "- {name: a, type: yes_no, ask: A, when: {b: {is_at_least: 3}}}",
        "- {name: a, type: yes_no, ask: A, when: {b: true}}",
        "- {name: a, type: yes_no, ask: A, when: {any: {b: yes}}}",
        "- {include: mini_z, ask: A}",
    ],
)
def test_it_refuses(items: str) -> None:
    assert not accepts(data_of(document(items)))


def test_what_an_include_is_filled_with_is_hidden_from_authors() -> None:
    assert set(schema()["$defs"]["Include"]["properties"]) == {"include", "when"}
