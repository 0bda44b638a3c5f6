"""Handing a one-time link over: by e-mail, or shown once where no mail can be sent."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from surveyapp.mail import send
from surveyapp.mail.staff import sign_in_link
from surveyapp.services import audit, staff
from surveyapp.services.staff import LINK_HOURS, Person
from surveyapp.web.application import settings
from surveyapp.web.staff.access import who


def hand_over(person: Person) -> ResponseReturnValue:
    """Makes a link and sends it; the page that shows it where it could not be sent. Raises Refused."""
    address = staff.address(settings(), staff.link(person.number))
    audit.record(who(), "made a sign-in link", person.email)
    failed = None
    if settings().mail_host:
        letter = sign_in_link(address, LINK_HOURS, who(), person.roles)
        failed = send.send_one(settings(), letter, person.email)
        if failed is None:
            flash(f"A sign-in link is on its way to {person.email}. It works for {LINK_HOURS} hours.")
            return redirect(url_for("people.index"), 303)
    return render_template(
        "staff/people/link.html",
        person=person,
        address=address,
        hours=LINK_HOURS,
        reason=failed.reason if failed else "",
    )
