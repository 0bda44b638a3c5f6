"""What a row file could show: how exactly each quasi-identifier, so that next to nobody stands out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.instrument.model import Instrument
from surveyapp.release.carried import determinants
from surveyapp.release.forecast.colleagues import Colleagues, Levels
from surveyapp.release.forecast.subjects import Subject
from surveyapp.release.profile import Profile

HALF_A_PERSON = 0.5
"""What expectations are never below, however much is hidden: chance leaves a little."""


@dataclass(frozen=True)
class Room:
    """The levels that a profile leaves a row file to choose from, and what each of them loses."""

    known: Colleagues
    behind: Mapping[str, frozenset[str]]
    carried: tuple[frozenset[str], ...]

    def tops(self) -> list[int]:
        """Everything hidden."""
        return [each.ladder.top for each in self.known.subjects]

    def settled(self, levels: Levels) -> list[int]:
        """The levels, with what depends on something that is not shown as collected hidden too."""
        veiled = self._veiled(levels)
        return [
            each.ladder.top if veiled & self.behind[each.name] else level
            for each, level in zip(self.known.subjects, levels, strict=True)
        ]

    def lowered(self, levels: Levels, at: int, level: int) -> list[int]:
        """The levels with one subject told less exactly, or hidden with what depends on it."""
        subjects = self.known.subjects
        gone = level >= subjects[at].ladder.top
        return [
            each.ladder.top
            if gone and subjects[at].control.name in self.behind[each.name]
            else level
            if place == at
            else levels[place]
            for place, each in enumerate(subjects)
        ]

    def loss(self, levels: Levels) -> float:
        """The expected loss of a response at settled levels, after Iyengar (doi:10.1145/775047.775089).

        In cells: 1 for each that is hidden or suppressed along, a part for each that is in groups.
        """
        veiled = self._veiled(levels)
        along = sum(bool(veiled & controls) for controls in self.carried)
        subjects = self.known.subjects
        return along + sum(_loss(each, level) for each, level in zip(subjects, levels, strict=True))

    def _veiled(self, levels: Levels) -> set[str]:
        return {
            each.control.name
            for each, level in zip(self.known.subjects, levels, strict=True)
            if level > 0 or each.starts is not None
        }


def room(instrument: Instrument, profile: Profile, known: Colleagues) -> Room:
    """The room that a profile leaves for what is known of colleagues."""
    behind = determinants(instrument)
    veiled = profile.ladders.keys() | profile.withheld
    controls = frozenset(each.control.name for each in known.subjects)
    carried = tuple(behind[each.name] & controls for each in instrument.variables if each.name not in veiled)
    return Room(known, behind, tuple(filter(None, carried)))


def shown(room: Room, k: int, rate: float, hidden_at_most: float) -> list[int] | None:
    """Levels at which fewer than ``hidden_at_most`` of those who answer are expected in groups below ``k``.

    Told step by step more exactly, what helps most first, as long as that holds; the file itself may do a
    little better, for it searches all combinations. None where not even hiding everything suffices.
    """
    known = room.known
    budget = max(hidden_at_most * known.people * rate, HALF_A_PERSON)
    levels = room.tops()
    if known.standing_out(levels, k, rate) > budget:
        return None
    possible = {at for at, each in enumerate(known.subjects) if not each.held}
    while possible:
        steps = {at: _step(room, levels, at) for at in possible}
        gains = {at: room.loss(levels) - room.loss(step) for at, step in steps.items() if step != levels}
        if not gains:
            break
        best = max(gains, key=lambda at: (gains[at], -at))
        if known.standing_out(steps[best], k, rate) <= budget:
            levels = steps[best]
        else:
            possible.discard(best)  # what is shown later only makes groups smaller
        possible = {at for at in possible if levels[at] > 0}
    return levels


def _step(room: Room, levels: list[int], at: int) -> list[int]:
    return room.settled([level - (place == at) for place, level in enumerate(levels)])


def _loss(subject: Subject, level: int) -> float:
    if level >= subject.ladder.top:
        return 1.0
    labels = [subject.ladder.at(code, level) for code in subject.codes]
    covered = Counter(labels)
    return sum(covered[label] - 1 for label in labels) / max(len(labels) - 1, 1) / len(labels)
