"""The document that a plan of analysis is written as, and what each part of it means for an instrument."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from surveyapp.instrument.kinds.base import Name, Part, Variable
from surveyapp.instrument.kinds.scales import BeforeAfter
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Path
from surveyapp.instrument.rules import ORDERINGS
from surveyapp.release.plan import named
from surveyapp.release.plan.named import Block, Pair, Row

LONGEST, MOST_PARTS, MOST_ROWS, MOST_BLOCKS = 300, 100, 400, 20
"""The characters of a title; the tables, the comparisons, the figures; the rows of one; its headings."""
Words = Annotated[str, Field(min_length=1, max_length=LONGEST)]


def _several(raw: Any) -> Any:
    return (raw,) if isinstance(raw, str) else raw


AT_MOST = Field(max_length=MOST_PARTS)
"""More than that is no report."""
Names = Annotated[
    tuple[str, ...],
    Field(min_length=1, max_length=MOST_ROWS),
    BeforeValidator(_several, json_schema_input_type=str | tuple[str, ...]),
]
"""Names of variables, items or scores; one may stand without brackets."""
Codes = tuple[str, ...]
Two = Annotated[tuple[str, ...], Field(min_length=2, max_length=2)]
Pairs = Annotated[
    Annotated[str, Tag("item")]
    | Annotated[Two, Tag("items")]
    | Annotated[dict[str, Two], AT_MOST, Tag("variables")],
    Discriminator(
        lambda raw: (
            "variables" if isinstance(raw, dict) else "items" if isinstance(raw, list | tuple) else "item"
        )
    ),
]
Percent = Annotated[float, Field(ge=0, le=100)]
RowTest = Literal["none", "fisher", "rank_sum"]
PairTest = Literal["mcnemar", "mcnemar_mid_p", "signed_rank"]


class Table(Part):
    """How often each answer was given, row by row; by groups, with a test of each row."""

    name: Name
    title: Words
    rows: Names
    by: str | None = None
    """A variable: one column for each of its codes, and one for all."""
    test: RowTest = "none"
    """What compares the groups in each row."""
    family: Name | None = None
    """Those whose tests are corrected together, after Holm."""
    median: bool = False
    """Whether rows on a scale of numbers show their median and quartiles; numbers always do."""

    def rows_of(self, instrument: Instrument) -> tuple[Row, ...]:
        """What stands under each name."""
        return tuple(named.row_of(name, instrument) for name in self.rows)

    def by_of(self, instrument: Instrument) -> Variable | None:
        """The variable that makes the columns."""
        return None if self.by is None else named.variables_of(self.by, instrument)[0]

    def hypotheses(self, instrument: Instrument) -> int:
        """How many tests it makes: one for each variable."""
        return (
            0 if self.test == "none" else sum(len(named.variables_of(each, instrument)) for each in self.rows)
        )


class Comparison(Part):
    """The same people's answers to two questions on one scale."""

    name: Name
    title: Words
    pairs: Pairs
    """A before_after item; two items with the same statements; or two variables by what both say."""
    columns: Two | None = None
    """What the first and the second of each pair are called; the periods of a before_after item."""
    agree: Codes = ()
    """The codes on one side; all others are on the other."""
    sides: Two = ("Agree", "Disagree")
    """What the two sides are called."""
    tests: Annotated[tuple[PairTest, ...], Field(min_length=1)] = ("mcnemar",)
    family: Name | None = None
    """Those whose tests are corrected together, after Holm."""

    def pairs_of(self, instrument: Instrument) -> tuple[Pair, ...]:
        """The pairs in order; of two items only the statements that both have."""
        if isinstance(self.pairs, str):
            item = instrument.items.get(self.pairs)
            return named.before_and_after(item) if isinstance(item, BeforeAfter) else ()
        if isinstance(self.pairs, tuple):
            first, second = (named.statements_of(name, instrument) for name in self.pairs)
            return tuple(
                Pair(label, variable, second[part][1])
                for part, (label, variable) in first.items()
                if part in second
            )
        both = (
            (label, [named.variables_of(n, instrument) for n in two]) for label, two in self.pairs.items()
        )
        return tuple(Pair(label, one[0], other[0]) for label, (one, other) in both if one and other)

    def columns_of(self, instrument: Instrument) -> tuple[str, str]:
        """What the first and the second of each pair are called."""
        item = instrument.items.get(self.pairs) if isinstance(self.pairs, str) else None
        periods = tuple(item.periods.values()) if isinstance(item, BeforeAfter) else ()
        first, second = self.columns or periods or ("First", "Second")
        return first, second

    @property
    def dichotomous(self) -> bool:
        """Whether one of its tests looks at the two sides only."""
        return any(test != "signed_rank" for test in self.tests)

    def hypotheses(self, instrument: Instrument) -> int:
        """How many tests it makes: each of its tests on each pair."""
        return len(self.pairs_of(instrument)) * len(self.tests)


