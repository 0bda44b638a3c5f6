"""The gate: whether anything may leave a campaign at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveyapp.release.terms import Refusal, Terms

ROW_FILE = "data.csv"
TABLES = "tables/"


@dataclass(frozen=True)
class Left:
    """What left a campaign: the SHA-256 of each file by name, and the versions of what wrote them."""

    files: Mapping[str, str]
    versions: Mapping[str, str] = field(default_factory=dict)

    def followed_by(self, later: Left) -> Left:
        """What has left when another package has, too."""
        return Left({**self.files, **later.files}, later.versions)


def admit_campaign(state: str) -> None:
    """Let through a sealed campaign. Raises Refusal otherwise."""
    if state not in ("sealed", "released"):
        raise Refusal(
            "not-sealed",
            "This campaign is not sealed. Nothing leaves while people can still answer or take an answer "
            "back: close it and seal it first.",
        )


def admit_responses(responses: int, invited: int, terms: Terms) -> None:
    """Let through responses of which there are enough, and no more than people. Raises Refusal otherwise."""
    if responses > invited:
        raise Refusal(
            "more-than-invited",
            "There are more responses than people were invited, so some people answered more than once, or "
            "the link was passed on. Counts of people cannot be trusted, and nothing is released.",
        )
    if responses < terms.minimum:
        raise Refusal(
            "below-minimum",
            f"Fewer people answered than the terms ask for before anything leaves ({terms.minimum}). "
            "Nothing is released.",
        )


def admit_again(made: Left, before: Left | None) -> None:
    """Let through what left before, byte for byte, where anything did. Raises Refusal for another file.

    The row file and tables are held against what left whatever wrote them. The other files say the same in
    other words: they may differ where another version wrote them.
    """
    if before is None:
        return
    for name, digest in sorted(before.files.items(), key=lambda each: (not _shows_people(each[0]), each[0])):
        held = _shows_people(name) or made.versions == before.versions
        if held and made.files.get(name, digest) != digest:
            raise Refusal(
                "another-file",
                f"This campaign has given its {name} already, and this one would differ from it. Two of them "
                "together could tell more than one, so only the first may be used.",
            )


def admit_report(made: Mapping[str, str], before: Mapping[str, str]) -> None:
    """Let through a report whose tables left before, or that adds to all that did. Raises Refusal otherwise.

    Both are the SHA-256 of tables by name. What is held back was weighed over one report; of two that each
    leave out what the other shows nobody has weighed both together.
    """
    same = all(before.get(name, digest) == digest for name, digest in made.items())
    if not same or not (made.keys() <= before.keys() or before.keys() <= made.keys()):
        raise Refusal(
            "another-file",
            "This campaign has given a report already, and this one has other tables. Keep the plan with "
            "which that was made, and add to the end of its lists.",
        )


def _shows_people(name: str) -> bool:
    return name == ROW_FILE or name.startswith(TABLES)
