"""Form fields for the controls: they take what was posted, and keep it when they refuse it.

``data`` is the answer (see ``rules.Value``) or None; ``typed`` is what the person gave, for the page that
gives a refused form back.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import Field

PATTERNS: dict[str, tuple[re.Pattern[str], str]] = {
    "letters": (re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*"), "letters only"),
    "digits": (re.compile(r"[0-9]+"), "digits only"),
    "code": (re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"), "letters, digits and hyphens only"),
    "postcode": (re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]*"), "a postal code"),
}
DATES = {
    "year": (re.compile(r"[0-9]{4}"), "a year, such as 2021"),
    "month": (re.compile(r"[0-9]{4}-[0-9]{2}"), "a month, such as 2021-05"),
    "day": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date, such as 2021-05-31"),
}
TYPED_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{0,15})?|[+-]?\.[0-9]{1,15}")
"""Digits without an exponent: ``1e999999`` is a decimal too, and nothing that should be written out."""

CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]|[\ud800-\udfff]")


class AnswerField(Field):
    """A field whose ``typed`` keeps what was posted."""

    data: Any
    typed: list[str]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.typed = list(valuelist)
        self.data = self.read(self.typed) if valuelist else None

    def process_data(self, value: Any) -> None:
        self.typed = []
        self.data = value

    @abstractmethod
    def read(self, typed: list[str]) -> Any:
        """The answer in what was posted, or None. Raises ValueError with the words to show."""


class CodeField(AnswerField):
    """One of the codes."""

    def __init__(self, label: str = "", *, codes: tuple[str, ...], **given: Any):
        super().__init__(label, **given)
        self.codes = codes

    def read(self, typed: list[str]) -> str | None:
        code = typed[-1]
        if code and code not in self.codes:
            raise ValueError("Choose one of the answers listed here.")
        return code or None


class CodesField(AnswerField):
    """Any of the codes, in the order of the options; an exclusive one alone."""

    def __init__(
        self,
        label: str = "",
        *,
        codes: tuple[str, ...],
        exclusive: frozenset[str] = frozenset(),
        at_least: int | None = None,
        at_most: int | None = None,
        **given: Any,
    ):
        super().__init__(label, **given)
        self.codes, self.exclusive = codes, exclusive
        self.at_least, self.at_most = at_least, at_most

    def read(self, typed: list[str]) -> list[str] | None:
        ticked = {code for code in typed if code}
        if not ticked <= set(self.codes):
            raise ValueError("Choose from the answers listed here.")
        alone = ticked & self.exclusive
        if alone and len(ticked) > 1:
            raise ValueError("One of the answers you ticked stands for itself: untick it, or the others.")
        if ticked and not alone and self.at_least and len(ticked) < self.at_least:
            raise ValueError(f"Tick at least {self.at_least}, or none.")
        if self.at_most and len(ticked) > self.at_most:
            raise ValueError(f"Tick no more than {self.at_most}.")
        return [code for code in self.codes if code in ticked] or None


class NumberField(AnswerField):
    """A number between two bounds; whole ones as int."""

    def __init__(
        self,
        label: str = "",
        *,
        minimum: float | None,
        maximum: float | None,
        whole: bool,
        step: float | None = None,
        unit: str = "",
        **given: Any,
    ):
        super().__init__(label, **given)
        self.minimum, self.maximum, self.step, self.whole, self.unit = minimum, maximum, step, whole, unit

    def read(self, typed: list[str]) -> int | float | None:
        text = typed[-1].strip().replace("\N{MINUS SIGN}", "-")
        if not text:
            return None
        if not TYPED_NUMBER.fullmatch(text):
            raise ValueError(
                "Write a number, in digits." if not self.whole else "Write a whole number, in digits."
            )
        value = Decimal(text)
        self._check(value)
        return int(value) if value == value.to_integral_value() else float(value)

    def _check(self, value: Decimal) -> None:
        if self.whole and value != value.to_integral_value():
            raise ValueError("Write a whole number.")
        low, high = (None if bound is None else Decimal(str(bound)) for bound in (self.minimum, self.maximum))
        if (low is not None and value < low) or (high is not None and value > high):
            raise ValueError(f"Write a number {self.bounds()}.")
        if self.step and low is not None and (value - low) % Decimal(str(self.step)):
            raise ValueError(f"Write a number in steps of {self.step:g} from {self.minimum:g}.")

    def bounds(self) -> str:
        """The bounds in words."""
        if self.minimum is None:
            return f"no more than {self.maximum:g}"
        if self.maximum is None:
            return f"of at least {self.minimum:g}"
        return f"from {self.minimum:g} to {self.maximum:g}"


class DateField(AnswerField):
    """A date of the precision asked, as ISO text."""

    def __init__(self, label: str = "", *, precision: str, **given: Any):
        super().__init__(label, **given)
        self.precision = precision

    def read(self, typed: list[str]) -> str | None:
        text = typed[-1].strip()
        if not text:
            return None
        pattern, words = DATES[self.precision]
        try:
            if not pattern.fullmatch(text):
                raise ValueError
            date.fromisoformat((text + "-01-01")[:10])
        except ValueError:
            raise ValueError(f"Write {words}.") from None
        return text


class TextField(AnswerField):
    """Text of at most so many characters; of one line unless ``lines``."""

    def __init__(
        self,
        label: str = "",
        *,
        max_length: int,
        pattern: str | None = None,
        lines: bool = False,
        **given: Any,
    ):
        super().__init__(label, **given)
        self.max_length, self.pattern, self.lines = max_length, pattern, lines

    def read(self, typed: list[str]) -> str | None:
        text = CONTROL_CHARACTERS.sub("", typed[-1].replace("\r\n", "\n")).strip()
        text = text if self.lines else " ".join(text.split())
        if len(text) > self.max_length:
            raise ValueError(f"Write at most {self.max_length} characters; these are {len(text)}.")
        if text and self.pattern:
            pattern, words = PATTERNS[self.pattern]
            if not pattern.fullmatch(text):
                raise ValueError(f"Write {words}.")
        return text or None
