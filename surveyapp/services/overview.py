"""Every campaign in a line, for a page that lists hundreds of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from surveyapp.release.terms import Terms
from surveyapp.services import Refused, library
from surveyapp.services.campaigns import Today, shown
from surveyapp.services.respond import State, state_on, terms_of
from surveyapp.settings import Settings
from surveyapp.store import box, office
from surveyapp.store.office import Released

ORDER = ("open", "draft", "closed", "sealing", "sealed", "released")
"""Those first with which somebody has something to do."""
TITLES_KEPT = 1024


@dataclass(frozen=True, slots=True)
class Line:
    """A campaign in short; until it is sealed ``responses`` is what `campaigns.shown` says.

    ``left`` is None where nothing has left.
    """

    name: str
    state: str
    title: str
    responses: int
    rounded: bool
    invited: int
    k: int
    terms: Terms
    closes: date | None
    synthetic: bool
    left: Released | None


def overview(settings: Settings, today: Today) -> list[Line]:
    """Every campaign, those that are open first, then by name; all are counted at once."""
    counts, left, day = box.counts(), office.released(), today()

    @cache
    def draft_title(instrument: str) -> str:
        try:
            return library.instrument(settings, instrument).title
        except Refused:
            return f"({instrument})"

    lines = []
    for campaign in office.campaigns():
        over = campaign.state == "open" and state_on(campaign, day) is State.CLOSED
        rounded = campaign.state in ("open", "closed")
        count = counts.get(campaign.name, 0)
        fixed = campaign.version_hash
        lines.append(
            Line(
                name=campaign.name,
                state="closed" if over else campaign.state,
                title=draft_title(campaign.instrument) if fixed is None else _title(fixed),
                responses=shown(count, campaign.k, campaign.minimum) if rounded else count,
                rounded=rounded,
                invited=campaign.invited,
                k=campaign.k,
                terms=terms_of(campaign),
                closes=campaign.closes,
                synthetic=campaign.synthetic,
                left=left.get(campaign.name),
            )
        )
    return sorted(lines, key=lambda line: (ORDER.index(line.state), line.name))


def left(name: str) -> Released | None:
    """What has left one campaign, in short."""
    return office.released().get(name)


@lru_cache(maxsize=TITLES_KEPT)
def _title(content_hash: str) -> str:
    """The title of a stored version: what a hash stands for never changes, so it is read once."""
    return library.version(content_hash, office.content(content_hash)).title
