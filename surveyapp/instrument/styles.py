"""Rules compiled to styles, so that items appear and disappear without a script.

An element with a rule is hidden unless its rule can hold. Conditions are transitive, as the path is: an
answer counts only where its own item is asked and its option offered. What styles cannot tell, numbers,
dates and scores over several items, is taken to be possible: the page then shows an item too many, never
one too few, and that stays true below a ``not``, because each rule is compiled twice: when it can hold, and
when it is certain to.

The page gives the form the id ``survey``; a radio button or checkbox ``{control}-{code}``; a typed field
``{control}`` and a placeholder of one space, which tells whether it is filled; items, sections and options
``item-{name}``, ``section-{name}`` and ``option-{control}-{code}``; the text of an ``other`` option
``other-{control}``. Control names begin with a letter, so that no id needs to be escaped.
"""

from __future__ import annotations

from functools import cache

from surveyapp.instrument.conditions import (
    ALWAYS,
    NEVER,
    Both,
    Checked,
    Condition,
    Filled,
    both,
    css,
    either,
    given,
    opposite,
    size,
)
from surveyapp.instrument.kinds.base import Control
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.picks import picks
from surveyapp.instrument.rule_data import rule_data
from surveyapp.instrument.rules import All, Not, Rule, Test

__all__ = ["conditions", "rule_data", "style_rules", "styles"]

LARGEST = 400
"""Conditions with more tests than this are not worth their bytes: the element is shown."""

Bounds = tuple[Condition, Condition]
"""When something can be so, and when it is certain to be."""

TRUE: Bounds = (ALWAYS, ALWAYS)
FALSE: Bounds = (NEVER, NEVER)
UNKNOWN: Bounds = (ALWAYS, NEVER)


def styles(instrument: Instrument) -> str:
    """CSS that hides what is off the path, in browsers that know ``:has``; empty without rules."""
    hidden: dict[str, list[str]] = {}
    for element, selector in style_rules(instrument):
        hidden.setdefault(selector, []).append(f"#{element}")
    if not hidden:
        return ""
    lines = [
        f"{selector} {elements[0] if len(elements) == 1 else ':is(' + ','.join(elements) + ')'}"
        for selector, elements in hidden.items()
    ]
    return "@supports selector(:has(*)){" + ",".join(lines) + "{display:none}}"


def style_rules(instrument: Instrument) -> list[tuple[str, str]]:
    """The id of each element that can be hidden, and the selector that the form matches while it is."""
    return [
        (element, f"#survey{css(opposite(condition))}")
        for element, condition in conditions(instrument).items()
        if condition != ALWAYS
    ]


def conditions(instrument: Instrument) -> dict[str, Condition]:
    """When each element with a rule is shown, by its id, given that what it stands in is shown."""
    compiler = _Compiler(instrument)
    shown: dict[str, Condition] = {}
    for section, items in instrument.asked:
        outer = compiler.rule(section.when)[0]
        if section.when is not None:
            shown[f"section-{section.name}"] = outer
        for item in items:
            inner = given(compiler.rule(item.when)[0], _parts(outer))
            if item.when is not None:
                shown[f"item-{item.name}"] = inner
            for code, option in item.picks().items():
                if option.when is not None:
                    known = (*_parts(outer), *_parts(inner))
                    offered = given(compiler.rule(option.when)[0], known)
                    shown[f"option-{item.name}-{code}"] = offered
                    if option.other:
                        shown[f"other-{item.name}"] = offered
    return shown


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, Both) else (condition,)


class _Compiler:
    """Compiles the rules of one instrument."""

    def __init__(self, instrument: Instrument):
        self.instrument = instrument
        self.sections = {item.name: section for section, items in instrument.asked for item in items}
        self.asked = cache(self._asked)

    def rule(self, rule: Rule | None) -> Bounds:
        """When a rule can hold, and when it is certain to."""
        if rule is None:
            return TRUE
        if isinstance(rule, Test):
            return self._test(rule)
        if isinstance(rule, Not):
            possible, certain = self.rule(rule.rule)
            return opposite(certain), opposite(possible)
        bounds = [self.rule(each) for each in rule.rules]
        return _all(*bounds) if isinstance(rule, All) else _any(*bounds)

    def _asked(self, name: str) -> Bounds:
        """When an item is asked."""
        item = self.instrument.items[name]
        bounds = _all(self.rule(self.sections[name].when), self.rule(item.when))
        return UNKNOWN if max(map(size, bounds)) > LARGEST else bounds

    def _test(self, test: Test) -> Bounds:
        found = picks(self.instrument, test)
        if found is not None:
            picked = self._picked(found.control, found.codes)
            if not found.unanswered:
                return picked
            return _any(picked, _not(self._picked(found.control, tuple(found.control.options))))
        control = self.instrument.controls.get(test.subject)
        if control is None or test.subject in self.instrument.scores:
            return UNKNOWN
        given_at_all = _all(self.asked(control.item.name), _exact(Filled(control.name)))
        if test.operator == "answered":
            return given_at_all if test.operand else _not(given_at_all)
        return given_at_all[0], NEVER

    def _picked(self, control: Control, codes: tuple[str, ...]) -> Bounds:
        """When one of the codes is picked, and its item asked, and the option offered."""
        plain = [code for code in codes if control.options[code].when is None]
        ways = [_checked(control, plain)] if plain else []
        for code in codes:
            when = control.options[code].when
            if when is not None:
                ways.append(_all(_checked(control, [code]), self.rule(when)))
        return _all(self.asked(control.item.name), _any(*ways))


def _checked(control: Control, codes: list[str]) -> Bounds:
    return _exact(Checked(tuple(sorted(f"{control.name}-{code}" for code in codes))))


def _exact(condition: Condition) -> Bounds:
    return condition, condition


def _all(*bounds: Bounds) -> Bounds:
    return both(*(possible for possible, _ in bounds)), both(*(certain for _, certain in bounds))


def _any(*bounds: Bounds) -> Bounds:
    return either(*(possible for possible, _ in bounds)), either(*(certain for _, certain in bounds))


def _not(bounds: Bounds) -> Bounds:
    return opposite(bounds[1]), opposite(bounds[0])
