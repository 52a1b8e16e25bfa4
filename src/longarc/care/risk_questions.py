"""Longarc's own plain questions about wanting to die, and how soon an answer calls for a person.

They are not a tested questionnaire, and say so wherever they are shown. A question that was left
out is not known: it is never a no. No level says that someone is safe.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from uuid import UUID

from longarc.care.screening_facts import Answer, Said
from longarc.care.text import msg


class Question(StrEnum):
    """What is asked, in the order of the page. Stored, never renamed."""

    NOT_WANTING = "not_wanting"
    ENDING = "ending"
    WAY = "way"
    MIGHT = "might"
    ACT = "act"
    EARLIER = "earlier"


class Reply(StrEnum):
    """Answers. Stored, never renamed."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    RATHER_NOT = "rather_not"


class Level(IntEnum):
    """How soon a person has to be there. `NONE` is "no positive answers", and never "safe"."""

    NONE = 0
    LOW = 1
    MODERATE = 2
    HIGH = 3


# Which questions an answering was to. An instrument with a licence of its own would bring others.
OWN, VERSION = "longarc", "1"
# The condition of safety screening that these questions speak to.
SCREENING_ROW = "suicidal"
# The questions in their own words, for client and staff alike; a changed word is a new `VERSION`.
ASKED = {
    Question.NOT_WANTING: msg("These days, are there times when you do not want to live?"),
    Question.ENDING: msg("Do thoughts of ending your life come up?"),
    Question.WAY: msg("Do you think of a certain way to do it?"),
    Question.MIGHT: msg("Do you feel that you might do it, or do you have a plan?"),
    Question.ACT: msg(
        "In the last 3 months: did you hurt yourself, or get things ready, because you wanted to"
        " die?"
    ),
    Question.EARLIER: msg(
        "Did you ever try to end your life, and your care team does not know of it yet?"
    ),
}
UNCLEAR = frozenset({Reply.UNSURE, Reply.RATHER_NOT})

# How soon a yes to each question calls for a person.
# Source: clinical-facts 1.3 (the triage of a published screener), carried over to Longarc's own
# questions; unsigned.
BY_YES = {
    Question.NOT_WANTING: Level.LOW,
    Question.ENDING: Level.LOW,
    Question.WAY: Level.MODERATE,
    Question.MIGHT: Level.HIGH,
    Question.ACT: Level.HIGH,
    Question.EARLIER: Level.MODERATE,
}
#: An answer that is not clear calls for a person at least this soon: the same day.
#: Source: decisions.md 13.
BY_UNCLEAR = Level.MODERATE
#: "Contact now" is overdue after so many minutes.
#: Source: Longarc's own starting rule, unsigned; clinical-facts 1.3 says "now" and no number.
NOW_MINUTES = 60
#: Low: someone takes it on the same day, and the client is reached so many days later.
#: Source: Longarc's own starting rule, unsigned; clinical-facts 1.3 says "next contact".
LOW_DAYS = 3
#: The question about acts asks back so many days. A no after a yes within them is not clear.
#: Source: clinical-facts 1.3 (3 months).
ACT_DAYS = 92
#: An answer arrived late, and both times are shown, from so long after it was given.
#: Source: Longarc's own starting rule, unsigned.
LATE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Answering:
    """All questions at once, as they were answered by the client or together with them.

    Args:
        replies: what was left out was not answered.
        day_ends: the end of that day where the client was.
        at: when it arrived; given_at: when it was given, where that was well before.
        by: whose sign-in kept it; by_staff: asked by the care team.
    """

    replies: Mapping[Question, Reply]
    at: datetime
    day_ends: datetime
    by: str = ""
    by_staff: bool = False
    instrument: str = OWN
    version: str = VERSION
    uid: UUID | None = None
    given_at: datetime | None = None

    @property
    def said_at(self) -> datetime:
        """When the client said it: a late answer does not count as newer than it is."""
        return self.given_at or self.at

    @property
    def whole(self) -> bool:
        """No question was left out."""
        return all(one in self.replies for one in Question)

    @property
    def positive(self) -> bool:
        return Reply.YES in self.replies.values()

    @property
    def left_out(self) -> tuple[Question, ...]:
        return tuple(one for one in Question if one not in self.replies)


def given_at(arrived: datetime, waited: timedelta, page_made: datetime) -> datetime | None:
    """When an answer was given that waited on an open page; None: as it arrived.

    The phone says how long it waited. Where its page is younger than that by the server's own
    clock, the phone's clock was moved, and nothing is said of when.
    """
    given = arrived - waited
    return given if waited >= LATE and given >= page_made else None


def end_of_day(local: datetime) -> datetime:
    """The last second of that day, where `local` is the client's own time."""
    return max(local, local.replace(hour=23, minute=59, second=59, microsecond=0))


def level(one: Answering, others: Iterable[Answering] = ()) -> Level:
    """How soon this answering calls for a person; `others` may make it unclear, never clearer."""
    said = [BY_YES[asked] for asked, reply in one.replies.items() if reply is Reply.YES]
    found = max(said, default=Level.NONE)
    if unclear(one) or contradicts(one, others):
        found = max(found, BY_UNCLEAR)
    return Level.HIGH if one.positive and _unclear_of_the_worst(one) else found


def unclear(one: Answering) -> bool:
    """Not sure, rather not say, or a yes beside a question that was left out."""
    return bool(UNCLEAR & set(one.replies.values())) or (one.positive and not one.whole)


def contradicts(one: Answering, others: Iterable[Answering] = ()) -> bool:
    """It says no to what another of its answers, or one lately, says yes to."""
    deeper = {one.replies.get(asked) for asked in (Question.WAY, Question.MIGHT)}
    if one.replies.get(Question.ENDING) is Reply.NO and Reply.YES in deeper:
        return True
    if one.replies.get(Question.ACT) is not Reply.NO:
        return False
    lately = (other for other in others if _within_reach(other.said_at, one.said_at))
    return any(other.replies.get(Question.ACT) is Reply.YES for other in lately)


def _within_reach(earlier: datetime, at: datetime) -> bool:
    return timedelta() <= at - earlier <= timedelta(days=ACT_DAYS)


def _unclear_of_the_worst(one: Answering) -> bool:
    worst = (asked for asked, yes in BY_YES.items() if yes is Level.HIGH)
    return any(one.replies.get(asked) in UNCLEAR for asked in worst)


def for_screening(answerings: Iterable[Answering]) -> tuple[Answer, ...]:
    """What the row of safety screening about intent is told: a yes, or not known; never a no.

    So a yes stays until the care team records otherwise on that page.
    """
    asked = [one for one, yes in BY_YES.items() if yes is Level.HIGH]
    told = ((one.said_at, {one.replies.get(q) for q in asked}) for one in answerings)
    return tuple(
        Answer(SCREENING_ROW, Said.YES if Reply.YES in replies else Said.SAY, at)
        for at, replies in told
        if replies & {Reply.YES, *UNCLEAR}
    )


def contact_by(told: Level, one: Answering) -> datetime:
    """By when the client is to be reached; for `NONE` nobody has to."""
    if told is Level.HIGH:
        return one.at + timedelta(minutes=NOW_MINUTES)
    return one.day_ends + timedelta(days=LOW_DAYS if told is Level.LOW else 0)


def take_on_by(told: Level, one: Answering) -> datetime:
    """By when a named person takes it on: the same day, whatever the level (decisions.md 13)."""
    return min(contact_by(told, one), one.day_ends)
