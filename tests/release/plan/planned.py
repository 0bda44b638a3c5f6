"""Tiny plans for tests, and what the checker says of them."""

from __future__ import annotations

from textwrap import dedent, indent

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Problem, Unusable
from surveyapp.release.plan.document import Plan
from surveyapp.release.profile import load_profile
from tests.release.tiny import instrument

HEAD = "name: tiny\ninstrument: tiny\nprivacy: {}\n"
ASKED = """
- {name: area, type: choice, ask: Area?, options: {adult: Adult, child: Child}}
- {name: years, type: choice, ask: Years?, options: {few: Few, some: Some, many: Many}}
- {name: well, type: yes_no, ask: Well?}
- {name: age, type: integer, ask: Age?}
- {name: weight, type: integer, ask: Weight?}
- {name: born, type: date, ask: When?}
- {name: note, type: text, ask: Which?}
- {name: said, type: comment, ask: Anything?}
- {name: helped, type: choices, ask: Who helped?, options: {friend: A friend, boss: The boss}}
- {name: glad, type: scale, ask: Glad?, scale: agreement}
- {name: mood, type: scale, ask: Mood?, scale: {low: Low, middle: Middle, high: High}}
- {name: calm, type: scale, ask: Calm?, scale: {low: Low, middle: Middle, high: High}}
- {name: review, type: grid, ask: Agree?, scale: agreement, statements: {shame: Shame, doubt: Doubt}}
- name: suit
  type: grid
  ask: Agree?
  scale: agreement
  statements: {shame: Shame, doubt: Doubt}
  when: {well: no}
- {name: other, type: grid, ask: Agree?, scale: agreement, statements: {shame: Shame, fear: Fear}}
- name: stress
  type: before_after
  ask: Agree?
  scale: agreement
  periods: {before: Before, after: After}
  statements: {tired: Tired, alone: Alone}
"""
MORE = """
scales:
  agreement: {1: Strongly agree, 2: Agree, 3: Disagree, 4: Strongly disagree}
derive:
  sad: {item: glad, at_least: 3, label: Sad}
  total: {sum: [age, weight]}
"""


def asked() -> Instrument:
    """An instrument with something of each kind."""
    return instrument(ASKED, MORE)


def text(report: str, privacy: str = "{}") -> str:
    """A profile with the report; that begins in line 5."""
    head = HEAD.replace("{}", privacy)
    return head + "report:\n" + indent(dedent(report).strip(), "  ") + "\n"


def plan(report: str) -> Plan:
    """The plan in the text. Raises Unusable with every problem."""
    found = load_profile(text(report), "tiny.yaml", asked()).document.report
    assert found is not None
    return found


def problems(report: str, privacy: str = "{}") -> tuple[Problem, ...]:
    """What the checker says."""
    try:
        load_profile(text(report, privacy), "tiny.yaml", asked())
    except Unusable as unusable:
        return unusable.problems
    return ()


def codes(report: str, privacy: str = "{}") -> list[str]:
    """The codes of what the checker says."""
    return [problem.code for problem in problems(report, privacy)]
