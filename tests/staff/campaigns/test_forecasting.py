"""The forecast page: a form that keeps what is typed, and what it tells."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from surveyapp.web.application import Application
from tests.staff.campaigns.conftest import make, text

AREA = {"count-area-adult": "70", "count-area-pediatric": "30"}
YEARS = {
    "count-years-0_to_4": "30",
    "count-years-5_to_9": "25",
    "count-years-10_to_14": "20",
    "count-years-15_to_19": "15",
    "count-years-20_up": "",
}


def page(member: FlaskClient, **typed: str) -> tuple[int, str]:
    answer = member.get(f"/staff/campaigns/spring/forecast?{urlencode(typed)}")
    return answer.status_code, text(answer)


def test_it_opens_with_an_empty_form(member: FlaskClient, app: Application) -> None:
    make(app)
    status, shown = page(member)
    assert status == 200
    assert "What is known of those invited" in shown
    assert "would share" not in shown


def test_it_names_the_few_and_keeps_what_was_typed(member: FlaskClient, app: Application) -> None:
    make(app)
    status, shown = page(member, **AREA, **YEARS, rate="63")
    assert status == 200
    assert "About 3 (from 0 to 10) of your colleagues" in shown
    assert "About 63 people would answer" in shown
    for name, value in (AREA | YEARS).items():
        assert f'name="{name}" value="{value}"' in shown
    assert 'name="rate" value="63"' in shown


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        (AREA | {"count-area-adult": "60"}, "of-area", "add up to 90, and 100"),
        (AREA | {"count-area-adult": "some"}, "of-area", "“some” is no number"),
        (AREA | {"rate": "120"}, "rate", "up to 100"),
        (AREA | {"combinations": "area,people\nadult"}, "combinations", "has 1 cells"),
        ({"combinations": "<b>,people\nadult,100"}, "combinations", "&lt;b&gt;"),
    ],
)
def test_what_is_wrong_leads_to_its_field(
    member: FlaskClient, app: Application, typed: dict[str, str], field: str, said: str
) -> None:
    make(app)
    status, shown = page(member, **{"rate": "60"} | typed)
    assert status == 422
    assert f'href="#{field}"' in shown
    assert f'id="{field}"' in shown
    assert said in shown
    assert "<title>Error:" in shown
    assert "<b>" not in shown


def test_an_estimate_need_not_add_up(member: FlaskClient, app: Application) -> None:
    make(app)
    status, shown = page(
        member, **{"count-sued-1": "1", "count-sued-0": "3", "guess-sued": "yes", "rate": "60"}
    )
    assert status == 200
    assert "“Yes”, is that of about 25 people" in shown
    assert 'id="guess-sued" name="guess-sued" value="yes" checked' in shown


def test_combinations_are_pasted(member: FlaskClient, app: Application) -> None:
    make(app)
    pasted = "area;people\nadult;99\npediatric;1"
    status, shown = page(member, combinations=pasted, rate="60")
    assert status == 200
    assert "One of your colleagues is “Pediatric emergency medicine”" in shown


def test_too_few_answers_show_no_table_of_rows(member: FlaskClient, app: Application) -> None:
    make(app, invited=12)
    status, shown = page(member, rate="60")
    assert status == 200
    assert "nothing would be published" in shown
    assert "k = 10" not in shown


def test_an_instrument_that_nobody_is_found_by_says_so(member: FlaskClient, app: Application) -> None:
    make(app, instrument="mini_z")
    status, shown = page(member, rate="60")
    assert status == 200
    assert "nobody stands out" in shown
