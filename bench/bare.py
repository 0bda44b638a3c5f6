"""What everything is compared with: a Flask view that returns a page of a given size, on the same server.

`python -m bench.bare BYTES` serves it for the environment's settings.
"""

from __future__ import annotations

import os
import sys

from flask import Flask

from surveyapp import server
from surveyapp.settings import Settings

PATH = "/page"


def bare(size: int) -> Flask:
    """An application with one page of so many bytes."""
    app = Flask("bare", static_folder=None)
    page = b"x" * size

    @app.get(PATH)
    def show() -> bytes:
        return page

    return app


if __name__ == "__main__":
    server.serve(bare(int(sys.argv[1])), Settings.from_environment(os.environ))
