"""What an author can mend: a code, a place in the file, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Where in a document something stands: keys and positions, outermost first."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that an author should mend before anybody is asked."""

    where: Place
    code: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.code}: {self.message}"
        return f"{text}\n    {self.hint}" if self.hint else text


class Unusable(Exception):
    """A document cannot be read as what it claims to be; carries every problem that was found."""

    def __init__(self, problems: Sequence[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
