"""When nobody holds a client: what cannot wait, and who may be named."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from longarc.care.finding import Code, Finding

#: What a person has to see to now. A list says "urgent" of it, and never which of these it is.
MATTERS = frozenset({Code.RISK, Code.WROTE_AGAIN, Code.ADVERSE, Code.CONTACT, Code.CONTACT_DUE})
#: A meeting or a session so near, before or after, cannot wait either.
#: Source: Longarc's own starting rule, unsigned.
NEAR = timedelta(hours=48)
#: An account or role younger than this is named by a second person only.
#: Source: decision 38.
YOUNG = timedelta(hours=72)


def urgent(standing: Iterable[Finding], *, near: bool) -> bool:
    """Whether a person is needed now; `near`: a meeting or a session is."""
    return near or any(one.code in MATTERS for one in standing)


def young(since: datetime, at: datetime) -> bool:
    """Whether somebody has had a role for so short a time that one person's word is not enough."""
    return at - since < YOUNG
