"""A campaign with answers of all sorts, and a look at everything that the box holds of it."""

from __future__ import annotations

from sqlalchemy import select

from surveyapp.ballot.serials import response_id
from surveyapp.store import box, engines
from surveyapp.store.box import Comment

PEOPLE = 40


def serial(number: int) -> bytes:
    return number.to_bytes(20)


def fill(campaign: str, people: int = PEOPLE) -> None:
    """People who answered, each fourth the same as another; some commented and some took theirs back."""
    box.set_accepting(campaign, True)
    for number in range(people):
        key = response_id(campaign, serial(number))
        comments = [Comment(key[::-1], "lessons", f"comment {number % 7}")] if number % 3 == 0 else []
        box.insert(campaign, key, f'{{"a":"{number // 4 * 4 if number % 4 < 2 else number}"}}', comments)
        if number % 10 == 9:
            box.withdraw(campaign, key, [key[::-1]])


def stored(campaign: str) -> list[tuple[object, ...]]:
    """Everything that the tables hold of a campaign."""
    with engines.reading("box") as connection:
        return [
            tuple(row)
            for table in (box.response, box.comment)
            for row in connection.execute(
                select(table).where(table.c.campaign == campaign).order_by(table.c.id)
            )
        ]


def is_ranked(campaign: str) -> bool:
    """Whether each id of a campaign is a rank."""
    return all(isinstance(row[1], bytes) and len(row[1]) == 10 for row in stored(campaign))