class Likert(Part):
    """A figure of diverging stacked bars: answers on both sides of a scale's middle."""

    kind: Literal["likert"]
    name: Name
    title: Words
    blocks: Annotated[dict[str, Names], Field(min_length=1, max_length=MOST_BLOCKS)]
    """Items or variables on one scale, by the heading that they stand under."""
    sides: Two = ("Agree", "Disagree")
    """What the two halves of the scale are called, the one of the first codes first."""

    def blocks_of(self, instrument: Instrument) -> tuple[Block, ...]:
        """The blocks in order, with their variables."""
        found = []
        for heading, names in self.blocks.items():
            variables = tuple(each for name in names for each in named.variables_of(name, instrument))
            found.append(Block(heading, variables, tuple(map(named.label_of, variables))))
        return tuple(found)


class BeforeAfterBars(Part):
    """A figure of paired bars with the discordant counts and p of a comparison."""

    kind: Literal["before_after"]
    name: Name
    title: Words
    comparison: str
    """The name of one of the comparisons, one with a McNemar test."""


Figure = Annotated[Likert | BeforeAfterBars, Field(discriminator="kind")]


class Aim(Part):
    """What was to be reached: a share of those who answered."""

    name: Name
    words: Words
    of: str
    """A variable with codes, or a score with codes."""
    agree: Codes
    """The codes that count."""
    more_than: Percent | None = None
    """The bound, in percent of those who answered; one of four."""
    at_least: Percent | None = None
    less_than: Percent | None = None
    at_most: Percent | None = None

    @property
    def bounds(self) -> dict[str, float]:
        """The bounds that are given, in percent, by their word."""
        every = {word: getattr(self, word) for word in ORDERINGS}
        return {word: bound for word, bound in every.items() if bound is not None}

    def variable_of(self, instrument: Instrument) -> Variable:
        """The variable that it is about."""
        return named.variables_of(self.of, instrument)[0]

    def reached(self, count: int, of: int) -> bool:
        """Whether so many of those who answered reach it. Raises ZeroDivisionError where nobody did."""
        share = Fraction(100 * count, of)
        return all(ORDERINGS[word](share, Fraction(str(bound))) for word, bound in self.bounds.items())


Analysis = Table | Comparison | Likert | BeforeAfterBars | Aim


class Plan(Part):
    """All that a report shows, as it was planned."""

    LISTS: ClassVar = ("tables", "comparisons", "figures", "aims")

    title: str = ""
    """The title of the report; the instrument's if there is none."""
    tables: Annotated[tuple[Table, ...], AT_MOST] = ()
    comparisons: Annotated[tuple[Comparison, ...], AT_MOST] = ()
    figures: Annotated[tuple[Figure, ...], AT_MOST] = ()
    aims: Annotated[tuple[Aim, ...], AT_MOST] = ()
    intervals: Literal["wilson", "clopper_pearson"] = "wilson"
    """How the 95 % intervals of shares are computed."""
    response_rate: Literal["RR2", "RR6", "none"] = "RR2"
    """What AAPOR calls the share of those invited who responded."""

    @property
    def analyses(self) -> tuple[Analysis, ...]:
        """Everything in the plan, in the order of its lists."""
        return (*self.tables, *self.comparisons, *self.figures, *self.aims)

    @property
    def families(self) -> dict[str, tuple[Table | Comparison, ...]]:
        """By name, the analyses whose tests are corrected together."""
        members: dict[str, tuple[Table | Comparison, ...]] = {}
        tested: tuple[Table | Comparison, ...] = (*self.tables, *self.comparisons)
        for each in tested:
            if each.family is not None:
                members[each.family] = (*members.get(each.family, ()), each)
        return members

    def comparison(self, name: str) -> Comparison | None:
        """The comparison of that name."""
        return next((each for each in self.comparisons if each.name == name), None)

    def references(self) -> Iterator[tuple[Path, str]]:
        """Every name of a variable, an item or a score in the plan, with its place in the profile."""
        for at, table in enumerate(self.tables):
            yield from ((("report", "tables", at, "rows", row), name) for row, name in enumerate(table.rows))
            if table.by is not None:
                yield ("report", "tables", at, "by"), table.by
        for at, comparison in enumerate(self.comparisons):
            yield from _paired(("report", "comparisons", at, "pairs"), comparison.pairs)
        for at, figure in enumerate(self.figures):
            if isinstance(figure, Likert):
                for heading, names in figure.blocks.items():
                    path = ("report", "figures", at, "blocks", heading)
                    yield from (((*path, place), name) for place, name in enumerate(names))
        yield from ((("report", "aims", at, "of"), aim.of) for at, aim in enumerate(self.aims))

    def variables(self, instrument: Instrument) -> tuple[Variable, ...]:
        """Every variable that the plan uses, once, in the order of the data."""
        used = {each.name for _, name in self.references() for each in named.variables_of(name, instrument)}
        return tuple(each for each in instrument.variables if each.name in used)


def _paired(
    path: Path, pairs: str | tuple[str, ...] | dict[str, tuple[str, ...]]
) -> Iterator[tuple[Path, str]]:
    if isinstance(pairs, str):
        yield path, pairs
    elif isinstance(pairs, tuple):
        yield from (((*path, at), name) for at, name in enumerate(pairs))
    else:
        for label, two in pairs.items():
            yield from (((*path, label, at), name) for at, name in enumerate(two))
