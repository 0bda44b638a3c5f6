"""The document that a release profile is written as."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from surveyapp.instrument.kinds.base import Name, Part
from surveyapp.release.plan.document import Plan

Level = Annotated[dict[str, tuple[str, ...] | int | float | str | None], Field(min_length=1)]
"""Groups of the labels before, or bands of numbers or dates by where each begins."""


class LadderFile(Part):
    """A ladder that stands in a file of its own; it is read in on loading."""

    ladder_file: str
    """A CSV file beside the profile: one row a value, one column a level, from the value itself to `*`."""


class Stratum(Part):
    """So many people of the population share these codes, which are given by variable."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, str]

    people: Annotated[int, Field(ge=0)]

    @property
    def codes(self) -> dict[str, str]:
        """The codes by variable, as they are collected."""
        return self.__pydantic_extra__


class Privacy(Part):
    """How values are made coarser until nobody can be singled out, and what does not leave at all."""

    quasi_identifiers: dict[str, tuple[Level, ...]] = Field(default_factory=dict)
    """A ladder for each variable that a colleague may know; hiding the value is always the last level."""
    values: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """By variable without a level, the values that it may have; a ladder file gives them too."""
    labels: dict[str, dict[str, str]] = Field(default_factory=dict)
    """By variable, the readable labels of its groups."""
    withhold: tuple[str, ...] = ()
    """Variables that do not leave."""
    recoding: Literal["full", "local"] = "full"
    """Whether a variable is shown at one level to all, or where that loses less at several."""
    k: Annotated[int, Field(ge=2)] | None = None
    """How many people at least share each combination of quasi-identifiers."""
    minimum: Annotated[int, Field(ge=2)] | None = None
    """How many responses at least stand behind whatever leaves."""
    smallest_cell: Annotated[int, Field(ge=1)] | None = None
    """The smallest count that a table shows."""
    suppress_at_most: Annotated[float, Field(ge=0, le=1)] = 0.05
    """The share of rows in which everything that a colleague may know may be hidden."""
    drop: bool = False
    """Whether those rows are left out instead. Not for campaigns."""
    diverse: dict[str, Annotated[int, Field(ge=2)]] = Field(default_factory=dict)
    """By variable, how many different values those who share their quasi-identifiers have at least."""
    population: tuple[Stratum, ...] = ()
    """How many people there are on the roster, by what is known of everybody."""
    groups: tuple[str, ...] = ()
    """Variables by which the tables break everything down."""


class Document(Part):
    """A release profile as its author writes it."""

    name: Name = "unnamed"
    instrument: Name | None = None
    """The instrument whose answers it releases; none for `surveyapp deidentify`, which takes any CSV file."""
    privacy: Privacy
    report: Plan | None = None
    """What a report shows: tables, comparisons, figures and aims, planned before the first answer."""
