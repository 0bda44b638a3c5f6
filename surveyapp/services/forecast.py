"""The forecast of a campaign: who of those invited would stand out, given what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

from surveyapp.instrument.load import read
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Unusable
from surveyapp.release.demands import Population
from surveyapp.release.forecast.found import LARGEST_K, Forecast
from surveyapp.release.forecast.roster import Roster, Uneven, counted, from_totals
from surveyapp.release.forecast.subjects import Subject, subjects
from surveyapp.release.profile import Profile, terms_with
from surveyapp.release.terms import Terms
from surveyapp.services import Refused, campaigns
from surveyapp.services.respond import instrument_of, profile_of, terms_of
from surveyapp.settings import Settings

ESTIMATES, COMBINATIONS, RATE = "estimates", "combinations", "response_rate"
PEOPLE = "people"
USUAL_RATE = 60
MOST_LINES = 2_000
WORDS = {"yes": "1", "no": "0"}
Counts = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Known:
    """What somebody says of those invited.

    ``totals`` are people by variable and code; they add up to all who are invited. ``estimates`` are in any
    proportion. ``combinations`` have a code for each of some variables, and ``people``. ``rate`` is the
    expected response rate in percent.
    """

    totals: Counts = field(default_factory=dict)
    estimates: Counts = field(default_factory=dict)
    combinations: Sequence[Mapping[str, str]] = ()
    rate: float = USUAL_RATE


class Wrong(Refused):
    """Something that was said of those invited cannot be right; ``name`` is that of its variable."""

    def __init__(self, name: str, message: str):
        super().__init__(message)
        self.name = name


@dataclass(frozen=True)
class Basis:
    """What a forecast of a campaign stands on."""

    name: str
    instrument: Instrument
    profile: Profile
    terms: Terms
    invited: int

    @property
    def subjects(self) -> list[Subject]:
        """What colleagues may know and can be counted."""
        return subjects(self.instrument, self.profile)[0]


def basis(settings: Settings, name: str) -> Basis:
    """What a forecast of the campaign stands on. Raises Refused where there is none of that name."""
    campaign = campaigns.find(name)
    instrument = instrument_of(campaign, settings)
    profile = profile_of(campaign, settings, instrument)
    terms = terms_with(profile, terms_of(campaign))
    return Basis(campaign.name, instrument, profile, terms, campaign.invited)


def forecast(basis: Basis, known: Known) -> Forecast:
    """The forecast. Raises Wrong where what is known of those invited cannot be right."""
    from surveyapp.release.forecast import build  # counts with numpy, which no other page needs

    if basis.terms.k > LARGEST_K:
        raise Wrong("", f"A forecast reckons with k up to {LARGEST_K}.")
    if not 0 < known.rate <= 100:
        raise Wrong(RATE, "The response rate is a percentage above 0, up to 100.")
    found = {each.name: each for each in basis.subjects}
    totals, estimates = _coded(known.totals, found), _coded(known.estimates, found)
    roster = _roster(basis, found, totals, known.combinations)
    shares = {name: given for name, given in (totals | estimates).items() if name not in roster.variables}
    rate = known.rate / 100
    return build.forecast(basis.instrument, basis.profile, basis.terms, roster, shares, rate)


def read_known(text: str, file: str) -> Known:
    """What is known of those invited, from YAML. Raises Refused where it cannot be read."""
    try:
        found = read(text, file).data
    except Unusable as unusable:
        raise Refused(problems=unusable.problems) from None
    if not isinstance(found, dict):
        raise Refused(f"{file} holds no counts: write {{area: {{adult: 70, pediatric: 30}}}}.")
    estimates, together = found.pop(ESTIMATES, {}), found.pop(COMBINATIONS, [])
    rate = found.pop(RATE, USUAL_RATE)
    counts = [*found.values(), *(estimates.values() if isinstance(estimates, dict) else [None])]
    if not all(isinstance(each, dict) for each in [*counts, *together]):
        raise Refused(f"{file} holds something else than counts by answer, such as {{adult: 70}}.")
    if isinstance(rate, bool) or not isinstance(rate, int | float):
        raise Refused(f"{file}: {RATE} is a percentage, such as 60.")
    combinations = [{str(name): str(value) for name, value in each.items()} for each in together]
    return Known(found, estimates, combinations, rate)


def read_combinations(text: str) -> list[dict[str, str]]:
    """Combinations pasted from a spreadsheet: a line of headings, then one line a combination, people last.

    Cells are separated by tabs, semicolons or commas; answers may stand as codes or in words. Raises Wrong.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    if len(lines) > MOST_LINES:
        raise Wrong(COMBINATIONS, f"Paste at most {MOST_LINES} lines.")
    mark = next((each for each in "\t;," if each in lines[0]), ",")
    headings = [heading.strip() for heading in lines[0].split(mark)]
    found = []
    for line in lines[1:]:
        cells = [cell.strip() for cell in line.split(mark)]
        if len(cells) != len(headings):
            short = f"“{line.strip()}” has {len(cells)} cells; there are {len(headings)} headings."
            raise Wrong(COMBINATIONS, short)
        found.append(dict(zip(headings, cells, strict=True)))
    return found


