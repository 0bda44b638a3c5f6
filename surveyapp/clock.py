"""The clock: the one place where the date is read, for where the campaigns are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo


def today_in(timezone: str) -> Callable[[], date]:
    """Tells the date in a time zone, such as America/New_York, whenever it is asked."""
    zone = ZoneInfo(timezone)
    return lambda: datetime.now(zone).date()
