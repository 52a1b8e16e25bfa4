"""What was told for safety screening, and what people recorded about it.

Several entries about one thing follow each other; these functions say which one stands. None of
them depends on the order in which the entries arrive.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from longarc.care.medicine_names import normalise
from longarc.care.sources import Level, Substance

MEDICINES = "medicines"


class Taken(StrEnum):
    """Whether a medicine is taken. Stored, never renamed."""

    NOW = "now"
    STOPPED = "stopped"
    NOT_KNOWN = "not_known"


class Said(StrEnum):
    """Answers. Stored, never renamed. `ALL` belongs to the list of medicines: it is whole."""

    YES = "yes"
    NO = "no"
    SAY = "rather_say"
    ALL = "all"


class Kind(StrEnum):
    """What a named person recorded about a row. Stored, never renamed."""

    DECIDED = "decided"
    DECLINED = "declined"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine as somebody wrote it. `as_meant`: the care team says that the name is right."""

    name: str
    taken: Taken
    last: date | None
    at: datetime
    as_meant: bool = False
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer about a condition, or about the list of medicines (`MEDICINES`)."""

    about: str
    said: Said
    at: datetime
    by_staff: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a named person recorded about one row.

    Args:
        subject: which row; level: how strict it was then; substance: what was planned then.
        user: their account; id: the entry.
        holds: false once a prescriber who decided no longer is one here.
    """

    subject: str
    kind: Kind
    level: Level
    substance: Substance | None
    at: datetime
    by: str
    reason: str
    holds: bool = True
    user: int | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was told about one client, in any order.

    Args:
        taken_back: when an entry of these was last taken back as a mistake.
    """

    medicines: tuple[Medicine, ...] = ()
    answers: tuple[Answer, ...] = ()
    substance: Substance | None = None
    judgements: tuple[Judgement, ...] = ()
    taken_back: datetime | None = None


def said(facts: Facts) -> dict[str, Said]:
    """The answer that stands about each thing; what is left out was never answered.

    A yes is taken back only by the care team; of two at one moment the worse stands.
    """
    stands: dict[str, Said] = {}
    for one in sorted(facts.answers, key=lambda a: (a.at, _WORSE[a.said])):
        if one.by_staff or stands.get(one.about) is not Said.YES:
            stands[one.about] = one.said
    return stands


def standing(facts: Facts) -> tuple[Medicine, ...]:
    """Each medicine as it was last told, by name; of two at one moment the worse stands."""
    newest: dict[str, Medicine] = {}
    for one in sorted(facts.medicines, key=_how_bad):
        newest[normalise(one.name) or one.name] = one
    return tuple(newest[name] for name in sorted(newest))


_WORSE = {Said.NO: 0, Said.ALL: 1, Said.SAY: 2, Said.YES: 3}
_LONGER_AGO = {Taken.STOPPED: 0, Taken.NOT_KNOWN: 1, Taken.NOW: 2}


def _how_bad(one: Medicine) -> tuple[datetime, int, date, bool, str]:
    """Later, then still taken, then taken last, then not confirmed as meant."""
    last = one.last or date.max
    return one.at, _LONGER_AGO[one.taken], last, not one.as_meant, one.name


def last_change(facts: Facts) -> datetime | None:
    """When something was last told that a judgement did not know: all but "no" and "that is all".

    The same moment counts as later: a judgement has to come after what it judges.
    """
    moments = [one.at for one in facts.medicines]
    moments += [one.at for one in facts.answers if one.said in (Said.YES, Said.SAY)]
    moments += [facts.taken_back] if facts.taken_back else []
    return max(moments, default=None)
