"""What is said to have left is what has left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from surveyapp.services import publish, report
from surveyapp.web.application import Application
from tests.staff.conftest import SignedIn
from tests.staff.data.conftest import sealed


@pytest.mark.parametrize(
    ("parts", "terms", "said"),
    [
        ((), "rows", "Sealed"),
        (("report",), "rows", "Sealed, report released"),
        (("package",), "rows", "Sealed, data released"),
        (("report", "package"), "rows", "Sealed, data and report released"),
        (("package", "report"), "tables", "Sealed, tables and report released"),
    ],
)
def test_the_state_names_what_has_left(
    app: Application, signed_in: SignedIn, tmp_path: Path, parts: tuple[str, ...], terms: str, said: str
) -> None:
    sealed(app, publish=terms)
    with app.app_context():
        for part in parts:
            (report.report if part == "report" else publish.export)("spring", tmp_path / part)
    reader = signed_in("committee", "analyst")
    for page in ("/staff/campaigns", "/staff/campaigns/spring", "/staff/data/spring"):
        (shown,) = re.findall(r'<span class="state \w+">([^<]+)</span>', reader.get(page).text)
        assert shown == said
