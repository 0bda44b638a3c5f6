"""Tiny instruments for tests: an author's YAML around what the test is about."""

from __future__ import annotations

import textwrap

from surveyapp.instrument.check import check
from surveyapp.instrument.load import load
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Problem

FILE = "tiny.yaml"


def nothing_to_include(name: str) -> Instrument:
    """The library of a test that has none."""
    raise KeyError(name)


def document(items: str = "", *, sections: str = "", derive: str = "", top: str = "") -> str:
    """A document with these items in its first section, further sections, scores, and keys at the top."""
    text = "name: tiny\ntitle: Tiny\nsource: {citation: None, wording: reconstructed}\n"
    text += textwrap.dedent(top).strip() + "\n" if top else ""
    text += "sections:\n  - name: one\n    title: One\n    items:\n"
    text += textwrap.indent(textwrap.dedent(items).strip(), "      ") + "\n"
    text += textwrap.indent(textwrap.dedent(sections).strip(), "  ") + "\n" if sections else ""
    return text + (
        "derive:\n" + textwrap.indent(textwrap.dedent(derive).strip(), "  ") + "\n" if derive else ""
    )


def instrument_of(items: str, **more: str) -> Instrument:
    """The instrument with these items."""
    return load(document(items, **more), FILE, nothing_to_include)[0]


def problems_of(items: str, **more: str) -> list[Problem]:
    """What the checker says about these items."""
    return check(document(items, **more), FILE, nothing_to_include)[1]


def codes_of(items: str, **more: str) -> list[str]:
    """The codes of what the checker says about these items."""
    return [problem.code for problem in problems_of(items, **more)]
