"""The plan of analysis of a survey for which nobody has written one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.analysis.report.build import build
from surveyapp.analysis.report.material import Material
from surveyapp.instrument.load import load
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.path import on_path
from surveyapp.release.package import Campaign, Delivery, prepared
from surveyapp.release.plain_profile import plain_profile
from surveyapp.release.plan import named
from surveyapp.release.plan.document import Likert, Plan
from surveyapp.release.plan.later import Planned
from surveyapp.release.plan.outline import plan_lines
from surveyapp.release.plan.plain import MOST_BARS, plain_plan
from surveyapp.release.profile import Profile
from surveyapp.release.terms import Terms
from tests.instrument.strategies import answers_for, instruments
from tests.release.plan.planned import asked
from tests.release.tiny import bundled, instrument, stored

SCALE = "scale: {1: Never, 2: Rarely, 3: Sometimes, 4: Often, 5: Always}"
TWO_PARTS = """
name: tiny
title: Tiny
source: {citation: none, wording: reconstructed}
sections:
  - name: work
    title: Your work
    items:
      - {name: tired, type: scale, ask: Tired?, scale: {1: Never, 2: Often}}
      - {name: why, type: comment, ask: Why?}
  - name: home
    title: Your home
    items:
      - {name: rested, type: scale, ask: Rested?, scale: {1: Never, 2: Often}}
      - {name: since, type: date, ask: Since when?}
  - name: last
    title: The end
    items: [{name: words, type: comment, ask: Anything else?}]
derive:
  worn: {item: tired, at_least: 2, label: Worn out}
  both: {sum: [tired, rested]}
"""


def planned(of: Instrument) -> Plan:
    found = plain_plan(of)
    assert found is not None
    return found


def figures(of: Instrument) -> list[Likert]:
    return [each for each in planned(of).figures if isinstance(each, Likert)]


def test_everything_that_is_counted_stands_in_the_table_of_its_section() -> None:
    (table,) = planned(asked()).tables
    assert (table.name, table.title, table.test, table.by) == ("table_1", "All", "none", None)
    left_out = {"born", "note", "said"}
    assert [*table.rows] == [*(name for name in asked().items if name not in left_out), "sad", "total"]
    assert planned(asked()).response_rate == "RR2"


def test_a_score_stands_where_the_last_of_its_questions_is_asked() -> None:
    of = load(TWO_PARTS, "tiny.yaml", bundled)[0]
    rows = {table.title: table.rows for table in planned(of).tables}
    assert rows == {"Your work": ("tired", "worn"), "Your home": ("rested", "both")}


def test_what_shares_a_scale_shares_a_figure_whichever_kind_it_is() -> None:
    agreement, mood = figures(asked())
    assert agreement.blocks == {
        "All": ("glad",),
        "All: Agree?": ("review", "suit", "other", "stress"),
    }
    assert agreement.sides == ("Strongly agree or Agree", "Disagree or Strongly disagree")
    assert (mood.blocks, mood.sides) == ({"All": ("mood", "calm")}, ("Low", "High"))
    assert mood.title == "Answers from “Low” to “High”"
    assert not planned(asked()).comparisons


def test_sides_of_a_long_scale_are_named_by_their_ends() -> None:
    points = ", ".join(f"{point}: P{point}" for point in range(1, 8))
    of = instrument(f"- {{name: a, type: grid, ask: A?, scale: {{{points}}}, statements: {{b: B, c: C}}}}")
    assert figures(of)[0].sides == ("P1 to P3", "P5 to P7")


def test_a_question_alone_on_its_scale_has_no_figure() -> None:
    assert figures(instrument(f"- {{name: a, type: scale, ask: A?, {SCALE}}}")) == []


def test_a_survey_of_comments_has_no_plan() -> None:
    assert plain_plan(instrument("- {name: a, type: comment, ask: A?}")) is None


def test_what_does_not_fit_on_a_page_goes_on_in_another_figure() -> None:
    of = instrument(
        "\n".join(f"- {{name: q{n}, type: scale, ask: Q?, {SCALE}}}" for n in range(MOST_BARS + 1))
    )
    assert [len(figure.blocks["All"]) for figure in figures(of)] == [MOST_BARS, 1]


def test_a_survey_of_more_sections_than_a_report_has_tables_is_counted_in_whole() -> None:
    parts = "".join(
        f"  - {{name: s{n}, title: S, items: [{{name: q{n}, type: yes_no, ask: Q?}}]}}\n" for n in range(401)
    )
    head = "name: tiny\ntitle: Tiny\nsource: {citation: none, wording: reconstructed}\nsections:\n"
    tables = planned(load(head + parts, "tiny.yaml", bundled)[0]).tables
    assert [(table.name, table.title, len(table.rows)) for table in tables] == [
        ("table_1", "Tiny", 400),
        ("table_2", "Tiny", 1),
    ]


def test_the_profile_of_an_instrument_never_changes() -> None:
    """Its hash stands in reports, and is asked for again when a campaign is launched."""
    made = plain_profile(
        instrument(f"- {{name: a, type: grid, ask: A?, {SCALE}, statements: {{b: B, c: C}}}}")
    )
    assert made.canonical == (
        '{"name":"tiny","instrument":"tiny","privacy":{},"report":{"tables":[{"name":"table_1",'
        '"title":"All","rows":["a"]}],"figures":[{"kind":"likert","name":"figure_1",'
        '"title":"Answers from “Never” to “Always”","blocks":{"All: A?":["a"]},'
        '"sides":["Never or Rarely","Often or Always"]}]}}'
    )


@given(instruments())
def test_every_instrument_has_a_plan_that_the_checker_takes(of: Instrument) -> None:
    """Or the profile is refused; and it is read again as it was written."""
    made = plain_profile(of)
    assert Profile.from_canonical(made.canonical) == made
    plan = made.document.report
    counted = [each.name for each in of.variables if named.measure(each)]
    if plan is None:
        assert counted == []
        return
    shown = Counter(
        variable.name for table in plan.tables for row in table.rows_of(of) for variable in row.variables
    )
    assert shown == Counter(counted)
    assert [*plan_lines(plan, of)]


@settings(max_examples=5)
@given(instruments().filter(lambda of: plain_plan(of) is not None), st.data())
def test_the_report_of_every_instrument_can_be_made(of: Instrument, data: Any) -> None:
    people = [
        {name: value for name, value in on_path(of, posted).items() if not of.controls[name].apart}
        for posted in data.draw(st.lists(answers_for(of), min_size=3, max_size=6))
    ]
    campaign = Campaign("sealed", 100, Terms("tables", k=2, minimum=2, smallest_cell=2))
    ready = prepared(campaign, of, plain_profile(of), stored(people), Delivery())
    material = Material(ready, Planned(planned(of), frozenset()), 100, (), {"Python": "3"})
    report = build(material)
    assert [table.name for table in report.tables] == [each.name for each in planned(of).tables]
    assert len(report.figures) == len(planned(of).figures)
