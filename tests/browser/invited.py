"""Campaigns by invitation behind the served site, and the links that people were sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from surveyapp.ballot.proofs import fingerprint, to_text
from surveyapp.clock import today_in
from surveyapp.services import campaigns, invitations, library
from surveyapp.services.campaigns import Plan
from surveyapp.store import invitations as stored
from tests.browser.site import Campaign, Site
from tests.invited import people
from tests.mail.mailbox import Mailbox, mail_through

ANN = "ann@example.org"
INSTRUMENT = "one_question"


@dataclass
class Personal(Campaign):
    """An open campaign by invitation; its link is Ann's."""

    @property
    def used(self) -> int:
        """How many invitations were used."""
        with self.site.app.app_context():
            return stored.count(self.name)[1]

    def invite(self, address: str) -> str:
        """The link of one more person."""
        with self.site.app.app_context():
            person = people(self.site.settings, self.name, [address])[0]
            pinned = to_text(fingerprint(person.key))
            return f"{self.site.settings.url}{person.path}#{person.code}.{pinned}"

    def mail(self) -> str:
        """The text of the e-mail that Ann gets through a mail server."""
        mailbox = Mailbox()
        with mail_through(self.site.settings, mailbox) as settings, self.site.app.app_context():
            today = today_in(settings.timezone)
            invitations.send_invitations(settings, today, self.name, lambda *_: None)
        part = mailbox.messages[0].get_body(("plain",))
        assert part is not None
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        return content.decode()


def personal_campaign(site: Site, **more: Any) -> Personal:
    """A new campaign by invitation, open, to which Ann is invited."""
    name = f"i{next(site.numbers)}"
    plan = Plan(name=name, instrument=INSTRUMENT, invited=100, by="invitation")
    with site.app.app_context():
        campaigns.create(site.settings, replace(plan, **more))
        campaigns.open_(site.settings, today_in("UTC"), name)
        asked = library.instrument(site.settings, INSTRUMENT)
    made = Personal(site, name, "", asked)
    made.link = made.invite(ANN)
    return made
