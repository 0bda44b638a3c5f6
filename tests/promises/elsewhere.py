"""The same work in a process of its own, as it would be done at another time and place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[2]


def printed(program: str, *arguments: str | Path, given: Any, **environment: str) -> str:
    """What a program prints that reads `given` as JSON, with further environment variables."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        input=json.dumps(given),
        env={**os.environ, "PYTHONPATH": str(HERE), **environment},
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
