"""What becomes of one reminder, and when reminders do not reach somebody.

queued -> sending -> sent | failed | unknown; queued -> dropped. A send whose outcome is unknown is
shown and never repeated: there is no way back from `unknown`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from longarc.care.reminders import Way

#: Whoever claimed a send and has said nothing for so long is gone: its outcome is unknown.
#: Source: Longarc's own starting rule, unsigned. Longer than any send may take.
LEASE = timedelta(minutes=5)
#: What was surely not taken is tried again after so long, within its time.
#: Source: Longarc's own starting rule, unsigned.
AGAIN_AFTER = timedelta(minutes=5)
#: So many one after the other that were not taken, or of which nobody knows: that is said.
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


# One in such a state may have come, or may still come.
MAY_HAVE_COME = frozenset({Send.QUEUED, Send.SENDING, Send.SENT, Send.UNKNOWN})


class Why(StrEnum):
    """Why one was not sent, or is not known to be. Stored, never renamed."""

    NONE = ""
    LATE = "late"
    UNWANTED = "unwanted"
    NOT_SET_UP = "not_set_up"
    REFUSED = "refused"
    GONE = "gone"
    NO_CONTACT = "no_contact"
    NO_ADDRESS = "no_address"
    NO_ANSWER = "no_answer"
    STOPPED = "stopped"


class Outcome(StrEnum):
    """What a carrier says of one send.

    TOO_LATE: it was not tried. NOT_TAKEN: surely not taken, perhaps later. NO_ADDRESS, REFUSED,
    GONE: surely not, and never. UNKNOWN: it may have been taken.
    """

    SENT = "sent"
    TOO_LATE = "too_late"
    NOT_TAKEN = "not_taken"
    NOT_SET_UP = "not_set_up"
    NO_ADDRESS = "no_address"
    REFUSED = "refused"
    GONE = "gone"
    UNKNOWN = "unknown"


SETTLED: dict[Outcome, tuple[Send, Why]] = {
    Outcome.SENT: (Send.SENT, Why.NONE),
    Outcome.TOO_LATE: (Send.DROPPED, Why.LATE),
    Outcome.NOT_TAKEN: (Send.FAILED, Why.NO_CONTACT),
    Outcome.NOT_SET_UP: (Send.FAILED, Why.NOT_SET_UP),
    Outcome.NO_ADDRESS: (Send.FAILED, Why.NO_ADDRESS),
    Outcome.REFUSED: (Send.FAILED, Why.REFUSED),
    Outcome.GONE: (Send.FAILED, Why.GONE),
    Outcome.UNKNOWN: (Send.UNKNOWN, Why.NO_ANSWER),
}


@dataclass(frozen=True, slots=True)
class Tried:
    """One line of the log; `key` and `about` as in the reminder that it was."""

    at: datetime
    way: Way
    state: Send
    why: Why = Why.NONE
    key: str = ""
    about: date | None = None


def settled(outcome: Outcome, *, at: datetime, until: datetime) -> tuple[Send, Why]:
    """Where a send stands after what its carrier said; queued again while there is time.

    Args:
        until: from then on it is too late.
    """
    if outcome is Outcome.NOT_TAKEN and at + AGAIN_AFTER < until:
        return Send.QUEUED, Why.NONE
    return SETTLED[outcome]


class Reach(StrEnum):
    """Whether reminders reach somebody, as far as it is known. Never stored."""

    NOTHING_AGAINST = ""
    NOT = "not"
    NOT_KNOWN = "not_known"


# States that tell something of whether it arrived.
TELL = frozenset({Send.SENT, Send.FAILED, Send.UNKNOWN})


def tells(one: Tried) -> bool:
    """Dropped ones, those that wait, and a way that is not set up here say nothing of a person."""
    return one.state in TELL and one.why is not Why.NOT_SET_UP


def reach(newest_first: Sequence[Tried], way: Way) -> Reach:
    """What the latest `NOT_REACHING` by the way that is wanted now say together.

    One that was sent among them: nothing is said against it. All refused or not taken: they do
    not reach the person. Otherwise nobody knows: an unknown one may have come, or not.
    """
    told = [one for one in newest_first if tells(one)][:NOT_REACHING]
    states = {one.state for one in told if one.way is way}
    mine = sum(one.way is way for one in told)
    if mine < NOT_REACHING or Send.SENT in states:
        return Reach.NOTHING_AGAINST
    return Reach.NOT if states == {Send.FAILED} else Reach.NOT_KNOWN
