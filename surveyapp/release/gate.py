"""The gate: whether anything may leave a campaign at all."""

from __future__ import annotations

from surveyapp.release.terms import Refusal, Terms


def admit_campaign(state: str, terms: Terms) -> None:
    """Let through a sealed campaign whose terms allow rows. Raises Refusal otherwise."""
    if state not in ("sealed", "released"):
        raise Refusal(
            "not-sealed",
            "This campaign is not sealed. Nothing leaves while people can still answer or take an answer "
            "back: close it and seal it first.",
        )
    if terms.publish == "tables":
        raise Refusal(
            "tables-only",
            "The people who answered were told that only tables will leave, so there is no row file. "
            "What this campaign gives is its report.",
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


def admit_once(digest: str, left: str | None) -> None:
    """Let through the row file that left before, if one did. Raises Refusal for any other."""
    if left not in (None, digest):
        raise Refusal(
            "another-file",
            "This campaign has given its row file already, and this one would differ from it. Two of them "
            "together could single a person out, so only the first may be used.",
        )
