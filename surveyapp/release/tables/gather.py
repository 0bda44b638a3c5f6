"""From columns to a study: subjects, blocks and groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveyapp.instrument.model import Instrument
from surveyapp.release.carried import determinants
from surveyapp.release.columns import Column
from surveyapp.release.profile import Profile
from surveyapp.release.tables.blocks import Base, Block, Group, bases, ticks
from surveyapp.release.tables.filed import filed
from surveyapp.release.tables.study import Study, ordered
from surveyapp.release.tables.subjects import (
    ABSENT,
    ABSENT_LABELS,
    Derived,
    Subject,
    derived,
    protected,
    subject,
)
from surveyapp.release.terms import Terms
from surveyapp.release.words import HIDDEN, SUPPRESSED

MOST_STRATA = 2_000
"""Combinations of the groups' labels; the last groups are left out where there would be more."""


@dataclass(frozen=True)
class Gathered:
    """A study, and in words what has no table or is not broken down by, by name."""

    study: Study
    without: Mapping[str, str]


def gather(
    instrument: Instrument,
    profile: Profile,
    terms: Terms,
    columns: Sequence[Column],
    released: Sequence[Column] | None,
    groups: Sequence[str],
    rows: int,
) -> Gathered:
    """The study of all responses.

    In a campaign that gives its rows, groups are those that the row file shows of everybody, by the labels
    that it shows: counts of many items by what it hides could give that back. Nor has an item a table that
    some rows suppress: behind these may be one person who was asked, whose answers the difference would be.
    """
    without = {
        column.name: "some rows of the row file suppress it, and counts would tell what these hide"
        for column in released or ()
        if SUPPRESSED in column.words
    }
    subjects, scores = _counted(instrument, profile, columns, without)
    heads = tuple(_groups(instrument, profile, subjects, released, groups, without))
    blocks = ordered(tuple(_blocks(instrument, subjects, scores, heads)))
    files = {
        column.name: filed(subjects[column.name], column, profile.ladders.get(column.name))
        for column in released or ()
        if column.name in subjects
    }
    return Gathered(Study(blocks, heads, rows, terms.minimum, terms.smallest_cell, files), without)


def _counted(
    instrument: Instrument, profile: Profile, columns: Sequence[Column], without: dict[str, str]
) -> tuple[dict[str, Subject], list[Derived]]:
    """The subjects and scores that have tables; ``without`` is told why others have none."""
    kept = _depending(instrument, profile.withheld)
    subjects: dict[str, Subject] = {}
    scores: list[Derived] = []
    for column in columns:
        name = column.name
        if name in without:
            continue
        if name in profile.withheld:
            without[name] = "it does not leave"
        elif name in kept:
            without[name] = "it depends on something that does not leave"
        elif column.variable.control is not None:
            subjects[name] = subject(instrument, column, profile.ladders.get(name))
        else:
            score = derived(instrument, column, subjects)
            if score is None:
                without[name] = "a score that is a number, or made of several answers, has no table here"
            else:
                scores.append(score)
    return subjects, scores


def _depending(instrument: Instrument, withheld: frozenset[str]) -> frozenset[str]:
    """The variables that would give a withheld one back."""
    controls = {each.control.name for each in instrument.variables if each.control and each.name in withheld}
    return frozenset(name for name, behind in determinants(instrument).items() if behind & controls)


def _blocks(
    instrument: Instrument,
    subjects: Mapping[str, Subject],
    scores: Sequence[Derived],
    groups: Sequence[Group],
) -> Iterator[Block]:
    based: dict[str, Base | None] = {}
    people = tuple(subjects[group.name] for group in groups if group.own)
    done = {subject.name for subject in people}
    if people:
        own = tuple(score for score in scores if score.source in done)
        yield Block(people, None, None, own, people=True)
    for name, base, counted in bases(instrument, subjects):
        based[name] = base
        if counted is not None:
            yield Block((counted,), None, plain=True)
    for name, each in subjects.items():
        if name in done:
            continue
        together = [other for other in subjects.values() if other.control == each.control]
        absent = {(other.codes < 2).tobytes() + other.codes[other.codes < 2].tobytes() for other in together}
        same = len(absent) == 1 and len({based[other.name] for other in together}) == 1
        members = tuple(together) if same else (each,)
        done |= {member.name for member in members}
        known = ticks(each.control) if same and len(together) == len(each.control.options) else None
        found = tuple(score for score in scores if score.source in {member.name for member in members})
        yield Block(members, based[name], known, found)


def _groups(
    instrument: Instrument,
    profile: Profile,
    subjects: Mapping[str, Subject],
    released: Sequence[Column] | None,
    names: Sequence[str],
    without: dict[str, str],
) -> Iterator[Group]:
    """The groups that may head columns, until there would be too many combinations."""
    strata = 1
    shown = {column.name: column for column in released} if released is not None else None
    for name in names:
        if name not in subjects or not subjects[name].crossed:
            continue
        found = _group(instrument, profile, subjects[name], shown)
        if isinstance(found, str):
            without[f"by {name}"] = found
        elif strata * len(found.labels) > MOST_STRATA:
            without[f"by {name}"] = "together with the groups before there would be too many combinations"
        else:
            strata *= len(found.labels)
            yield found


def _group(
    instrument: Instrument, profile: Profile, of: Subject, released: Mapping[str, Column] | None
) -> Group | str:
    variable = of.variable
    if variable.option is not None:
        return "it is one option of several, and tells about the others"
    guarded = protected(instrument, variable)
    if released is None:
        if (of.codes == 0).any():
            return "it is not asked of everybody, so that columns would tell who was"
        labels = ABSENT_LABELS | dict(of.values)
        return Group(of.name, variable.wording, labels, of.codes, guarded, own=True)
    column = released.get(of.name)
    if column is None or not _whole(of, column):
        return "the row file does not show it of everybody, and counts by it could give back what that hides"
    words = sorted(column.words, key=lambda word: (word in ABSENT, word))
    called: dict[str, str] = {}
    ladder = profile.ladders.get(of.name)
    for level in range(ladder.top if ladder else 0):
        called = (ladder.shown(variable.codes, level) if ladder else {}) | called
    labels = {
        word: called.get(word) or of.values.get(word) or ABSENT_LABELS.get(word, word) for word in words
    }
    place = {word: at for at, word in enumerate(words)}
    codes = np.array([place[word] for word in column.words], dtype=np.int64)[column.codes]
    return Group(of.name, variable.wording, labels, codes, guarded, own=False)


def _whole(of: Subject, column: Column) -> bool:
    """Whether a released column shows everybody's value, and the same values by the same label."""
    if not {HIDDEN, SUPPRESSED}.isdisjoint(column.words):
        return False
    pairs = np.unique(of.codes.astype(np.int64) * len(column.words) + column.codes)
    return len(np.unique(pairs // len(column.words))) == len(pairs)
