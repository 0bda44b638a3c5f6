"""What services say, as the command line prints it: with the command that does what is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveyapp.instrument.problems import Problem
    from surveyapp.services import Refused

COMMANDS = {
    "comment-in-plan": "surveyapp comments",
    "include-unusable": "surveyapp instrument check",
    "instrument-unusable": "surveyapp instrument check",
    "unknown-encoding": "--encoding NAME",
    "unknown-include": "surveyapp instrument list",
    "unknown-instrument": "surveyapp instrument list",
}
"""By the code of a problem, the command that does what its hint says."""


def taught(words: str, command: str) -> str:
    """Words with the command that does what the last of them say; as they are where there is none."""
    return f"{words.removesuffix('.')}: {command}" if command else words


def hint(problem: Problem) -> str:
    """What to do about a problem."""
    return taught(problem.hint, COMMANDS.get(problem.code, "")) if problem.hint else ""


def problem_lines(problem: Problem) -> str:
    """A problem with its place, and below it what to do."""
    return str(replace(problem, hint=hint(problem)))


def refusal(refused: Refused) -> str:
    """Why something was refused, and what to do next."""
    said = taught(refused.words, refused.command)
    return "\n".join(filter(None, [said, *map(problem_lines, refused.problems)]))
