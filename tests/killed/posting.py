"""A post whose process is killed at a chosen moment of answering it."""

from __future__ import annotations

import signal
import subprocess
import sys

from surveyapp.settings import Settings
from tests.respondent import FORM
from tests.serving import environment

PATIENCE = 60.0
KILLED = """
import os, signal, sys
from sqlalchemy import event
from surveyapp import create_app
from surveyapp.extensions import db

def die(given):
    os.kill(os.getpid(), signal.SIGKILL)

moment, bind, path, body, form = sys.argv[1:]
app = create_app()
if moment == "reply":
    app.after_request_funcs[None].append(die)
else:
    with app.app_context():
        event.listen(db.engines[bind or None], moment, die)
app.test_client().post(path, data=body, content_type=form)
"""


def killed_while_posting(settings: Settings, moment: str, path: str, body: str, bind: str = "") -> None:
    """Posts a form in a process that dies before a database's "commit", or before the "reply"."""
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, moment, bind, path, body, FORM],
        env=environment(settings),
        timeout=PATIENCE,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
