"""Release profiles: what may leave of an instrument's answers, fixed before the first of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pydantic import ValidationError

from surveyapp.instrument.explain import explain
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Place, Problem, Unusable
from surveyapp.instrument.tree import read
from surveyapp.instrument.versioned import Versioned
from surveyapp.release.checks import problems
from surveyapp.release.document import Document
from surveyapp.release.ladders import Ladder
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
            name: Ladder(
                name,
                tuple(None if isinstance(level, str) else level for level in levels),
                privacy.labels.get(name, {}),
            )
            for name, levels in privacy.quasi_identifiers.items()
        }

    @property
    def withheld(self) -> frozenset[str]:
        """The variables that do not leave."""
        return frozenset(self.document.privacy.withhold)

    @classmethod
    def from_canonical(cls, text: str) -> Profile:
        """The profile that ``canonical`` wrote. Raises pydantic.ValidationError where it is not one."""
        return cls(Document.model_validate_json(text))


def load_profile(text: str, file: str, instrument: Instrument) -> Profile:
    """The profile in the text, fit for the instrument. Raises Unusable with every problem that it has."""
    tree = read(text, file)
    if not isinstance(tree.data, dict):
        wrong = "a release profile is a mapping: name, instrument, privacy"
        raise Unusable([Problem(Place(file), "not-a-profile", wrong)])
    try:
        profile = Profile(Document.model_validate(tree.data))
    except ValidationError as error:
        raise Unusable(sorted(set(explain(error, tree)))) from None
    found = sorted(problems(profile.document, instrument, tree))
    if found:
        raise Unusable(found)
    return profile


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
