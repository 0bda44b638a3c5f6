"""The report: sections in the order of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from surveyapp.analysis.document.report import Block, Paragraph, Report, Section
from surveyapp.analysis.report import aims, comparisons, figures, methods, tables
from surveyapp.analysis.report.material import Material
from surveyapp.analysis.report.tested import Tests, tests
from surveyapp.release.plan.document import Analysis, BeforeAfterBars, Comparison, Likert, Table

AIMS, LATER_AIMS = "the-aims", "later-aims"
"""What the tables of aims are called: no part of a plan has a hyphen in its name."""
LATER = (
    "These analyses were not in the plan that was fixed when the survey opened. They were added later, "
    "perhaps by somebody who had seen the answers, and are exploratory."
)


def build(material: Material) -> Report:
    """The whole report. Raises ImportError where matplotlib is missing and the plan has a figure."""
    writer = _Writer(material, tests(material))
    about = material.ready.about
    title = material.plan.title or material.instrument.title
    return Report(
        title=title,
        subtitle=material.instrument.title if material.instrument.title != title else "",
        provenance=material.provenance,
        sections=tuple(writer.sections()),
        notice=about.made_up,
    )


@dataclass
class _Writer:
    """Writes section by section, and numbers tables and figures as they come.

    What was planned comes first, so that its numbers are the same whatever is added.
    """

    material: Material
    tests: Tests
    numbers: dict[str, int] = field(default_factory=dict)

    def sections(self) -> Iterator[Section]:
        material, plan, late = self.material, self.material.plan, self.material.planned.added
        every = [*plan.tables, *plan.comparisons, *plan.figures, *plan.aims]
        shown = [
            *self._section("Results", plan.tables, late, planned=True),
            *self._section("Comparisons", plan.comparisons, late, planned=True),
            *self._section("Figures", plan.figures, late, planned=True),
            *self._section("Aims", plan.aims, late, planned=True),
            *self._section("Not planned in advance", every, late, planned=False),
        ]
        yield Section("Response", (methods.response(material),))
        yield from shown
        yield from methods.comments(material)
        yield Section("Methods", methods.methods(material, self.tests, shown))
        yield Section("Privacy", methods.privacy(material))

    def _section(
        self,
        heading: str,
        analyses: tuple[Analysis, ...] | list[Analysis],
        late: frozenset[str],
        *,
        planned: bool,
    ) -> Iterator[Section]:
        mine = [each for each in analyses if (each.name not in late) == planned]
        if not mine:
            return
        found: list[Block] = [] if planned else [Paragraph(LATER, aside=True)]
        for each in mine:
            found += self._blocks(each)
        aimed = [each for each in mine if not isinstance(each, Table | Comparison | Likert | BeforeAfterBars)]
        if aimed:
            name, caption = (AIMS, "Aims") if planned else (LATER_AIMS, "Aims (not planned in advance)")
            found.append(aims.table(self.material, aimed, name, self._number("Table"), caption))
        yield Section(heading, tuple(found))

    def _blocks(self, of: Analysis) -> tuple[Block, ...]:
        if isinstance(of, Table):
            return (tables.table(self.material, self.tests, of, self._number("Table")),)
        if isinstance(of, Comparison):
            return comparisons.blocks(self.material, self.tests, of, self._number("Table"))
        if isinstance(of, Likert | BeforeAfterBars):
            return (figures.figure(self.material, self.tests, of, self._number("Figure")),)
        return ()

    def _number(self, kind: str) -> str:
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        return f"{kind} {self.numbers[kind]}"
