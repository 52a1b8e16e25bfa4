"""A finding: what was noticed, in words that a person can weigh.

A `Finding` is one thing that a rule noticed about one client: what changed, against whose
usual, since when, how sure, what else it could be, what people often do. A `Mark` is what a
person of the care team said about it. What stands on the therapist's list (a signal) is a
finding without a mark that answers it: see `signals.standing`.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from longarc.care.text import Text, msg


class Code(StrEnum):
    """The kinds of finding, as stored with each mark. Never renamed."""

    RISK = "risk"
    LEAVING = "leaving"
    TOUCH = "touch"
    SCREENING = "screening"
    DECLINED = "declined"
    LAPSED = "lapsed"
    DECIDED = "decided"
    WROTE_AGAIN = "wrote_again"
    ADVERSE = "adverse"
    CONTACT = "contact"
    SLOWER = "slower"
    EXERCISE = "exercise"
    RUN = "run"
    SILENCE = "silence"
    RISE = "rise"
    FALL = "fall"
    RUPTURE = "rupture"
    RELATION = "relation"
    CONTACT_DUE = "contact_due"
    FOLLOW_UP = "follow_up"
    UNGATED = "ungated"


class MarkKind(StrEnum):
    """What a person did with a signal (experience 3.2)."""

    LOOKED = "looked"
    TALKED = "talked"
    DONE = "done"
    LATER = "later"
    NOT_USEFUL = "not_useful"


CLOSING = frozenset({MarkKind.DONE, MarkKind.NOT_USEFUL})
HAS_EASED = Text(msg("It has eased, and leaves the list by itself after some days."))


@dataclass(frozen=True)
class Finding:
    """What was noticed.

    Args:
        code: which rule.
        since: when the episode began; with `code` it names the episode.
        eased: when it ended by itself, if it did.
        level: how strong, in the rule's own steps; a closed signal returns only above it.
        evidence: ids of the entries it rests on.
        what: one sentence: what changed, against whose usual, since when.
        sure: how sure, in plain words (for rules that count: the counts).
        could_be: other explanations.
        next_step: what people often do.
        goes_when: what would make it go away.
        due: by when a person is to act; a page says when that is over.
        taken: somebody has taken it on, and it still stands.
        below: it is of its kind, but mild and looked after: further down than its kind.
        recorded_by: the accounts of those who recorded it: somebody else looks at it.
    """

    code: Code
    since: datetime
    level: int
    what: Text
    sure: Text
    next_step: Text
    goes_when: Text
    could_be: tuple[Text, ...] = ()
    eased: datetime | None = None
    evidence: tuple[UUID, ...] = ()
    due: datetime | None = None
    taken: bool = False
    below: bool = False
    recorded_by: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Mark:
    """What a person said about a signal: `until` is set for LATER."""

    code: Code
    since: datetime
    level: int
    kind: MarkKind
    at: datetime
    until: datetime | None = None
