"""Run anjana on data from standard input and say what it did: for the Python of its own environment."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from typing import Any

import numpy as np
import pandas as pd
from anjana.anonymity._k_anonymity import k_anonymity_inner


def main() -> None:
    """Answer each line of JSON with another: levels by variable, rows left out, CPU seconds of the call."""
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


def answer(asked: dict[str, Any]) -> dict[str, Any] | None:
    """What anjana makes of some data; None where it gives up."""
    names = list(asked["words"])
    data = pd.DataFrame({name: np.array(asked["words"][name])[asked["codes"][name]] for name in names})
    ladders = {
        name: {level: np.array(labels) for level, labels in enumerate(asked["hierarchies"][name])}
        for name in names
    }
    start = time.process_time()
    with contextlib.redirect_stdout(sys.stderr):
        made, left_out, levels = k_anonymity_inner(data, [], names, asked["k"], asked["percent"], ladders)
    seconds = time.process_time() - start
    return {"levels": levels, "left_out": int(left_out), "seconds": seconds} if len(made) else None


if __name__ == "__main__":
    main()
