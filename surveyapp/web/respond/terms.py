"""A campaign's terms in a respondent's words."""

from __future__ import annotations

from surveyapp.release.terms import Terms, always_shown


def terms_in_words(terms: Terms, *, ratings: bool = True) -> tuple[str, ...]:
    """What may ever be shared, a sentence each; ``ratings`` are those of the program, if there are any."""
    fewest = f"Nothing is shared unless at least {terms.minimum} people have answered."
    small = (
        f"In tables, numbers below {terms.smallest_cell} are hidden; only "
        f"{always_shown(ratings=ratings)} are they shown."
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
