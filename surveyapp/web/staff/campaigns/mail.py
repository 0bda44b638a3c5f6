"""The e-mail that takes the link to everybody: read, copied, downloaded, sent; and the link's QR code."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from surveyapp.clock import now_in
from surveyapp.services import Refused, invite, launch, schedule
from surveyapp.services.schedule import WORDS
from surveyapp.web.application import settings
from surveyapp.web.staff.access import allow
from surveyapp.web.staff.campaigns.area import blueprint, done, status, today
from surveyapp.web.staff.campaigns.schedule import begun
from surveyapp.web.staff.campaigns.schedule_forms import Sending

# The letter's own style and nothing else, in a frame of ours or by itself.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; sandbox; frame-ancestors 'self'"
)
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}


class Kind(NamedTuple):
    """One of the two e-mails: its name in addresses, its title, and what the schedule calls it."""

    name: str
    title: str
    what: str


KINDS = {
    "invitation": Kind("invitation", "The invitation", "invite"),
    "reminder": Kind("reminder", "The reminder", "remind"),
}
EITHER = "<any(invitation, reminder):kind>"


@blueprint.route(f"/<name>/mail/{EITHER}", methods=["GET", "POST"])
@allow("committee")
def mail(name: str, kind: str) -> ResponseReturnValue:
    """The e-mail as it will be, every way to send it, and the form that sends it."""
    form = Sending()
    if form.validate_on_submit():
        try:
            return _send(name, KINDS[kind], form)
        except Refused as refused:
            form.addresses.errors = [str(refused)]
    page = render_template(
        "staff/campaigns/mail.html",
        campaign=status(name),
        form=form,
        kind=KINDS[kind],
        kinds=KINDS.values(),
        letter=invite.group_mail(settings(), today(), name, kind == "reminder"),
        doubts=list(invite.lasting_doubts(settings(), launch.as_opened(settings(), today(), name))),
        can_send=bool(settings().mail_host),
    )
    return page, 422 if form.errors else 200


def _send(name: str, kind: Kind, form: Sending) -> ResponseReturnValue:
    """Puts the e-mail on the schedule, for now or for later. Raises Refused."""
    now = now_in(settings().timezone)
    to = invite.addresses_in(form.addresses.data or "")
    at = form.at()
    if at is None:
        invite.mail_to_send(settings(), today(), name, kind.what == "remind")
    number = schedule.add(now, name, kind.what, at or now(), to)
    said = "It is planned."
    if at is None:
        said = f"It goes out {begun(number)}. Reload this page to see how far it is."
    return done(_action(kind, at), name, said, "campaigns.planned")


def _action(kind: Kind, at: datetime | None) -> str:
    """What the audit trail says."""
    words = WORDS[kind.what].lower()
    return f"asked to {words} now" if at is None else f"planned to {words} on {at:%Y-%m-%d %H:%M}"


@blueprint.get(f"/<name>/mail/{EITHER}/page")
@allow("committee")
def mail_page(name: str, kind: str) -> Response:
    """The e-mail as mail programs that know HTML show it."""
    letter = invite.group_mail(settings(), today(), name, kind == "reminder")
    return Response(letter.html, mimetype="text/html", headers={"Content-Security-Policy": LETTER_POLICY})


@blueprint.get(f"/<name>/mail/{EITHER}.eml")
@allow("committee")
def mail_file(name: str, kind: str) -> Response:
    """The e-mail as a draft for one's own mail program."""
    written = invite.group_mail_file(settings(), today(), name, kind == "reminder")
    return _download(written, "message/rfc822", f"{name}-{kind}.eml")


@blueprint.get("/<name>/qr.<any(svg, png):ending>")
@allow("committee")
def qr(name: str, ending: str) -> Response:
    """The link's QR code, to show or, with ?download=1, to keep."""
    picture: Any = invite.qr_svg(settings(), name) if ending == "svg" else invite.qr_png(settings(), name)
    if request.args.get("download"):
        return _download(picture, PICTURES[ending], f"{name}-qr.{ending}")
    return Response(picture, mimetype=PICTURES[ending])


def _download(content: str | bytes, mimetype: str, file: str) -> Response:
    disposition = f'attachment; filename="{file}"'
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": disposition})
