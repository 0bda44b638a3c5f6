"""The first page after signing in, and the files that pages are made with."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, render_template, send_from_directory

from surveyapp.services.staff import ROLES
from surveyapp.web.staff.access import allow, anyone

FILES = Path(__file__).parent.parent / "static" / "staff"

blueprint = Blueprint("staff", __name__)


@blueprint.get("/")
@allow(*ROLES)
def home() -> str:
    """What one can do here."""
    return render_template("staff/home.html")


@blueprint.get("/static/<path:filename>")
@anyone
def static(filename: str) -> Response:
    """A style or a script."""
    return send_from_directory(FILES, filename)
