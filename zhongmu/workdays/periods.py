"""Terms of years, and the instant at which a day is over."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def term_end(start: date, years: int) -> date:
    """The last day of a term: `years` later less a day. From 2028-02-29 two years end on 2030-02-28 (`CQ-6.1`)."""
    if years < 1:
        raise ValueError(years)
    try:
        after = start.replace(year=start.year + years)
    except ValueError:  # 29 February of a common year: the day after is 1 March
        after = date(start.year + years, 3, 1)
    return after - timedelta(days=1)


def end_instant(day: date) -> datetime:
    """Midnight in Beijing after `day`: what ends on `day` is still good before this instant and not at it."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=BEIJING)
