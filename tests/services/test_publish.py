"""Publishing, on both databases."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from flask.globals import app_ctx
from sqlalchemy import event

from surveyapp.extensions import db
from surveyapp.services import campaigns, publish
from tests.services.conftest import Desk
from tests.store.apps import in_context


def test_two_exports_at_once_give_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    desk.open()
    survey = desk.survey()
    for _ in range(10):
        desk.respond.submit(survey, desk.respond.ballot(survey)[0], {"area": "adult"})
    campaigns.close("round-1")
    campaigns.seal(desk.today, "round-1")
    written = threading.Barrier(2)

    def both_have_written(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        # The first statement of either export's last step: on SQLite, and on PostgreSQL.
        if statement == "BEGIN IMMEDIATE" or statement.startswith("LOCK TABLE"):
            written.wait(10)

    event.listen(db.engine, "before_cursor_execute", both_have_written)
    with ThreadPoolExecutor(2) as pool:
        export = in_context(app_ctx.app, partial(publish.export, "round-1", tmp_path / "first"))
        other = in_context(app_ctx.app, partial(publish.export, "round-1", tmp_path / "second"))
        made = [each.result(60) for each in (pool.submit(export), pool.submit(other))]
    assert made[0].files == made[1].files
    assert campaigns.find("round-1").state == "released"
