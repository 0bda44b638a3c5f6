"""The forms with which people are let in."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from surveyapp.services.staff import ROLES

DUTIES = {
    "committee": "Committee member: words surveys and runs campaigns. Sees no answers.",
    "analyst": "Analyst: reads reports, downloads data, reviews comments. Changes no survey.",
    "admin": "Administrator: manages people and sees what was done. Sees no answers.",
}


class Roles(FlaskForm):
    """Which roles a person has."""

    roles = SelectMultipleField(
        "What may they do?",
        [InputRequired("Choose at least one role.")],
        choices=[SelectChoice(name, DUTIES[name]) for name in ROLES],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class Invitation(Roles):
    """A new colleague."""

    email = EmailField("Work address", [InputRequired("Enter an address."), Length(max=254)])
