"""A respondent's pages for trying an instrument out: under the staff's address, and in a frame of theirs."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from flask import Response
from flask_wtf.csrf import generate_csrf

from surveyapp.ballot.receipts import receipt
from surveyapp.ballot.serials import SERIAL_BYTES
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers
from surveyapp.release.terms import Terms
from surveyapp.services.respond import State, Survey
from surveyapp.settings import Settings
from surveyapp.web import resources
from surveyapp.web.cache import Kept
from surveyapp.web.forms import Filled
from surveyapp.web.respond.pages import Drawn, Pages
from surveyapp.web.staff.framing import framed

USUAL_TERMS = Terms("rows", 5, 10, 5)
INVITED = 100
NO_RECEIPT = receipt(bytes(SERIAL_BYTES))
TOKEN_FIELD = "csrf_token"  # noqa: S105  the name of a field
PLACES = ("done", "left", "privacy", "withdraw")
"""Where the links and buttons of a respondent's page lead."""


PAGES_KEPT = 32
_begun: Kept[Hashable, Drawn] = Kept(PAGES_KEPT)


def rehearsed(instrument: Instrument) -> Survey:
    """A survey of nobody in particular that asks the instrument."""
    return Survey(
        campaign="",
        state=State.REHEARSAL,
        instrument=instrument,
        terms=USUAL_TERMS,
        profile=instrument.name,
        invited=INVITED,
        synthetic=False,
        closes=None,
    )


class Rehearsal(Pages):
    """The pages of one instrument, beginning at an element; nothing that is sent to them is stored."""

    def __init__(self, settings: Settings, instrument: Instrument, link: str, begin: str = ""):
        super().__init__(settings, resources.read(settings.resources))
        self._link, self._begin, self._survey = link, begin, rehearsed(instrument)

    def _given(self, token: str, survey: Survey) -> dict[str, Any]:
        # Where a ballot goes into a respondent's page, ours carries the token of the staff's forms.
        ours = {"link": self._link, "begin": self._begin, "ballot_field": TOKEN_FIELD}
        return {**super()._given(token, survey), **ours}

    def begun(self, answers: Answers) -> Response:
        """The page with the questions, some of them answered."""
        given = typed(answers)
        asked = self._survey.instrument
        key = (asked.hash, asked.first, self._link, self._begin, tuple(sorted(given.items())))
        return self._sent(_begun.get(key, lambda: self.refused("", self._survey, Filled({}, given, {}))))

    def filled(self, given: Filled) -> Response:
        """The page as somebody has filled it in, with what is wrong."""
        return self._sent(self.refused("", self._survey, given), 422)

    def _sent(self, drawn: Drawn, status: int = 200) -> Response:
        return framed(drawn.response(generate_csrf(), NO_RECEIPT, status))

    def further(self, place: str) -> Response:
        """The page behind one of its links."""
        if place == "withdraw":
            return framed(self.withdraw("", self._survey))
        return framed(self.plain(place, "", self._survey))


def typed(answers: Answers) -> dict[str, tuple[str, ...]]:
    """Answers as a form holds them."""
    return {
        name: tuple(value) if isinstance(value, list) else (_text(value),) for name, value in answers.items()
    }


def _text(value: str | int | float) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)
