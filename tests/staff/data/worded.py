"""A survey that was worded in the editor, for which nobody wrote a profile, and a campaign that asks it."""

from __future__ import annotations

from typing import Literal

from surveyapp.instrument.edit.items import AddItem
from surveyapp.services import campaigns, drafts
from surveyapp.services.campaigns import Plan
from surveyapp.services.respond import Respond
from surveyapp.web.application import Application
from tests.staff.data.conftest import PEOPLE, TODAY

ANN = "ann@example.org"
QUESTIONS = (
    ("yes_no", "Did you sleep?"),
    ("scale", "I feel rested"),
    ("scale", "I look forward to work"),
    ("comment", "Anything else?"),
)


def worded(app: Application) -> str:
    """Publishes a survey that was made as the editor makes it; gives its name."""
    draft = drafts.begin("Night work", ANN)
    for kind, ask in QUESTIONS:
        draft = drafts.change(app.settings, draft.name, AddItem("questions", kind, ask), draft.revision, ANN)
    return drafts.publish(app.settings, draft.name, draft.revision).name


def answered(app: Application, publish: Literal["rows", "tables"]) -> None:
    """A sealed campaign `spring` of that survey: every fourth person did not sleep."""
    with app.app_context():
        campaigns.create(
            app.settings, Plan(name="spring", instrument=worded(app), invited=30, publish=publish)
        )
        campaigns.open_(app.settings, TODAY, "spring")
        respond = Respond(app.settings, TODAY)
        survey = respond.survey(campaigns.token(app.settings, "spring"))
        slept, rested, glad, _ = survey.instrument.controls
        for number in range(PEOPLE):
            said = "2" if number % 2 else "3"
            answers = {slept: "yes" if number % 4 else "no", rested: said, glad: said}
            respond.submit(survey, respond.ballot(survey)[0], answers)
        campaigns.close("spring")
        campaigns.seal(TODAY, "spring")
