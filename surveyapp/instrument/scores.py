"""Derived scores: what is computed from answers, never asked."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from surveyapp.instrument import rules
from surveyapp.instrument.kinds.base import Part, Variable
from surveyapp.instrument.rules import Test, Value

ValueOf = Callable[[str], Value | None]
Sources = Annotated[tuple[str, ...], Field(min_length=1)]


class Score(Part):
    """A value computed from the answers; None where too little was answered."""

    label: str = ""

    @abstractmethod
    def sources(self) -> tuple[str, ...]:
        """The names of the controls and scores it is computed from."""

    @abstractmethod
    def value(self, value_of: ValueOf) -> Value | None:
        """The score for the answers that ``value_of`` gives."""

    def variable(self, name: str) -> Variable:
        """The column of the data."""
        return Variable(name, None, "number", self.label or name)


class Threshold(Score):
    """Whether one answer reaches a bound: ``{item: mini_z, at_least: 3}``; yes or no."""

    item: str
    at_least: float | None = None
    at_most: float | None = None
    more_than: float | None = None
    less_than: float | None = None

    def tests(self) -> tuple[Test, ...]:
        """Its comparisons; all must hold."""
        bounds: dict[rules.Operator, float | None] = {
            "at_least": self.at_least,
            "at_most": self.at_most,
            "more_than": self.more_than,
            "less_than": self.less_than,
        }
        return tuple(Test(self.item, name, bound) for name, bound in bounds.items() if bound is not None)

    def sources(self) -> tuple[str, ...]:
        return (self.item,)

    def value(self, value_of: ValueOf) -> Value | None:
        given = value_of(self.item)
        if given is None:
            return None
        return "yes" if all(rules.compare(test, given) for test in self.tests()) else "no"

    def variable(self, name: str) -> Variable:
        return Variable(name, None, "flag", self.label or name, {"1": "Yes", "0": "No"})


class Several(Score):
    """A score over several sources, given when ``at_least_answered`` of them have a number (default: all)."""

    at_least_answered: Annotated[int, Field(ge=1)] | None = None

    def numbers(self, value_of: ValueOf) -> list[float] | None:
        """The numbers answered, or None where there are too few."""
        given = [rules.number(value) for value in map(value_of, self.sources()) if value is not None]
        found = [value for value in given if value is not None]
        return found if len(found) >= (self.at_least_answered or len(self.sources())) else None


class Sum(Several):
    """The sum of numeric codes or numbers."""

    sum: Sources

    def sources(self) -> tuple[str, ...]:
        return self.sum

    def value(self, value_of: ValueOf) -> Value | None:
        found = self.numbers(value_of)
        return None if found is None else _plain(sum(found))


class Mean(Several):
    """The mean of those answered."""

    mean: Sources

    def sources(self) -> tuple[str, ...]:
        return self.mean

    def value(self, value_of: ValueOf) -> Value | None:
        found = self.numbers(value_of)
        return None if found is None else _plain(sum(found) / len(found))


class Count(Score):
    """How many of the sources were answered with one of the values."""

    count: Sources
    values: Annotated[tuple[str, ...], Field(min_length=1)]
    at_least_answered: Annotated[int, Field(ge=1)] | None = None

    def sources(self) -> tuple[str, ...]:
        return self.count

    def value(self, value_of: ValueOf) -> Value | None:
        given = [value for value in map(value_of, self.count) if value is not None]
        if len(given) < (self.at_least_answered or len(self.count)):
            return None
        return sum(rules.compare(Test("", "is", self.values), value) for value in given)

    def variable(self, name: str) -> Variable:
        return Variable(name, None, "integer", self.label or name)


class Recode(Score):
    """The answer's code under another name; codes that ``to`` does not list are missing."""

    recode: str
    to: Annotated[dict[str, str], Field(min_length=1)]

    def sources(self) -> tuple[str, ...]:
        return (self.recode,)

    def value(self, value_of: ValueOf) -> Value | None:
        given = value_of(self.recode)
        return None if given is None or isinstance(given, list) else self.to.get(str(given))

    def variable(self, name: str) -> Variable:
        codes = {code: code for code in dict.fromkeys(self.to.values())}
        return Variable(name, None, "code", self.label or name, codes)


def _plain(value: float) -> Value:
    return int(value) if float(value).is_integer() else value


FORMS: dict[str, type[Score]] = {
    "item": Threshold,
    "sum": Sum,
    "mean": Mean,
    "count": Count,
    "recode": Recode,
}


def _form(raw: Any) -> str | None:
    keys = raw if isinstance(raw, dict) else type(raw).model_fields if isinstance(raw, Score) else ()
    return next((key for key in FORMS if key in keys), None)


AnyScore = Annotated[
    Annotated[Threshold, Tag("item")]
    | Annotated[Sum, Tag("sum")]
    | Annotated[Mean, Tag("mean")]
    | Annotated[Count, Tag("count")]
    | Annotated[Recode, Tag("recode")],
    Discriminator(
        _form,
        custom_error_type="score_form",
        custom_error_message="a score is one of item, sum, mean, count, recode",
    ),
]
