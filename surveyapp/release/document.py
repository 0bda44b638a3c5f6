"""The document that a release profile is written as."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from surveyapp.instrument.kinds.base import Name, Part


def _form(raw: Any) -> str:
    return "same" if isinstance(raw, str) else "labels"


Labels = Annotated[dict[str, tuple[str, ...] | int | float | str | None], Field(min_length=1)]
Level = Annotated[
    Annotated[Literal["same"], Tag("same")] | Annotated[Labels, Tag("labels")], Discriminator(_form)
]
"""Groups of the labels before, bands of numbers, or ``same``: wait while other variables are made coarser."""


class Privacy(Part):
    """How values are made coarser until nobody can be singled out, and what does not leave at all."""

    quasi_identifiers: dict[str, tuple[Level, ...]] = Field(default_factory=dict)
    """A ladder for each variable that a colleague may know; hiding the value is always the last level."""
    labels: dict[str, dict[str, str]] = Field(default_factory=dict)
    """By variable, the readable labels of its groups."""
    withhold: tuple[str, ...] = ()
    """Variables that do not leave."""
    k: Annotated[int, Field(ge=2)] | None = None
    minimum: Annotated[int, Field(ge=2)] | None = None
    smallest_cell: Annotated[int, Field(ge=1)] | None = None


class Document(Part):
    """A release profile as its author writes it."""

    name: Name
    instrument: Name
    privacy: Privacy
