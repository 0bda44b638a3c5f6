"""The forecast: from a roster, the chance of an answer and the terms to who would stand out."""

from __future__ import annotations

from collections.abc import Sequence

from surveyapp.instrument.model import Instrument
from surveyapp.release.forecast.colleagues import Colleagues, Shares, colleagues
from surveyapp.release.forecast.found import Forecast, Group, How, Item, Outlook, Told
from surveyapp.release.forecast.roster import Roster
from surveyapp.release.forecast.shown import Room, room, shown
from surveyapp.release.forecast.subjects import Subject, subjects
from surveyapp.release.profile import Profile
from surveyapp.release.terms import Terms

OTHER_K = (3, 5, 10)


def forecast(
    instrument: Instrument, profile: Profile, terms: Terms, roster: Roster, shares: Shares, rate: float
) -> Forecast:
    """The forecast for everybody on the roster, each of whom answers with the chance ``rate``.

    ``terms`` are those that hold (see ``profile.terms_with``), with a k of at most ``found.LARGEST_K``.
    """
    found, uncounted = subjects(instrument, profile)
    known = colleagues(instrument, found, roster, shares)
    finest = [0 if not each.held else each.ladder.top for each in known.subjects]
    space = room(instrument, profile, known)
    ks = sorted({terms.k, *OTHER_K})
    hidden = profile.document.privacy.suppress_at_most
    return Forecast(
        people=roster.people,
        rate=rate,
        terms=terms,
        counted=tuple(each.wording for name in roster.variables for each in found if each.name == name),
        assumed=roster.assumed,
        groups=tuple(_groups(roster, known, rate)),
        combinations=known.combinations(finest),
        unique=known.standing_out(finest, 2),
        small=known.standing_out(finest, terms.k),
        items=tuple(_items(space, finest, terms.k, {*roster.variables, *shares})),
        outlooks=tuple(Outlook(k, _told(space, shown(space, k, rate, hidden))) for k in ks),
        uncounted=tuple(each.wording for each in uncounted),
        beyond=tuple(each.wording for each in known.beyond),
    )


def _groups(roster: Roster, known: Colleagues, rate: float) -> list[Group]:
    """The groups of the roster in which somebody is, or may be."""
    if not roster.variables:
        return []
    subjects = [each for name in roster.variables for each in known.subjects if each.name == name]
    found = []
    for combination, people in roster.counts.items():
        fewest, most = roster.between(combination)
        if most:
            labels = tuple(each.codes[code] for each, code in zip(subjects, combination, strict=True))
            found.append(Group(labels, people, fewest, most, people * rate))
    return sorted(found, key=lambda group: group.people)


def _items(space: Room, finest: Sequence[int], k: int, informed: set[str]) -> list[Item]:
    known = space.known
    everything = known.standing_out(finest, k)
    tops = space.tops()

    def spared(at: int, level: int) -> float:
        return everything - known.standing_out(space.lowered(finest, at, level), k)

    return [
        Item(
            name=subject.name,
            wording=subject.wording,
            rarest=_rarest(known, at, subject),
            alone=known.standing_out([0 if place == at else top for place, top in enumerate(tops)], k),
            spared=spared(at, tops[at]),
            coarser=tuple(
                (tuple(subject.ladder.shown(subject.codes, level).values()), spared(at, level))
                for level in range(1, tops[at])
            ),
            guessed=subject.name not in informed,
        )
        for at, subject in enumerate(known.subjects)
        if not subject.held
    ]


def _rarest(known: Colleagues, at: int, subject: Subject) -> tuple[str, float]:
    people = known.answering(at)
    code = min(people, key=people.__getitem__, default=None)
    return ("", 0.0) if code is None else (subject.codes[code], people[code])


def _told(space: Room, levels: Sequence[int] | None) -> tuple[Told, ...]:
    if levels is None:
        return ()
    told = []
    for subject, level in zip(space.known.subjects, levels, strict=True):
        if subject.held:
            continue
        groups = tuple(subject.ladder.shown(subject.codes, level).values())
        exact = level == 0 and subject.starts is None
        how: How = "hidden" if level >= subject.ladder.top else "as asked" if exact else "in groups"
        told.append(Told(subject.name, subject.wording, how, groups if how == "in groups" else ()))
    return (*told, *(Told(each.name, each.wording, "hidden") for each in space.known.beyond))
