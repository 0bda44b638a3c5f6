"""Answers out of classes: which numbers of a span make the sums and means come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise, product

from surveyapp.instrument.domains import Class, ends, holds_number
from surveyapp.instrument.kinds.quantities import Quantity
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.rules import Test, Value, number
from surveyapp.instrument.scores import Mean, Score, Several, Threshold

MOST_TRIES = 400
A_LITTLE = Fraction(1, 8)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Answers worth trying for classes that are decided, in view of what their scores are compared with."""

    instrument: Instrument
    decided: Mapping[str, Class]
    scores: Mapping[str, Score]
    compared: Sequence[Test]

    def all(self) -> Iterator[dict[str, Value]]:
        """So many at most; one alone where every class is told by its one answer."""
        return islice(self._all(), MOST_TRIES)

    def _all(self) -> Iterator[dict[str, Value]]:
        base = {name: each.posted for name, each in self.decided.items() if each.posted is not None}
        yield base
        loose = [name for name, each in self.decided.items() if not each.exact]
        for values in product(*map(self._ends, loose)) if loose else ():
            answers = {**base, **dict(zip(loose, values, strict=True))}
            yield answers
            for name in loose:
                yield from ({**answers, name: value} for value in self._completing(name, answers))

    def _ends(self, name: str) -> tuple[int | float, ...]:
        item = self.instrument.controls[name].item
        return ends(item, self.decided[name]) if isinstance(item, Quantity) else ()

    def _completing(self, name: str, answers: dict[str, Value]) -> Iterator[int | float]:
        """Numbers that bring a sum or mean just to, above and below what it is compared with."""
        item = self.instrument.controls[name].item
        for at in self._wanted(name, answers):
            for value in (at, at - 1, at + 1, at - A_LITTLE, at + A_LITTLE):
                if isinstance(item, Quantity) and holds_number(item, self.decided[name], value):
                    yield int(value) if value.denominator == 1 else float(value)

    def _wanted(self, name: str, answers: dict[str, Value]) -> Iterator[Fraction]:
        for subject, score in self.scores.items():
            if not isinstance(score, Several) or name not in score.sources():
                continue
            others = [answers.get(source) for source in score.sources() if source != name]
            numbers = [Fraction(str(value)) for value in map(number, others) if value is not None]
            size = len(numbers) + 1 if isinstance(score, Mean) else 1
            bounds = sorted(set(self._bounds(subject)))
            between = [(low + high) / 2 for low, high in pairwise(bounds)]
            for bound in (*bounds, *between):
                yield bound * size - sum(numbers, Fraction(0))

    def _bounds(self, subject: str) -> Iterator[Fraction]:
        """The numbers that a sum or mean is compared with."""
        found = [test for test in self.compared if test.subject == subject]
        for score in self.scores.values():
            if isinstance(score, Threshold) and score.item == subject:
                found += score.tests()
        for test in found:
            for operand in test.operand if isinstance(test.operand, tuple) else (test.operand,):
                value = None if isinstance(operand, bool) else number(operand)
                if value is not None:
                    yield Fraction(str(value))
