"""Pages that are the same for everyone: drawn once, kept, and completed with what belongs to one visit."""

from __future__ import annotations

import secrets
from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Response
from markupsafe import escape

from surveyapp.ballot.proofs import fingerprint, grouped, to_text
from surveyapp.instrument.styles import rule_data, styles
from surveyapp.services.respond import State, Survey
from surveyapp.settings import Settings
from surveyapp.web.assets import INVITATION_SCRIPT, SCRIPT
from surveyapp.web.cache import Kept
from surveyapp.web.drawing import draw
from surveyapp.web.forms import Filled
from surveyapp.web.headers import content_policy
from surveyapp.web.resources import Resource
from surveyapp.web.respond.data import script_data
from surveyapp.web.respond.privacy import privacy
from surveyapp.web.respond.sheet import Sheet
from surveyapp.web.respond.terms import terms_in_words

PAGES_KEPT = 256
BALLOT_FIELD = "_ballot"
"""A field of the form that is no answer; no item's name can begin so."""
MIMETYPE = "text/html; charset=utf-8"
# Stand in a drawn page for what belongs to one visit; random, so that no author's text can hold them.
BALLOT, RECEIPT = f"ballot{secrets.token_hex(16)}", f"receipt{secrets.token_hex(16)}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page in three pieces, between which the ballot and the receipt go, and its headers."""

    before: bytes
    between: bytes
    after: bytes
    policy: str

    def response(self, ballot: str, receipt: str, status: int = 200) -> Response:
        """The page for one visit."""
        pieces = (self.before, str(escape(ballot)).encode(), self.between, receipt.encode(), self.after)
        return Response(
            b"".join(pieces), status, {"Content-Security-Policy": self.policy}, content_type=MIMETYPE
        )


class Pages:
    """Draws every page of a respondent's. One for each app."""

    def __init__(self, settings: Settings, resources: tuple[Resource, ...]) -> None:
        self._settings, self._resources = settings, resources
        self._drawn: Kept[Hashable, Drawn] = Kept(PAGES_KEPT)
        self._plain: Kept[Hashable, bytes] = Kept(PAGES_KEPT)

    def survey(self, token: str, survey: Survey) -> Drawn:
        """The page with the questions."""
        return self._drawn.get(_key(token, survey), partial(self._draw_survey, token, Sheet(survey)))

    def refused(
        self, token: str, survey: Survey, filled: Filled, code: str = "", code_error: str = ""
    ) -> Drawn:
        """The same page with everything that was typed, and what is wrong with it. Never kept."""
        return self._draw_survey(token, Sheet(survey, filled.typed, filled.errors), code, code_error)

    def plain(self, name: str, token: str, survey: Survey, status: int = 200) -> Response:
        """A page that is the same on every visit: done, left, closed, privacy, withdrawn."""
        key = (name, *_key(token, survey))
        body = self._plain.get(key, partial(self._draw_plain, name, token, survey))
        return Response(body, status, content_type=MIMETYPE)

    def withdraw(self, token: str, survey: Survey, typed: str = "", error: str = "") -> Response:
        """The page on which a receipt is typed; with an error it is given back as typed."""
        body = draw("respond/withdraw.html", **self._given(token, survey), typed=typed, error=error)
        return Response(body, 422 if error else 200, content_type=MIMETYPE)

    def _draw_plain(self, name: str, token: str, survey: Survey) -> bytes:
        more = privacy(survey, self._settings) if name == "privacy" else {}
        return draw(f"respond/{name}.html", **self._given(token, survey), **more).encode()

    def _draw_survey(self, token: str, sheet: Sheet, code: str = "", code_error: str = "") -> Drawn:
        rules = styles(sheet.survey.instrument)
        data = script_data(rule_data(sheet.survey.instrument))
        given = {"sheet": sheet, "rules": rules, "data": data, "ballot": BALLOT, "receipt": RECEIPT}
        given |= _signing(sheet.survey) | {"code": code, "code_error": code_error}
        page = draw("respond/survey.html", **self._given(token, sheet.survey), **given)
        before, _, rest = page.partition(BALLOT)
        between, _, after = rest.partition(RECEIPT)
        personal = sheet.survey.personal
        script = INVITATION_SCRIPT if personal else SCRIPT
        policy = content_policy([rules], [script], connecting=personal)
        return Drawn(before.encode(), between.encode(), after.encode(), policy)

    def _given(self, token: str, survey: Survey) -> dict[str, Any]:
        return {
            "survey": survey,
            "instrument": survey.instrument,
            "drawn": drawn_for(survey),
            "link": f"/s/{token}",
            "ballot_field": BALLOT_FIELD,
            "begin": "",
            "personal": f"/i/{token}" if survey.personal else "",
            "invited": survey.by == "invitation",
            "rehearsal": survey.state is State.REHEARSAL,
            "terms": terms_in_words(survey.terms, survey.instrument),
            "resources": self._resources,
        }


def _signing(survey: Survey) -> dict[str, str]:
    """The key that signs ballots, for the script, and its fingerprint for people."""
    return {"key": to_text(survey.key), "fingerprint": grouped(fingerprint(survey.key))}


def drawn_for(survey: Survey) -> str:
    """What a page was drawn for: rehearsing or not, and which version; it chooses the words of a refusal."""
    return f"{'rehearsal' if survey.state is State.REHEARSAL else 'live'}-{survey.version[:12]}"


def _key(token: str, survey: Survey) -> tuple[Hashable, ...]:
    return (
        token,
        survey.version,
        survey.state,
        survey.terms,
        survey.profile,
        survey.invited,
        survey.synthetic,
        survey.closes,
        survey.by,
        survey.code_without_script,
        survey.key,
    )
