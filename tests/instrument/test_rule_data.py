"""Rules as data, evaluated the way that the data's documentation says, against the path."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers, Walk
from surveyapp.instrument.rule_data import rule_data
from tests.instrument.authoring import instrument_of
from tests.instrument.strategies import answers_for, instruments

NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
ORDERS = {
    "at_least": lambda one, other: one >= other,
    "at_most": lambda one, other: one <= other,
    "more_than": lambda one, other: one > other,
    "less_than": lambda one, other: one < other,
}


class Script:
    """What a page's script does with the data, told by nothing but the documentation of rule_data."""

    def __init__(self, data: dict[str, Any], answers: Answers):
        self.scores = data["scores"]
        self.values: dict[str, Any] = {}
        self.shown: dict[str, bool] = {}
        for section in data["sections"]:
            inside = self.enter(section, True)
            for item in section["items"]:
                asked = self.enter(item, inside)
                for control in item.get("controls", []):
                    if asked:
                        self.take(control, answers.get(control["name"]))

    def enter(self, part: dict[str, Any], around: bool) -> bool:
        shown = around and ("when" not in part or self.holds(part["when"]))
        if "id" in part:
            self.shown[part["id"]] = shown
        return shown

    def take(self, control: dict[str, Any], given_value: Any) -> None:
        ruled = {code: self.holds(rule) for code, rule in control.get("options", {}).items()}
        for code, offered in ruled.items():
            self.shown[f"option-{control['name']}-{code}"] = offered
        if control["kind"] == "many":
            given_value = [code for code in given_value or [] if ruled.get(code, True)] or None
        elif control["kind"] == "one" and not ruled.get(given_value, True):
            given_value = None
        if given_value is not None:
            self.values[control["name"]] = given_value

    def value(self, subject: str) -> Any:
        score = self.scores.get(subject)
        if score is None:
            return self.values.get(subject)
        if "item" in score:
            found = self.value(score["item"])
            bounds = [self.compare([order, score[order]], found) for order in ORDERS if order in score]
            return None if found is None else "yes" if all(bounds) else "no"
        if "recode" in score:
            found = self.value(score["recode"])
            return None if found is None or isinstance(found, list) else score["to"].get(str(found))
        form = next(key for key in ("sum", "mean", "count") if key in score)
        found = [value for value in map(self.value, score[form]) if value is not None]
        numbers = (
            found
            if form == "count"
            else [self.number(value) for value in found if self.number(value) is not None]
        )
        if len(numbers) < score.get("at_least_answered", len(score[form])):
            return None
        if form == "count":
            return sum(self.compare(["is", score["values"]], value) for value in found)
        return sum(numbers) / (len(numbers) if form == "mean" else 1)

    def holds(self, rule: list[Any]) -> bool:
        if rule[0] in ("all", "any"):
            return (all if rule[0] == "all" else any)(map(self.holds, rule[1:]))
        if rule[0] == "not":
            return not self.holds(rule[1])
        return self.compare([rule[0], rule[2]], self.value(rule[1]))

    def compare(self, test: list[Any], value: Any) -> bool:
        operator, operand = test
        if operator == "answered":
            return (value is not None) == operand
        if operator != "is":
            return value is not None and self.ordered(ORDERS[operator], value, operand)
        if isinstance(value, list):
            return bool(set(value) & set(operand))
        return (
            value in (operand if isinstance(value, str) else map(self.number, operand)) and value is not None
        )

    def ordered(self, order: Any, value: Any, bound: Any) -> bool:
        one, other = self.number(value), self.number(bound)
        if one is not None and other is not None:
            return bool(order(one, other))
        first, second = str(value), str(bound)
        if not DATE.fullmatch(first) or not DATE.fullmatch(second):
            return False
        shorter = min(len(first), len(second))
        return bool(order(first[:shorter], second[:shorter]))

    def number(self, value: Any) -> float | None:
        if isinstance(value, str):
            return float(value) if NUMBER.fullmatch(value) else None
        return value if isinstance(value, (int, float)) else None


def on_the_path(instrument: Instrument, answers: Answers, element: str) -> bool:
    walk = Walk(instrument, answers)
    kind, _, name = element.partition("-")
    if kind == "section":
        return walk.holds(next(section.when for section in instrument.sections if section.name == name))
    if kind == "item":
        return name in walk.asked
    name, _, code = name.partition("-")
    return code in walk.offered.get(name, [])


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_the_script_shows_what_the_path_shows(data: st.DataObject) -> None:
    instrument = data.draw(instruments())
    answers = data.draw(answers_for(instrument))
    script = Script(json.loads(json.dumps(rule_data(instrument))), answers)
    assert script.shown == {element: on_the_path(instrument, answers, element) for element in script.shown}
    for element in ruled(instrument):
        assert element in script.shown or not on_the_path(instrument, answers, element)


def ruled(instrument: Instrument) -> list[str]:
    """Every element that has a rule."""
    found = []
    for section, items in instrument.asked:
        found += [f"section-{section.name}"] if section.when else []
        found += [f"item-{item.name}" for item in items if item.when]
        found += [
            f"option-{item.name}-{code}"
            for item in items
            for code, option in item.picks().items()
            if option.when
        ]
    return found


def test_only_what_rules_need_is_in_the_page() -> None:
    items = """
- {name: a, type: yes_no, ask: A}
- {name: idle, type: text, ask: Idle}
- {name: b, type: yes_no, ask: B, when: {a: yes}}
"""
    assert rule_data(instrument_of(items, derive="unused: {recode: a, to: {yes: x}}")) == {
        "sections": [
            {
                "items": [
                    {"controls": [{"name": "a", "kind": "one"}]},
                    {"id": "item-b", "when": ["is", "a", ["yes"]]},
                ]
            }
        ],
        "scores": {},
    }


def test_without_rules_there_is_nothing_to_do() -> None:
    assert rule_data(instrument_of("- {name: a, type: yes_no, ask: A}")) == {"sections": [], "scores": {}}
