"""What was told for safety screening, and what people recorded about it.

Several entries about one thing follow each other; these functions say which one stands. None of
them depends on the order in which the entries arrive.
"""

from collections.abc import Callable
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
    """A medicine as somebody wrote it.

    Args:
        as_meant: the care team says that the name is right.
        chosen: of the names that were offered back, the one the client chose; nobody of the care
            team has looked at it yet.
    """

    name: str
    taken: Taken
    last: date | None
    at: datetime
    as_meant: bool = False
    id: UUID | None = None
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Identified:
    """What someone of the care team wrote that an unknown name is.

    Args:
        words: the unknown name, as it was typed.
        name: what they wrote; it counts only if the file knows it.
    """

    words: str
    name: str
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A medicine whose entry the care team took back as a mistake; it stays readable.

    Args:
        by: their name; user: their account; why: empty in records of before a reason was asked.
        identified: what the care team had written that its name is.
    """

    medicine: Medicine
    at: datetime
    by: str = ""
    user: int | None = None
    why: str = ""
    identified: tuple[Identified, ...] = ()


@dataclass(frozen=True, slots=True)
class Outside:
    """A prescriber outside the practice, as the lead recorded their answer.

    Args:
        day: of the letter; letter: where the letter lies.
    """

    name: str
    licence: str
    day: date
    letter: str


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
        outside: who decided, when it was not `by`, who recorded it.
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
    outside: Outside | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A medicine session was planned with this from then on."""

    substance: Substance
    at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was told about one client, in any order.

    Args:
        taken_back: when an entry of these was last taken back as a mistake; back: each of them.
        planned: how `substance` came to be, oldest first.
    """

    medicines: tuple[Medicine, ...] = ()
    answers: tuple[Answer, ...] = ()
    substance: Substance | None = None
    judgements: tuple[Judgement, ...] = ()
    taken_back: datetime | None = None
    identified: tuple[Identified, ...] = ()
    back: tuple[TakenBack, ...] = ()
    planned: tuple[Planned, ...] = ()


def said(facts: Facts) -> dict[str, Said]:
    """The answer that stands about each thing; what is left out was never answered.

    A yes is taken back only by the care team; of two at one moment the worse stands. "That is
    all" was said of the list of then: it is asked anew once an entry is taken back.
    """
    stands: dict[str, Said] = {}
    lapsed = facts.taken_back
    for one in sorted(facts.answers, key=lambda a: (a.at, _WORSE[a.said])):
        if one.said is Said.ALL and lapsed and one.at <= lapsed:
            continue
        if one.by_staff or stands.get(one.about) is not Said.YES:
            stands[one.about] = one.said
    return stands


def asked_by_person(facts: Facts) -> frozenset[str]:
    """Of what stands answered with no: where someone of the care team was told it."""
    found: set[str] = set()
    for one in sorted(facts.answers, key=lambda a: (a.at, _WORSE[a.said])):
        if one.said is not Said.NO:
            found.discard(one.about)
        elif one.by_staff:
            found.add(one.about)
    return frozenset(found)


def standing(facts: Facts, knows: Callable[[str], bool]) -> tuple[Medicine, ...]:
    """Each medicine as it was last told, by name; of two at one moment the worse stands.

    Args:
        knows: whether a name is known.
    """
    newest: dict[str, Medicine] = {}
    for one in sorted(facts.medicines, key=_how_bad):
        newest[key_of(one.name, knows)] = one
    return tuple(newest[name] for name in sorted(newest))


def key_of(name: str, knows: Callable[[str], bool]) -> str:
    """Which medicine a name stands for. Strength and form count where the name is not known.

    "White 5 mg" may be another medicine than "white 40 mg".
    """
    return normalise(name) if knows(name) else as_typed(name)


def as_typed(name: str) -> str:
    """Two names that are typed the same are the same here; only capitals and spaces may differ."""
    return " ".join(name.split()).casefold()


def identified(one: Medicine, facts: Facts) -> Identified | None:
    """What the care team wrote last that this name is; a later word corrects an earlier one."""
    same = (told for told in facts.identified if as_typed(told.words) == as_typed(one.name))
    return max(same, key=lambda told: (told.at, told.name), default=None)


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
    moments += [one.at for one in facts.identified]
    moments += [one.at for one in facts.answers if one.said in (Said.YES, Said.SAY)]
    moments += [facts.taken_back] if facts.taken_back else []
    return max(moments, default=None)


def last_news(facts: Facts) -> datetime | None:
    """When what a letter from outside has to know of last changed: also what is planned."""
    changed, planned = last_change(facts), [one.at for one in facts.planned]
    return max([*planned, changed] if changed else planned, default=None)
