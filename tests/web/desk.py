"""A stand-in for the service behind a respondent's pages, and tiny surveys to show on them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from surveyapp.ballot.receipts import BadReceipt, receipt, serial_of
from surveyapp.ballot.serials import Ballots, new_serial
from surveyapp.instrument.load import load
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers, on_path
from surveyapp.release.terms import Terms
from surveyapp.services.respond import Outcome, State, Survey, UnknownLink, Withdrawal
from surveyapp.store.box import BoxUnavailable

HEAD = "name: tiny\ntitle: A tiny survey\nsource: {citation: none, wording: reconstructed}\n"
SCALE = "scales: {agreement: {1: Agree, 2: Disagree}}\n"


def instrument(items: str, head: str = HEAD) -> Instrument:
    """An instrument with one section of the items, each a line of YAML such as `{name: a, …}`."""
    lines = "".join(
        f"      {'- ' if line.startswith('{') else '  '}{line}\n"
        for line in map(str.strip, items.strip().splitlines())
    )
    text = f"{head}{SCALE}sections:\n  - name: only\n    title: Only section\n    items:\n{lines}"
    return load(text, "tiny.yaml", lambda name: {}[name])[0]


def survey(asked: Instrument, **more: Any) -> Survey:
    """An open survey, with common terms."""
    given = {
        "campaign": "spring",
        "state": State.OPEN,
        "instrument": asked,
        "terms": Terms("rows", 5, 10, 5),
        "profile": "tiny",
        "invited": 100,
        "synthetic": False,
        "closes": date(2026, 3, 31),
    }
    return Survey(**{**given, **more})


@dataclass
class Desk:
    """Answers like `services.respond.Respond`, and keeps what it was given in memory."""

    survey_shown: Survey
    recorded: dict[bytes, Answers] = field(default_factory=dict)
    broken: bool = False
    ballots: Ballots = field(default_factory=lambda: Ballots([secrets.token_urlsafe(32)]))

    def now(self, **changes: Any) -> None:
        """Change the survey, as a colleague might at any moment."""
        self.survey_shown = replace(self.survey_shown, **changes)

    def survey(self, token: str) -> Survey:
        if token != "good":
            raise UnknownLink
        return self.survey_shown

    def ballot(self, shown: Survey) -> tuple[str, str]:
        serial = new_serial(secrets.token_bytes)
        return self.ballots.sign(serial, shown.campaign, shown.version, self._rehearsing(shown)), receipt(
            serial
        )

    def receipt(self, shown: Survey, ballot: str) -> str:
        return receipt(self._serial(shown, ballot))

    def spent(self, shown: Survey, ballot: str) -> bool:
        return self._serial(shown, ballot) in self.recorded

    def submit(self, shown: Survey, ballot: str, answers: Answers) -> Outcome:
        if self.broken:
            raise BoxUnavailable("locked")
        serial = self._serial(shown, ballot)
        if self._rehearsing(shown):
            return Outcome.REHEARSED
        if shown.state is not State.OPEN:
            return Outcome.RECORDED if serial in self.recorded else Outcome.CLOSED
        self.recorded.setdefault(serial, on_path(shown.instrument, answers))
        return Outcome.RECORDED

    def withdraw(self, shown: Survey, text: str) -> Withdrawal:
        if shown.state in (State.CLOSED, State.SEALED):
            return Withdrawal.TOO_LATE
        try:
            serial = serial_of(text)
        except BadReceipt:
            return Withdrawal.MISTYPED
        if self._rehearsing(shown):
            return Withdrawal.REHEARSED
        return Withdrawal.WITHDRAWN if self.recorded.pop(serial, None) is not None else Withdrawal.UNKNOWN

    def _serial(self, shown: Survey, ballot: str) -> bytes:
        return self.ballots.read(ballot, shown.campaign, shown.version, self._rehearsing(shown))

    @staticmethod
    def _rehearsing(shown: Survey) -> bool:
        return shown.state is State.REHEARSAL


Fields = Mapping[str, "str | list[str]"]
