"""The first page after signing in, and the files that pages are made with."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template, send_from_directory

from surveyapp.services.staff import ROLES
from surveyapp.web.staff.access import allow, anyone

FILES = Path(__file__).parent.parent / "static" / "staff"
EDITION = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(FILES.rglob("*.*")))).hexdigest()[:12]
"""Stands in the addresses of styles and scripts: browsers keep these, and an upgrade brings others."""

blueprint = Blueprint("staff", __name__)


@blueprint.get("/")
@allow(*ROLES)
def home() -> str:
    """What one can do here."""
    return render_template("staff/home.html")


@blueprint.get("/static/<edition>/<path:filename>")
@anyone
def static(filename: str, **_edition: str) -> Response:
    """A style or a script, of whatever edition a page asks for: what there is."""
    return send_from_directory(FILES, filename)


@blueprint.app_url_defaults
def _of_this_edition(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "staff.static":
        values.setdefault("edition", EDITION)
