"""The forms with which something is put on a campaign's schedule, and moved there."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, Field, RadioField, SelectField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import InputRequired, Optional, ValidationError

from surveyapp.services.schedule import words_of

OFFERED = {"draft": ("open", "close", "delete"), "open": ("close", "delete"), "closed": ("open", "delete")}
"""What is planned here, by state; group e-mails are planned where one reads them."""
PERSONALLY_OFFERED = {
    **OFFERED,
    "draft": ("open", "invite", "remind", "close", "delete"),
    "open": ("invite", "remind", "close", "delete"),
}
"""The same where everybody has a link of their own."""


def _fields(check: InputRequired | Optional) -> tuple[DateField, TimeField]:
    # The stubs are older than the argument.
    day = DateField("Day", [check], invalid_value_message="Enter a day as 2027-01-31.")  # type: ignore[call-arg]
    time = TimeField("Time", [check], invalid_value_message="Enter a time as 08:00.")  # type: ignore[call-arg]
    return day, time


def _moment(day: DateField, time: TimeField) -> datetime | None:
    return datetime.combine(day.data, time.data) if day.data and time.data else None


class Moment(FlaskForm):
    """A day and a time that must be given."""

    day, time = _fields(InputRequired("Enter a day and a time."))

    def at(self) -> datetime:
        """The moment that was given, once the form is valid."""
        return cast("datetime", _moment(self.day, self.time))


class Planning(Moment):
    """Something that is to happen to a campaign."""

    what = SelectField("What")
    confirmed = BooleanField("I have read what respondents will read")

    def __init__(self, state: str, personal: bool, **more: Any) -> None:
        super().__init__(**more)
        self.state = state
        offered = (PERSONALLY_OFFERED if personal else OFFERED).get(state, ("delete",))
        self.what.choices = [SelectChoice(each, words_of(personal)[each]) for each in offered]

    def validate_confirmed(self, field: Field) -> None:
        """Refuse to open a draft that nobody has read, as the launch does."""
        if self.state == "draft" and self.what.data == "open" and not field.data:
            raise ValidationError("Read what respondents will read, then tick this.")


class Sending(FlaskForm):
    """Where an e-mail goes, and whether now or later."""

    addresses = TextAreaField("Addresses", [InputRequired("Enter at least one address.")])
    when = RadioField(
        "When", choices=[SelectChoice("now", "Now"), SelectChoice("later", "Later, at:")], default="now"
    )
    day, time = _fields(Optional())

    def at(self) -> datetime | None:
        """The moment that was given; None for now."""
        return None if self.when.data == "now" else _moment(self.day, self.time)

    def validate_when(self, field: Field) -> None:
        """Refuse a later that says not when."""
        if field.data == "later" and _moment(self.day, self.time) is None:
            raise ValidationError("Enter the day and the time when it goes out.")
