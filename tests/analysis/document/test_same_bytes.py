"""A report is the same bytes in another process, on another day, in another time zone."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256

from surveyapp.analysis.document import csv, docx, html
from tests.analysis.document.reports import grouped, report

PROGRAM = """
from hashlib import sha256
from surveyapp.analysis.document import csv, docx, html
from tests.analysis.document.reports import grouped, report
made = report()
for file in (html.text(made).encode(), docx.written(made), csv.text(grouped()).encode()):
    print(sha256(file).hexdigest())
"""


def test_every_file_is_the_same_in_another_process() -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "11", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-W", "error", "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    made = report()
    files = html.text(made).encode(), docx.written(made), csv.text(grouped()).encode()
    assert done.stdout.split() == [sha256(file).hexdigest() for file in files]
