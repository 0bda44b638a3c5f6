"""Release profiles: what may leave, fixed before the first answer is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Problem, Unusable
from surveyapp.instrument.tree import Tree
from surveyapp.instrument.versioned import Versioned
from surveyapp.release.checks import campaign_faults
from surveyapp.release.demands import Demands, Population
from surveyapp.release.document import Document
from surveyapp.release.draft import Draft, Library, drafted
from surveyapp.release.ladders import Ladder
from surveyapp.release.open_checks import open_faults
from surveyapp.release.terms import Terms


@dataclass(frozen=True)
class Profile(Versioned):
    """What may leave: a document with everything that follows from it."""

    document: Document

    @property
    def name(self) -> str:
        """The profile's name."""
        return self.document.name

    @cached_property
    def ladders(self) -> dict[str, Ladder]:
        """The ladder of each quasi-identifier, by variable."""
        privacy = self.document.privacy
        return {
            name: Ladder(name, levels, privacy.labels.get(name, {}))
            for name, levels in privacy.quasi_identifiers.items()
        }

    @property
    def withheld(self) -> frozenset[str]:
        """The variables that do not leave."""
        return frozenset(self.document.privacy.withhold)

    @property
    def groups(self) -> tuple[str, ...]:
        """The variables by which tables break everything down."""
        return self.document.privacy.groups

    @cached_property
    def population(self) -> Population | None:
        """The people on the roster; None where the profile does not count them."""
        strata = self.document.privacy.population
        if not strata:
            return None
        variables = tuple(strata[0].codes)
        counts = {tuple(stratum.codes[name] for name in variables): stratum.people for stratum in strata}
        return Population(variables, counts)

    def demands(self, terms: Terms | None = None) -> Demands:
        """What every class of released rows must have.

        In a campaign ``terms`` are those that hold (see ``terms_with``): its k people are among those who
        answered, whatever the roster says. Without terms the profile's own k counts, on the roster if it
        has one.
        """
        privacy = self.document.privacy
        return Demands(
            k=terms.k if terms else privacy.k or 2,
            diverse=privacy.diverse,
            population=None if terms else self.population,
            suppress_at_most=privacy.suppress_at_most,
            drop=privacy.drop,
            local=privacy.recoding == "local",
        )

    def without(self, names: Iterable[str]) -> Profile:
        """The profile with these variables withheld too."""
        privacy = self.document.privacy
        withhold = tuple(dict.fromkeys((*privacy.withhold, *names)))
        changed = privacy.model_copy(update={"withhold": withhold})
        return Profile(self.document.model_copy(update={"privacy": changed}))

    @classmethod
    def from_canonical(cls, text: str) -> Profile:
        """The profile that ``canonical`` wrote. Raises pydantic.ValidationError where it is not one."""
        return cls(Document.model_validate_json(text))


def checked(text: str, file: str, library: Library) -> tuple[Profile | None, list[Problem]]:
    """The profile in the text, where nothing is wrong with it, and everything that is.

    Ladder files are looked for beside ``file``. Nothing is raised for what an author wrote.
    """
    try:
        draft = drafted(text, file)
    except Unusable as unusable:
        return None, list(unusable.problems)
    problems = _problems(draft, library)
    return (None if problems else Profile(draft.document)), problems


def load_profile(text: str, file: str, instrument: Instrument) -> Profile:
    """The profile in the text, fit for the instrument. Raises Unusable with every problem that it has."""
    profile, problems = checked(text, file, lambda _: instrument)
    if profile is None:
        raise Unusable(problems)
    if profile.document.instrument is None:
        raise Unusable([Problem(drafted(text, file).tree.place(()), "missing", "'instrument' is missing")])
    return profile


def open_profile(text: str, file: str) -> tuple[Profile, Tree]:
    """A profile for any CSV file, and where its parts stand. Raises Unusable with all its problems."""
    draft = drafted(text, file)
    if draft.document.instrument is not None:
        wrong = f"the profile is for the answers to '{draft.document.instrument}'"
        hint = "a profile for any CSV file names no instrument: what depends on what is not known there"
        raise Unusable([Problem(draft.tree.place(("instrument",)), "other-instrument", wrong, hint)])
    problems = draft.problems(open_faults(draft.document))
    if problems:
        raise Unusable(problems)
    return Profile(draft.document), draft.tree


def _problems(draft: Draft, library: Library) -> list[Problem]:
    name = draft.document.instrument
    if name is None:
        return draft.problems(open_faults(draft.document))
    try:
        instrument = library(name)
    except KeyError:
        hint = "look at which there are"
        wrong = f"there is no instrument '{name}'"
        return draft.problems([(("instrument",), "unknown-instrument", wrong, hint)])
    except Unusable:
        hint = "mend it first"
        wrong = f"the instrument '{name}' has problems of its own"
        return draft.problems([(("instrument",), "instrument-unusable", wrong, hint)])
    return draft.problems(campaign_faults(draft.document, instrument))


def terms_with(profile: Profile, terms: Terms) -> Terms:
    """The terms that hold where a profile releases: it may ask for more than they do, never for less."""
    privacy = profile.document.privacy
    k = max(terms.k, privacy.k or 0)
    return Terms(
        terms.publish,
        k,
        max(terms.minimum, privacy.minimum or 0, k),
        max(terms.smallest_cell, privacy.smallest_cell or 0),
    )
