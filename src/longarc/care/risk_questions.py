"""Longarc's own plain questions about wanting to die, and how soon an answer calls for a person.

They are not a tested questionnaire, and say so wherever they are shown. A question that was left
out is not known: it is never a no. No level says that someone is safe.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from uuid import UUID

from longarc.care.screening_facts import Answer, Said
from longarc.care.text import msg


class Question(StrEnum):
    """What is asked, or was once. Stored, never renamed; `QUESTIONS` says which are asked now."""

    NOT_WANTING = "not_wanting"
    ENDING = "ending"
    WAY = "way"
    MIGHT = "might"
    ACT = "act"
    EARLIER = "earlier"
    HURT = "hurt"
    STOPPED = "stopped"
    READY = "ready"
    EVER = "ever"
    KNOWN = "known"


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
OWN, VERSION = "longarc", "2"
_ALWAYS = (Question.NOT_WANTING, Question.ENDING, Question.WAY, Question.MIGHT)
# Version -> its questions, in the order of the page. An answer to one version is never read as an
# answer to another: what was not asked then is not known.
VERSIONS: Mapping[str, tuple[Question, ...]] = {
    "1": (*_ALWAYS, Question.ACT, Question.EARLIER),
    "2": (
        *_ALWAYS,
        Question.HURT,
        Question.STOPPED,
        Question.READY,
        Question.EVER,
        Question.KNOWN,
    ),
}
QUESTIONS = VERSIONS[VERSION]
# The conditions of safety screening that these questions speak to.
SCREENING_ROW, THOUGHTS_ROW = "suicidal", "harm_self"
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
    Question.HURT: msg("In the last 3 months: did you hurt yourself because you wanted to die?"),
    Question.STOPPED: msg(
        "In the last 3 months: were you about to end your life, and then you stopped, or something"
        " stopped you?"
    ),
    Question.READY: msg("In the last 3 months: did you get things ready to end your life?"),
    Question.EVER: msg("Did you ever try to end your life, however long ago?"),
    Question.KNOWN: msg("If you did: does someone of your care team know of it?"),
}
UNCLEAR = frozenset({Reply.UNSURE, Reply.RATHER_NOT})

# How soon a yes to each question calls for a person. `KNOWN` is about the care team: it says
# whether `EVER` is new to them.
# Source: clinical-facts 1.3 (the triage of a published screener), carried over to Longarc's own
# questions; unsigned.
BY_YES = {
    Question.NOT_WANTING: Level.LOW,
    Question.ENDING: Level.LOW,
    Question.WAY: Level.MODERATE,
    Question.MIGHT: Level.HIGH,
    Question.ACT: Level.HIGH,
    Question.EARLIER: Level.MODERATE,
    Question.HURT: Level.HIGH,
    Question.STOPPED: Level.HIGH,
    Question.READY: Level.HIGH,
    Question.EVER: Level.MODERATE,
}
#: A try long ago that the care team knows of calls for a person, and less soon.
#: Source: Longarc's own starting rule, unsigned.
BY_KNOWN = Level.LOW
# What was done in the last 3 months; a no after a yes to one of them is not clear.
ACTS = (Question.ACT, Question.HURT, Question.STOPPED, Question.READY)
# Whether it was ever tried. "Never" after a yes to one of them is not clear, however long ago.
TRIES = (Question.EARLIER, Question.EVER)
# A yes, or an answer that is not clear, says that there may be thoughts of harming oneself.
THOUGHTS = (Question.ENDING, Question.WAY, Question.MIGHT)
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
        """When the client said it: among answers, a late one does not count as newer than it is."""
        return self.given_at or self.at

    @property
    def asked(self) -> tuple[Question, ...]:
        """What this version asks."""
        return VERSIONS.get(self.version, QUESTIONS)

    @property
    def whole(self) -> bool:
        """No question was left out that had to be answered."""
        return not self.left_out

    @property
    def positive(self) -> bool:
        said = (one for one, reply in self.replies.items() if reply is Reply.YES)
        return any(one in BY_YES for one in said)

    @property
    def left_out(self) -> tuple[Question, ...]:
        """Whether the care team knows has to be said only where there is something to know."""
        no_try = self.replies.get(Question.EVER) is Reply.NO
        need_not = {Question.KNOWN} if no_try else set()
        return tuple(one for one in self.asked if one not in self.replies and one not in need_not)

    @property
    def now(self) -> bool:
        """These are the questions that are asked today."""
        return (self.instrument, self.version) == (OWN, VERSION)


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
    said = [_by_yes(asked, one) for asked, reply in one.replies.items() if reply is Reply.YES]
    found = max(said, default=Level.NONE)
    if unclear(one) or contradicts(one, others):
        found = max(found, BY_UNCLEAR)
    return Level.HIGH if one.positive and _unclear_of_the_worst(one) else found


def _by_yes(asked: Question, one: Answering) -> Level:
    if asked is Question.EVER and one.replies.get(Question.KNOWN) is Reply.YES:
        return BY_KNOWN
    return BY_YES.get(asked, Level.NONE)


def unclear(one: Answering) -> bool:
    """Not sure, rather not say, or a yes beside a question that was left out."""
    return bool(UNCLEAR & set(one.replies.values())) or (one.positive and not one.whole)


def contradicts(one: Answering, others: Iterable[Answering] = ()) -> bool:
    """It says no to what another of its answers, or one before it, says yes to."""
    deeper = {one.replies.get(asked) for asked in (Question.WAY, Question.MIGHT)}
    if one.replies.get(Question.ENDING) is Reply.NO and Reply.YES in deeper:
        return True
    if _says(one, {Question.KNOWN}, Reply.YES) and _says(one, {Question.EVER}, Reply.NO):
        return True
    before = [other for other in others if other.said_at <= one.said_at]
    span = timedelta(days=ACT_DAYS)
    lately = [other for other in before if one.said_at - other.said_at <= span]
    never = _says(one, {Question.EVER}, Reply.NO)
    return _takes_back_acts(one, lately) or (never and _any(before, TRIES))


def _takes_back_acts(one: Answering, others: Iterable[Answering]) -> bool:
    """Only no to acts, where another said yes to one of them."""
    clear = _says(one, ACTS, Reply.NO) and not _says(one, ACTS, Reply.YES)
    return clear and _any(others, ACTS)


def _any(others: Iterable[Answering], about: Collection[Question]) -> bool:
    return any(_says(other, about, Reply.YES) for other in others)


def _says(one: Answering, about: Collection[Question], reply: Reply) -> bool:
    return any(one.replies.get(asked) is reply for asked in about)


def _unclear_of_the_worst(one: Answering) -> bool:
    worst = (asked for asked, yes in BY_YES.items() if yes is Level.HIGH)
    return any(one.replies.get(asked) in UNCLEAR for asked in worst)


def for_screening(answerings: Iterable[Answering]) -> tuple[Answer, ...]:
    """What safety screening is told of intent and of thoughts: a yes, or not known; never a no.

    So a yes stays until the care team records otherwise on that page. A late answer counts from
    when it arrived: whoever decided before that did not know of it.
    """
    intent = {one for one, yes in BY_YES.items() if yes is Level.HIGH}
    spoken = ((SCREENING_ROW, intent), (THOUGHTS_ROW, THOUGHTS))
    return tuple(
        Answer(row, Said.YES if _says(one, about, Reply.YES) else Said.SAY, one.at)
        for one in answerings
        for row, about in spoken
        if {one.replies.get(asked) for asked in about} & {Reply.YES, *UNCLEAR}
    )


def contact_by(told: Level, one: Answering) -> datetime:
    """By when the client is to be reached; for `NONE` nobody has to."""
    if told is Level.HIGH:
        return one.at + timedelta(minutes=NOW_MINUTES)
    return one.day_ends + timedelta(days=LOW_DAYS if told is Level.LOW else 0)


def take_on_by(told: Level, one: Answering) -> datetime:
    """By when a named person takes it on: the same day, whatever the level (decisions.md 13)."""
    return min(contact_by(told, one), one.day_ends)
