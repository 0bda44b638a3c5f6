"""The forms with which one signs in and looks after one's account."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import EmailField, Field, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from surveyapp.services.staff import Person
from surveyapp.web.staff.accounts import passwords


class SignIn(FlaskForm):
    """Address and password."""

    email = EmailField("Work address", [InputRequired("Enter your work address."), Length(max=254)])
    password = PasswordField("Password", [InputRequired("Enter your password.")])


class Code(FlaskForm):
    """A code from the phone, or a recovery code."""

    code = StringField("Code", [InputRequired("Enter the code."), Length(max=40)])


class PersonForm(FlaskForm):
    """A form about one person's account."""

    def __init__(self, person: Person, **more: Any) -> None:
        super().__init__(**more)
        self.person = person


class OwnForm(PersonForm):
    """A form about one's own account; whoever has a password says it again."""

    current = PasswordField("Your password now")

    def __init__(self, person: Person, **more: Any) -> None:
        super().__init__(person, **more)
        if person.password is None:
            del self.current

    def validate_current(self, field: Field) -> None:
        """Refuse a password that is not the person's."""
        if not passwords.right(self.person, field.data or ""):
            raise ValidationError("This is not your password.")


class FirstPassword(PersonForm):
    """A password, twice."""

    password = PasswordField("New password", [InputRequired("Choose a password.")])
    again = PasswordField("The same again", [EqualTo("password", "The two passwords are not the same.")])

    def validate_password(self, field: Field) -> None:
        """Refuse a password that is easily guessed."""
        wrong = passwords.problem(field.data or "", self.person.email)
        if wrong:
            raise ValidationError(wrong)


class NewPassword(FirstPassword, OwnForm):
    """A password in place of the one there is."""


class NewSecondFactor(OwnForm):
    """The first code from a phone."""

    code = StringField("Code", [InputRequired("Enter the code that the app shows."), Length(max=40)])
