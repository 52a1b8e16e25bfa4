"""What becomes of one reminder, and when reminders do not reach somebody.

queued -> sending -> sent | failed | unknown; queued -> dropped. A send whose outcome is unknown is
shown and never repeated: there is no way back from `unknown`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from longarc.care.reminders import Way

#: Whoever claimed a send and has said nothing for so long is gone: its outcome is unknown.
#: Source: Longarc's own starting rule, unsigned. Longer than any send may take.
LEASE = timedelta(minutes=5)
#: What was surely not taken is tried again after so long, within its time.
#: Source: Longarc's own starting rule, unsigned.
AGAIN_AFTER = timedelta(minutes=5)
#: So many one after the other that did not arrive: reminders are not reaching this person.
#: Source: Longarc's own starting rule, unsigned.
NOT_REACHING = 2


class Send(StrEnum):
    """Where one reminder stands. Stored, never renamed."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


class Why(StrEnum):
    """Why one was not sent, or is not known to be. Stored, never renamed."""

    NONE = ""
    LATE = "late"
    UNWANTED = "unwanted"
    NOT_SET_UP = "not_set_up"
    REFUSED = "refused"
    GONE = "gone"
    NO_CONTACT = "no_contact"
    NO_ANSWER = "no_answer"
    STOPPED = "stopped"


class Outcome(StrEnum):
    """What a carrier says of one send.

    TOO_LATE: it was not tried. NOT_TAKEN: surely not taken, perhaps later. REFUSED, GONE: surely
    not, and never. UNKNOWN: it may have been taken.
    """

    SENT = "sent"
    TOO_LATE = "too_late"
    NOT_TAKEN = "not_taken"
    NOT_SET_UP = "not_set_up"
    REFUSED = "refused"
    GONE = "gone"
    UNKNOWN = "unknown"


SETTLED: dict[Outcome, tuple[Send, Why]] = {
    Outcome.SENT: (Send.SENT, Why.NONE),
    Outcome.TOO_LATE: (Send.DROPPED, Why.LATE),
    Outcome.NOT_TAKEN: (Send.FAILED, Why.NO_CONTACT),
    Outcome.NOT_SET_UP: (Send.FAILED, Why.NOT_SET_UP),
    Outcome.REFUSED: (Send.FAILED, Why.REFUSED),
    Outcome.GONE: (Send.FAILED, Why.GONE),
    Outcome.UNKNOWN: (Send.UNKNOWN, Why.NO_ANSWER),
}


@dataclass(frozen=True, slots=True)
class Tried:
    """One line of the log."""

    at: datetime
    way: Way
    state: Send
    why: Why = Why.NONE


def settled(outcome: Outcome, *, at: datetime, until: datetime) -> tuple[Send, Why]:
    """Where a send stands after what its carrier said; queued again while there is time.

    Args:
        until: from then on it is too late.
    """
    if outcome is Outcome.NOT_TAKEN and at + AGAIN_AFTER < until:
        return Send.QUEUED, Why.NONE
    return SETTLED[outcome]


def not_reaching(newest_first: Sequence[Tried]) -> bool:
    """Whether the latest ones, one after the other, did not arrive.

    What was dropped or still waits says nothing about it, nor does another way than the present.
    """
    told = [one for one in newest_first if one.state in {Send.SENT, Send.FAILED, Send.UNKNOWN}]
    row = list(takewhile(lambda one: _lost(one) and one.way is told[0].way, told))
    return len(row) >= NOT_REACHING


def _lost(one: Tried) -> bool:
    return one.state is Send.FAILED and one.why is not Why.NOT_SET_UP
