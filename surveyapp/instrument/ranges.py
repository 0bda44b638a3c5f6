"""What a subject's value can still be while only some controls are decided, and what a rule makes of that."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from surveyapp.instrument.domains import Bound, Class
from surveyapp.instrument.rules import All, Not, Rule, Test, Value, compare, number
from surveyapp.instrument.scores import Count, Mean, Recode, Score, Several, Sum, Threshold

SLACK = Fraction(1, 10**9)
"""How far floating point may lead a sum of fractions, or a mean, from the number that it stands for."""

Truth = tuple[bool, bool]
"""Whether something can be true, and whether it can be false."""


@dataclass(frozen=True, slots=True)
class Range:
    """A set of values that holds all that a subject's value can be: none, some listed ones, a span of
    numbers.

    ``low`` and ``high`` bound every number in it, listed ones included; ``worded`` says that it can be a
    word.
    """

    missing: bool
    values: tuple[Value, ...] = ()
    low: Bound | None = None
    high: Bound | None = None
    span: bool = False
    worded: bool = False

    @property
    def present(self) -> bool:
        """Whether there can be a value."""
        return bool(self.values) or self.span


def of_value(value: Value | None) -> Range:
    """The range of what is known."""
    return of_classes([Class(value, value)])


def of_classes(classes: Iterable[Class]) -> Range:
    """The range of a control that is in one of the classes."""
    missing = span = worded = False
    values: list[Value] = []
    bounds: list[Bound] = []
    for each in classes:
        if each.kept is None:
            missing = True
            continue
        if each.exact:
            values.append(each.kept)
        else:
            span = True
        value = number(each.kept)
        if each.low is not None and each.high is not None:
            bounds += [each.low, each.high]
        elif value is None:
            worded = True
        else:
            bounds.append((Fraction(str(value)), 0))
    low, high = (min(bounds), max(bounds)) if bounds else (None, None)
    return Range(missing, tuple(values), low, high, span, worded)


def test_truth(test: Test, found: Range) -> Truth:
    """What a comparison can come to."""
    true = false = False
    listed = [compare(test, value) for value in found.values]
    if found.missing:
        listed.append(compare(test, None))
    if found.span and found.low is not None and found.high is not None:
        true, false = _span_truth(test, found.low, found.high)
    return true or any(listed), false or not all(listed)


def _span_truth(test: Test, low: Bound, high: Bound) -> Truth:
    if test.operator == "answered":
        return bool(test.operand), not test.operand
    if isinstance(test.operand, tuple):
        numbers = [number(operand) for operand in test.operand]
        points = [(Fraction(str(value)), 0) for value in numbers if value is not None]
        return any(low <= point <= high for point in points), not (low == high and low in points)
    bound = number(test.operand)
    at = (Fraction(0 if bound is None else str(bound)), 0)
    truths: dict[str, Truth] = {
        "at_least": (high >= at, low < at),
        "more_than": (high > at, low <= at),
        "at_most": (low <= at, high > at),
        "less_than": (low < at, high >= at),
    }
    return truths[test.operator]


def rule_truth(rule: Rule, range_of: Callable[[str], Range]) -> Truth:
    """What a rule can come to; a way that it cannot come to is certain to be closed."""
    if isinstance(rule, Test):
        return test_truth(rule, range_of(rule.subject))
    if isinstance(rule, Not):
        true, false = rule_truth(rule.rule, range_of)
        return false, true
    decides = not isinstance(rule, All)
    others_all, others_any = True, False
    for each in rule.rules:
        true, false = rule_truth(each, range_of)
        one, other = (true, false) if decides else (false, true)
        others_any = others_any or one
        others_all = others_all and other
        if not other:
            break
    return (others_any, others_all) if decides else (others_all, others_any)


def of_score(score: Score, range_of: Callable[[str], Range]) -> Range:
    """The range of a score, given those of its sources."""
    if isinstance(score, Threshold):
        return _threshold(score, range_of(score.item))
    if isinstance(score, Recode):
        return _recode(score, range_of(score.recode))
    sources = [range_of(source) for source in score.sources()]
    if isinstance(score, Several):
        return _arithmetic(score, sources)
    return _count(score, sources) if isinstance(score, Count) else Range(True)


def _threshold(score: Threshold, found: Range) -> Range:
    present = Range(False, found.values, found.low, found.high, found.span)
    truths = [test_truth(test, present) for test in score.tests()] if present.present else []
    values: list[Value] = []
    if present.present and all(true for true, _ in truths):
        values.append("yes")
    if any(false for _, false in truths):
        values.append("no")
    return Range(found.missing, tuple(values), worded=True)


def _recode(score: Recode, found: Range) -> Range:
    new = [score.to.get(str(value)) for value in found.values if not isinstance(value, list)]
    if found.span:
        new += [None, *score.to.values()]
    lost = any(value is None for value in new) or any(isinstance(value, list) for value in found.values)
    kept = dict.fromkeys(value for value in new if value is not None)
    found_codes = of_classes([Class(value, value) for value in kept])
    return Range(
        found.missing or lost,
        found_codes.values,
        found_codes.low,
        found_codes.high,
        worded=found_codes.worded,
    )


def _arithmetic(score: Several, sources: list[Range]) -> Range:
    with_numbers = [source for source in sources if source.low is not None]
    certain = sum(not source.missing and not source.worded for source in with_numbers)
    needed = score.at_least_answered or len(sources)
    missing, present = certain < needed, len(with_numbers) >= needed
    if not present:
        return Range(True)
    lows = [_or_nothing(source, source.low, min, isinstance(score, Sum)) for source in with_numbers]
    highs = [_or_nothing(source, source.high, max, isinstance(score, Sum)) for source in with_numbers]
    if isinstance(score, Mean):
        low, high = min(lows), max(highs)
    else:
        low, high = _total(lows), _total(highs)
    whole = all(isinstance(at, Fraction) and at.denominator == 1 for at, _ in (*lows, *highs) if _finite(at))
    if isinstance(score, Mean) or not whole:
        low, high = (low[0] - SLACK, low[1]), (high[0] + SLACK, high[1])
    return Range(missing, (), low, high, span=True)


def _finite(at: Fraction | float) -> bool:
    return not (isinstance(at, float) and math.isinf(at))


def _or_nothing(
    source: Range, bound: Bound | None, extreme: Callable[[Bound, Bound], Bound], counts: bool
) -> Bound:
    """The most or the least that a source adds; one that can be missing can add nothing."""
    nothing: Bound = (Fraction(0), 0)
    if bound is None:
        return nothing
    return extreme(bound, nothing) if counts and (source.missing or source.worded) else bound


def _total(bounds: list[Bound]) -> Bound:
    return sum((at for at, _ in bounds), Fraction(0)), sum(side for _, side in bounds)


def _count(score: Count, sources: list[Range]) -> Range:
    test = Test("", "is", score.values)
    given = [source for source in sources if source.present]
    certain = sum(not source.missing for source in given)
    needed = score.at_least_answered or len(sources)
    if len(given) < needed:
        return Range(True)
    truths = [
        (source.missing, test_truth(test, Range(False, source.values, source.low, source.high, source.span)))
        for source in given
    ]
    low = sum(not missing and not false for missing, (_, false) in truths)
    high = sum(true for _, (true, _) in truths)
    return Range(certain < needed, (), (Fraction(low), 0), (Fraction(high), 0), span=True)
