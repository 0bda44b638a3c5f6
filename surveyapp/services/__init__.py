"""Use cases: one function each, one transaction each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveyapp.instrument.problems import Problem


@dataclass(frozen=True, slots=True)
class Advice:
    """Something that people should know, in sentences that name no command.

    ``command`` does what the last of them says. The command line prints it; a page has a button instead.
    """

    words: str
    command: str = ""


class Refused(Exception):
    """What was asked for cannot be done now; the words are for people and say what to do next.

    They name no command, so pages show them as they are. What they say is done on the command line by
    ``command``, as in `Advice`. ``problems`` are what an author has to mend first, each said on its lines.
    """

    def __init__(self, words: str = "", command: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__("\n".join(filter(None, [words, *map(str, problems)])))
        self.words, self.command, self.problems = words, command, tuple(problems)
