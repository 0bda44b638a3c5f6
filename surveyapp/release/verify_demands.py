"""Verifying what is demanded beyond k, on the written bytes and by other code than wrote them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from surveyapp.release.demands import Demands, Population
from surveyapp.release.ladders import Ladder
from surveyapp.release.verify import Breach, told
from surveyapp.release.words import NO_VALUE, SILENT, SUPPRESSED


def verify_demands(
    path: Path, ladders: Mapping[str, Ladder], demands: Demands, boxes: Collection[str] = ()
) -> None:
    """Read a written file back and hold each of its classes against what is demanded beyond k.

    In the columns of ``boxes`` a 0 tells no answer: the box was not ticked. Raises Breach where a class has
    too few values of a variable, or too few people on the roster.
    """
    if not demands.diverse and demands.population is None:
        return
    classes = told(path, list(ladders), list(demands.diverse))
    for several in classes.values():
        for values, (name, least) in zip(several, demands.diverse.items(), strict=True):
            shown = values - SILENT - {SUPPRESSED}
            answers = shown - {"0"} if name in boxes else shown
            if answers and len(shown) + (SUPPRESSED in values) < least:
                raise Breach(f"{path.name} has people of whom too much is known")
    if demands.population is not None:
        _on_roster(path, list(classes), ladders, demands.k, demands.population)


def _on_roster(
    path: Path,
    classes: Sequence[tuple[str, ...]],
    ladders: Mapping[str, Ladder],
    k: int,
    population: Population,
) -> None:
    """Hold each class against the people whom its labels fit; what is missing fits everybody."""
    names = list(ladders)
    places = [names.index(name) for name in population.variables]
    fits = [
        {code: {ladder.at(code, level) for level in range(ladder.top + 1)} for code in codes}
        for ladder, codes in zip(
            (ladders[name] for name in population.variables),
            zip(*population.counts, strict=True),
            strict=True,
        )
    ]
    for shown in {tuple(each[at] for at in places) for each in classes}:
        people = sum(
            count
            for codes, count in population.counts.items()
            if all(
                label in NO_VALUE or label in fit[code]
                for label, code, fit in zip(shown, codes, fits, strict=True)
            )
        )
        if people < k:
            raise Breach(f"{path.name} has people whose values too few others have")
