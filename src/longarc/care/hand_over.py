"""When nobody holds a client: what cannot wait, and who may be named."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from longarc.care.finding import Code, Finding

#: What a person has to see to now. A list says "urgent" of it, and never which of these it is.
#: Leaving and touch rank right after a risk path (decision 31): they wait for nobody either.
MATTERS = frozenset(
    {
        Code.RISK,
        Code.LEAVING,
        Code.TOUCH,
        Code.WROTE_AGAIN,
        Code.ADVERSE,
        Code.CONTACT,
        Code.CONTACT_DUE,
    }
)
#: A meeting or a session so near, before or after, cannot wait either.
#: Source: Longarc's own starting rule, unsigned.
NEAR = timedelta(hours=48)
#: An account or role younger than this is named by a second person only.
#: Source: decision 38.
YOUNG = timedelta(hours=72)


#: What is asked for without a time is due so long after it was said: the same day.
#: Source: Longarc's own starting rule, unsigned.
SAME_DAY = timedelta(hours=24)

#: When something is due, a risk path that waits before all else: sorts.
Due = tuple[bool, datetime]


def due(standing: Iterable[Finding], *, near: datetime | None) -> Due | None:
    """By when a person is needed; None: it can wait. `near`: a meeting or a session so near."""
    found = [_due(one) for one in standing if one.code in MATTERS]
    if near:
        found.append((True, near))
    return min(found, default=None)


def _due(one: Finding) -> Due:
    return not (one.code is Code.RISK and one.due), one.due or one.since + SAME_DAY


def young(since: datetime, at: datetime) -> bool:
    """Whether somebody has had a role for so short a time that one person's word is not enough."""
    return at - since < YOUNG
