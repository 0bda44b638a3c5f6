"""Routes on a terminal: the shortest and the longest way, and what leads where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from surveyapp.instrument.model import Instrument
    from surveyapp.instrument.routes.lengths import Way


def plain(instrument: Instrument) -> dict[str, Any]:
    """The routes for a script."""
    from surveyapp.instrument.routes.lengths import lengths
    from surveyapp.instrument.routes.map import stops

    found = lengths(instrument)
    return {
        "exact": found.exact,
        "shortest": _plain(found.shortest),
        "longest": _plain(found.longest),
        "items": [
            {
                "item": stop.item.name,
                "asked_if": stop.condition,
                "leads_to": [{"opens": door.opens, "if": door.condition} for door in stop.doors],
            }
            for _, inside in stops(instrument)
            for stop in inside
        ],
    }


def _plain(way: Way) -> dict[str, Any]:
    return {"questions": way.questions, "seconds": round(way.seconds), "answers": way.answers}


def lines(instrument: Instrument) -> Iterator[str]:
    """The routes for a person."""
    from surveyapp.instrument.duration import ASSUMED, minutes
    from surveyapp.instrument.routes.lengths import lengths
    from surveyapp.instrument.routes.map import stops

    found = lengths(instrument)
    for name, way, bound in (
        ("Shortest", found.shortest, "at least "),
        ("Longest", found.longest, "at most "),
    ):
        count = f"{'' if found.exact else bound}{way.questions} questions"
        yield f"{name + ':':<10}{count}, about {minutes(way.seconds)} min"
    for section, inside in stops(instrument):
        yield f"\n{section.title}"
        for stop in inside:
            yield f"{stop.numbers or '-':>7}  {stop.item.name}: " + (
                f"asked if {stop.condition}" if stop.condition else "always asked"
            )
            yield from (f"         leads to {door.opens} if {door.condition}" for door in stop.doors)
    yield f"\n{ASSUMED}"
