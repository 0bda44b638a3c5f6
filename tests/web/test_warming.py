"""What is done before the first request."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from surveyapp.services import drafts, examining
from surveyapp.web.application import Application
from surveyapp.web.drawing import ENVIRONMENT
from surveyapp.web.warming import warm


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Whatever is frozen goes back to what the other tests know."""
    yield
    gc.unfreeze()


def test_templates_and_drafts_are_ready_before_somebody_asks(app: Application) -> None:
    with app.app_context():
        drafts.begin("A draft that nobody has looked at", "ann@example.org")
        examining._examined.cache_clear()
        warm(app)
    staff = app.extensions["surveyapp.staff"].jinja_env
    compiled = {name for environment in (staff, ENVIRONMENT) for _, name in environment.cache}
    assert {"staff/editor/item.html", "respond/survey.html"} <= compiled
    assert examining._examined.cache_info().currsize == 1
    assert gc.get_freeze_count() > 0


def test_no_draft_is_begun_after_the_time_is_up(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("surveyapp.web.warming.MOST_SECONDS", -1.0)
    with app.app_context():
        for title in ("One", "Two", "Three"):
            drafts.begin(title, "ann@example.org")
        examining._examined.cache_clear()
        warm(app)
    assert examining._examined.cache_info().currsize == 1
