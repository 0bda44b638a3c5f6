"""Trying an instrument out: the respondent's page, jumping, the map and the paper version."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from sqlalchemy import text

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.routes.map import stops
from surveyapp.services import versions
from surveyapp.store import engines
from surveyapp.web.application import Application
from surveyapp.web.respond.sheet import Sheet
from surveyapp.web.staff.instruments.rehearsal import rehearsed
from surveyapp.web.staff.instruments.trying import Subject
from tests.instrument.strategies import instruments
from tests.staff.conftest import SignedIn, post

NAME = "/staff/instruments/published/winding"
WINDING = """
name: winding
title: A winding <b>survey</b>
source: {citation: none, wording: reconstructed}
introduction: Please *read* this.
contact: <script>alert(1)</script>
sections:
  - name: start
    title: Start <i>here</i>
    items:
      - {name: sued, type: yes_no, ask: 'Sued <u>ever</u>?', help: '5 < 6 "really"'}
      - name: many
        type: choices
        ask: Which?
        at_most: 2
        options: {x: '<img src=x>', y: {label: Why, other: true}}
  - name: deep
    title: Deep
    when: {sued: yes, many: x}
    items:
      - {name: hours, type: number, ask: Hours?, min: 0.5, unit: hours}
      - {name: stress, type: scale, ask: Stressed?, scale: {1: Low, 2: High}}
      - name: now
        type: before_after
        ask: Agree?
        scale: {1: 'No <em>way</em>', 2: 'Yes'}
        periods: {before: Back then, after: Now}
        statements: {ashamed: I felt ashamed, alone: I felt alone}
      - {name: end, type: comment, ask: More?, when: {hours: {at_least: 2.5}}}
      - {name: thanks, type: note, ask: Thank you., when: {stress: 2}}
"""


@pytest.fixture
def member(app: Application, signed_in: SignedIn) -> FlaskClient:
    """A member of the committee, where the winding survey is published."""
    with app.app_context():
        versions.publish(app.settings, WINDING)
    return signed_in("committee")


def test_the_page_is_the_respondents_own_and_may_stand_in_our_frame(member: FlaskClient) -> None:
    answer = member.get(f"{NAME}/1/page")
    assert "Rehearsal." in answer.text
    assert f'action="{NAME}/1/page"' in answer.text
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "sha256-" in answer.headers["Content-Security-Policy"]


def test_what_is_sent_is_forgotten(app: Application, member: FlaskClient) -> None:
    address = f"{NAME}/1/page"
    sent = post(member, address, address, sued="yes", hours="3")
    assert sent.status_code == 303
    done = member.get(sent.headers["Location"])
    assert "nothing was stored" in done.text
    assert "frame-ancestors 'self'" in done.headers["Content-Security-Policy"]
    with app.app_context(), engines.reading("box") as connection:
        assert connection.execute(text("SELECT count(*) FROM response")).scalar() == 0


def test_what_is_refused_comes_back(member: FlaskClient) -> None:
    address = f"{NAME}/1/page"
    refused = post(member, address, address, sued="yes", many="x", hours="many")
    assert refused.status_code == 422
    assert "Write a number" in refused.text
    assert 'value="many"' in refused.text


def test_a_jump_answers_what_leads_there(member: FlaskClient) -> None:
    page = member.get(f"{NAME}/1/page?to=end").text
    for code in ("sued-yes", "many-x"):
        assert re.search(rf'<input[^>]* id="{code}"[^>]* checked', page), code
    assert re.search(r'<input[^>]* id="hours"[^>]* value="(2\.5|3)"', page)
    shown = member.get(f"{NAME}/1/try?to=end").text
    assert "You are at question 7." in shown
    assert f'src="{NAME}/1/page?to=end"' in shown


def test_the_map_tells_the_ways_and_the_conditions(member: FlaskClient) -> None:
    page = member.get(f"{NAME}/1/map").text
    assert "2 questions, about 1 minute" in page
    assert "7 questions, about" in page
    assert (
        "Asked if you answered “Yes” to question 1 and you ticked “&lt;img src=x&gt;” in question 2" in page
    )
    assert "Brysbaert" in page


@pytest.mark.parametrize("address", ["", "/1/try", "/1/page", "/1/map", "/1/paper", "/1/page/done"])
def test_authors_texts_are_shown_as_text(member: FlaskClient, address: str) -> None:
    page = member.get(NAME + address).text
    for hostile in ("<b>survey", "<i>here", "<u>ever", "<img src=x", "<em>way", "<script>alert"):
        assert hostile not in page


def test_authors_texts_are_shown_as_text_in_a_difference(app: Application, member: FlaskClient) -> None:
    with app.app_context():
        versions.publish(app.settings, WINDING.replace("<u>ever</u>", "<u>never</u>").replace("<img", "<svg"))
    page = member.get(f"{NAME}/difference?old=1&new=2").text
    assert "&lt;u&gt;never&lt;/u&gt;" in page
    assert "&lt;svg src=x&gt;" in page
    assert "<u>" not in page


def test_a_paper_version_has_boxes_rows_and_words(member: FlaskClient) -> None:
    page = member.get(f"{NAME}/1/paper").text
    assert page.count('class="box"') == 2 + 2 + 2 + 2 * 4
    assert "Answer this part if you answered “Yes” to question 1" in page
    assert page.index("Now: tick one box") < page.index("Back then: tick one box")
    assert "Tick all that apply. At most 2." in page


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(instruments(most_items=8))
def test_paper_and_map_hold_every_item_exactly_once(app: Application, instrument: Instrument) -> None:
    inside = app.extensions["surveyapp.staff"]
    with inside.test_request_context():
        template = inside.jinja_env.get_template("staff/instruments/paper.html")
        subject = Subject(instrument, "version 1", "trying", {"name": "random", "number": 1})
        page = template.render(subject=subject, sheet=Sheet(rehearsed(instrument)), url_for=_address)
    assert re.findall(r'data-item="(\w+)"', page) == list(instrument.items)
    printed = {f"{number}." for number in instrument.numbers.values()}
    assert set(re.findall(r'class="number">(\d+\.)<', page)) == printed
    assert [stop.item.name for _, found in stops(instrument) for stop in found] == list(instrument.items)


def _address(*_names: str, **_given: object) -> str:
    return "#"
