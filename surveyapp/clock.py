"""The clock: the one place where the date is read, for where the campaigns are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def today_in(timezone: str) -> Callable[[], date]:
    """Tells the date in a time zone, such as America/New_York, whenever it is asked."""
    zone = ZoneInfo(timezone)
    return lambda: datetime.now(zone).date()


def now_in(timezone: str) -> Callable[[], datetime]:
    """Tells what the clock on the wall shows in a time zone, without the zone, whenever it is asked."""
    zone = ZoneInfo(timezone)
    return lambda: datetime.now(zone).replace(tzinfo=None)


def moment() -> int:
    """Now, in whole seconds since 1970-01-01 UTC: for what staff do, never for what respondents do."""
    return int(datetime.now(UTC).timestamp())


def moment_of(wall: datetime, timezone: str) -> int:
    """The moment, as `moment` counts, at which the clock on the wall shows that in a time zone; the first."""
    return int(wall.replace(tzinfo=ZoneInfo(timezone)).timestamp())
