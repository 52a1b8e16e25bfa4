"""The last weeks of one client in the room of a few words, for lists of many clients."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.safestring import SafeString

from longarc.care.arc import CheckIn
from longarc.web.charts.svg import safe

DAY = 4  # units across
HEIGHT = 30
MIXED = "v4"  # an upright stroke below the ladder


def svg(
    check_ins: Iterable[CheckIn], as_of: datetime, days: int = 28, *, on_ladder: bool = True
) -> SafeString:
    """One mark for each report of the last `days` days; a day without one stays empty.

    Words with the same meaning stand beside it, so it is hidden from screen readers.

    Args:
        check_ins: in any order; those after `as_of` are left out.
        as_of: the right edge.
        on_ladder: shade the row "within reach"; an imported series has no such row.
    """
    start = as_of - timedelta(days=days)
    shown = [one for one in check_ins if start <= one.at <= as_of]
    across = [(_x(one.at - start), one.position) for one in shown]
    ladder = "".join([f"M{x} {_y(at)}h0" for x, at in across if at is not None])
    mixed = "".join([f"M{x} 24{MIXED}" for x, at in across if at is None])
    width = days * DAY + DAY
    return safe(
        f'<svg class="spark" viewBox="0 0 {width} {HEIGHT}" aria-hidden="true">'
        f"{_within(width) if on_ladder else ''}"
        f'<path class="dot" d="{ladder}"/><path class="mixed" d="{mixed}"/></svg>'
    )


def _within(width: int) -> str:
    return f'<path class="within" d="M0 9h{width}v4H0z"/>'


def _x(since: timedelta) -> int:
    return DAY // 2 + (since.days * 86400 + since.seconds) * DAY // 86400


def _y(position: int) -> int:
    return 21 - (position * 20 + 50) // 100
