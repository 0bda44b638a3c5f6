"""What tests ask of an outcome."""

from __future__ import annotations

from typing import TypeVar

from surveyapp.analysis.inference.outcome import Untestable

Result = TypeVar("Result")


def result_of(outcome: Result | Untestable) -> Result:
    """The result, which there must be."""
    assert not isinstance(outcome, Untestable)
    return outcome
