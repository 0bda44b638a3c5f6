"""What a report costs: `surveyapp report` as a process of its own, with its start-up.

Everybody who answers differs from everybody else. A campaign of tables breaks all items down by two groups;
what must be hidden with small counts is most where a few hundred answered.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from bench.package import INSTRUMENT, Cost
from bench.survey import NAME, Measured, fill, measured
from surveyapp.clock import today_in
from surveyapp.services import campaigns
from tests.serving import COMMAND, environment

MOST_SECONDS = {66: 5.0, 1_000: None, 100_000: 15.0}
"""CPU by how many responded, as far as there is a target."""
PUBLISH: tuple[Literal["rows", "tables"], ...] = ("rows", "tables")


def costs(folder: Path) -> Iterator[Cost]:
    """Measure reports of campaigns that give rows and of those that give tables; ratios are to the first."""
    least = 0.0
    for publish in PUBLISH:
        for rows, most in MOST_SECONDS.items():
            with measured(INSTRUMENT, folder / f"report-{publish}-{rows}", {}, publish=publish) as survey:
                fill(survey, rows, rows)
                with survey.app.app_context():
                    campaigns.close(NAME)
                    campaigns.seal(today_in(survey.settings.timezone), NAME)
                cpu, memory = _run(survey, folder / f"out-{publish}-{rows}")
            least = least or cpu
            target, met = ("", None) if most is None else (f"< {most:g} s", cpu < most)
            yield Cost(f"Report, {publish}", rows, cpu, cpu / least, memory, target, met)


def _run(survey: Measured, out: Path) -> tuple[float, float]:
    """CPU seconds and MB of one report. Raises CalledProcessError where none is made."""
    command = [str(COMMAND), "report", NAME, "--out", str(out)]
    process = subprocess.Popen(command, env=environment(survey.settings), stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 2**10
