"""Inviting and reminding: the one e-mail that takes the group link to everybody, and its QR code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from surveyapp.mail import qr
from surveyapp.mail.addresses import pasted
from surveyapp.mail.letters import Letter
from surveyapp.mail.send import (
    BadHeader,
    Failure,
    MailUnavailable,
    check_available,
    check_subject,
    draft,
    send,
)
from surveyapp.mail.texts import Invitation, invitation, reminder
from surveyapp.services import Advice, Refused, campaigns
from surveyapp.services.campaigns import Today
from surveyapp.services.respond import State, Survey, survey_of
from surveyapp.settings import Settings
from surveyapp.store import office

MOST_ADDRESSES = 1000


def group_mail(settings: Settings, today: Today, name: str, reminding: bool = False) -> Letter:
    """The group e-mail, or the one that reminds. Raises Refused unless the campaign is open, or a draft."""
    survey = survey_of(campaigns.find(name), settings, today())
    if survey.state not in (State.OPEN, State.REHEARSAL):
        raise Refused(f"'{name}' is {survey.state}: its link takes no answers any more.")
    said = about(survey, campaigns.link(settings, name))
    return reminder(said) if reminding else invitation(said)


def about(survey: Survey, link: str) -> Invitation:
    """What an e-mail says about a survey, with the link in it."""
    document = survey.instrument.document
    return Invitation(
        title=document.title,
        purpose=_purpose(document.introduction, document.title),
        link=link,
        closes=survey.closes,
        contact=document.contact,
    )


def group_mail_file(settings: Settings, today: Today, name: str, reminding: bool = False) -> bytes:
    """The group e-mail as an .eml file, which opens as a draft. Raises Refused as `group_mail` does."""
    return draft(checked(group_mail(settings, today, name, reminding)))


def qr_svg(settings: Settings, name: str) -> str:
    """The link's QR code for a slide, as SVG. Raises Refused where there is no such campaign."""
    return qr.svg(campaigns.link(settings, name), f"QR code of the link of the survey {name}")


def qr_png(settings: Settings, name: str) -> bytes:
    """The link's QR code for a slide, as PNG. Raises Refused where there is no such campaign."""
    return qr.png(campaigns.link(settings, name))


def addresses_in(text: str) -> list[str]:
    """The addresses of a pasted list, each once. Raises Refused at what is none, and where there are none."""
    found = pasted(text)
    if found.wrong:
        shown = ", ".join(f"“{each[:60]}”" for each in found.wrong[:5])
        raise Refused(
            f"Not every piece of the list is an e-mail address: {shown}. Correct it; nothing was sent."
        )
    if not found.addresses:
        raise Refused("Give at least one e-mail address, such as the one of the group's mailing list.")
    if len(found.addresses) > MOST_ADDRESSES:
        raise Refused(
            f"These are {len(found.addresses)} addresses, and {MOST_ADDRESSES} are the most at once."
        )
    return found.addresses


def doubts(settings: Settings, today: Today, name: str) -> Iterator[Advice]:
    """What somebody should know before the e-mail goes out."""
    survey = survey_of(campaigns.find(name), settings, today())
    if survey.state is State.REHEARSAL:
        words = f"'{name}' is a draft, and its link only rehearses. Open it."
        yield Advice(words, f"surveyapp campaign open {name}")
    yield from map(Advice, lasting_doubts(settings, survey))


def lasting_doubts(settings: Settings, survey: Survey) -> Iterator[str]:
    """What opening the campaign does not settle: where its link leads, and whom people can ask."""
    host = urlsplit(settings.url).hostname or ""
    if host in ("localhost", "::1") or host.startswith("127."):
        yield (
            "the link leads to this machine alone, and nobody else can open it. Whoever runs the server sets "
            "the address that people open (SURVEYAPP_URL): ask your administrator."
        )
    elif not settings.url.startswith("https:"):
        yield (
            "the link is not https, so whoever is on the same network can read answers. Ask your "
            "administrator to serve it by https."
        )
    try:
        check_subject(survey.instrument.document.title)
    except BadHeader as bad:
        yield f"no e-mail can go out with this title: {bad}. Type the title anew before the survey opens."
    if not survey.instrument.document.contact:
        yield (
            "the survey names nobody whom people can ask. A new version can: in the editor, under About the "
            "survey (contact: in YAML)."
        )


def _purpose(introduction: str, title: str) -> str:
    """The introduction's first paragraph, without its emphasis; a sentence of ours where there is none."""
    first = introduction.strip().split("\n\n")[0].replace("*", "").replace("_", "")
    return first or f"You are invited to take part in a survey: {title}."


def send_group_mail(
    settings: Settings, today: Today, name: str, addresses: Sequence[str], reminding: bool = False
) -> list[Failure]:
    """Sends the group e-mail and reports the addresses that failed.

    Raises Refused unless the campaign is open, and where the mail server cannot be used.
    """
    letter = mail_to_send(settings, today, name, reminding)
    office.let_go()
    return send(settings, letter, addresses)


def mail_to_send(settings: Settings, today: Today, name: str, reminding: bool = False) -> Letter:
    """The group e-mail of a campaign that takes answers, ready for `send`.

    Raises Refused where it takes none, or none yet, and where no mail can be sent.
    """
    letter = checked(group_mail(settings, today, name, reminding))
    if campaigns.find(name).state == "draft":
        raise Refused(
            f"'{name}' is a draft: its link only rehearses. Open it.", f"surveyapp campaign open {name}"
        )
    try:
        check_available(settings)
    except MailUnavailable as unavailable:
        words = f"No e-mail was sent: {unavailable}. You can paste it yourself."
        raise Refused(words, f"surveyapp invite {name} --print") from None
    return letter


def checked(letter: Letter) -> Letter:
    """The letter. Raises Refused where its subject cannot be one."""
    try:
        check_subject(letter.subject)
    except BadHeader as bad:
        raise Refused(f"No e-mail was made: {bad}. Type the instrument's title anew.") from None
    return letter
