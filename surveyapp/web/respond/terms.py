"""A campaign's terms in a respondent's words."""

from __future__ import annotations

from surveyapp.instrument.model import Instrument
from surveyapp.release.terms import LEFT_OUT, Terms, counted_of, harmless

SOME = "of everybody’s answers to questions that are harmless even if known"


def terms_in_words(terms: Terms, instrument: Instrument | None) -> tuple[str, ...]:
    """What may ever be shared, a sentence each; without an instrument, whatever will be asked."""
    counted = SOME if instrument is None else counted_of(harmless(instrument))
    fewest = f"Nothing is shared unless at least {terms.minimum} people have answered."
    shown = " and ".join(filter(None, [counted, LEFT_OUT]))
    small = (
        f"In tables, numbers below {terms.smallest_cell} are hidden, except {shown}."
        if terms.smallest_cell > 1
        else "Tables may show small numbers."
    )
    if terms.publish == "tables":
        return (fewest, "Only tables are shared, never one person’s answers in a row.", small)
    rows = (
        "One file of answers may be shared, without comments. What colleagues may know about you is made so "
        f"coarse in it that at least {terms.k} people look alike in every case."
    )
    return (fewest, rows, small)
