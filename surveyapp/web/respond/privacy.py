"""The privacy page: what is stored, told column by column, with the settings and the terms in force.

No sentence about something stored stands in the template: it stands here beside the column that it is about,
and a column without one is an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from surveyapp.services import respond
from surveyapp.services.respond import Survey
from surveyapp.settings import Settings

SMALL_GROUP = 50
"""Below this number of people, personal invitations are the better choice."""

TABLES = {
    "response": "Answers",
    "comment": "Comments",
    "intake": "Whether answers are taken",
    "campaign": "Surveys",
    "instrument_version": "Questions",
    "release": "What was shared",
    "comment_review": "What was decided about comments",
    "alembic_version": "Layout of the tables",
}
COLUMNS = {
    "response": {
        "campaign": "Which survey the answers belong to.",
        "id": "A number that is computed from the receipt and does not lead back to it. Sealing replaces it "
        "by the place of your answers among all answers sorted by content.",
        "answers": "Your answers to the questions that you were asked. Nothing once you take them back.",
    },
    "comment": {
        "campaign": "Which survey the comment belongs to.",
        "id": "A number that is computed from the receipt, another one for each comment, so that comments "
        "and answers of the same person cannot be put together. Sealing replaces it too.",
        "item": "Which question the comment answers.",
        "text": "What you wrote.",
    },
    "intake": {
        "campaign": "The survey.",
        "accepting": "Whether it takes answers.",
    },
    "campaign": {
        "name": "The survey’s short name.",
        "instrument": "Which questions are asked.",
        "profile": "The plan of what may be shared, by its name.",
        "version_hash": "The exact version of the questions, fixed when the survey opens.",
        "profile_content": "The plan of what may be shared, fixed when the survey opens.",
        "publish": "Whether a file of answers may be shared, or tables only.",
        "k": "How many people must look alike in a shared file.",
        "minimum": "How many people must have answered before anything is shared.",
        "smallest_cell": "The smallest number that a table may show.",
        "invited": "How many people were invited: a number, no names.",
        "synthetic": "Whether a program makes up the answers, for trying things out.",
        "state": "Whether the survey is being rehearsed, open, closed or sealed.",
        "closes": "The last day on which answers are taken.",
    },
    "instrument_version": {
        "hash": "A fingerprint of the questions.",
        "name": "Their short name.",
        "content": "Their wording.",
    },
    "release": {
        "campaign": "The survey.",
        "digest": "A fingerprint of the file that was shared.",
        "made": "How the file was made.",
    },
    "comment_review": {
        "campaign": "The survey.",
        "ref": "A number that is computed from the comment and this server’s secret. It does not lead back.",
        "decision": "Whether the comment may be shared as it is, without some of its words, or not at all.",
        "text": "What is shared of a comment from which words were taken away.",
        "released": "Whether it has been shared.",
    },
    "alembic_version": {
        "version_num": "Which version of this program made these tables.",
    },
}


class Untold(Exception):
    """A column is stored that the privacy page has no words for."""


class Table(NamedTuple):
    """One table of the databases in words: its title, and what each column holds."""

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]


def tables(stored: Mapping[str, Sequence[str]]) -> tuple[Table, ...]:
    """What the databases hold, answers first. Raises Untold at a table or column without words."""
    unknown = [
        f"{table}.{column}"
        for table, columns in stored.items()
        for column in columns
        if column not in COLUMNS.get(table, {})
    ]
    if unknown:
        raise Untold(f"no words for {', '.join(unknown)}")
    return tuple(
        Table(name, title, tuple((column, COLUMNS[name][column]) for column in stored[name]))
        for name, title in TABLES.items()
        if name in stored
    )


def settings_in_words(settings: Settings) -> tuple[str, ...]:
    """What this server's settings mean for a respondent, a sentence each."""
    sqlite = settings.box_database_url.startswith("sqlite")
    kind = "a file of their own on this server" if sqlite else "a PostgreSQL database of their own"
    before = (
        "No other server of ours stands before this one."
        if settings.proxies == 0
        else f"Before this server {_stand(settings.proxies)}, which may keep logs of visits."
    )
    return (
        f"Answers and comments are kept in {kind}.",
        before,
        f"Days end at midnight in the time zone {settings.timezone}.",
    )


def _stand(proxies: int) -> str:
    return "stands another one" if proxies == 1 else f"stand {proxies} others"


def privacy(survey: Survey, settings: Settings) -> dict[str, Any]:
    """What the privacy page's template asks for beside the survey."""
    return {
        "tables": tables(respond.columns()),
        "settings": settings_in_words(settings),
        "small": survey.invited < SMALL_GROUP,
        "small_group": SMALL_GROUP,
    }
