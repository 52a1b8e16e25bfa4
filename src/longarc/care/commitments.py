"""Commitments: one to three small things between sessions, with a gentle rhythm.

A rhythm is a wish and never a debt: nothing is counted that did not happen, and a day without an
answer says nothing at all. What has been done over the weeks is said in words that forgive gaps.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from longarc.care.text import Text, msg

#: So many commitments at a time: one to three. Source: Longarc's own starting rule, unsigned.
MOST = 3
#: What was done is said over so many weeks. Source: Longarc's own starting rule, unsigned.
WEEKS = 4
#: The most letters of a commitment. Source: Longarc's own starting rule, unsigned.
LONGEST_COMMITMENT = 300
#: The most letters of what was noticed. Source: Longarc's own starting rule, unsigned.
LONGEST_NOTICED = 2_000
WEEK_DAYS = 7


class Rhythm(StrEnum):
    """How often it may come up. Stored, never renamed."""

    MOST_DAYS = "most_days"
    SOME_DAYS = "some_days"
    COMES_UP = "comes_up"


class Answer(StrEnum):
    """What the client says of it. Stored, never renamed."""

    DID = "did"
    NOT_TODAY = "not_today"


@dataclass(frozen=True, slots=True)
class Answered:
    answer: Answer
    at: datetime


@dataclass(frozen=True, slots=True)
class Commitment:
    """One commitment; `ended`: since when it is off their list.

    `stayed`: it ended because it has become part of their days; else they let it go.
    """

    uid: UUID
    at: datetime
    text: str
    rhythm: Rhythm
    answers: tuple[Answered, ...] = ()
    ended: datetime | None = None
    stayed: bool = False

    def on(self, day: date, zone: ZoneInfo) -> Answer | None:
        """What they last said on that day; None: nothing."""
        return _by_day(self.answers, zone).get(day)

    def over_weeks(self, today: date, zone: ZoneInfo) -> Text:
        answers = _by_day(self.answers, zone)
        done = [day for day, answer in answers.items() if answer is Answer.DID]
        return over_weeks(done, self.at.astimezone(zone).date(), today)


def _by_day(answers: Iterable[Answered], zone: ZoneInfo) -> dict[date, Answer]:
    """The last answer of each day; of two at one moment the one that it was done."""
    ordered = sorted(answers, key=lambda one: (one.at, one.answer is Answer.DID))
    return {one.at.astimezone(zone).date(): one.answer for one in ordered}


_EACH = (
    msg("Some days this week."),
    msg("Some days in each of the last two weeks."),
    msg("Some days in each of the last three weeks."),
    msg("Some days in each of the last four weeks."),
)
_LATELY = msg("Some days this week, and on and off before.")
_ON_AND_OFF = msg("On and off in the last four weeks.")
_RESTED = msg("It has rested for a while. It can begin again any day.")
_NEW = msg("It can begin any day. No hurry.")


def over_weeks(done: Collection[date], began: date, today: date) -> Text:
    """What has been done lately, in words; a week is any seven days, counted back from today.

    Args:
        done: days on which it was done.
        began: the day on which it was taken up: weeks before it are not asked of anyone.

    >>> over_weeks([date(2030, 5, 14)], date(2030, 5, 13), date(2030, 5, 15)).plain()
    'Some days this week.'
    """
    weeks = {_weeks_ago(day, today) for day in done}
    lived = min(WEEKS, _weeks_ago(began, today) + 1)
    lately = {week for week in weeks if week < WEEKS}
    if lately >= set(range(lived)):
        return Text(_EACH[lived - 1])
    if lately:
        return Text(_LATELY if 0 in lately else _ON_AND_OFF)
    return Text(_RESTED if weeks else _NEW)


def _weeks_ago(day: date, today: date) -> int:
    """0 for the last seven days; a day that lies ahead (another time zone) counts as today."""
    return max(0, (today - day).days) // WEEK_DAYS


def may_add(current: int) -> bool:
    return current < MOST
