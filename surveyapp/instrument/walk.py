"""Synthetic respondents, who walk the real path: asked what a person would be asked, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from surveyapp.instrument.kinds.base import Control
from surveyapp.instrument.kinds.choices import Choices
from surveyapp.instrument.kinds.quantities import Quantity
from surveyapp.instrument.marginals import Shortfall, Ticks, one_each, several_each
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers, Walk
from surveyapp.instrument.plausible import plausible
from surveyapp.instrument.rules import Value, number

if TYPE_CHECKING:
    from random import Random

__all__ = ["SKIP", "Shortfall", "Targets", "respondent", "respondents_by_marginals"]

Targets = Mapping[str, Mapping[str, int]]
"""How often each code of a control is wanted: ``{control: {code: count}}``."""

SKIP = 0.03
"""How often a question is left open."""


def respondent(instrument: Instrument, rng: Random, skip: float = SKIP) -> Answers:
    """The answers of one made-up person: valid, on the path, with ``skip`` of the questions left open."""
    walk = Walk(instrument)
    for section, items in instrument.asked:
        if walk.holds(section.when):
            for item in items:
                if walk.holds(item.when):
                    walk.ask(item, _Person(walk, instrument, rng, skip))
    return walk.kept


class _Person(Mapping[str, Value]):
    """Answers that are thought of when they are asked for."""

    def __init__(self, walk: Walk, instrument: Instrument, rng: Random, skip: float):
        self._walk, self._controls, self._rng, self._skip = walk, instrument.controls, rng, skip

    def __getitem__(self, name: str) -> Value:
        value = None
        if self._rng.random() >= self._skip:
            value = plausible(self._controls[name], self._walk.offered.get(name, ()), self._rng)
        if value is None:
            raise KeyError(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._controls)

    def __len__(self) -> int:
        return len(self._controls)


def respondents_by_marginals(
    instrument: Instrument, targets: Targets, n: int, rng: Random
) -> tuple[list[Answers], list[Shortfall]]:
    """``n`` made-up people who give each code as often as wanted, and what skip rules did not allow.

    Items are gone through in the order asked. Of those who are asked a control with targets, as many as
    wanted are drawn at random for each code; whoever is left over leaves it open. Wants beyond those asked
    are scaled down. Controls without targets are answered at random. Raises KeyError where a target names
    no control or code.
    """
    _check(instrument, targets)
    walks = [Walk(instrument) for _ in range(n)]
    shortfalls: list[Shortfall] = []
    for section, items in instrument.asked:
        inside = [walk for walk in walks if walk.holds(section.when)]
        for item in items:
            asked = [walk for walk in inside if walk.holds(item.when)]
            for walk in asked:
                walk.asked.add(item.name)
            for control in item.controls():
                shortfalls += _answer(control, asked, targets.get(control.name), rng)
    return [walk.kept for walk in walks], shortfalls


def _check(instrument: Instrument, targets: Targets) -> None:
    for name, counts in targets.items():
        options = instrument.controls[name].options
        unknown = [code for code in counts if options and code not in options]
        if unknown:
            raise KeyError(f"{name}: {unknown[0]}")


def _answer(
    control: Control, asked: Sequence[Walk], wanted: Mapping[str, int] | None, rng: Random
) -> list[Shortfall]:
    """Gives everybody who is asked their answer to one control."""
    for walk in asked:
        walk.offer(control)
    offers = [walk.offered.get(control.name, ()) for walk in asked]
    values, shortfalls = _values(control, offers, wanted, rng)
    for walk, value in zip(asked, values, strict=True):
        walk.keep(control, value)
    return shortfalls


def _values(
    control: Control, offers: Sequence[Sequence[str]], wanted: Mapping[str, int] | None, rng: Random
) -> tuple[list[Value | None], list[Shortfall]]:
    item = control.item
    if wanted is None:
        return [plausible(control, each, rng) if rng.random() >= SKIP else None for each in offers], []
    if isinstance(item, Choices) and control.options:
        alone = frozenset(code for code, option in item.options.items() if option.exclusive)
        ticks = Ticks(control.name, alone, item.at_least or 1, item.at_most)
        sets, shortfalls = several_each(ticks, offers, wanted, rng)
        return [[code for code in item.options if code in codes] or None for codes in sets], shortfalls
    if not control.options:
        offers = [tuple(wanted)] * len(offers)
    codes, shortfalls = one_each(control.name, offers, wanted, rng)
    typed = isinstance(item, Quantity)
    return [number(code) if typed and code is not None else code for code in codes], shortfalls
