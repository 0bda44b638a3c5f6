"""The terms of a campaign: what respondents were told may leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


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


class Refusal(Exception):
    """Something may not leave: ``code`` names the reason, the message puts it into words for people.

    The message never carries a number from which a count of people could be worked out; the terms themselves,
    which everybody was shown, may stand in it.
    """

    def __init__(self, code: str, reason: str):
        super().__init__(reason)
        self.code = code
