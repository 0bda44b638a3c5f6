"""Inviting: the one e-mail that takes the group link to everybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from surveyapp.mail.send import Failure, MailUnavailable, send
from surveyapp.mail.texts import Invitation, invitation
from surveyapp.services import Refused, campaigns
from surveyapp.services.campaigns import Today
from surveyapp.services.respond import State, survey_of
from surveyapp.settings import Settings


def group_mail(settings: Settings, today: Today, name: str) -> tuple[str, str]:
    """Subject and text of the group e-mail. Raises Refused unless the campaign is open, or still a draft."""
    survey = survey_of(campaigns.find(name), settings, today())
    if survey.state not in (State.OPEN, State.REHEARSAL):
        raise Refused(f"'{name}' is {survey.state}: its link takes no answers any more.")
    document = survey.instrument.document
    about = Invitation(
        title=document.title,
        purpose=_purpose(document.introduction, document.title),
        link=campaigns.link(settings, name),
        closes=survey.closes,
        contact=document.contact,
    )
    return invitation(about)


def doubts(settings: Settings, today: Today, name: str) -> Iterator[str]:
    """What somebody should know before the e-mail goes out, a sentence each."""
    survey = survey_of(campaigns.find(name), settings, today())
    if survey.state is State.REHEARSAL:
        yield f"'{name}' is a draft, and its link only rehearses. Open it: surveyapp campaign open {name}"
    host = urlsplit(settings.url).hostname or ""
    if host in ("localhost", "::1") or host.startswith("127."):
        yield "the link leads to this machine alone. Set SURVEYAPP_URL to the address that people open."
    elif not settings.url.startswith("https:"):
        yield "the link is not https, so whoever is on the same network can read answers."
    if not survey.instrument.document.contact:
        yield "the instrument names nobody to ask. Add contact: to it."


def _purpose(introduction: str, title: str) -> str:
    """The introduction's first paragraph, without its emphasis; a sentence of ours where there is none."""
    first = introduction.strip().split("\n\n")[0].replace("*", "").replace("_", "")
    return first or f"You are invited to take part in a survey: {title}."


def send_group_mail(settings: Settings, today: Today, name: str, addresses: Sequence[str]) -> list[Failure]:
    """Sends the group e-mail and reports the addresses that failed.

    Raises Refused unless the campaign is open, and where the mail server cannot be used.
    """
    subject, text = group_mail(settings, today, name)
    if campaigns.find(name).state == "draft":
        raise Refused(
            f"'{name}' is a draft: its link only rehearses. Open it: surveyapp campaign open {name}"
        )
    try:
        return send(settings, subject, text, addresses)
    except MailUnavailable as unavailable:
        raise Refused(f"No e-mail was sent: {unavailable}. To paste it yourself, use --print.") from None
