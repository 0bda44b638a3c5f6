"""The account: what ``privacy.json`` says of how a package keeps the terms.

It holds nothing but what the package shows anyway, and figures about the roster: no count of what was
collected from which a hidden one could be worked out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from surveyapp.release.columns import Column
from surveyapp.release.demands import Demands
from surveyapp.release.entries import APART, TYPED, WITHHELD, Entry
from surveyapp.release.formats.readme import About
from surveyapp.release.ladders import Ladder
from surveyapp.release.lattice import Lattice
from surveyapp.release.profile import Profile
from surveyapp.release.recoding import Recoding
from surveyapp.release.risk import SOURCE, Risk, by_invited, by_roster, classes_of
from surveyapp.release.words import SUPPRESSED

LOSS_PLACES = 3
"""Loss counts the distinct numbers in bands; finer than that it would tell how many there were."""


@dataclass(frozen=True)
class Recoded:
    """The rows as they leave: the columns, and the recoding of a lattice that they show, as demanded."""

    columns: Sequence[Column]
    lattice: Lattice
    recoding: Recoding
    demands: Demands

    @property
    def ladders(self) -> dict[str, Ladder]:
        """The ladder of each quasi-identifier."""
        return {ladder.variable: ladder for ladder in self.lattice.ladders}

    @property
    def levels(self) -> dict[str, tuple[int, ...]]:
        """By quasi-identifier, the levels at which it is shown somewhere."""
        names = [ladder.variable for ladder in self.lattice.ladders]
        return {
            name: tuple(sorted(set(levels)))
            for name, levels in zip(names, zip(*self.recoding.patterns, strict=True), strict=True)
        }

    @property
    def rows(self) -> int:
        """How many rows leave."""
        return len(self.recoding.which)


def account(
    about: About,
    profile: Profile,
    entries: Sequence[Entry],
    rows: Mapping[str, Any],
    tables: Mapping[str, Any],
    versions: Mapping[str, str],
) -> str:
    """All that ``privacy.json`` says, as JSON text; ``rows`` and ``tables`` are empty where none leave."""
    content = {
        "campaign": about.name,
        "made_up": about.synthetic,
        "instrument": {"name": about.instrument.name, "version": about.instrument.hash},
        "profile": {"name": profile.name, "version": profile.hash},
        "terms": asdict(about.terms),
        "withheld": [each.name for each in entries if each.done in (WITHHELD, TYPED)],
        "kept_apart": [each.name for each in entries if each.done == APART],
        **({"rows": rows} if rows else {}),
        **({"tables": tables} if tables else {}),
        "versions": versions,
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def account_of_rows(recoded: Recoded, profile: Profile, reached: int, invited: int) -> dict[str, Any]:
    """What is said of the row file: ``reached`` is the size of its smallest class as it was read back."""
    known = [column for column in recoded.columns if column.name in recoded.levels]
    sizes, index = classes_of(known, recoded.rows)
    if profile.population is None:
        people, source = by_invited(sizes, invited), f"estimated from {invited} people invited"
    else:
        people = by_roster(sizes, index, recoded.lattice, recoded.recoding, profile.population)
        source = "the roster's counts in the profile"
    risk = Risk(sizes, people)
    carried = {column.name: column.counts() for column in recoded.columns}
    return {
        "responses": recoded.rows,
        "smallest_class": reached,
        "classes": risk.classes(),
        "quasi_identifiers": {
            name: {"levels": list(levels), "hidden_at": profile.ladders[name].top}
            for name, levels in recoded.levels.items()
        },
        "recoding": profile.document.privacy.recoding,
        "variety": dict(recoded.demands.diverse),
        "loss": round(recoded.recoding.loss, LOSS_PLACES),
        "hidden_altogether": recoded.recoding.suppressed,
        "suppressed": [name for name, counts in carried.items() if counts.keys() == {SUPPRESSED}],
        "suppressed_in_part": [
            name for name, counts in carried.items() if SUPPRESSED in counts and len(counts) > 1
        ],
        "risk": {
            "prosecutor": risk.prosecutor(),
            "journalist": {**risk.journalist(), "population": source},
            "source": SOURCE,
        },
    }
