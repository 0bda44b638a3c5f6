"""The forms with which a campaign is made, launched and ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, Field, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import InputRequired, NoneOf, NumberRange, Optional, Regexp, ValidationError

from surveyapp.services.campaigns import MOST_INVITED, NAME

BY = (
    SelectChoice("link", "One link for everybody"),
    SelectChoice("invitation", "A personal invitation for each person"),
)
PUBLISH = (
    SelectChoice("tables", "Tables only: counts and percentages, no one’s answers side by side"),
    SelectChoice(
        "rows", "De-identified rows: one file with everybody’s answers, made coarser until nobody stands out"
    ),
)
USUAL = ""
NAMED = "Use up to 40 small letters, digits and hyphens, such as needs-2026."


def number(label: str, least: int, usual: int | None = None) -> IntegerField:
    """A field for a number of people that must be given."""
    checks = [
        InputRequired("Enter a number."),
        NumberRange(least, MOST_INVITED, f"Enter a number from {least} on."),
    ]
    wrong = "Enter a whole number."
    # The stubs are older than the argument.
    return IntegerField(label, checks, default=usual, invalid_value_message=wrong)  # type: ignore[call-arg]


def day(check: Optional | InputRequired) -> DateField:
    """A field for a closing day."""
    wrong = "Enter a day as 2027-01-31."
    # The stubs are older than the argument.
    return DateField("Last day for answers", [check], invalid_value_message=wrong)  # type: ignore[call-arg]


class Day(FlaskForm):
    """A closing day that is not over."""

    closes = day(Optional())

    def __init__(self, today: date, **more: Any) -> None:
        super().__init__(**more)
        self.today = today

    def validate_closes(self, field: Field) -> None:
        """Refuse a day that is over."""
        if field.data and field.data < self.today:
            raise ValidationError("This day is over. Choose today or a later day.")


class NewDay(Day):
    """A closing day that must be given."""

    closes = day(InputRequired("Enter a day."))


class Creation(Day):
    """Everything that a committee decides before a campaign can open."""

    instrument = SelectField("What is asked", [InputRequired("Choose what is asked.")])
    name = StringField(
        "Short name",
        [Optional(), Regexp(rf"{NAME.pattern}\Z", message=NAMED), NoneOf(("new",), "Choose a longer name.")],
        filters=[lambda typed: typed and typed.strip()],
    )
    invited = number("How many people are invited", 1)
    by = RadioField("How they are invited", choices=BY, default="link")
    publish = RadioField("Tables only, or rows too", choices=PUBLISH, default="tables")
    k = number("k: how many must look alike", 2, 5)
    minimum = number("Minimum: how many must have answered", 2, 10)
    smallest_cell = number("Smallest count that a table may show", 1, 5)
    profile = SelectField("Release profile", default=USUAL)
    code_without_script = BooleanField("Let people without script type their code in")

    def offer(self, instruments: Iterable[tuple[str, str]], profiles: Iterable[str]) -> None:
        """Offer these instruments, by name and in words, and these profiles."""
        none = SelectChoice("", "Choose…")
        self.instrument.choices = [none, *(SelectChoice(*each) for each in instruments)]
        usual = SelectChoice(USUAL, "The usual one of the instrument")
        self.profile.choices = [usual, *(SelectChoice(each, each) for each in profiles)]

    def validate_minimum(self, field: Field) -> None:
        """Refuse a minimum that no result could meet, or that protects less than k."""
        if field.data is not None and self.k.data is not None and field.data < self.k.data:
            raise ValidationError(f"The minimum must be at least k, which is {self.k.data}.")
        if field.data is not None and self.invited.data is not None and field.data > self.invited.data:
            raise ValidationError(
                f"Only {self.invited.data} are invited, so nothing could ever leave: lower the minimum, or "
                "invite more people."
            )


class Launch(Day):
    """The last word before a campaign opens."""

    seen = StringField()
    confirmed = BooleanField(
        "I have read what respondents will read",
        [InputRequired("Read what respondents will read, then tick this.")],
    )


class Sealing(FlaskForm):
    """The campaign's name, typed by hand, because nothing brings back what sealing takes."""

    typed = StringField("Type the campaign’s name to seal it")

    def __init__(self, name: str, **more: Any) -> None:
        super().__init__(**more)
        self.name_wanted = name

    def validate_typed(self, field: Field) -> None:
        """Refuse anything but the name."""
        if (field.data or "").strip() != self.name_wanted:
            raise ValidationError(f"Type the name as it is written: {self.name_wanted}")
