"""A workspace to measure: an instrument of 300 items, drafts of it, 200 campaigns, and who works there."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from flask.testing import FlaskClient

from bench.survey import disconnect
from surveyapp import create_app, store
from surveyapp.clock import today_in
from surveyapp.services import audit, campaigns, drafts, staff, versions
from surveyapp.services.campaigns import Plan
from surveyapp.services.respond import Respond
from surveyapp.settings import Settings
from surveyapp.store import drafts as kept
from surveyapp.web.application import Application
from surveyapp.web.warming import warm
from tests.staff.conftest import with_session

NAME = "large"
SECTIONS, ITEMS_EACH = 20, 15
CAMPAIGNS, PEOPLE, DRAFTS, EVENTS = 200, 30, 8, 300
OTHERS = ("needs_assessment", "peer_support_satisfaction", "mini_z")
STATES = ("draft", "open", "open", "closed")
ANSWERED = 12
SEALED = "round-0"
PERSONAL = 23
QUESTION = re.compile(r"question \d+ \w+")
ORGANISATION = "@example.org"

HEAD = """\
name: large
title: A large survey
source: {citation: Made for measuring, wording: reconstructed}
introduction: Everybody is asked about all parts of their work, so that the busiest of them can be eased.
scales:
  agreement: {1: Strongly agree, 2: Agree, 3: Disagree, 4: Strongly disagree}
  frequency: {0: Never, 1: Seldom, 2: Often, 3: Nearly every day}
sections:
"""
ITEM = """\
      - name: {name}
        type: {kind}
        ask: {ask}
{more}"""
OPTIONS = "        options:\n" + "".join(f"          code_{code}: Answer {code}\n" for code in "abcde")
STATEMENTS = "        statements:\n" + "".join(f"          row_{code}: Statement {code}\n" for code in "abcd")
KINDS = (
    ("yes_no", ""),
    ("choice", OPTIONS),
    ("scale", "        scale: agreement\n"),
    ("choices", OPTIONS + "          other: {label: Another one, other: true}\n"),
    ("grid", "        scale: frequency\n" + STATEMENTS),
    ("integer", "        min: 0\n        max: 400\n        unit: hours\n"),
    ("text", "        max_length: 200\n"),
    ("rating", "        low: Not at all\n        high: Very much\n"),
    ("comment", ""),
)
"""One of each in turn; of every section the first item is a question to answer with yes or no."""


def large(words: str = "this") -> str:
    """An instrument of 300 items, every third of them with a rule, two scores, a section with a rule."""
    return HEAD + "".join(_section(at, words) for at in range(SECTIONS)) + _scores()


def _section(at: int, words: str) -> str:
    rule = "    when: {q_0_0: yes}\n" if at == SECTIONS - 1 else ""
    items = "".join(_item(at, where, words) for where in range(ITEMS_EACH))
    return f"  - name: part_{at}\n    title: Part {at} of the work\n{rule}    items:\n{items}\n"


def _item(at: int, where: int, words: str) -> str:
    kind, more = KINDS[where % len(KINDS)]
    if where % 3 == 2:
        more += f"        when: {{q_{at}_0: yes}}\n"
    ask = f"How is {words} in part {at} of what you do, question {where} of those about it?"
    return ITEM.format(name=f"q_{at}_{where}", kind=kind, ask=ask, more=more)


def _scores() -> str:
    return "derive:\n" + "".join(
        f"  {each}: {{{each}: [{', '.join(f'q_{at}_2' for at in range(10))}]}}\n" for each in ("sum", "mean")
    )


@dataclass
class Workspace:
    """An installation with a client for each role; ``edits`` counts what was edited behind their backs."""

    app: Application
    clients: dict[str, FlaskClient]
    forms: dict[str, dict[str, str]] = field(default_factory=dict)
    edits: int = 0

    def text(self) -> str:
        """What the draft says."""
        with self.app.app_context():
            return drafts.read(NAME).text

    def revision(self) -> int:
        """The draft's revision now."""
        with self.app.app_context():
            return drafts.read(NAME).revision

    def edited_elsewhere(self, draft: str = NAME, by: str = f"committee{ORGANISATION}") -> None:
        """Somebody words an item, served by another process: this one remembers nothing of the new text."""
        self.edits += 1
        with self.app.app_context(), kept.changing():
            found, last = kept.draft(draft), kept.newest(draft)
            assert found is not None
            assert last is not None
            found.revision += 1
            made = QUESTION.sub(f"question {self.edits} changed", last.text, count=1)
            assert made != last.text
            row = kept.DraftRevision(
                draft=draft, revision=found.revision, text=made, by=by, said="", mark="", undo=None, redo=None
            )
            kept.keep(row, drafts.REVISIONS_KEPT)


@contextmanager
def workspace(folder: Path) -> Iterator[Workspace]:
    """A workspace in a new folder."""
    given = {"SURVEYAPP_HOME": str(folder), "SURVEYAPP_SECRETS": secrets.token_urlsafe(32)}
    settings = replace(Settings.from_environment(given), workers=1, second_factor="nobody")
    folder.mkdir(mode=0o700)
    app = create_app(settings)
    with app.app_context():
        store.upgrade()
        _fill(settings)
        people = {role: staff.invite(role + ORGANISATION, [role]) for role in staff.ROLES}
        for at in range(PEOPLE):
            staff.invite(f"person-{at}{ORGANISATION}", ["committee"])
        for at in range(EVENTS):
            audit.record(f"committee{ORGANISATION}", "edited something", f"thing-{at}")
        warm(app)
        disconnect()
    yield Workspace(app, {role: with_session(app, person) for role, person in people.items()})
    with app.app_context():
        disconnect()


def _fill(settings: Settings) -> None:
    today = today_in(settings.timezone)
    versions.load_files(settings)
    versions.publish(settings, large())
    versions.publish(settings, large("all of that"))
    for at in range(DRAFTS):
        drafts.take_in(large(f"this ({at})" if at else "this"), f"committee{ORGANISATION}")
    _answered(settings)
    for at in range(1, CAMPAIGNS):
        name, state = f"round-{at}", STATES[at // len(STATES) % len(STATES)]
        by: Literal["link", "invitation"] = "invitation" if at == PERSONAL else "link"
        asked = (*OTHERS, NAME)[at % len(STATES)]
        campaigns.create(settings, Plan(name=name, instrument=asked, invited=100, publish="tables", by=by))
        if state != "draft":
            campaigns.open_(settings, today, name)
        if state == "closed":
            campaigns.close(name)


def _answered(settings: Settings) -> None:
    """The campaign that is sealed."""
    today = today_in(settings.timezone)
    campaigns.create(settings, Plan(name=SEALED, instrument=OTHERS[1], invited=100, publish="tables"))
    campaigns.open_(settings, today, SEALED)
    respond = Respond(settings, today)
    survey = respond.survey(campaigns.token(settings, SEALED))
    for number in range(ANSWERED):
        given = {"role": "received", "accepted": "yes", "suggestions": f"More of {number}"}
        respond.submit(survey, respond.ballot(survey)[0], given)
    campaigns.close(SEALED)
    campaigns.seal(today, SEALED)
