"""Blocks: what is counted together, who was asked it, and by what it is broken down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np
import numpy.typing as npt

from surveyapp.instrument import rules
from surveyapp.instrument.kinds.base import Control
from surveyapp.instrument.kinds.choices import Choices
from surveyapp.instrument.model import Instrument, Section
from surveyapp.instrument.rules import Rule
from surveyapp.release.columns import Codes
from surveyapp.release.tables.linked import Ints
from surveyapp.release.tables.subjects import Derived, Subject

COMPLEX = "asked"


@dataclass(frozen=True)
class Base:
    """Who was asked: those with some codes of one other subject, in the block of that name."""

    subject: str
    codes: frozenset[int]


@dataclass(frozen=True)
class Ticks:
    """What is known of a tick list: how many are ticked by whoever answers, and which stand alone."""

    at_least: int
    at_most: int | None
    alone: frozenset[int]


@dataclass(frozen=True)
class Block:
    """Subjects that are asked of the same people and solved together, with the scores that they decide.

    ``base`` is None where everybody is asked. ``plain`` marks a block that is only counted, not a table, and
    ``people`` the one of the groups themselves.
    """

    subjects: tuple[Subject, ...]
    base: Base | None
    ticks: Ticks | None = None
    derived: tuple[Derived, ...] = ()
    plain: bool = False
    people: bool = False

    @property
    def name(self) -> str:
        """The name of its first subject."""
        return self.subjects[0].name

    @property
    def crossed(self) -> bool:
        """Whether it is broken down by group."""
        return self.subjects[0].crossed

    def of(self, name: str) -> tuple[Subject, tuple[int, ...] | None]:
        """A subject or score by name; for a score also its code for each code of its source."""
        for each in self.derived:
            if each.score.name == name:
                return each.score, each.place
        return next(subject for subject in self.subjects if subject.name == name), None

    def source(self, name: str) -> str:
        """The subject that a score is made of; a subject's own name."""
        return next((each.source for each in self.derived if each.score.name == name), name)

    def at(self, name: str) -> int:
        """The place of a subject, or of the one that a score is made of."""
        return [subject.name for subject in self.subjects].index(self.source(name))

    def behind(self, name: str, code: int) -> tuple[int, tuple[int, ...]]:
        """What a code of a subject or a score counts: the place of a subject, and codes of it.

        Who left one subject of a block out left out all of them, and is counted with the first; but for the
        groups, which are subjects of their own.
        """
        _, place = self.of(name)
        codes = tuple(each for each, to in enumerate(place) if to == code and each) if place else (code,)
        return (0 if codes == (1,) and not self.people else self.at(name)), codes


@dataclass(frozen=True)
class Group:
    """What tables are broken down by: ``codes`` has the label of each response, an index into ``labels``.

    Where ``own`` is set the labels are the values as collected, which have a table of their own.
    """

    name: str
    title: str
    labels: Mapping[str, str]
    codes: Codes
    protected: bool
    own: bool


@dataclass(frozen=True)
class Strata:
    """People who share their labels in all groups.

    ``place`` is the stratum of each response, ``labels[g]`` the label of each stratum in group g.
    """

    place: npt.NDArray[np.int64]
    labels: tuple[Ints, ...]
    size: int


def strata(groups: Sequence[Group], rows: int) -> Strata:
    """Every combination of labels as a stratum, whether anybody is in it or not."""
    place = np.zeros(rows, dtype=np.int64)
    sizes = [len(group.labels) for group in groups]
    for group, size in zip(groups, sizes, strict=True):
        place = place * size + group.codes
    labels = np.unravel_index(np.arange(prod(sizes)), sizes) if sizes else ()
    return Strata(place, tuple(np.asarray(each, dtype=np.int64) for each in labels), prod(sizes))


def bases(
    instrument: Instrument, subjects: Mapping[str, Subject]
) -> Iterator[tuple[str, Base | None, Subject | None]]:
    """For each subject in order, who was asked it; with what counts those where no single subject decides.

    A rule that looks at one variable, itself asked under the same section's rule, makes that variable's
    cells the base. For any other rule how many were asked is counted on its own, as a subject that nobody
    left unanswered.
    """
    sections = {item.name: section for section, items in instrument.asked for item in items}
    known: dict[bytes, str] = {}
    for name, subject in subjects.items():
        item = subject.control.item
        parts = [sections[item.name].when, item.when, _offered(subject)]
        decider = _decider(sections, subjects, subject, parts)
        if not any(part is not None for part in parts):
            yield name, None, None
        elif decider is not None:
            other = subjects[decider]
            asked = set(np.unique(other.codes[subject.codes > 0]).tolist())
            yield name, Base(decider, frozenset(asked)), None
        else:
            asked_of = (subject.codes > 0).astype(np.int64)
            key = asked_of.tobytes()
            fresh = key not in known
            counted = known.setdefault(key, f"{COMPLEX}:{name}")
            yield name, Base(counted, frozenset({3})), _asked(subject, counted, asked_of) if fresh else None


def _asked(subject: Subject, name: str, asked: Ints) -> Subject:
    variable = replace(subject.variable, name=name, codes={"0": "Not asked", "1": "Asked"})
    return Subject(variable, variable.codes, asked + 2, protected=True)


def _offered(subject: Subject) -> Rule | None:
    option = subject.variable.option
    when: Rule | None = subject.control.options[option].when if option else None
    return when


def _decider(
    sections: Mapping[str, Section],
    subjects: Mapping[str, Subject],
    subject: Subject,
    parts: Sequence[Rule | None],
) -> str | None:
    """The one subject whose words decide whether another is asked; None where there is no single one."""
    outer, *inner = (_looked_at(part) for part in parts)
    looked = frozenset[str]().union(*inner)
    (decider, *more) = looked or outer or [""]
    if more or decider not in subjects:
        return None
    other = subjects[decider]
    inside = sections[other.control.item.name] is sections[subject.control.item.name]
    if looked and outer and not inside:
        return None
    asked = set(np.unique(other.codes[subject.codes > 0]).tolist())
    left = set(np.unique(other.codes[subject.codes == 0]).tolist())
    return None if asked & left or 0 in asked else decider


def _looked_at(rule: Rule | None) -> frozenset[str]:
    return frozenset() if rule is None else frozenset(test.subject for test in rules.tests(rule))


def ticks(control: Control) -> Ticks | None:
    """What is known of a control's tick list; None where one answer is picked."""
    item = control.item
    if not isinstance(item, Choices):
        return None
    alone = frozenset(at for at, option in enumerate(control.options.values()) if option.exclusive)
    return Ticks(max(1, item.at_least or 1), item.at_most, alone)
