"""The two databases: their columns, how they are kept, and what the place of rows gives away."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp import store
from surveyapp.services.inspection.findings import Finding, fine, unknown, wrong
from surveyapp.store import box, inspection, office
from surveyapp.store.engines import BOX

KEPT = {
    None: {"journal_mode": "delete", "secure_delete": "1", "synchronous": "2"},
    BOX: {"journal_mode": "wal", "secure_delete": "1", "synchronous": "2"},
}
"""What SQLite says of a database that is kept as `surveyapp.store.engines` means it."""
SILENT = {
    "log_statement": ("none",),
    "log_min_duration_statement": ("-1",),
    "log_min_error_statement": ("panic",),
    "log_connections": ("off", ""),
    "track_commit_timestamp": ("off",),
    "archive_mode": ("off",),
}
"""What PostgreSQL must be set to so that it writes nothing of a visit: docs/operating.md."""
UNSEALED = ("open", "closed", "sealing")
NAMES = {None: "office", BOX: "box"}


def look() -> Iterator[Finding]:
    """Looks at both databases of the current app."""
    yield _columns()
    for bind, name in NAMES.items():
        yield from _kept(bind, name)
    if inspection.shares_a_server():
        yield wrong(
            "one-server",
            "Office and box are on one PostgreSQL server, which numbers the transactions of both in one "
            "sequence: until a campaign is sealed, that tells which ballot was taken just before which "
            "answer came. Give the box a server of its own.",
        )
    yield _order()


def _columns() -> Finding:
    if foreign := store.undeclared():
        return wrong(
            "columns", f"Columns that respondents are not told of: {', '.join(foreign)}. Remove them."
        )
    return fine("columns", "The databases have the columns that the privacy page lists, and no others.")


def _kept(bind: str | None, name: str) -> Iterator[Finding]:
    if inspection.database_file(bind) is None:
        found = inspection.server_settings(bind)
        loud = [f"{key} = {value}" for key, value in found.items() if value not in SILENT[key]]
        if loud:
            words = f"The {name}'s PostgreSQL may keep traces: {', '.join(loud)}."
            yield wrong(f"{name}-kept", f"{words} docs/operating.md says what to set.")
        else:
            yield fine(
                f"{name}-kept", f"The {name}'s PostgreSQL is set to log no statement and keep no times."
            )
        return
    found = inspection.pragmas(bind, *KEPT[bind])
    other = [f"{key} is {value}" for key, value in found.items() if value != KEPT[bind][key]]
    if other:
        yield wrong(f"{name}-kept", f"The {name} is not kept as it should be: {', '.join(other)}.")
    else:
        yield fine(f"{name}-kept", f"The {name} has the journal that it should, and erases what is deleted.")


def _order() -> Finding:
    """What the places of rows tell, which they may only while a campaign is not sealed."""
    layout = inspection.box_layout()
    unsealed = [it.name for it in office.campaigns() if it.state in UNSEALED and box.count(it.name)]
    if unsealed:
        return unknown(
            "order",
            f"Until {', '.join(unsealed)} is sealed, the place of its answers in the box tells in which "
            "order they came, to somebody who has the database itself. Seal it when it is over.",
        )
    if layout.out_of_order:
        return wrong(
            "order",
            f"{layout.out_of_order} of {sum(layout)} rows do not lie in the order of their keys, though "
            "every campaign is sealed: something else wrote into the box. `surveyapp backup`, then "
            "`surveyapp restore` into a new home, writes all rows anew.",
        )
    return fine(
        "order", f"All rows of the box lie in the order of their content ({sum(layout)} places looked at)."
    )
