"""What is published: by variable, code and column a count, or the bounds between which it lies."""

from __future__ import annotations

from dataclasses import dataclass, field

Span = tuple[int, int]
"""The least and the most that a count can be; the same where it is shown."""


@dataclass
class Spans:
    """Spans by cell; a cell that stands in no table has none. Columns are numbered, 0 is everybody."""

    by_cell: dict[tuple[str, int, int], Span] = field(default_factory=dict)
    asked: dict[tuple[str, int], int] = field(default_factory=dict)
    """How many were asked, by variable and column, where a table shows it."""

    def exact(self, name: str, code: int, column: int) -> bool:
        """Whether a cell is shown as it is."""
        least, most = self.by_cell.get((name, code, column), (0, 1))
        return least == most
