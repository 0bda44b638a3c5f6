"""Rules in words, for paper, for browsers without ``:has`` and for readable outlines."""

from __future__ import annotations

from collections.abc import Sequence

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.picks import Picks, picks
from surveyapp.instrument.rules import All, Not, Rule, Test

ORDER_WORDS = {
    "at_least": ("at least", "less than"),
    "at_most": ("at most", "more than"),
    "more_than": ("more than", "at most"),
    "less_than": ("less than", "at least"),
}
DATE_WORDS = {
    "at_least": ("or later", "earlier than"),
    "at_most": ("or earlier", "later than"),
    "more_than": ("later than", "or earlier"),
    "less_than": ("earlier than", "or later"),
}


def rule_words(instrument: Instrument, rule: Rule) -> str:
    """The rule as a sentence: Answer this if you answered “Yes” to question 13."""
    return f"Answer this if {in_words(instrument, rule)}."


def in_words(instrument: Instrument, rule: Rule) -> str:
    """The rule as a clause without a full stop: you answered “Yes” to question 13."""
    return _clause(instrument, rule, wanted=True, inner=False)


def _clause(instrument: Instrument, rule: Rule, wanted: bool, inner: bool) -> str:
    """A rule, or with ``wanted`` false its opposite; negations are carried down to the comparisons."""
    if isinstance(rule, Not):
        return _clause(instrument, rule.rule, not wanted, inner)
    if isinstance(rule, Test):
        return _test(instrument, rule, wanted)
    word = " and " if isinstance(rule, All) is wanted else " or "
    parts = [_clause(instrument, each, wanted, inner=len(rule.rules) > 1) for each in rule.rules]
    joined = word.join(dict.fromkeys(parts)) or ("always" if word == " and " else "never")
    return f"({joined})" if inner and len(parts) > 1 else joined


def _test(instrument: Instrument, test: Test, wanted: bool) -> str:
    number = instrument.numbers.get(test.subject)
    where = f"question {number}" if number else _score_name(instrument, test.subject)
    if test.operator == "answered" and number:
        return f"you answered {where}" if test.operand is wanted else f"you left {where} open"
    found = picks(instrument, test)
    if found is not None:
        return _picked(instrument, found, wanted)
    thing = f"your answer to {where}" if number else where
    if test.operator == "answered":
        return f"{thing} is known" if test.operand is wanted else f"{thing} is not known"
    if isinstance(test.operand, tuple):
        return f"{thing} is {'' if wanted else 'not '}{_listed(test.operand)}"
    return f"{thing} {_ordered(instrument, test, wanted)}"


def _score_name(instrument: Instrument, subject: str) -> str:
    score = instrument.scores.get(subject)
    return f"“{score.label or subject}”" if score else f"“{subject}”"


def _picked(instrument: Instrument, found: Picks, wanted: bool) -> str:
    control = found.control
    where = f"question {instrument.numbers[control.name]}"
    labels = [control.options[code].label for code in found.codes]
    if found.unanswered:
        wanted = not wanted
        labels = [option.label for code, option in control.options.items() if code not in found.codes]
    if not labels:
        return "never" if wanted else "always"
    if len(labels) == len(control.options):
        return f"you answered {where}" if wanted else f"you left {where} open"
    said = _listed([f"“{label}”" for label in labels])
    if control.item.type == "choices":
        return f"you ticked {said} in {where}" if wanted else f"you did not tick {said} in {where}"
    return f"you answered {said} to {where}" if wanted else f"you did not answer {said} to {where}"


def _ordered(instrument: Instrument, test: Test, wanted: bool) -> str:
    """An ordering, or its opposite, which an open answer also meets."""
    side = 0 if wanted else 1
    open_too = "" if wanted else " or open"
    control = instrument.controls.get(test.subject)
    if control is not None and control.item.type == "date":
        words = DATE_WORDS[test.operator][side]
        said = f"{test.operand} {words}" if words.startswith("or") else f"{words} {test.operand}"
        return f"is {said}{open_too}"
    unit = str(getattr(control.item, "unit", "")) if control is not None else ""
    said = f"{ORDER_WORDS[test.operator][side]} {test.operand}"
    return f"is {said} {unit}".rstrip() + open_too


def _listed(words: Sequence[str]) -> str:
    """One of the words: a, b or c."""
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
