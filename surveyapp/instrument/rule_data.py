"""Rules as data for the page's script, which evaluates all of them exactly, as ``path.Walk`` does.

Only what rules need is in it, in the order asked::

    {"sections": [{"id": "section-effects",      # the element to show or hide; only where it has a rule
                   "when": RULE,                 # only where it has one
                   "items": [{"id": "item-hours", "when": RULE,      # both only where the item has a rule
                              "controls": [{"name": "hours",         # only controls that rules look at, or
                                            "kind": "number",        # whose options have rules
                                            "options": {"code": RULE}}]}]}],      # only options with a rule
     "scores": {"strain": {"sum": ["a", "b"], "at_least_answered": 1}}}           # only scores in use

``kind`` is ``one`` (a code), ``many`` (a list of codes), ``number`` or ``text`` (a date is text). A RULE is
a list: ``["is", subject, [code, …]]``, ``["at_least" | "at_most" | "more_than" | "less_than", subject,
bound]``, ``["answered", subject, true | false]``, ``["all", RULE, …]``, ``["any", RULE, …]`` or ``["not",
RULE]``.

To evaluate: begin with no values and go through sections and items in order. Where the section's and the
item's rules hold, take its controls in order: first decide which options are offered by their rules (those
without one always are), then take the value: of ``one`` the checked code, if offered; of ``many`` the
checked codes that are offered, if any; of ``number`` the number typed, if it is one; of ``text`` what is
typed, trimmed, if anything. What is not taken is not answered. A subject is a control's value, or a score
computed from values at that moment: ``{"item": subject, bound…}`` is "yes" or "no" by all bounds, nothing
without a value; ``{"sum": […]}`` and ``{"mean": […]}`` use the sources that are numbers, in the order
listed, and are nothing when fewer than ``at_least_answered`` (else all) are; ``{"count": […], "values":
[…]}`` counts sources for which ``is`` holds, nothing when fewer than ``at_least_answered`` (else all) are
answered; ``{"recode": subject, "to": {…}}`` looks the value up.

To compare: without a value everything is false but ``["answered", s, false]``. ``is``: one of the codes
ticked is listed; a number equals a listed code that is a number; a text is listed. Orderings: both sides
numbers (a text counts if it matches ``-?[0-9]{1,30}(\\.[0-9]{1,30})?``): as numbers; else both dates
(``[0-9]{4}(-[0-9]{2}){0,2}``): as texts cut to the shorter one; else false.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from surveyapp.instrument.kinds.base import Control, Item
from surveyapp.instrument.kinds.choices import Choices
from surveyapp.instrument.kinds.quantities import Quantity
from surveyapp.instrument.model import Instrument, Section
from surveyapp.instrument.rules import All, Not, Rule, Test, tests


def rule_data(instrument: Instrument) -> dict[str, Any]:
    """The rules and scores of an instrument, JSON-able; with no rules both parts are empty."""
    subjects = subjects_of(instrument)
    sections = [_section(section, items, subjects) for section, items in instrument.asked]
    scores = {
        name: score.model_dump(mode="json", exclude_defaults=True, exclude={"label"})
        for name, score in instrument.scores.items()
        if name in subjects
    }
    return {"sections": [section for section in sections if section], "scores": scores}


def subjects_of(instrument: Instrument) -> set[str]:
    """Everything that a rule looks at, and what scores among it are computed from."""
    pending = [test.subject for rule in _rules(instrument) for test in tests(rule)]
    found: set[str] = set()
    while pending:
        subject = pending.pop()
        if subject not in found:
            found.add(subject)
            score = instrument.scores.get(subject)
            pending += score.sources() if score else ()
    return found


def _rules(instrument: Instrument) -> Iterator[Rule]:
    for section, items in instrument.asked:
        rules = [section.when, *(item.when for item in items)]
        rules += [option.when for item in items for option in item.picks().values()]
        yield from (rule for rule in rules if rule is not None)


def _section(section: Section, items: tuple[Item, ...], subjects: set[str]) -> dict[str, Any]:
    data = _head("section", section.name, section.when)
    inside = [entry for entry in (_item(item, subjects) for item in items) if entry]
    return {**data, "items": inside} if inside or data else {}


def _item(item: Item, subjects: set[str]) -> dict[str, Any]:
    data = _head("item", item.name, item.when)
    controls = [entry for entry in (_control(control, subjects) for control in item.controls()) if entry]
    return {**data, "controls": controls} if controls else data


def _head(kind: str, name: str, rule: Rule | None) -> dict[str, Any]:
    return {} if rule is None else {"id": f"{kind}-{name}", "when": _data(rule)}


def _control(control: Control, subjects: set[str]) -> dict[str, Any]:
    ruled = {code: _data(option.when) for code, option in control.options.items() if option.when is not None}
    if control.name not in subjects and not ruled:
        return {}
    data: dict[str, Any] = {"name": control.name, "kind": _kind(control)}
    return {**data, "options": ruled} if ruled else data


def _kind(control: Control) -> str:
    if control.options:
        return "many" if isinstance(control.item, Choices) else "one"
    return "number" if isinstance(control.item, Quantity) else "text"


def _data(rule: Rule) -> list[Any]:
    if isinstance(rule, Test):
        operand = list(rule.operand) if isinstance(rule.operand, tuple) else rule.operand
        return [rule.operator, rule.subject, operand]
    if isinstance(rule, Not):
        return ["not", _data(rule.rule)]
    return ["all" if isinstance(rule, All) else "any", *map(_data, rule.rules)]
