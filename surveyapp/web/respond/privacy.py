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

TABLES = {
    "response": "Answers",
    "comment": "Comments",
    "intake": "Whether answers are taken",
    "campaign": "Surveys",
    "instrument_version": "Questions",
    "published": "Published questions",
    "draft": "Questions that are being worded",
    "draft_revision": "What these said before",
    "release": "What was shared",
    "comment_review": "What was decided about comments",
    "recipient": "Who is invited in person",
    "invitation": "Which personal invitations were used",
    "ballot_key": "What confirms that an answer came by invitation",
    "staff_member": "Who may sign in to run surveys",
    "staff_role": "What each of them may do",
    "staff_link": "Links for their first sign-in",
    "audit_event": "What they did",
    "scheduled": "What will happen to surveys, and when",
    "scheduled_address": "Where an e-mail of the committee goes",
    "worker_seen": "Whether the schedule is being kept",
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
        "id": "A number that is computed from the receipt, another one for each comment, so that no number "
        "puts comments and answers of the same person together. Sealing replaces it too.",
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
        "by": "Whether everybody has the same link, or a personal invitation.",
        "code_without_script": "Whether the code of an invitation may be typed in where scripts are off.",
    },
    "instrument_version": {
        "hash": "A fingerprint of the questions.",
        "name": "Their short name.",
        "content": "Their wording.",
    },
    "published": {
        "hash": "A fingerprint of the questions.",
        "name": "Their short name.",
        "number": "Which version of them this is.",
        "source": "The questions as their authors wrote them.",
        "published_on": "On which day they were published.",
        "retired": "Whether they may still be used for new surveys.",
    },
    "draft": {
        "name": "The short name of questions that nobody is asked yet.",
        "revision": "How often they were changed.",
        "changed": "When somebody who runs surveys changed them last.",
    },
    "draft_revision": {
        "draft": "Which questions.",
        "revision": "Which change of them.",
        "text": "Their wording after it.",
        "by": "The work address of whoever changed them.",
        "said": "What was changed, in a few words.",
        "mark": "Which form it was changed in, so that one form is undone as one.",
        "undo": "Which wording comes back when it is undone.",
        "redo": "Which wording comes back when that is undone.",
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
    "recipient": {
        "campaign": "The survey.",
        "address": "The e-mail address of somebody who is invited in person. Sealing deletes it.",
        "mail": "Whether the invitation was sent to it, or a reminder is on its way.",
    },
    "invitation": {
        "campaign": "The survey.",
        "code": "A number that is computed from the code in one e-mail. With this server’s secret it can "
        "be told whose it is. Sealing deletes it.",
        "used": "Whether the invitation was used. So this server knows who took part, but not when, and "
        "not what was answered.",
        "blinded": "A number that is computed from what your browser had confirmed. It leads neither to the "
        "receipt nor to the answers.",
    },
    "ballot_key": {
        "campaign": "The survey.",
        "public": "The key with which anybody can check that an answer came by invitation.",
        "private": "The key that confirms it, encrypted. Sealing deletes it.",
    },
    "staff_member": {
        "id": "A number for each person who runs surveys. People who only answer are not in this table.",
        "email": "Their work address.",
        "session_key": "A random text that ends their open sessions when it is replaced.",
        "active": "Whether they may sign in.",
        "password": "A hash of their password, never the password.",
        "totp": "The encrypted secret of their second factor.",
        "totp_counter": "Which code of the second factor was used last, so that no code works twice.",
        "recovery_codes": "Hashes of the codes for a lost phone.",
    },
    "staff_role": {
        "member": "The person.",
        "name": "Whether they word surveys, analyse what was collected, or manage these people.",
    },
    "staff_link": {
        "digest": "A hash of the link.",
        "member": "Whom it lets in, once.",
        "expires": "Until when.",
        "choose": "Whether a password is chosen with it.",
    },
    "audit_event": {
        "id": "A number for each thing that a person who runs surveys did, such as opening a survey. "
        "Nothing that somebody who answers does is in this table.",
        "at": "When it was done.",
        "who": "The work address of the person who did it.",
        "action": "What was done.",
        "subject": "To which survey or colleague.",
    },
    "scheduled": {
        "id": "A number for each thing that the committee planned, such as closing a survey.",
        "campaign": "The survey.",
        "what": "Whether it is to be opened, announced or recalled to everybody, closed, or deleted.",
        "due": "When it will happen.",
        "state": "Whether that has happened.",
        "claim": "A random word of the program that does it, so that it happens once.",
        "touched": "When that program last said that it is at it.",
        "sent": "How many e-mails went out.",
        "said": "What became of it.",
        "begun": "Whether a round of reminders has begun, so that nobody gets two.",
    },
    "scheduled_address": {
        "scheduled": "Which e-mail of the committee to everybody it is for.",
        "address": "Where it goes, usually a mailing list. It is deleted when the e-mail is sent, "
        "and nothing joins it to an answer.",
        "state": "Whether it was tried.",
        "reason": "Why it could not be sent.",
    },
    "worker_seen": {
        "id": "Always the same number.",
        "seen": "When the program that keeps the schedule last looked at it.",
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
        "small": survey.invited < respond.SMALL_GROUP,
        "small_group": respond.SMALL_GROUP,
    }
