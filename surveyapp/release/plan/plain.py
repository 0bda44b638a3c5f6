"""The plainest plan of analysis: what an instrument itself says of how its answers are counted.

A table for each section, and a figure for each scale that several questions share. Nothing is tested or
compared, and there are no aims, for only people can decide that. All of it is made of the published tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from surveyapp.instrument.kinds.scales import Scale
from surveyapp.instrument.model import Instrument
from surveyapp.release.carried import sources
from surveyapp.release.plan import named
from surveyapp.release.plan.document import LONGEST, MOST_BLOCKS, MOST_PARTS, MOST_ROWS, Likert, Plan, Table

MOST_BARS = 30
"""What fits on one page."""

Points = tuple[tuple[str, str], ...]
"""A scale: its codes with their labels, in order."""


def plain_plan(instrument: Instrument) -> Plan | None:
    """A plan that decides nothing; None where the instrument asks nothing that is counted.

    The same instrument has the same plan.
    """
    counted = _counted(instrument)
    tables = [*_tables(counted)]
    if len(tables) > MOST_PARTS:
        tables = [*_tables([(instrument.title, [name for _, names in counted for name in names])])]
    if not tables:
        return None
    return Plan(tables=tuple(tables), figures=tuple(_figures(instrument))[:MOST_PARTS])


def _counted(instrument: Instrument) -> list[tuple[str, list[str]]]:
    """By section, with its title, the items that are counted, then the scores that are computed there."""
    found = [
        (section.title, [item.name for item in items if _counts(item.name, instrument)])
        for section, items in instrument.asked
    ]
    place = {
        control.name: at
        for at, (_, items) in enumerate(instrument.asked)
        for item in items
        for control in instrument.controls_of[item.name]
    }
    for name in instrument.scores:
        # A score is known where the last of its questions was asked.
        found[max(place[each] for each in sources(instrument, name))][1].append(name)
    return found


def _counts(name: str, instrument: Instrument) -> bool:
    variables = named.variables_of(name, instrument)
    return bool(variables) and all(named.measure(variable) for variable in variables)


def _tables(parts: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Table]:
    pieces = [
        (title, names[at : at + MOST_ROWS])
        for title, names in parts
        for at in range(0, len(names), MOST_ROWS)
    ]
    for number, (title, rows) in enumerate(pieces, 1):
        yield Table(name=f"table_{number}", title=title[:LONGEST] or "Answers", rows=tuple(rows))


def _figures(instrument: Instrument) -> Iterator[Likert]:
    """One for each scale that several variables share, or more where they do not fit on a page."""
    sheets = (
        (points, sheet)
        for points, items in _on_scales(instrument).items()
        for sheet in _sheets(items, instrument)
    )
    for number, (points, blocks) in enumerate(sheets, 1):
        labels = [label for _, label in points]
        half = len(labels) // 2
        yield Likert(
            kind="likert",
            name=f"figure_{number}",
            title=f"Answers from “{labels[0]}” to “{labels[-1]}”"[:LONGEST],
            blocks={heading: tuple(names) for heading, names in blocks.items()},
            sides=(_side(labels[:half]), _side(labels[-half:])),
        )


def _on_scales(instrument: Instrument) -> dict[Points, list[tuple[str, str]]]:
    """By scale, the items on it, each under the heading that it stands under."""
    found: dict[Points, list[tuple[str, str]]] = {}
    for section, items in instrument.asked:
        for item in items:
            if isinstance(item, Scale) and _counts(item.name, instrument):
                points = tuple((code, point.label) for code, point in item.picks().items())
                heading = f"{section.title}: {item.ask}" if item.rows() else section.title
                found.setdefault(points, []).append((heading, item.name))
    return {
        points: items
        for points, items in found.items()
        if len(points) > 1 and sum(_bars(name, instrument) for _, name in items) > 1
    }


def _bars(name: str, instrument: Instrument) -> int:
    return len(named.variables_of(name, instrument))


def _sheets(items: Iterable[tuple[str, str]], instrument: Instrument) -> Iterator[Mapping[str, list[str]]]:
    """The items by heading, in order, as many of them together as fit on a page."""
    sheet: dict[str, list[str]] = {}
    bars = 0
    for heading, name in items:
        more = _bars(name, instrument)
        full = bars + more > MOST_BARS or len(sheet.keys() | {heading}) > MOST_BLOCKS
        if sheet and full:
            yield sheet
            sheet, bars = {}, 0
        sheet.setdefault(heading, []).append(name)
        bars += more
    yield sheet


def _side(labels: Sequence[str]) -> str:
    """What the points on one side of a scale's middle are called together."""
    return " or ".join(labels) if len(labels) < 3 else f"{labels[0]} to {labels[-1]}"
