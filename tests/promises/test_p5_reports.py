"""P5 for reports: whoever reads all files finds no count of a few people, printed or left over."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from surveyapp.instrument.path import Answers
from surveyapp.instrument.walk import respondent
from surveyapp.services import campaigns, library, report
from surveyapp.services.campaigns import Plan
from surveyapp.services.respond import Outcome, Respond, survey_of
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from tests.promises.test_p5_attacker import PEOPLE, PLANTED

SMALLEST = 5
COUNT = re.compile(r"^(\d+)(?:/(\d+) \(| of (\d+)( asked)?( \[a\])?$)")
ORDINARY = "opt-out program"


def today() -> date:
    return date(2027, 1, 4)


def everybody(settings: Settings, seed: int) -> Iterator[Answers]:
    instrument = library.instrument(settings, "needs_assessment")
    chance = random.Random(seed)
    yield PLANTED
    for _ in range(PEOPLE - 1):
        answers = respondent(instrument, chance)
        yield answers | ({"suits": "1"} if answers.get("suits") == "5_up" else {})


def reported(settings: Settings, out: Path, publish: str, seed: int) -> Path:
    plan = Plan(name="round-1", instrument="needs_assessment", invited=100, publish=publish)  # type: ignore[arg-type]
    campaigns.create(settings, plan)
    campaigns.open_(settings, today, "round-1")
    respond = Respond(settings, today)
    survey = survey_of(campaigns.find("round-1"), settings, today())
    for answers in everybody(settings, seed):
        assert respond.submit(survey, respond.ballot(survey)[0], answers) is Outcome.RECORDED
    campaigns.close("round-1")
    campaigns.seal(today, "round-1")
    report.report("round-1", out)
    return out


@pytest.mark.parametrize(("publish", "seed"), [("rows", 1), ("tables", 2)])
def test_no_file_prints_or_leaves_over_a_small_count(
    app: Application, settings: Settings, tmp_path: Path, publish: str, seed: int
) -> None:
    with app.app_context():
        out = reported(settings, tmp_path / "out", publish, seed)
    found = []
    for file in out.glob("tables/*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as rows:
            for label, *cells in csv.reader(rows):
                if ORDINARY in label or label in ("Not answered", "Not asked"):
                    continue
                for cell in cells:
                    told = COUNT.match(cell)
                    if told:
                        n, of = int(told[1]), int(told[2] or told[3])
                        left = of - n if told[2] and label.endswith("Yes") else 0
                        found += [each for each in (n, left) if 0 < each < SMALLEST]
    assert found == []
    text = (out / "report.html").read_text(encoding="utf-8")
    assert "Five or more" in text
    assert re.search(r"Five or more</th>\s*<td[^>]*>(at most 4 of|–)", text), (
        "the planted person is alone there"
    )
