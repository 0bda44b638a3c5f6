"""The terms of a campaign: what respondents were told may leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.routes.map import numbers, questions

LEFT_OUT = "of how many left a question out"
"""Of this tables always show small counts."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What may leave. Fixed when a campaign opens and shown to everybody who answers.

    ``k`` people at least share each combination of quasi-identifiers in the row file, ``minimum`` responses
    at least stand behind whatever leaves, and a count below ``smallest_cell`` is not shown in a table.
    """

    publish: Literal["rows", "tables"]
    k: int
    minimum: int
    smallest_cell: int


def harmless(instrument: Instrument) -> str:
    """The questions of which tables show every count of everybody: “questions 3, 5–9”; "" for none."""
    found = [item for item in instrument.items.values() if item.privacy == "ordinary"]
    return questions(instrument, found) if numbers(instrument, found) else ""


def counted_of(asked: str) -> str:
    """What is said of `harmless` questions in front of "are small numbers shown"; "" for none."""
    return asked and f"of everybody’s answers to {asked} (harmless even if known)"


def always_shown(counted: str) -> str:
    """Of what tables show small counts, ``counted`` among it if there is any; "are they shown" goes on."""
    return f"{counted}, and {LEFT_OUT}," if counted else LEFT_OUT


class Refusal(Exception):
    """Something may not leave: ``code`` names the reason, the message puts it into words for people.

    The message never carries a number from which a count of people could be worked out; the terms themselves,
    which everybody was shown, may stand in it.
    """

    def __init__(self, code: str, reason: str):
        super().__init__(reason)
        self.code = code
