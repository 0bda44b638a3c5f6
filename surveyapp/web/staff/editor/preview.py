"""What people would see of a draft: drawn by the respondents' own pages, for a frame, and sent nowhere."""

from __future__ import annotations

from flask import Response

from surveyapp.instrument.edit.looking import alone
from surveyapp.instrument.model import Instrument
from surveyapp.settings import Settings
from surveyapp.web.headers import hashed
from surveyapp.web.staff.editor.desk import Desk
from surveyapp.web.staff.instruments.rehearsal import Rehearsal

LINK = "draft"
AROUND = "h1, h2, .banner, .moves, .exits, .progress, #the-introduction, #the-sending"
ONLY_THE_ITEM = f"{AROUND} {{ display: none !important; }}"
"""Where one item is looked at, all around it is left out."""


def drawn(settings: Settings, desk: Desk, item: str = "") -> Response | None:
    """The page as for a rehearsal, of one item where one is named; None where nothing can be read."""
    instrument, _ = desk.looked
    if instrument is None or not item:
        return None if instrument is None else Rehearsal(settings, instrument, LINK).begun({})
    only = alone(instrument, item)
    return None if only is None else _bare(settings, only)


def _bare(settings: Settings, instrument: Instrument) -> Response:
    first = next(iter(instrument.items), "")
    response = Rehearsal(settings, instrument, LINK, f"item-{first}").begun({})
    policy = response.headers["Content-Security-Policy"]
    allowed = f"style-src '{hashed(ONLY_THE_ITEM)}' "
    response.headers["Content-Security-Policy"] = policy.replace("style-src ", allowed, 1)
    style = f"<style>{ONLY_THE_ITEM}</style></head>".encode()
    response.set_data(response.get_data().replace(b"</head>", style, 1))
    return response
