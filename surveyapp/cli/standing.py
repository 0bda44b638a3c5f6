"""Where a campaign stands, in lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from surveyapp.services.campaigns import Status

FOLLOWING = {
    "draft": "rehearse at its link (surveyapp campaign link {name}), then surveyapp campaign open {name}",
    "open": "surveyapp invite {name} --print; once people have answered, surveyapp campaign close {name}",
    "closed": "surveyapp campaign open {name} to go on, or surveyapp campaign seal {name}, for good",
    "sealing": "surveyapp campaign seal {name}, which was cut off",
    "sealed": "surveyapp export {name} --out DIR",
    "released": "surveyapp export {name} --out DIR; what has left comes out the same again",
}
"""What can be done next, by state, with its command."""
CLOSING = "once people have answered, surveyapp campaign close {name}"
INVITING = f"surveyapp invite {{name}} --roster FILE, then surveyapp remind {{name}}; {CLOSING}"
NO_BALLOTS = (
    "it was restored from a backup and gives out no more ballots. Who has one can still answer while it is "
    "open; to let others answer, create a new campaign."
)


def lines(found: Status) -> Iterator[str]:
    """Everything that there is to say about a campaign."""
    said = {
        "Campaign": f"{found.name}{' (synthetic)' if found.synthetic else ''}, {found.state}",
        "Asks": f"{found.title} ({found.instrument}, version {found.version[:12]})",
        "Responses": count(found),
        "Closes": _closing(found),
        "Terms": _terms(found),
        "Key": found.fingerprint,
        "Next": _following(found),
        "But": _objection(found),
    }
    return (f"{title + ':':11}{text}" for title, text in said.items() if text)


def count(found: Status) -> str:
    """How many answered, as exactly as may be said."""
    if not found.rounded:
        return f"{found.responses} of {found.invited} invited"
    known = f"at least {found.responses}" if found.responses else f"fewer than {found.terms.k}"
    return f"{known} of {found.invited} invited"


def _following(found: Status) -> str:
    words = FOLLOWING[found.state]
    if found.by == "invitation" and found.state == "open":
        words = CLOSING if found.restored else INVITING
    return words.format(name=found.name)


def _closing(found: Status) -> str:
    if found.state not in ("draft", "open"):
        return ""
    return f"at the end of {found.closes}" if found.closes else "when you close it"


def _terms(found: Status) -> str:
    terms = (
        f"{each.name.replace('_', ' ')} {getattr(found.terms, each.name)}" for each in fields(found.terms)
    )
    return f"{', '.join(terms)}, profile {found.profile}"


def _objection(found: Status) -> str:
    """Why nobody can answer, or nothing would leave, or no row file."""
    if found.restored:
        return NO_BALLOTS
    if found.state in ("draft", "open"):
        return ""
    if found.responses < found.terms.minimum:
        return f"nothing leaves below {found.terms.minimum} responses."
    return "its terms allow tables only: no row file leaves." if found.terms.publish == "tables" else ""
