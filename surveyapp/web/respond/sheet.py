"""A survey as its page shows it: questions with their numbers, what was typed before, what was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from surveyapp.instrument.duration import minutes
from surveyapp.instrument.fields import DATES, PATTERNS, AnswerField, DateField, NumberField, TextField
from surveyapp.instrument.kinds.base import Control, Item
from surveyapp.instrument.picks import picks
from surveyapp.instrument.routes.lengths import lengths
from surveyapp.instrument.rules import Rule, tests
from surveyapp.instrument.words import rule_words
from surveyapp.services.respond import Survey
from surveyapp.web import forms

Attributes = dict[str, str | int | None]
"""An element's attributes by name, for the filter `xmlattr`; those that are None are left out."""


@dataclass(frozen=True)
class Sheet:
    """What the templates of the survey's page ask for; `typed` and `errors` are by control."""

    survey: Survey
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def fields(self) -> dict[str, AnswerField]:
        """The form's fields by control: their bounds and lengths are what the page shows."""
        return forms.fields(self.survey.instrument)

    @property
    def questions(self) -> int:
        """How many numbered questions there are."""
        return max(self.survey.instrument.numbers.values(), default=0)

    @property
    def skips(self) -> bool:
        """Whether some are asked under a rule, so that their numbers may be missing."""
        asked = self.survey.instrument
        ruled = (item.when for item in asked.items.values())
        return any(rule is not None for rule in (*ruled, *(section.when for section in asked.sections)))

    @cached_property
    def minutes(self) -> int:
        """How long the longest way through them takes, estimated."""
        return minutes(lengths(self.survey.instrument).longest.seconds)

    def number(self, control: Control) -> int:
        """The printed number of a control."""
        return self.survey.instrument.numbers[control.name]

    def value(self, control: Control) -> str:
        """What was typed before."""
        return next(iter(self.typed.get(control.name, ())), "")

    def condition(self, rule: Rule) -> str:
        """The rule in words."""
        return rule_words(self.survey.instrument, rule)

    def is_open(self, rule: Rule) -> bool:
        """Whether styles alone can't tell if the rule holds, so that the page has to say it in words."""
        told = (
            test.operator == "answered" or picks(self.survey.instrument, test) is not None
            for test in tests(rule)
        )
        return not all(told)

    def other_of(self, control: Control) -> Control | None:
        """The text that comes with the control's `other` option."""
        texts = (each for each in control.item.other_texts() if each.other_of == control.name)
        return next(texts, None)

    def hint(self, control: Control) -> str:
        """What may be typed, in words; "" where anything may."""
        kind = self.fields[control.name]
        if isinstance(kind, NumberField):
            return _number_words(kind)
        if isinstance(kind, DateField):
            return f"{DATES[kind.precision][1].capitalize()}."
        if isinstance(kind, TextField) and kind.pattern:
            return f"{PATTERNS[kind.pattern][1].capitalize()}."
        return ""

    def blocks(self, item: Item) -> dict[str, list[Control]]:
        """A retrospective pair's controls by the label of their period, the later period first."""
        periods: dict[str, str] = getattr(item, "periods", {})
        return {
            periods[period]: [control for control in item.controls() if control.period == period]
            for period in reversed(periods)
        }

    def goal(self, control: Control) -> str:
        """The id of the element to go to when something is wrong with a control."""
        return f"{control.name}-{next(iter(control.options))}" if control.options else control.name

    def counts(self, control: Control) -> bool:
        """Whether digits are all that a number needs, so that a phone may show only them."""
        kind = self.fields[control.name]
        return isinstance(kind, NumberField) and kind.whole and kind.minimum is not None and kind.minimum >= 0

    def item_attributes(self, item: Item, control: Control | None = None) -> Attributes:
        """What the element around an item carries; with a control, the element also describes that."""
        return {
            "class": "item wrong" if any(each.name in self.errors for each in item.controls()) else "item",
            "id": f"item-{item.name}",
            "data-required": "" if item.required else None,
            "data-at-least": getattr(item, "at_least", None),
            "data-at-most": getattr(item, "at_most", None),
            "aria-describedby": self._described(item, control) if item.rows() or control else None,
        }

    def statement_attributes(self, control: Control) -> Attributes:
        """What the element around a statement carries."""
        wrong = control.name in self.errors
        return {
            "class": "statement wrong" if wrong else "statement",
            "aria-describedby": f"error-{control.name}" if wrong else None,
        }

    def field_attributes(self, control: Control) -> Attributes:
        """What the field of a typed control carries; the placeholder tells styles whether it is empty."""
        return {
            "id": control.name,
            "name": control.name,
            "autocomplete": "off",
            "placeholder": " ",
            **_limits(self.fields[control.name]),
            "aria-invalid": "true" if control.name in self.errors else None,
            "aria-describedby": self._described(None if control.other_of else control.item, control),
        }

    def _described(self, item: Item | None, control: Control | None) -> str | None:
        ids = [f"help-{item.name}"] if item and item.help else []
        if control and self.hint(control):
            ids.append(f"hint-{control.name}")
        if control and control.name in self.errors:
            ids.append(f"error-{control.name}")
        return " ".join(ids) or None


def _limits(kind: AnswerField) -> Attributes:
    """What the script checks while somebody types."""
    if isinstance(kind, NumberField):
        bounds = {"data-min": kind.minimum, "data-max": kind.maximum, "data-step": kind.step}
        given = {name: f"{bound:.15g}" for name, bound in bounds.items() if bound is not None}
        return {"data-number": "whole" if kind.whole else "any", **given}
    if isinstance(kind, TextField):
        return {"data-longest": kind.max_length, "data-pattern": kind.pattern}
    return {"data-date": kind.precision} if isinstance(kind, DateField) else {}


def _number_words(kind: NumberField) -> str:
    what = "A whole number" if kind.whole else "A number"
    bounded = kind.minimum is not None or kind.maximum is not None
    words = f"{what} {kind.bounds()}" if bounded else what
    unit = f" {kind.unit}" if kind.unit else ""
    step = f", in steps of {kind.step:g}" if kind.step and kind.step != 1 else ""
    return f"{words}{unit}{step}."
