"""Drawing: our templates, every value in them escaped whatever the file is called."""

from __future__ import annotations

from datetime import date
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from surveyapp.web.assets import INVITATION_SCRIPT, SCRIPT, STYLE
from surveyapp.web.markdown import written


def long_date(day: date) -> str:
    """A date as a person writes it, such as 3 March 2026."""
    return f"{day.day} {day:%B} {day.year}"


ENVIRONMENT = Environment(
    loader=PackageLoader("surveyapp.web"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    auto_reload=False,
)
ENVIRONMENT.filters |= {"long_date": long_date, "written": written}
ENVIRONMENT.globals |= {"STYLE": STYLE, "SCRIPT": SCRIPT, "INVITATION_SCRIPT": INVITATION_SCRIPT}


def draw(template: str, **given: Any) -> str:
    """The page that a template gives. Raises jinja2.UndefinedError where it asks for what is not given."""
    return ENVIRONMENT.get_template(template).render(given)
