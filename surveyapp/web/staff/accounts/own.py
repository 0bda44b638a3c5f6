"""One's own account: password, second factor, sessions."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from surveyapp.services import audit, staff
from surveyapp.services import second_factor as factors
from surveyapp.services.staff import ROLES
from surveyapp.web.staff.access import allow, lacks_second_factor, person, who
from surveyapp.web.staff.accounts import forms, passwords, signing
from surveyapp.web.staff.codes import codes

NOT_YET = "This code is wrong. Check the phone's clock, and type the code that it shows now."
UNTRIED = "untried"
"""Where a session keeps the second factor that is being set up."""

blueprint = Blueprint("own", __name__, url_prefix="/account")


@blueprint.get("/")
@allow(*ROLES)
def index() -> str:
    """One's own account."""
    return render_template("staff/accounts/own.html")


@blueprint.route("/password", methods=["GET", "POST"])
@allow(*ROLES)
def password() -> ResponseReturnValue:
    """The page on which one chooses another password."""
    form = forms.NewPassword(person())
    if form.validate_on_submit():
        email = who()
        signing.renew(staff.change_password(person().number, passwords.hashed(form.password.data or "")))
        audit.record(email, "changed their password")
        flash("Your password is changed. Other devices are signed out.")
        return redirect(url_for("own.index"), 303)
    return render_template("staff/accounts/password.html", form=form), 422 if form.errors else 200


@blueprint.route("/second-factor", methods=["GET", "POST"])
@allow(*ROLES)
def second_factor() -> ResponseReturnValue:
    """The page on which a phone is set up."""
    form = forms.NewSecondFactor(person())
    secret = session.get(UNTRIED) or codes().generate_totp_secret()
    session[UNTRIED] = secret
    if form.validate_on_submit():
        counter = codes().first(secret, form.code.data or "")
        if counter is not None:
            factors.keep(person().number, secret, counter)
            del session[UNTRIED]
            return _new_codes("set up a second factor")
        form.code.errors = [NOT_YET]
    page = render_template(
        "staff/accounts/second_factor.html",
        form=form,
        picture=codes().generate_qrcode(who(), secret),
        key=codes().get_totp_pretty_key(secret),
        required=lacks_second_factor(person()),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/recovery-codes", methods=["GET", "POST"])
@allow(*ROLES)
def recovery_codes() -> ResponseReturnValue:
    """The page on which one gets new recovery codes."""
    if person().totp is None:
        return redirect(url_for("own.second_factor"), 303)
    form = forms.OwnForm(person())
    if form.validate_on_submit():
        return _new_codes("made new recovery codes")
    return render_template("staff/accounts/recovery_codes.html", form=form), 422 if form.errors else 200


def _new_codes(action: str) -> str:
    """The page that shows new recovery codes, this once: they are kept nowhere."""
    made = factors.new_recovery_codes(person().number)
    audit.record(who(), action)
    return render_template("staff/accounts/codes.html", codes=made)


@blueprint.post("/sign-out-everywhere")
@allow(*ROLES)
def end_sessions() -> ResponseReturnValue:
    """Ends all sessions but this one."""
    email = who()
    signing.renew(staff.end_sessions(person().number))
    audit.record(email, "signed out their other devices")
    flash("All your other devices are signed out.")
    return redirect(url_for("own.index"), 303)
