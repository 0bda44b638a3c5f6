"""Logs: codes and fields of known shapes get out, and nothing else does, whatever is logged by whom."""

from __future__ import annotations

import io
import logging
import re
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from surveyapp import logs
from surveyapp.logs import Code
from surveyapp.settings import Settings
from surveyapp.web.application import Application

CANARY = "canary-203.0.113.9-chirp"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a process that called `configure` writes; everything is put back afterwards."""
    root = logging.getLogger()
    handlers, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    stream = io.StringIO()
    with warnings.catch_warnings():
        logs.configure(stream)
        yield stream
        logging.captureWarnings(capture=False)
    root.handlers[:], logging.raiseExceptions = handlers, raising
    root.setLevel(level)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


def test_an_event_is_a_code_and_its_fields(log: io.StringIO) -> None:
    logs.event(Code.WORKER_STARTED, pid=17)
    logs.failure(Code.BOX_UNAVAILABLE)
    assert log.getvalue().splitlines() == ["info code=worker_started pid=17", "error code=box_unavailable"]


def test_a_field_of_another_shape_is_left_out(log: io.StringIO) -> None:
    logs.event(Code.WORKER_STARTED, pid=CANARY)
    assert log.getvalue() == "info code=worker_started\n"


def test_a_field_that_is_not_on_the_list_is_an_error() -> None:
    with pytest.raises(KeyError):
        logs.event(Code.STARTING, address=CANARY)


def test_an_unexpected_error_tells_its_kind_and_place_and_no_value(log: io.StringIO) -> None:
    try:
        logs.event(Code.STARTING, **{CANARY: 1})
    except KeyError as error:
        logs.unexpected(error)
    assert re.fullmatch(r"error code=unexpected kind=KeyError at=surveyapp\.logs:\d+\n", log.getvalue())


@pytest.mark.parametrize(
    "level", [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL]
)
def test_a_library_never_gets_its_words_out(log: io.StringIO, level: int) -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    for name in ("gunicorn.error", "werkzeug", "sqlalchemy.engine", "waitress", "surveyapp.anything", CANARY):
        try:
            raise ValueError(CANARY)
        except ValueError:
            logging.getLogger(name).log(
                level, "GET /%s", CANARY, exc_info=True, stack_info=True, extra={"event": CANARY}
            )
    assert "203.0.113.9" not in log.getvalue()
    lines = log.getvalue().splitlines()
    assert len(lines) == (6 if level >= logging.WARNING else 0)
    assert all(
        re.fullmatch(r"(warning|error|critical) code=library( source=[a-z_]+)?", line) for line in lines
    )


def test_nobody_can_pose_as_an_event(log: io.StringIO) -> None:
    logging.getLogger("posing").error(CANARY, extra={"event": Code.STARTING})
    assert log.getvalue() == "error code=library source=posing\n"


def test_a_message_that_cannot_be_put_together_is_not_printed(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("clumsy").error("%d", CANARY)
    assert CANARY not in log.getvalue() + capsys.readouterr().err


STRAYS = {
    "a warning": f"import warnings; warnings.warn({CANARY!r})",
    "the last exception": f"raise RuntimeError({CANARY!r})",
    "a thread's exception": (
        f"import threading\ndef fail(): raise RuntimeError({CANARY!r})\n"
        "thread = threading.Thread(target=fail); thread.start(); thread.join()"
    ),
    "an exception while collecting": (
        f"class Failing:\n def __del__(self): raise RuntimeError({CANARY!r})\nFailing()"
    ),
}


@pytest.mark.parametrize("program", STRAYS.values(), ids=STRAYS.keys())
def test_what_python_itself_prints_is_a_code_too(program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"from surveyapp import logs\nlogs.configure()\n{program}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert CANARY not in done.stdout + done.stderr
    assert re.fullmatch(
        r"(warning code=library source=py|error code=unexpected kind=RuntimeError)\n", done.stderr
    )


def test_a_view_that_breaks_leaves_its_kind_and_place(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    app = Application("surveyapp", settings)

    @app.get("/break/<word>")
    def fail(word: str) -> str:
        raise RuntimeError(word)

    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().get(f"/break/{CANARY}", headers={"User-Agent": CANARY, "Referer": CANARY})
    assert answer.status_code == 500
    assert CANARY not in caplog.text
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == [
        "code=unexpected kind=RuntimeError"
    ]


def test_every_code_is_in_the_operating_manual() -> None:
    text = (Path(__file__).parent.parent / "docs" / "operating.md").read_text(encoding="utf-8")
    assert [code for code in Code if f"`{code}`" not in text] == []
