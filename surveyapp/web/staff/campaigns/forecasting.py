"""The forecast: who would stand out, worked out from what the committee knows of those invited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flask import render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.release.forecast import said
from surveyapp.release.forecast.found import Forecast
from surveyapp.release.forecast.subjects import Subject
from surveyapp.services import forecast
from surveyapp.services.forecast import Basis, Known, Wrong
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow
from surveyapp.web.staff.campaigns.area import blueprint, status

RATE, COMBINATIONS = "rate", "combinations"
COUNT, GUESS = "count", "guess"


@dataclass
class Sheet:
    """The form of a forecast: everything that was typed, and what is wrong with it, by question."""

    basis: Basis
    typed: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @cached_property
    def subjects(self) -> list[Subject]:
        """The questions whose answers colleagues may know."""
        return self.basis.subjects

    @property
    def sent(self) -> bool:
        """Whether the form was sent, and not only opened."""
        return RATE in self.typed

    @property
    def rate(self) -> str:
        """The expected response rate, as typed."""
        return self.typed.get(RATE, str(forecast.USUAL_RATE))

    @property
    def combinations(self) -> str:
        """The combinations, as pasted."""
        return self.typed.get(COMBINATIONS, "")

    def count(self, subject: Subject, code: str) -> str:
        """The number of people with an answer, as typed."""
        return self.typed.get(f"{COUNT}-{subject.name}-{code}", "")

    def guessed(self, subject: Subject) -> bool:
        """Whether the numbers of a question are an estimate; those not asked of everybody always are."""
        return bool(subject.rules) or f"{GUESS}-{subject.name}" in self.typed

    def known(self) -> Known:
        """What was said of those invited. Raises Wrong."""
        totals: dict[str, Mapping[str, float]] = {}
        estimates: dict[str, Mapping[str, float]] = {}
        for subject in self.subjects:
            counts = self._counts(subject)
            if counts:
                (estimates if self.guessed(subject) else totals)[subject.name] = counts
        combinations = forecast.read_combinations(self.combinations)
        return Known(totals, estimates, combinations, _number(self.rate, forecast.RATE))

    def _counts(self, subject: Subject) -> dict[str, float]:
        typed = {code: self.count(subject, code).strip() for code in subject.codes}
        given = {code: _number(text, subject.name) for code, text in typed.items() if text}
        left = [code for code in subject.codes if code not in given]
        rest = self.basis.invited - sum(given.values())
        if given and len(left) == 1 and rest >= 0 and not self.guessed(subject):
            given[left[0]] = rest
        return given

    def result(self) -> Forecast | None:
        """The forecast; None where the form was not sent, or something in it is wrong."""
        if not self.sent:
            return None
        try:
            return forecast.forecast(self.basis, self.known())
        except Wrong as wrong:
            self.errors[wrong.name] = str(wrong)
            return None

    def problems(self) -> Iterator[tuple[str, str]]:
        """What is wrong, with the id of the field that it is about."""
        for name, words in self.errors.items():
            fixed = {forecast.RATE: RATE, forecast.COMBINATIONS: COMBINATIONS, "": RATE}
            yield fixed.get(name, f"of-{name}"), words


def _number(text: str, name: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Wrong(name, f"“{text}” is no number.") from None


@blueprint.get("/<name>/forecast")
@allow("committee")
def forecasting(name: str) -> ResponseReturnValue:
    """The form for what is known of those invited and, once it is sent, who would stand out."""
    sheet = Sheet(forecast.basis(settings(), name), request.args)
    found = sheet.result()
    page = render_template(
        "staff/campaigns/forecast.html", campaign=status(name), sheet=sheet, found=found, said=said
    )
    return page, 422 if sheet.errors else 200
