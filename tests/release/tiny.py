"""Tiny instruments, profiles and responses, written where the test that needs them can be read."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

from surveyapp.instrument.load import load
from surveyapp.instrument.model import Instrument
from surveyapp.release.package import Campaign, Made, package
from surveyapp.release.profile import Profile, load_profile
from surveyapp.release.terms import Terms

TERMS = Terms("rows", k=2, minimum=2, smallest_cell=2)
HERE = Path(__file__).resolve().parents[2]
YEARS = """
    - name: years
      type: choice
      ask: Years?
      privacy: quasi_identifier
      options: {under_5: Under 5, 5_to_9: 5 to 9, 10_up: 10 or more}
    - {name: well, type: yes_no, ask: Are you well?}
"""


def bundled(name: str) -> Instrument:
    """One of the instruments that come along."""
    text = (HERE / "instruments" / f"{name}.yaml").read_text(encoding="utf-8")
    return load(text, f"{name}.yaml", bundled)[0]


def bundled_profile(name: str) -> Profile:
    """One of the profiles that come along."""
    text = (HERE / "exports" / f"{name}.yaml").read_text(encoding="utf-8")
    return load_profile(text, f"{name}.yaml", bundled(name))


def instrument(items: str, more: str = "") -> Instrument:
    """An instrument with the items, one section, and whatever more is written beside."""
    lines = ["name: tiny", "title: Tiny", "source: {citation: none, wording: reconstructed}"]
    lines += [dedent(more).strip(), "sections:", "  - name: all", "    title: All", "    items:"]
    lines += [f"      {line}" for line in dedent(items).strip().splitlines()]
    return load("\n".join(lines) + "\n", "tiny.yaml", bundled)[0]


def profile(of: Instrument, privacy: str = "{}") -> Profile:
    """A profile for the instrument."""
    return load_profile(profile_text(privacy), "tiny.yaml", of)


def profile_text(privacy: str) -> str:
    """A profile with the privacy part that is given; that part begins in line 4."""
    body = "\n".join(f"  {line}" for line in dedent(privacy).strip().splitlines())
    return f"name: tiny\ninstrument: tiny\nprivacy:\n{body}\n"


def stored(answers: Sequence[Mapping[str, Any]]) -> list[str]:
    """Responses as the box stores them."""
    return [json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in answers]


def export(
    of: Instrument,
    by: Profile,
    answers: Sequence[Mapping[str, Any]],
    out: Path,
    *,
    terms: Terms = TERMS,
    synthetic: bool = False,
) -> Made:
    """The package of a sealed campaign with these responses."""
    return package(Campaign("sealed", 1_000, terms, synthetic), of, by, stored(answers), out)


def cells(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
