"""What rules and scores speak of: subjects that exist, come earlier, and can be compared in that way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from surveyapp.instrument.checks.draft import Draft, PlacedRule
from surveyapp.instrument.explain import nearest
from surveyapp.instrument.fields import DATES
from surveyapp.instrument.kinds.base import Control
from surveyapp.instrument.kinds.choices import Choices
from surveyapp.instrument.kinds.quantities import Date, Quantity
from surveyapp.instrument.kinds.scales import Scale
from surveyapp.instrument.problems import Path, Problem
from surveyapp.instrument.rules import ORDERINGS, Test, number, tests
from surveyapp.instrument.scores import Count, Mean, Recode, Score, Several, Sum, Threshold


@dataclass(frozen=True)
class Shape:
    """What the value of a subject can be: codes (one or many are given), a number, a date, or text."""

    codes: tuple[str, ...] = ()
    many: bool = False
    number: bool = False
    precision: str | None = None

    @property
    def ordered(self) -> bool:
        """Whether its values are numbers throughout."""
        return self.number or (
            bool(self.codes) and not self.many and all(number(code) is not None for code in self.codes)
        )


Words = tuple[str, str, str]
DEEPEST = 10
"""How many scores may be computed from one another."""


def subjects(draft: Draft) -> Iterator[Problem]:
    """All checks of this module."""
    known = Subjects(draft)
    for placed in draft.rules():
        yield from known.rule(placed)
    yield from known.scores()


class Subjects:
    """What can be spoken of in a draft."""

    def __init__(self, draft: Draft):
        self.draft = draft
        self.positions: dict[str, int | None] = {}
        self.depths: dict[str, int] = {}
        for name, (score, _) in draft.scores.items():
            known = [source for source in score.sources() if source in self.depths]
            found = [self._position(source) for source in score.sources()]
            self.positions[name] = max((at for at in found if at is not None), default=None)
            self.depths[name] = 1 + max((self.depths[source] for source in known), default=0)

    def rule(self, placed: PlacedRule) -> Iterator[Problem]:
        """What is wrong with each comparison of a rule."""
        for test in tests(placed.rule):
            where = (*placed.path, *test.path)
            words = self._subject(test.subject, placed.before) or self._compared(test)
            if words:
                yield self.draft.problem(where, *words)

    def scores(self) -> Iterator[Problem]:
        """What is wrong with the scores that the document itself derives."""
        places = {name: at for at, name in enumerate(self.draft.scores)}
        for name, score in self.draft.document.derive.items():
            path: Path = ("derive", name)
            sound = self.depths[name] <= DEEPEST
            if not sound:
                said = f"scores are computed from scores more than {DEEPEST} deep"
                yield self.draft.problem(path, "too-deep", said, "compute it from the items")
            for source in score.sources():
                words = self._source(source, places[name], places)
                if words:
                    sound = False
                    yield self.draft.problem(path, *words)
            if sound:
                for words in self._form(score):
                    yield self.draft.problem(path, *words)

    def _subject(self, name: str, before: int) -> Words | None:
        """Why a rule that decides on the item number ``before`` cannot speak of the name."""
        unknown = self._unknown(name)
        if unknown:
            return unknown if unknown[1] else None
        at = self._position(name)
        if at is not None and at >= before:
            said = f"'{name}' is not asked before this"
            return "later-subject", said, "a rule looks back only: move one of the two"
        return None

    def _unknown(self, name: str) -> Words | None:
        """Why the name is no subject; with empty words where it may be one that could not be read."""
        if name in self.draft.controls:
            if self.draft.controls[name][1].apart:
                said = f"'{name}' is a comment, which is kept apart from the answers"
                return "comment-subject", said, "nothing can depend on it"
            return None
        if name in self.draft.scores:
            return None
        if self.draft.excused(name):
            return "unknown-subject", "", ""
        rows = [control for control, (placed, _) in self.draft.controls.items() if placed.item.name == name]
        if rows:
            said = f"'{name}' is answered row by row"
            return "unknown-subject", said, "name a row: " + ", ".join(rows[:20])
        known = [*self.draft.controls, *self.draft.scores]
        return "unknown-subject", f"there is no item '{name}'", nearest(name, known)

    def _position(self, name: str) -> int | None:
        """How many items come before the last one that the name depends on; None where that is not known."""
        if name in self.draft.controls and name not in self.draft.scores:
            return self.draft.controls[name][0].at
        return self.positions.get(name)

    def shape(self, name: str) -> Shape | None:
        """What the value of a subject can be; None where that is not known."""
        if name in self.draft.scores:
            return _score_shape(self.draft.scores[name][0])
        placed = self.draft.controls.get(name)
        return None if placed is None else _control_shape(placed[1])

    def _compared(self, test: Test) -> Words | None:
        shape = self.shape(test.subject)
        if shape is None or test.operator == "answered":
            return None
        if test.operator in ORDERINGS:
            return _ordering(test, shape)
        for code in test.operand if isinstance(test.operand, tuple) else ():
            words = _equal(test.subject, code, shape)
            if words:
                return words
        return None

    def _source(self, name: str, before: int, places: dict[str, int]) -> Words | None:
        unknown = self._unknown(name)
        if unknown:
            return unknown if unknown[1] else None
        if places.get(name, -1) >= before:
            said = f"the score '{name}' is not derived before this one"
            return "later-subject", said, "move it up"
        return None

    def _form(self, score: Score) -> Iterator[Words]:
        if isinstance(score, Threshold):
            if not score.tests():
                yield "unknown-score", "no bound is given", "add at_least, at_most, more_than or less_than"
            yield from filter(None, map(self._compared, score.tests()))
        elif isinstance(score, Recode):
            for code in score.to:
                yield from filter(None, [self._compared(Test(score.recode, "is", (code,)))])
        if isinstance(score, (Sum, Mean)):
            yield from self._numbers(score)
        if isinstance(score, (Several, Count)):
            yield from self._several(score)

    def _numbers(self, score: Several) -> Iterator[Words]:
        for source in score.sources():
            shape = self.shape(source)
            if shape is not None and not shape.ordered:
                said = f"'{source}' has answers that are no numbers"
                yield "wrong-operator", said, "count it, or recode it first"

    def _several(self, score: Several | Count) -> Iterator[Words]:
        sources = score.sources()
        if len(set(sources)) < len(sources):
            yield "duplicate-source", "a source is listed twice", "keep one of them"
        if (score.at_least_answered or 0) > len(sources):
            said = f"{score.at_least_answered} of {len(sources)} can never be answered"
            yield "impossible-bounds", said, "lower at_least_answered"
        if isinstance(score, Count):
            for value in score.values:
                found = [self._compared(Test(source, "is", (value,))) for source in sources]
                if all(found):
                    yield found[0] or ("unknown-code", "", "")


def _control_shape(control: Control) -> Shape | None:
    item = control.item
    if isinstance(item, Scale) and isinstance(item.scale, str):
        return None
    if control.options:
        return Shape(tuple(control.options), many=isinstance(item, Choices))
    if isinstance(item, Date):
        return Shape(precision=item.precision)
    return Shape(number=isinstance(item, Quantity))


def _score_shape(score: Score) -> Shape:
    if isinstance(score, Threshold):
        return Shape(("yes", "no"))
    if isinstance(score, Recode):
        return Shape(tuple(dict.fromkeys(score.to.values())))
    return Shape(number=True)


def _ordering(test: Test, shape: Shape) -> Words | None:
    operand = test.operand
    if shape.precision:
        if _is_date(str(operand)):
            return None
        return "wrong-operand", f"'{operand}' is no date", "write 2021, 2021-05 or 2021-05-31"
    if not shape.ordered:
        said = f"'{test.operator}' compares numbers, and '{test.subject}' has answers that are none"
        hint = f"list the codes: {test.subject}: [{', '.join(shape.codes[:20])}]" if shape.codes else ""
        return "wrong-operator", said, hint or "ask whether it is answered"
    if number(operand) is None:
        return "wrong-operand", f"'{operand}' is no number", "write a number"
    return None


def _equal(subject: str, code: str, shape: Shape) -> Words | None:
    if shape.codes:
        if code in shape.codes:
            return None
        said = f"'{subject}' has no answer '{code}'"
        return "unknown-code", said, nearest(code, shape.codes)
    if shape.number:
        return None if number(code) is not None else ("wrong-operand", f"'{code}' is no number", "")
    if shape.precision:
        pattern, words = DATES[shape.precision]
        fits = pattern.fullmatch(code) and _is_date(code)
        return None if fits else ("wrong-operand", f"'{code}' is not {words}", "")
    said = f"'{subject}' is text, which rules do not read"
    return "wrong-operator", said, f"ask whether it is answered: {subject}: {{answered: true}}"


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return any(pattern.fullmatch(text) for pattern, _ in DATES.values())
