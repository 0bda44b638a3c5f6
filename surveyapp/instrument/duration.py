"""How long answering takes, estimated: what there is to read, and what it takes to answer each kind."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.instrument.kinds.base import Item

WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction, adults: Brysbaert (2019), doi:10.1016/j.jml.2019.104047."""

SECONDS = {
    "yes_no": 4,
    "choice": 4,
    "choices": 6,
    "scale": 4,
    "rating": 5,
    "grid": 4,
    "before_after": 4,
    "integer": 7,
    "number": 7,
    "date": 8,
    "text": 10,
    "comment": 45,
    "note": 0,
}
"""What answering takes beside reading, for each statement or question of a kind. Ours, set so that a question
of 25 words takes the ten seconds that surveys find (Pew Research Center, 2022: 15 minutes are 85 of its
points, and a question that stands alone is one)."""

ASSUMED = (
    f"People read {WORDS_A_MINUTE} words a minute (Brysbaert 2019, doi:10.1016/j.jml.2019.104047). Answering "
    f"takes {SECONDS['yes_no']} seconds for what is picked, {SECONDS['integer']} for a number, "
    f"{SECONDS['text']} for a short text and {SECONDS['comment']} for a comment: our assumption, close to "
    "the ten seconds a question that the Pew Research Center found in its panel (2022)."
)
"""The assumption in a sentence or two, for whoever reads an estimate."""


def reading(text: str) -> float:
    """Seconds that reading a text takes."""
    return len(text.split()) * 60 / WORDS_A_MINUTE


def seconds(item: Item) -> float:
    """Seconds that an item takes a person who is asked it, all its statements together."""
    answered = [control for control in item.controls() if control.other_of is None]
    read = sum(map(reading, _words(item)))
    return read + SECONDS[item.type] * len(answered)


def _words(item: Item) -> Iterator[str]:
    """What is read of an item: a scale once, a statement each time that it is asked."""
    yield item.ask
    yield item.help
    for option in item.picks().values():
        yield option.label
    for control in item.controls():
        if control.statement is not None:
            yield item.rows()[control.statement]


def minutes(spent: float) -> int:
    """Seconds as whole minutes, one at least."""
    return max(1, round(spent / 60))
