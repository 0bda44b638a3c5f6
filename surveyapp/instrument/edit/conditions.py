"""Rules as rows of a form: a subject, how it is compared, and with what; all of them, or any of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from surveyapp.instrument.edit.parts import Data
from surveyapp.instrument.rules import All, AnyOf, BadRule, Not, Rule, Test, number, parse

Join = Literal["all", "any"]
COMPARISONS = {
    "is": "is",
    "is_not": "is not",
    "at_least": "is at least",
    "at_most": "is at most",
    "more_than": "is more than",
    "less_than": "is less than",
    "answered": "was answered",
    "not_answered": "was left open",
}
"""How a row compares, in words. ``is`` and ``is_not`` take any of several codes."""


@dataclass(frozen=True)
class Row:
    """One comparison: ``values`` are codes for ``is`` and ``is_not``, one bound for an ordering."""

    subject: str
    comparison: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rows:
    """A rule as rows."""

    join: Join
    rows: tuple[Row, ...]


def rows_of(raw: Any) -> Rows | None:
    """The rows of a rule as a document writes it; None where it is nested deeper than rows can show.

    No rule is no rows.
    """
    if raw is None:
        return Rows("all", ())
    try:
        rule = parse(raw)
    except BadRule:
        return None
    if isinstance(rule, (All, AnyOf)):
        rows = [_row(each) for each in rule.rules]
        join: Join = "all" if isinstance(rule, All) else "any"
        return None if None in rows else Rows(join, tuple(row for row in rows if row is not None))
    row = _row(rule)
    return None if row is None else Rows("all", (row,))


def _row(rule: Rule) -> Row | None:
    if isinstance(rule, Not):
        inner = _row(rule.rule)
        if inner is None or inner.comparison not in ("is", "answered"):
            return None
        return Row(
            inner.subject, {"is": "is_not", "answered": "not_answered"}[inner.comparison], inner.values
        )
    if not isinstance(rule, Test):
        return None
    if rule.operator == "answered":
        return Row(rule.subject, "answered" if rule.operand is True else "not_answered")
    operands = rule.operand if isinstance(rule.operand, tuple) else (str(rule.operand),)
    return Row(rule.subject, rule.operator, operands)


def rule_of(rows: Rows) -> Data | None:
    """The rule as a document writes it; None for no rows."""
    written = [_written(row) for row in rows.rows]
    if len(written) < 2:
        return written[0] if written else None
    if rows.join == "any":
        return {"any": written}
    subjects = [key for each in written for key in each]
    if len(set(subjects)) == len(subjects) and "not" not in subjects:
        return {key: value for each in written for key, value in each.items()}
    return {"all": written}


def _written(row: Row) -> Data:
    if row.comparison in ("answered", "not_answered"):
        return {row.subject: {"answered": row.comparison == "answered"}}
    values = [_value(value) for value in row.values]
    if row.comparison in ("is", "is_not"):
        plain = {row.subject: values[0] if len(values) == 1 else values}
        return plain if row.comparison == "is" else {"not": plain}
    return {row.subject: {row.comparison: values[0]}}


def _value(text: str) -> str | int | float:
    """A code as YAML gives it back: a number where it looks like one."""
    found = number(text)
    return text if found is None or str(found) != text else found
