"""Where one can go: the areas of the workspace, each shown to those who may open it."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for

from surveyapp.web.staff import access


class Place(NamedTuple):
    """An area: its title, the endpoint it begins at, and what one does there.

    Who may not open ``acting`` does no more there than ``reading`` says.
    """

    title: str
    endpoint: str
    purpose: str
    acting: str = ""
    reading: str = ""


PLACES = (
    Place(
        "Instruments",
        "instruments.index",
        "Word what is asked, try it out, and publish it.",
        "editor.index",
        "Read what is asked, and try it out.",
    ),
    Place("Campaigns", "campaigns.index", "Open a survey, invite colleagues, remind them, and close it."),
    Place("Data", "data.index", "Read the report of a sealed campaign and download its data."),
    Place("People", "people.index", "Invite colleagues and decide what each of them may do."),
    Place("Audit trail", "people.trail", "See what was done in this workspace, and by whom."),
)


BESIDES = {"trying": "instruments", "trying_drafts": "instruments", "editor": "instruments"}
"""Blueprints whose pages belong to the area of another."""


class Destination(NamedTuple):
    """A place as it is drawn: where its link leads, and whether one is there now."""

    title: str
    address: str
    purpose: str
    here: bool


def destinations(endpoint: str | None) -> list[Destination]:
    """The places that who is signed in may open; `endpoint` is the one of the current page."""
    open_to = [place for place in PLACES if access.may_open(place.endpoint)]
    here = _nearest([place.endpoint for place in open_to], endpoint or "")
    return [
        Destination(place.title, url_for(place.endpoint), _purpose(place), place.endpoint == here)
        for place in open_to
    ]


def _purpose(place: Place) -> str:
    return place.reading if place.acting and not access.may_open(place.acting) else place.purpose


def _nearest(endpoints: list[str], endpoint: str) -> str | None:
    """The endpoint itself where it is among some, or else the first of its area."""
    blueprint = endpoint.partition(".")[0]
    area = f"{BESIDES.get(blueprint, blueprint)}."
    in_area = [each for each in endpoints if each.startswith(area)]
    return endpoint if endpoint in in_area else next(iter(in_area), None)
