"""Wall time where somebody lives: hours that do not exist, and hours that come twice."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)


def moment(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which a clock in `zone` first shows `wall` on `day`.

    When the clocks go forward over it, the instant right after the jump; when they go back and
    it comes twice, the first time. A day that a place left out altogether gives an instant of
    the next day: whoever asks compares the date.

    >>> moment(date(2026, 3, 8), time(2, 30), ZoneInfo("America/New_York")).isoformat()
    '2026-03-08T07:00:00+00:00'
    """
    naive = datetime.combine(day, wall)
    before, after = (naive.replace(tzinfo=zone, fold=n).astimezone(UTC) for n in (0, 1))
    return before if before <= after else _after_jump(after, before, zone)


def _after_jump(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first second with the offset of `high`; `low` lies before the jump."""
    offset = high.astimezone(zone).utcoffset()
    while high - low > SECOND:
        middle = low + SECOND * ((high - low) // SECOND // 2)
        if middle.astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high


def days(first: date, last: date) -> list[date]:
    """Every day from `first` to `last`, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
