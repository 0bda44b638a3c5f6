"""What Chromium shows is what the server's path says: for random instruments and random answers.

Styles alone cannot compare numbers, dates or scores over several items: there they may show too much, never
too little. With the script it is the same to the last option.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers
from surveyapp.instrument.picks import picks
from surveyapp.instrument.rules import Rule
from surveyapp.instrument.rules import tests as comparisons
from surveyapp.settings import Settings
from tests.browser.drawn import Drawing, on_the_path, told
from tests.instrument.authoring import instrument_of
from tests.instrument.strategies import answers_for, instruments

pytestmark = pytest.mark.browser

PEOPLE = 12
SOME, MANY = 40, 400


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    secret = secrets.token_urlsafe(32)
    return Settings.from_environment(
        {"SURVEYAPP_HOME": str(tmp_path_factory.mktemp("home")), "SURVEYAPP_SECRETS": secret}
    )


@pytest.fixture(scope="module")
def styles_alone(browser: Browser, home: Settings) -> Iterator[Drawing]:
    """A browser without scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        yield Drawing.on(context.new_page(), home)


@pytest.fixture(scope="module")
def scripted(browser: Browser, home: Settings) -> Iterator[Drawing]:
    with browser.new_context() as context:
        yield Drawing.on(context.new_page(), home)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Instrument, list[Answers]]:
    """An instrument and what several people may have filled in."""
    instrument = draw(instruments())
    return instrument, draw(st.lists(answers_for(instrument), min_size=PEOPLE, max_size=PEOPLE))


def thoroughly(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def told_by_styles(instrument: Instrument) -> bool:
    """Whether all that rules ask is which options are picked and which fields are filled."""
    return all(
        picks(instrument, test) is not None
        or (test.operator == "answered" and test.subject not in instrument.scores)
        for rule in every_rule(instrument)
        for test in comparisons(rule)
    )


def every_rule(instrument: Instrument) -> Iterator[Rule]:
    for section, items in instrument.asked:
        options = [option.when for item in items for option in item.picks().values()]
        yield from filter(None, (section.when, *(item.when for item in items), *options))


def check_styles(drawing: Drawing, case: tuple[Instrument, list[Answers]]) -> None:
    instrument, everybody = case
    exact = told_by_styles(instrument)
    for answers, seen in zip(everybody, drawing.shown(instrument, everybody), strict=True):
        wanted = on_the_path(instrument, answers)
        assert seen == wanted if exact else seen >= wanted, told(seen, wanted, answers)


def check_script(drawing: Drawing, case: tuple[Instrument, list[Answers]]) -> None:
    instrument, everybody = case
    for answers, seen in zip(everybody, drawing.shown(instrument, everybody), strict=True):
        wanted = on_the_path(instrument, answers)
        assert seen == wanted, told(seen, wanted, answers)


@thoroughly(SOME)
@given(case=cases())
def test_styles_alone(styles_alone: Drawing, case: tuple[Instrument, list[Answers]]) -> None:
    check_styles(styles_alone, case)


@thoroughly(SOME)
@given(case=cases())
def test_with_the_script(scripted: Drawing, case: tuple[Instrument, list[Answers]]) -> None:
    check_script(scripted, case)


WITHDRAWN_OPTIONS = """
- {name: a, type: yes_no, ask: A}
- {name: c, type: choices, ask: C, at_least: 2, options: {x: X, y: {label: Y, when: {a: yes}}, z: Z}}
- {name: d, type: yes_no, ask: D, when: {c: x}}
- {name: o, type: choice, ask: O, options: {p: P, q: {label: Q, other: true, when: {a: yes}}}}
"""


@pytest.mark.parametrize("drawn", ["styles_alone", "scripted"])
def test_what_was_picked_before_it_was_withdrawn_counts_as_the_server_counts_it(
    request: pytest.FixtureRequest, drawn: str
) -> None:
    instrument = instrument_of(WITHDRAWN_OPTIONS)
    everybody: list[Answers] = [
        {"a": answer, "c": ["x", "y"], "o": "q", "o_other": "words"} for answer in ("no", "yes")
    ]
    (check_styles if drawn == "styles_alone" else check_script)(
        request.getfixturevalue(drawn), (instrument, everybody)
    )


@pytest.mark.slow
@thoroughly(MANY)
@given(case=cases())
def test_styles_alone_at_length(styles_alone: Drawing, case: tuple[Instrument, list[Answers]]) -> None:
    check_styles(styles_alone, case)


@pytest.mark.slow
@thoroughly(MANY)
@given(case=cases())
def test_with_the_script_at_length(scripted: Drawing, case: tuple[Instrument, list[Answers]]) -> None:
    check_script(scripted, case)
