"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user, logout_user
from flask_wtf import FlaskForm

from surveyapp.services import staff
from surveyapp.services.staff import ROLES, BadLink
from surveyapp.web.staff import access
from surveyapp.web.staff.access import allow, anyone
from surveyapp.web.staff.accounts import forms, passwords, signing

WRONG = "The address or the password is wrong."
WRONG_CODE = "This code is wrong, or it was used already. Wait for the next one."

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@anyone
def sign_in() -> ResponseReturnValue:
    """The page on which one signs in."""
    if current_user.is_authenticated:
        flash(f"You are signed in already, as {access.who()}. To be somebody else, sign out first.")
        return redirect(signing.wanted(), 303)
    form = forms.SignIn()
    if form.validate_on_submit():
        person = passwords.owner(form.email.data or "", form.password.data or "")
        if person is not None:
            return signing.after_password(person)
        form.password.errors = [WRONG]
    return render_template("staff/accounts/sign_in.html", form=form), 422 if form.errors else 200


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@anyone
def code() -> ResponseReturnValue:
    """The page on which the code from one's phone is typed."""
    person = signing.pending()
    if person is None:
        flash("Please sign in again.", "error")
        return redirect(url_for("accounts.sign_in"), 303)
    form = forms.Code()
    if form.validate_on_submit():
        how = signing.accepted(person, form.code.data or "")
        if how is not None:
            return signing.complete(person, how)
        form.code.errors = [WRONG_CODE]
    return render_template("staff/accounts/code.html", form=form), 422 if form.errors else 200


@blueprint.route("/enter/<token>", methods=["GET", "POST"])
@anyone
def enter(token: str) -> ResponseReturnValue:
    """What a one-time link leads to. Looking at it does not use it up, so no mail scanner can."""
    try:
        person, choose = staff.opened(token)
        form = forms.FirstPassword(person) if choose else FlaskForm()
        if form.validate_on_submit():
            hashed = passwords.hashed(form.data["password"]) if choose else None
            return signing.after_password(staff.spend(token, hashed))
    except BadLink as bad:
        return render_template("staff/accounts/spent.html", words=str(bad)), 410
    page = render_template("staff/accounts/enter.html", form=form, person=person, choose=choose)
    return page, 422 if form.errors else 200


@blueprint.post("/sign-out")
@allow(*ROLES)
def sign_out() -> ResponseReturnValue:
    """Ends all sessions of this person, so that a cookie that somebody copied is worth nothing."""
    staff.end_sessions(access.person().number)
    logout_user()
    session.clear()
    flash("You are signed out.")
    return redirect(url_for("accounts.sign_in"), 303)
