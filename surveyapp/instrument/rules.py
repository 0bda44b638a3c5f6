"""Rules: when something is asked, as data over a closed set of operators.

A rule is written as YAML (``when: {accepted: no}``), read once into the small tree below, and from that
tree it is evaluated, put into words, compiled to styles and decided over. Nothing is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from surveyapp.instrument.problems import Path

Value = str | int | float | list[str]
"""One answer: a code or text, a number, or the codes ticked."""

Operator = Literal["is", "at_least", "at_most", "more_than", "less_than", "answered"]
ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": lambda value, bound: value >= bound,
    "at_most": lambda value, bound: value <= bound,
    "more_than": lambda value, bound: value > bound,
    "less_than": lambda value, bound: value < bound,
}
OPERATORS = ("is", *ORDERINGS, "answered")
ORDERED: dict[str, Operator] = {name: name for name in get_args(Operator) if name in ORDERINGS}
CONNECTIVES = ("all", "any", "not")
NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


class BadRule(ValueError):
    """A rule is not written in the language; ``path`` leads from the rule to the place."""

    def __init__(self, message: str, path: Path = ()):
        super().__init__(message)
        self.path = path


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of a subject (a control, a ``choices`` item or a derived score) with an operand.

    ``is`` carries the codes of which one must be given (or ticked); orderings carry a number or an ISO date
    text; ``answered`` carries whether an answer is wanted.
    """

    __test__ = False  # the name is the field's; pytest must not collect it
    subject: str
    operator: Operator
    operand: tuple[str, ...] | int | float | str | bool
    path: Path = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the rules holds; with no rules, always."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of the rules holds; with no rules, never."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The rule does not hold."""

    rule: Rule


Rule = Test | All | AnyOf | Not
ALWAYS = All(())


def parse(raw: object, path: Path = ()) -> Rule:
    """The rule that a ``when`` writes: a mapping, all of whose entries must hold.

    Raises BadRule with the path to what cannot be read.
    """
    if not isinstance(raw, Mapping):
        raise BadRule("a rule is a mapping such as {accepted: no}", path)
    if not raw:
        raise BadRule("a rule names at least one item", path)
    parts = tuple(part for key, value in raw.items() for part in _entry(str(key), value, (*path, key)))
    return parts[0] if len(parts) == 1 else All(parts)


def _entry(key: str, value: object, path: Path) -> Iterator[Rule]:
    if key in ("all", "any"):
        if not isinstance(value, (list, tuple)) or not value:
            raise BadRule(f"'{key}' takes a list of rules", path)
        rules = tuple(parse(each, (*path, index)) for index, each in enumerate(value))
        yield All(rules) if key == "all" else AnyOf(rules)
    elif key == "not":
        yield Not(parse(value, path))
    elif isinstance(value, Mapping):
        yield from _operators(key, value, path)
    else:
        yield Test(key, "is", codes(value, path), path)


def _operators(subject: str, operators: Mapping[str, object], path: Path) -> Iterator[Rule]:
    if not operators:
        raise BadRule(f"'{subject}' needs an operator: {', '.join(OPERATORS)}", path)
    for operator, operand in operators.items():
        where = (*path, operator)
        if operator == "is":
            yield Test(subject, "is", codes(operand, where), where)
        elif operator == "answered":
            if not isinstance(operand, bool):
                raise BadRule("'answered' takes true or false", where)
            yield Test(subject, "answered", operand, where)
        elif operator in ORDERINGS:
            if isinstance(operand, bool) or not isinstance(operand, (int, float, str)):
                raise BadRule(f"'{operator}' takes a number or a date", where)
            yield Test(subject, ORDERED[operator], operand, where)
        else:
            raise BadRule(f"'{operator}' is not an operator; there are {', '.join(OPERATORS)}", where)


def codes(raw: object, path: Path = ()) -> tuple[str, ...]:
    """The codes that a value or a list of values names. Raises BadRule where one is no code."""
    values = raw if isinstance(raw, (list, tuple)) else [raw]
    if not values:
        raise BadRule("the list of values is empty", path)
    for value in values:
        if isinstance(value, bool):
            raise BadRule("true and false are no answers; write yes or no", path)
        if not isinstance(value, (str, int, float)):
            raise BadRule("a value is a code: a word or a number", path)
    return tuple(map(str, values))


def tests(rule: Rule) -> Iterator[Test]:
    """Every comparison in the rule, in the order written."""
    if isinstance(rule, Test):
        yield rule
    elif isinstance(rule, Not):
        yield from tests(rule.rule)
    else:
        for each in rule.rules:
            yield from tests(each)


def holds(rule: Rule, value_of: Callable[[str], Value | None]) -> bool:
    """Whether the rule holds for the answers that ``value_of`` gives; None is no answer.

    A comparison with a missing answer is false, ``answered: false`` excepted.
    """
    if isinstance(rule, Test):
        return compare(rule, value_of(rule.subject))
    if isinstance(rule, Not):
        return not holds(rule.rule, value_of)
    if isinstance(rule, All):
        return all(holds(each, value_of) for each in rule.rules)
    return any(holds(each, value_of) for each in rule.rules)


def compare(test: Test, value: Value | None) -> bool:
    """Whether one comparison holds for one answer."""
    if test.operator == "answered":
        return (value is not None) is test.operand
    if value is None:
        return False
    if isinstance(test.operand, tuple):
        if isinstance(value, list):
            return any(code in test.operand for code in value)
        if isinstance(value, (int, float)):
            return any(number(code) == value for code in test.operand)
        return value in test.operand
    return _ordered(ORDERINGS[test.operator], value, test.operand)


def _ordered(order: Callable[[Any, Any], bool], value: Value, operand: int | float | str) -> bool:
    """Numbers are compared as numbers, dates cut to the shorter precision; whatever else does not compare."""
    left, right = number(value), number(operand)
    if left is not None and right is not None:
        return order(left, right)
    one, other = str(value), str(operand)
    if not DATE.fullmatch(one) or not DATE.fullmatch(other):
        return False
    shorter = min(len(one), len(other))
    return order(one[:shorter], other[:shorter])


def number(value: object) -> float | int | None:
    """The value as a number where it is one, numeric codes included; ``1_3`` and ``nan`` are words."""
    if isinstance(value, (int, float)):
        return value
    text = value if isinstance(value, str) else ""
    if not NUMBER.fullmatch(text):
        return None
    return float(text) if "." in text else int(text)
