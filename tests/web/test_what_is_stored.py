"""What is stored is what was asked: for any instrument and any answers, whatever else is posted."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveyapp.instrument import rules
from surveyapp.instrument.kinds.base import Control
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers
from surveyapp.instrument.rules import Rule, Value
from surveyapp.services import campaigns
from surveyapp.store import box, office
from surveyapp.web.application import Application
from tests.instrument.posting import answers_for
from tests.instrument.strategies import instruments
from tests.web.html import Page

PROFILE = '{"name":"random","instrument":"random","privacy":{}}'
NAMES = ["nothing", "_drawn", "item-a", "q0[]", "__proto__", "sections"]
JUNK = st.dictionaries(st.sampled_from(NAMES), st.text(max_size=5), max_size=3)
Stored = tuple[dict[str, Value], dict[str, str]]
Send = Callable[[Instrument, Answers, dict[str, str]], Stored]


@pytest.fixture
def send(app: Application) -> Send:
    """Posts answers to the page of a campaign of their own; gives the answers and comments stored then."""
    numbers = itertools.count(1)

    def post(instrument: Instrument, answers: Answers, junk: dict[str, str]) -> Stored:
        with app.app_context():
            name = opened(f"round-{next(numbers)}", instrument)
            path = campaigns.link(app.settings, name).removeprefix(app.settings.url)
            visitor = app.test_client()
            form = {**junk, **Page(visitor.get(path).text).hidden(), **answers}
            assert visitor.post(path, data=form).status_code == 303
            (row,) = box.rows(name)
            return json.loads(row), dict(box.comments(name))

    return post


def opened(name: str, instrument: Instrument) -> str:
    """An open campaign that asks the instrument, whatever a checker would say of its rules."""
    terms = {"publish": "rows", "k": 5, "minimum": 10, "smallest_cell": 5, "invited": 20, "synthetic": False}
    with office.changing():
        version = office.version(instrument.hash, instrument.name, instrument.canonical)
        frozen = {"instrument": "random", "profile": "random", "profile_content": PROFILE, "version": version}
        office.add(office.Campaign(name=name, state="open", **frozen, **terms))
    box.set_accepting(name, accepting=True)
    return name


class Asked:
    """The answers to what was asked, worked out from the rules alone."""

    def __init__(self, instrument: Instrument, answers: Answers):
        self.instrument, self.answers = instrument, answers
        self.kept: dict[str, Value] = {}
        for section, items in instrument.asked:
            if self.holds(section.when):
                for item in items:
                    if self.holds(item.when):
                        for control in item.controls():
                            self.keep(control)

    def value_of(self, subject: str) -> Value | None:
        score = self.instrument.scores.get(subject)
        return score.value(self.value_of) if score else self.kept.get(subject)

    def holds(self, rule: Rule | None) -> bool:
        return rule is None or rules.holds(rule, self.value_of)

    def offered(self, control: Control) -> list[str]:
        """What was picked of the options that are offered."""
        given = self.answers.get(control.name, [])
        codes = given if isinstance(given, list) else [str(given)]
        options = control.item.picks()
        return [code for code in codes if code in options and self.holds(options[code].when)]

    def keep(self, control: Control) -> None:
        value = self.answers.get(control.name)
        if control.options:
            left = self.offered(control)
            value = (left if isinstance(value, list) else left[0]) if left else None
        elif control.other_of:
            picked = self.offered(self.instrument.controls[control.other_of])
            value = value if any(control.item.picks()[code].other for code in picked) else None
        if value is not None:
            self.kept[control.name] = value


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_stored_is_what_was_asked(send: Send, data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    answers = data.draw(answers_for(instrument))
    stored, comments = send(instrument, answers, data.draw(JUNK))
    asked = Asked(instrument, answers).kept
    apart = {name for name, control in instrument.controls.items() if control.apart}
    assert stored == {name: value for name, value in asked.items() if name not in apart}
    assert comments == {name: value for name, value in asked.items() if name in apart}
