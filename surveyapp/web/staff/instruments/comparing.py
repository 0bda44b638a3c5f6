"""The page that tells what differs between two wordings of an instrument."""

from __future__ import annotations

from typing import Any

from flask import render_template

from surveyapp.instrument.difference.change import Effect, worst
from surveyapp.instrument.difference.compare import difference
from surveyapp.instrument.model import Instrument


def compared(pair: tuple[Instrument, Instrument], called: tuple[str, str], home: str) -> str:
    """The page for an older and a newer wording, what each is called, and the page to go back to."""
    given = {"title": pair[1].title, "home": home, "old": called[0], "new": called[1]}
    return render_template("staff/instruments/difference.html", **given, **told(*pair))


def told(old: Instrument, new: Instrument) -> dict[str, Any]:
    """What `changes.html` shows of an older and a newer wording."""
    changes = difference(old, new)
    return {
        "asked": {f"item {name}": item.ask for name, item in {**old.items, **new.items}.items()},
        "worst": worst(changes),
        "grouped": {effect: [each for each in changes if each.effect is effect] for effect in Effect},
    }