def _roster(
    basis: Basis,
    found: Mapping[str, Subject],
    totals: Mapping[str, Mapping[str, float]],
    combinations: Sequence[Mapping[str, str]],
) -> Roster:
    try:
        if combinations:
            return _counted(basis, found, combinations)
        if totals:
            for name in totals:
                _asked_of_all(found[name])
            return from_totals(basis.invited, {name: _whole(name, counts) for name, counts in totals.items()})
        population = basis.profile.population
        if population and _fits(population, basis.invited, found):
            return counted(basis.invited, population.variables, population.counts)
    except Uneven as uneven:
        raise Wrong(uneven.name or COMBINATIONS, str(uneven)) from None
    return Roster(basis.invited)


def _fits(population: Population, invited: int, found: Mapping[str, Subject]) -> bool:
    """Whether a profile's roster is of those invited, and in answers that can be counted."""
    return sum(population.counts.values()) == invited and all(
        name in found and code in found[name].codes
        for codes in population.counts
        for name, code in zip(population.variables, codes, strict=True)
    )


def _counted(basis: Basis, found: Mapping[str, Subject], combinations: Sequence[Mapping[str, str]]) -> Roster:
    names = [name for name in combinations[0] if name != PEOPLE]
    counts: dict[tuple[str, ...], int] = {}
    for row in combinations:
        if row.keys() != {*names, PEOPLE} or not names:
            raise Wrong(COMBINATIONS, f"Every combination names the same questions, and “{PEOPLE}”.")
        if not row[PEOPLE].isascii() or not row[PEOPLE].isdigit():
            raise Wrong(COMBINATIONS, f"“{row[PEOPLE]}” is no number of people.")
        codes = tuple(_code(_subject(found, name, COMBINATIONS), row[name], COMBINATIONS) for name in names)
        if codes in counts:
            raise Wrong(COMBINATIONS, f"“{', '.join(row[name] for name in names)}” stands there twice.")
        counts[codes] = int(row[PEOPLE])
    for name in names:
        _asked_of_all(found[name])
    return counted(basis.invited, names, counts)


def _coded(counts: Counts, found: Mapping[str, Subject]) -> dict[str, dict[str, float]]:
    coded: dict[str, dict[str, float]] = {}
    for name, answers in counts.items():
        subject = _subject(found, name, name)
        coded[name] = dict.fromkeys(subject.codes, 0.0)
        for answer, number in answers.items():
            if isinstance(number, bool) or not isinstance(number, int | float):
                raise Wrong(name, f"“{number}” is no number of people.")
            if not isfinite(number) or not 0 <= number <= campaigns.MOST_INVITED:
                raise Wrong(name, f"{number} is no number of people.")
            coded[name][_code(subject, str(answer), name)] = number
    return {name: answers for name, answers in coded.items() if any(answers.values())}


def _whole(name: str, counts: Mapping[str, float]) -> dict[str, int]:
    if any(number != int(number) for number in counts.values()):
        raise Wrong(name, "People are counted in whole numbers; say that it is an estimate if it is one.")
    return {code: int(number) for code, number in counts.items()}


def _subject(found: Mapping[str, Subject], name: str, place: str) -> Subject:
    if name not in found:
        raise Wrong(place, f"“{name}” is nothing that can be counted here. There are: {', '.join(found)}.")
    return found[name]


def _code(subject: Subject, answer: str, place: str) -> str:
    """The code of an answer that is given as a code, as yes or no, or in words."""
    if answer in subject.codes:
        return answer
    words = {label.casefold(): code for code, label in subject.codes.items()}
    words |= WORDS if subject.variable.type == "flag" else {}
    if answer.casefold() not in words:
        raise Wrong(place, f"“{answer}” is no answer to “{subject.wording}”: {', '.join(subject.codes)}.")
    return words[answer.casefold()]


def _asked_of_all(subject: Subject) -> None:
    if subject.rules:
        raise Wrong(subject.name, "Not everybody is asked this: give it as an estimate, in parts.")
