"""One refusal said twice: a page has buttons for what it says, and the command line a command."""

from __future__ import annotations

from flask.testing import FlaskClient

from surveyapp.web.application import Application
from tests.cli.conftest import Typist
from tests.staff.campaigns.conftest import opened, text

SAID = "'spring' is by invitation, so nobody has the same link. Send everybody theirs"


def test_a_page_says_what_to_do_and_the_command_line_also_how(app: Application, member: FlaskClient) -> None:
    opened(app, by="invitation")
    page = member.get("/staff/campaigns/spring/qr.svg")
    assert page.status_code == 409
    assert f"{SAID}." in text(page).replace("&#39;", "'")
    assert "surveyapp " not in text(page)
    typist = Typist(
        {"SURVEYAPP_HOME": str(app.settings.home), "SURVEYAPP_SECRETS": ",".join(app.settings.secrets)}
    )
    said = typist.refused("campaign link spring")
    assert said == f"Error: {SAID}: surveyapp invite spring --roster FILE\n"
