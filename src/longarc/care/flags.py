"""Flags: the model finds that a usual level has moved away from the agreed window.

A flag asks first: the client is asked for one or two more check-ins within 48 hours. It goes to
the therapist when they confirm it, or when nobody answered. Only an answer back in the usual
range closes it (decision 6).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: How long a flag asks before it goes to the therapist. Source: decision 6.
ASKS = timedelta(hours=48)
#: So many answers are asked for. Source: decision 6.
ANSWERS = 2
#: After a medicine session a rise is not flagged for so long. Source: window-model, "Flags".
RESTS = timedelta(hours=72)


class Side(StrEnum):
    """Which way the usual level has moved."""

    RISE = "rise"
    FALL = "fall"


class Outcome(StrEnum):
    """What became of a flag. Stored with readings, never renamed."""

    ASKING = "asking"
    CONFIRMED = "confirmed"
    UNANSWERED = "unanswered"
    CLOSED = "closed"


#: These stand before the therapist.
TOLD = frozenset({Outcome.CONFIRMED, Outcome.UNANSWERED})


@dataclass(frozen=True, slots=True)
class Answer:
    """A check-in in the 48 hours after a flag.

    Args:
        usual: it lies in the person's usual range, where eight of ten of their check-ins lie.
        over: the evidence, with it, is still over the threshold.
    """

    at: datetime
    usual: bool
    over: bool

    @property
    def closes(self) -> bool:
        return self.usual and not self.over


@dataclass(frozen=True, slots=True)
class Flag:
    """The usual level of one person has moved away from their agreed window.

    Args:
        since: the first report that the evidence rests on.
        at: the report that took it over the threshold.
        reports: how many it rests on.
        statistic, threshold: natural log of the evidence, and what it had to reach.
        before, after: the usual level (0 to 1) before, and as it looks if it has moved.
        swing: size of the person's everyday ups and downs before (0 to 1).
        answers: check-ins in the 48 hours after, the first two.
        eased: the report with which the usual level was back, if it was.
    """

    side: Side
    since: datetime
    at: datetime
    reports: int
    statistic: float
    threshold: float
    before: float
    after: float
    swing: float
    answers: tuple[Answer, ...] = ()
    eased: datetime | None = None

    @property
    def asks_until(self) -> datetime:
        return self.at + ASKS

    def outcome(self, as_of: datetime) -> Outcome:
        """What has become of it by `as_of`."""
        said = [answer for answer in self.answers if answer.at <= as_of]
        if any(answer.closes for answer in said):
            return Outcome.CLOSED
        if len(said) >= ANSWERS:
            return Outcome.CONFIRMED
        if as_of < self.asks_until:
            return Outcome.ASKING
        return Outcome.CONFIRMED if said else Outcome.UNANSWERED

    def told(self, as_of: datetime) -> datetime | None:
        """When it went to the therapist, if it did by `as_of`."""
        if self.outcome(as_of) not in TOLD:
            return None
        return self.answers[-1].at if len(self.answers) >= ANSWERS else self.asks_until
