"""What the first request of a process would wait for, done before there is one."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveyapp.web.application import Application

MOST_SECONDS = 2.0
"""No draft is begun to be read later than that: an author can make one that takes long."""


def warm(app: Application) -> None:
    """Compile templates, read instruments and drafts, and have the garbage collector pass over all that.

    Processes that are forked afterwards share it. In the application's context.
    """
    from surveyapp.services import drafts, library, versions
    from surveyapp.web.drawing import ENVIRONMENT

    for name in ENVIRONMENT.list_templates():
        staff = name.startswith("staff/")
        (app.extensions["surveyapp.staff"].jinja_env if staff else ENVIRONMENT).get_template(name)
    for name in library.filed(app.settings):
        versions.title_in_file(app.settings, name)
    until = time.monotonic() + MOST_SECONDS
    for _ in drafts.read_ahead(app.settings):
        if time.monotonic() > until:
            break
    gc.collect()
    gc.freeze()
