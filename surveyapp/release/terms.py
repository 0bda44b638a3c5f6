"""The terms of a campaign: what respondents were told may leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from surveyapp.instrument.model import Instrument


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


def asks_ratings(instrument: Instrument) -> bool:
    """Whether anything is asked of which tables show every count: ratings of the program."""
    return any(item.privacy == "ordinary" for item in instrument.items.values())


def always_shown(*, ratings: bool) -> str:
    """Of what tables show small counts, with or without ``ratings``; "are they shown" goes on."""
    left_out = "of how many left a question out"
    return f"in ratings of the program, and {left_out}," if ratings else left_out


class Refusal(Exception):
    """Something may not leave: ``code`` names the reason, the message puts it into words for people.

    The message never carries a number from which a count of people could be worked out; the terms themselves,
    which everybody was shown, may stand in it.
    """

    def __init__(self, code: str, reason: str):
        super().__init__(reason)
        self.code = code
