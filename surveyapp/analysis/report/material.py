"""What a report is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from surveyapp.analysis.report.published import Published
from surveyapp.instrument.model import Instrument
from surveyapp.release.columns import Column
from surveyapp.release.ladders import is_bands
from surveyapp.release.package import Prepared
from surveyapp.release.plan.document import Plan
from surveyapp.release.plan.later import Planned
from surveyapp.release.plan.plain import plain_plan
from surveyapp.release.tables.subjects import protected
from surveyapp.release.terms import Terms


@dataclass(frozen=True)
class Material:
    """What may leave a campaign, and the plan of what to show of it.

    ``invited`` people got the link; ``provenance`` says in words what everything comes from, and ``versions``
    those of the program and its libraries.
    """

    ready: Prepared
    planned: Planned
    invited: int
    provenance: tuple[tuple[str, str], ...]
    versions: Mapping[str, str]

    @property
    def instrument(self) -> Instrument:
        return self.ready.about.instrument

    @property
    def terms(self) -> Terms:
        return self.ready.about.terms

    @property
    def plan(self) -> Plan:
        """All that is shown, planned in advance or not."""
        return self.planned.plan

    @property
    def plain(self) -> bool:
        """Whether the plan that was fixed on opening is the one of a survey for which nobody wrote one."""
        fixed = self.ready.profile.document.report
        return fixed is not None and fixed == plain_plan(self.instrument)

    @property
    def responses(self) -> int:
        return self.ready.collected.rows

    @cached_property
    def published(self) -> Published:
        """The counts that the tables show."""
        return Published(self.ready.tables, self._smallest)

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The answers as collected, by variable."""
        return {column.name: column for column in self.ready.collected.columns}

    @cached_property
    def rows_show(self) -> dict[str, Column] | None:
        """The columns of the row file by variable; None in a campaign that gives tables only."""
        released = self.ready.released
        return None if released is None else {column.name: column for column in released}

    def _smallest(self, name: str) -> int:
        guarded = protected(self.instrument, self.columns[name].variable)
        return self.terms.smallest_cell if guarded else 1

    def banded(self, name: str) -> bool:
        """Whether tables count a variable in bands of numbers."""
        ladder = self.ready.profile.ladders.get(name)
        return ladder is not None and any(map(is_bands, ladder.levels))
