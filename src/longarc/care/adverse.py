"""Adverse events: something that harmed or worries, followed until somebody records its end.

A client may report one in plain words, staff grade it. It stays on the list until a follow-up
says that it is resolved; time alone, a mark or a better check-in closes nothing. A follow-up that
says it goes on opens it again. What nobody has graded counts as serious until they have.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from longarc.care.text import Text, msg

#: The most letters of one field. Source: Longarc's own starting rule, unsigned.
LONGEST_FIELD = 4_000


class Severity(StrEnum):
    """How strong it was at its worst. Stored, never renamed."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Impact(StrEnum):
    """How much it holds up daily life. Stored, never renamed."""

    NONE = "none"
    SOME = "some"
    MUCH = "much"


class Related(StrEnum):
    """Whether it has to do with the session or the medicine. Stored, never renamed."""

    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    LIKELY = "likely"


class YesNo(StrEnum):
    """None, where it stands for neither: not known. Stored, never renamed."""

    YES = "yes"
    NO = "no"


class Domain(StrEnum):
    """Where it is felt. Stored, never renamed.

    Source: clinical-facts.md 2.4: also the domains that medical lists miss.
    """

    BODY = "body"
    MIND = "mind"
    PERCEPTION = "perception"
    SPIRITUAL = "spiritual"
    RELATIONAL = "relational"
    MEANING = "meaning"
    OTHER = "other"


class Status(StrEnum):
    """How it stands. Stored, never renamed."""

    GOES_ON = "goes_on"
    RESOLVED = "resolved"
    REMAINS = "remains"
    NOT_ONE = "not_one"


@dataclass(frozen=True, slots=True)
class Grade:
    """All that is known at one follow-up; None or empty: not known, never "no".

    Args:
        serious: death, danger to life, a hospital stay, lasting harm, or as the law here says.
        helped: somebody called emergency or other medical help.
    """

    status: Status = Status.GOES_ON
    onset: date | None = None
    ended: date | None = None
    severity: Severity | None = None
    impact: Impact | None = None
    related: Related | None = None
    serious: YesNo | None = None
    helped: YesNo | None = None
    domain: Domain | None = None
    action: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    at: datetime
    grade: Grade
    by: str = ""
    uid: UUID | None = None


@dataclass(frozen=True)
class Event:
    """One adverse event. Order of `follow_ups` never matters.

    Args:
        at: since when the care team can know of it.
        words: in the words of whoever reported it.
        session: the medicine session it came after; None: not said.
    """

    uid: UUID
    at: datetime
    words: str = ""
    by: str = ""
    by_client: bool = False
    session: UUID | None = None
    follow_ups: tuple[FollowUp, ...] = field(default=())

    def followed(self, as_of: datetime) -> tuple[FollowUp, ...]:
        """Oldest first; of two at one moment the one that says it goes on counts."""
        found = (one for one in self.follow_ups if one.at <= as_of)
        return tuple(sorted(found, key=_order))

    def grade(self, as_of: datetime) -> Grade | None:
        """What stands; None: nobody has graded it."""
        found = self.followed(as_of)
        return found[-1].grade if found else None

    def closed(self, as_of: datetime) -> datetime | None:
        """When it was recorded as resolved, where that still stands."""
        found = self.followed(as_of)
        return found[-1].at if found and found[-1].grade.status is not Status.GOES_ON else None

    def is_open(self, as_of: datetime) -> bool:
        return self.at <= as_of and self.closed(as_of) is None

    def urgent(self, as_of: datetime) -> bool:
        """Serious, or not known to be otherwise."""
        grade = self.grade(as_of)
        return grade is None or grade.serious is not YesNo.NO

    @property
    def upto(self) -> str:
        """What a form that shows this knows; follow-ups are only added."""
        return self.upto_without(())

    def upto_without(self, uids: Collection[UUID]) -> str:
        """The same for a form that wrote some of the follow-ups itself."""
        return str(sum(one.uid not in uids for one in self.follow_ups))


def _order(one: FollowUp) -> tuple[datetime, bool, int]:
    return one.at, one.grade.status is Status.GOES_ON, one.uid.int if one.uid else -1


def open_ones(events: Iterable[Event], as_of: datetime) -> tuple[Event, ...]:
    """Those that stand: what may be serious first, then the oldest."""
    found = (one for one in events if one.is_open(as_of))
    return tuple(sorted(found, key=lambda one: (not one.urgent(as_of), one.at, one.uid.int)))


class NotAGrade(ValueError):
    """Nothing was kept; `text` says why and how to go on."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.plain())
        self.text = text


def checked(grade: Grade) -> Grade:
    """The same, fit to be kept.

    Raises:
        NotAGrade: too long, the end is before the onset or though it goes on, or it is said not
            to be an adverse event without a word why.
    """
    if max(len(grade.action), len(grade.words)) > LONGEST_FIELD:
        raise NotAGrade(Text(_TOO_LONG, {"limit": LONGEST_FIELD}))
    if grade.onset and grade.ended and grade.ended < grade.onset:
        raise NotAGrade(Text(_BACKWARDS))
    if grade.ended and grade.status is Status.GOES_ON:
        raise NotAGrade(Text(_ENDED))
    if grade.status is Status.NOT_ONE and not any(sign.isalpha() for sign in grade.words):
        raise NotAGrade(Text(_WHY))
    return grade


_TOO_LONG = msg("Nothing was kept yet. The most we can keep in one part is %(limit)s letters.")
_BACKWARDS = msg("Nothing was kept yet. The end is before the beginning.")
_ENDED = msg("Nothing was kept yet. It has an end: say how it stands now.")
_WHY = msg("Nothing was kept yet. Write why it is not an adverse event.")

_CODES = {
    "severity": Severity,
    "impact": Impact,
    "related": Related,
    "serious": YesNo,
    "helped": YesNo,
    "domain": Domain,
}


def written(grade: Grade) -> str:
    """Everything but the status, which has a column, as JSON, to be sealed."""
    told = {name: getattr(grade, name) for name in (*_CODES, "action", "words")}
    told |= {name: day.isoformat() if day else None for name, day in _days(grade)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _days(grade: Grade) -> tuple[tuple[str, date | None], ...]:
    return ("onset", grade.onset), ("ended", grade.ended)


def parse(status: Status, text: str) -> Grade:
    """What `written` wrote.

    >>> parse(Status.GOES_ON, written(Grade(onset=date(2030, 5, 1)))).onset
    datetime.date(2030, 5, 1)
    """
    told = json.loads(text)
    for name in ("onset", "ended"):
        told[name] = date.fromisoformat(told[name]) if told[name] else None
    for name, kind in _CODES.items():
        told[name] = kind(told[name]) if told[name] else None
    return Grade(status=status, **told)
