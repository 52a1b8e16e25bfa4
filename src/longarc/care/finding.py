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


class MarkKind(StrEnum):
    """What a person did with a signal (experience 3.2)."""

    LOOKED = "looked"
    TALKED = "talked"
    DONE = "done"
    LATER = "later"
    NOT_USEFUL = "not_useful"


#: What a client said themselves: never called "not useful".
FROM_THE_CLIENT = frozenset({Code.RISK, Code.WROTE_AGAIN, Code.CONTACT, Code.SLOWER, Code.EXERCISE})
#: No mark answers these: they stand until it is recorded what was done or talked about (an open
#: risk path until people close it, decision 13).
ANSWERED_BY_RECORD = frozenset(
    {
        Code.RISK,
        Code.WROTE_AGAIN,
        Code.ADVERSE,
        Code.SLOWER,
        Code.RUPTURE,
        Code.RELATION,
        Code.CONTACT_DUE,
        Code.FOLLOW_UP,
    }
)
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


@dataclass(frozen=True)
class Mark:
    """What a person said about a signal: `until` is set for LATER."""

    code: Code
    since: datetime
    level: int
    kind: MarkKind
    at: datetime
    until: datetime | None = None
