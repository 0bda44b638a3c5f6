"""What respondents will read, drawn by their own pages, for the frames of the launch page."""

from __future__ import annotations

import re

from flask import Response, current_app

from surveyapp.services import campaigns, launch
from surveyapp.web import resources
from surveyapp.web.application import settings
from surveyapp.web.respond.pages import Pages
from surveyapp.web.staff.access import allow
from surveyapp.web.staff.campaigns.area import blueprint, today
from surveyapp.web.staff.framing import framed

PAGES = "surveyapp.pages"
SCRIPTS = re.compile(rb"<script\b.*?</script>", re.DOTALL)


def _pages() -> Pages:
    found: Pages | None = current_app.extensions.get(PAGES)
    if found is None:
        found = Pages(settings(), resources.read(settings().resources))
        current_app.extensions[PAGES] = found
    return found


@blueprint.get("/<name>/page")
@allow("committee")
def page(name: str) -> Response:
    """The page with the questions as it will be, introduction and terms on top."""
    survey = launch.as_opened(settings(), today(), name)
    drawn = _pages().survey(campaigns.token(settings(), name), survey)
    response = drawn.response("", "")
    # Without its script it shows all sections at once, and nothing of it runs among the staff's pages.
    response.set_data(SCRIPTS.sub(b"", response.get_data()))
    return framed(response)


@blueprint.get("/<name>/privacy")
@allow("committee")
def privacy(name: str) -> Response:
    """The privacy page as it will be."""
    survey = launch.as_opened(settings(), today(), name)
    return framed(_pages().plain("privacy", campaigns.token(settings(), name), survey))
