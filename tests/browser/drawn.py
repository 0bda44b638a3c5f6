"""Surveys drawn by our own pages and shown in Chromium without a server: any instrument, at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

from surveyapp import web
from surveyapp.instrument.kinds.base import Control
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import Answers, Walk
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from surveyapp.web.forms import Posted, fill
from tests.web.desk import Desk, survey

HOST = "http://survey.invalid"
FILL_IN_AND_LOOK = """people => people.map(answers => {
  const fields = [...document.querySelectorAll("#survey input:not([type=hidden]), #survey textarea")];
  for (const field of fields) {
    const given = answers[field.name] ?? [];
    if (/^(radio|checkbox)$/.test(field.type)) field.checked = given.includes(field.value);
    else if (field.type !== "range") field.value = given[0] ?? "";
  }
  document.querySelector("[name=_drawn]").dispatchEvent(new Event("input", { bubbles: true }));
  for (const part of document.querySelectorAll(".elsewhere")) part.classList.remove("elsewhere");
  return [...document.querySelectorAll("[id]")]
    .filter(element => /^(section|item|option|other)-/.test(element.id) && element.getClientRects().length)
    .map(element => element.id);
})"""


@dataclass
class Drawing:
    """Respondents' pages before a stand-in; `page` is a browser's page that meets them."""

    app: Application
    page: Page
    desk: Desk = field(init=False)

    @classmethod
    def on(cls, page: Page, settings: Settings) -> Drawing:
        """Have the page find our pages at an address that is nowhere."""
        app = Application("surveyapp", settings)
        web.register(app, settings)
        made = cls(app, page)
        page.route(f"{HOST}/**", made._serve)
        return made

    def _serve(self, route: Route) -> None:
        answer = self.app.test_client().get(urlsplit(route.request.url).path)
        route.fulfill(status=answer.status_code, headers=dict(answer.headers), body=answer.data)

    def shown(self, instrument: Instrument, everybody: Sequence[Answers]) -> list[set[str]]:
        """The ids of sections, items, options and texts of their own that each of the people sees.

        Where sections are shown one at a time, all of them count.
        """
        self.desk = Desk(survey(instrument))
        self.app.extensions["surveyapp.respond"] = self.desk
        self.page.goto(f"{HOST}/s/good")
        people = [{name: typed(value) for name, value in answers.items()} for answers in everybody]
        return [set(ids) for ids in self.page.evaluate(FILL_IN_AND_LOOK, people)]


def typed(value: object) -> list[str]:
    """An answer as a form sends it."""
    return value if isinstance(value, list) else [str(value)]


def on_the_path(instrument: Instrument, answers: Answers) -> set[str]:
    """The same ids, as the server's path has them for what was filled in."""
    posted = Posted({name: typed(value) for name, value in answers.items()})
    walk = Walk(instrument, fill(instrument, posted).answers)
    shown = {f"section-{section.name}" for section in instrument.sections if walk.holds(section.when)}
    shown |= {f"item-{name}" for name in walk.asked}
    shown |= {f"option-{name}-{code}" for name, codes in walk.offered.items() for code in codes}
    return shown | {f"other-{control.other_of}" for control in _other_texts(walk, instrument)}


def _other_texts(walk: Walk, instrument: Instrument) -> Iterator[Control]:
    for control in instrument.controls.values():
        if control.other_of is not None:
            picked = typed(walk.kept.get(control.other_of, []))
            if any(instrument.controls[control.other_of].options[code].other for code in picked):
                yield control


def told(seen: set[str], wanted: set[str], answers: Answers) -> str:
    """What is shown too much and too little, for a failing test."""
    return json.dumps(
        {"too much": sorted(seen - wanted), "too little": sorted(wanted - seen), "answers": answers}
    )
