"""Pacing: what the rules suggest for the next step, with every reason. A person decides.

The first of the four answers that has a reason is the suggestion; every reason that applies is
listed, also those of later answers. It is a finding and no gate (decision 11): it suggests no dose
and never says that it is safe to go on. What is not known is told apart from what is not met, and
nothing unknown counts as met. The client never sees any of it (decision 9).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from longarc.care import capacities, pacing_words, slower
from longarc.care.capacities import Evidence, Rupture, Standing
from longarc.care.exercises import Effect
from longarc.care.flags import Flag, Outcome
from longarc.care.numbers import STARTING, Number, Numbers
from longarc.care.readiness import Risk
from longarc.care.text import Text
from longarc.care.window import Settling


class Answer(StrEnum):
    """The four, the most careful first. Stored with decisions, never renamed."""

    INTEGRATE = "integrate_first"
    SLOW = "slow_down"
    PREPARE = "keep_preparing"
    READY = "ready_to_talk"


class Code(StrEnum):
    """The rules, in their order. Stored with decisions, never renamed."""

    RECENT = "recent_session"
    SETTLED = "not_shown_to_settle"
    CONTACTS = "integration_contacts"
    NEAR = "thread_too_near"
    FLAG = "flag"
    ADVERSE = "adverse_event"
    RISK = "risk_path"
    WORSE = "exercises_worse"
    RUPTURE = "rupture"
    SLOWER = "asked_for_slower"
    CAPACITY = "capacity"
    VIEW = "view_not_yet"


#: What each rule argues for.
ARGUES: dict[Code, Answer] = {
    **dict.fromkeys((Code.RECENT, Code.SETTLED, Code.CONTACTS, Code.NEAR), Answer.INTEGRATE),
    **dict.fromkeys(
        (Code.FLAG, Code.ADVERSE, Code.RISK, Code.WORSE, Code.RUPTURE, Code.SLOWER), Answer.SLOW
    ),
    **dict.fromkeys((Code.CAPACITY, Code.VIEW), Answer.PREPARE),
}


@dataclass(frozen=True, slots=True)
class AdverseEvent:
    """Something that harmed; open until `closed`."""

    at: datetime
    closed: datetime | None = None


@dataclass(frozen=True)
class Facts:
    """What the rules may know. Order never matters; what is dated after the day is not read.

    Args:
        sessions: when each medicine session began.
        settling: what the window model says of sessions; of the last one none: not known.
        contacts: integration contacts planned for a cycle; None: nothing is planned.
        held: the first moment of each day with a call or a meeting that a person recorded.
        near: when each thread that stands "too near" was set so.
        flags, adverse_events, risk, near: None: not known.
        said: every word about going slower.
    """

    capacities: capacities.Facts
    sessions: tuple[datetime, ...] = ()
    settling: tuple[Settling, ...] = ()
    contacts: int | None = None
    held: tuple[datetime, ...] = ()
    near: tuple[datetime, ...] | None = None
    flags: tuple[Flag, ...] | None = None
    adverse_events: tuple[AdverseEvent, ...] | None = None
    risk: Risk | None = None
    said: tuple[slower.Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that applies.

    Args:
        standing: not met: a fact is against it; not known: a fact that is needed is missing.
        at: the date of the fact, where it has one; changes: what would change it.
        about: for rules of capacities: which, and for a view whose ("client", "therapist").
    """

    code: Code
    standing: Standing
    what: Text
    changes: Text
    at: datetime | None = None
    about: str = ""

    @property
    def answer(self) -> Answer:
        return ARGUES[self.code]

    @property
    def key(self) -> str:
        """Names it among the reasons of one client; another fact has another name.

        Evidence of a capacity gets a new date with every check-in, which says nothing new.
        """
        dated = None if self.code is Code.CAPACITY else self.at
        return "/".join((self.code, self.about, self.standing, dated.isoformat() if dated else ""))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the rules say now: the first answer that has a reason, and every reason.

    `not_known`: what a rule asks for and nobody knows, where that alone is no reason.
    """

    answer: Answer
    reasons: tuple[Reason, ...]
    not_known: tuple[Text, ...]
    version: str = ""

    @property
    def seen(self) -> str:
        """What a page that shows this knows; a decision names it."""
        keys = " ".join(one.key for one in self.reasons)
        return "|".join((self.answer, keys, self.version))


@dataclass(frozen=True, slots=True)
class Changes:
    """What is otherwise than a page knew."""

    new: tuple[Reason, ...]
    gone: tuple[Code, ...]
    version: bool


def changes(seen: str, now: Suggestion) -> Changes:
    """Against the `seen` of an earlier suggestion; what cannot be read counts as nothing known."""
    _, keys, version = (*seen.split("|", 2), "", "")[:3]
    known, codes = keys.split(), set(Code)
    stand = {one.key for one in now.reasons}
    gone = (key.split("/")[0] for key in known if key not in stand)
    return Changes(
        new=tuple(one for one in now.reasons if one.key not in known),
        gone=tuple(dict.fromkeys(Code(code) for code in gone if code in codes)),
        version=version != now.version,
    )


def suggest(
    facts: Facts,
    *,
    as_of: datetime,
    numbers: Numbers = STARTING,
    version: str = "",
    evidence: tuple[Evidence, ...] | None = None,
) -> Suggestion:
    """The suggestion at `as_of`.

    Args:
        version: which signed numbers speak (`records.queries.numbers.version`).
        evidence: that of `facts.capacities`, where a page has worked it out already.
    """
    found = evidence or capacities.evidence(facts.capacities, as_of=as_of, numbers=numbers)
    reasons = (
        *_integrate(facts, as_of, numbers),
        *_slow(facts, as_of, numbers),
        *_prepare(found),
    )
    answer = reasons[0].answer if reasons else Answer.READY
    return Suggestion(answer, reasons, tuple(_not_known(facts, as_of)), version)


def _integrate(facts: Facts, as_of: datetime, numbers: Numbers) -> Iterator[Reason]:
    last = max((at for at in facts.sessions if at <= as_of), default=None)
    if last is not None:
        yield from _recent(last, as_of, numbers)
        yield from _settled(facts, last, numbers)
        yield from _contacts(facts, last, as_of)
    near = [at for at in facts.near or () if at <= as_of]
    if near:
        yield _reason(Code.NEAR, pacing_words.near(len(near)), max(near))


def _recent(last: datetime, as_of: datetime, numbers: Numbers) -> Iterator[Reason]:
    if as_of - last < numbers.days(Number.SESSION_SPAN):
        days, span = (as_of - last).days, numbers[Number.SESSION_SPAN]
        yield _reason(Code.RECENT, pacing_words.recent(days, span), last)


def _settled(facts: Facts, last: datetime, numbers: Numbers) -> Iterator[Reason]:
    """Of two statements about one session the lower counts; one that says nothing is lowest."""
    days = numbers[Number.SETTLED_SPAN]
    said = [_chance(one, days) for one in facts.settling if one.at == last]
    if not said or None in said:
        words = pacing_words.settling_not_known(days)
        yield _reason(Code.SETTLED, words, last, known=False)
        return
    chance = min(one for one in said if one is not None)
    if 100 * chance < numbers[Number.SETTLED_PERCENT]:
        yield _reason(Code.SETTLED, pacing_words.not_settled(chance, days), last)


def _chance(one: Settling, days: int) -> float | None:
    """The model looks at the third and the seventh day, and knows nothing of another."""
    return {3: one.by_day_3, 7: one.by_day_7}.get(days)


def _contacts(facts: Facts, last: datetime, as_of: datetime) -> Iterator[Reason]:
    """Contacts that a person recorded since the last session, against those planned for a cycle.

    The calendar alone says nothing: whether a meeting took place, only a person knows.
    """
    held = [at for at in facts.held if last < at <= as_of]
    latest = max(held, default=None)
    if facts.contacts is None:
        yield _reason(Code.CONTACTS, pacing_words.nothing_planned(len(held)), latest, known=False)
    elif len(held) < facts.contacts:
        yield _reason(Code.CONTACTS, pacing_words.contacts(len(held), facts.contacts), latest)


def _slow(facts: Facts, as_of: datetime, numbers: Numbers) -> Iterator[Reason]:
    yield from _flags(facts, as_of, numbers)
    open_ = [one for one in facts.adverse_events or () if _open(one.at, one.closed, as_of)]
    if open_:
        words, at = pacing_words.adverse(len(open_)), max(one.at for one in open_)
        yield _reason(Code.ADVERSE, words, at)
    yield from _risk(facts.risk, as_of, numbers)
    yield from _worse(facts, as_of, numbers)
    yield from _ruptures(facts.capacities.ruptures or (), as_of)
    wish = slower.standing(facts.said, as_of=as_of)
    if wish:
        yield _reason(Code.SLOWER, pacing_words.slower(wish), wish.since)


def _flags(facts: Facts, as_of: datetime, numbers: Numbers) -> Iterator[Reason]:
    """Confirmed ones; and those that nobody answered, of which it is not known."""
    since = as_of - numbers.days(Number.FLAG_SPAN)
    told = [(at, one) for one in facts.flags or () if (at := one.told(as_of)) and since < at]
    for outcome in (Outcome.CONFIRMED, Outcome.UNANSWERED):
        times = [at for at, one in told if one.outcome(as_of) is outcome]
        if times:
            known = outcome is Outcome.CONFIRMED
            words = pacing_words.flags(len(times), numbers[Number.FLAG_SPAN], confirmed=known)
            yield _reason(Code.FLAG, words, max(times), known=known)


def _risk(risk: Risk | None, as_of: datetime, numbers: Numbers) -> Iterator[Reason]:
    opened = [at for at in (risk.opened if risk else ()) if at <= as_of]
    recent = [at for at in opened if as_of - numbers.days(Number.RISK_OPENED_SPAN) < at]
    if risk and (recent or risk.open):
        words = pacing_words.risk(numbers[Number.RISK_OPENED_SPAN], still=risk.open)
        yield _reason(Code.RISK, words, max(opened, default=None))


def _worse(facts: Facts, as_of: datetime, numbers: Numbers) -> Iterator[Reason]:
    since = as_of - numbers.days(Number.WORSE_SPAN)
    done = (one for one in facts.capacities.done if since < one.at <= as_of)
    times = [one.at for one in done if one.effect is Effect.WORSE]
    if len(times) >= numbers[Number.WORSE_TIMES]:
        words = pacing_words.worse(len(times), numbers[Number.WORSE_SPAN])
        yield _reason(Code.WORSE, words, max(times))


def _ruptures(ruptures: tuple[Rupture, ...], as_of: datetime) -> Iterator[Reason]:
    still = [one.at for one in ruptures if _open(one.at, one.repaired, as_of)]
    if still:
        yield _reason(Code.RUPTURE, pacing_words.ruptures(len(still)), max(still))


def _open(at: datetime, ended: datetime | None, as_of: datetime) -> bool:
    return at <= as_of and (ended is None or ended > as_of)


def _prepare(found: tuple[Evidence, ...]) -> Iterator[Reason]:
    yield from (_capacity(one) for one in found if one.standing is not Standing.MET)
    views = ((one.capacity, view) for one in found for view in (one.client, one.therapist))
    for about, view in views:
        if view and view.answer is capacities.Answer.NOT_YET:
            whose = "client" if view.by_client else "therapist"
            words = pacing_words.view_not_yet(about, by_client=view.by_client)
            yield Reason(Code.VIEW, Standing.NOT_MET, *words, view.at, f"{about}:{whose}")


def _capacity(one: Evidence) -> Reason:
    parts = [part for part in one.parts if part.standing is one.standing]
    latest = max((part.latest for part in parts if part.latest), default=None)
    known = one.standing is Standing.NOT_MET
    words = pacing_words.capacity(one.capacity, [part.staff for part in parts], known=known)
    return Reason(Code.CAPACITY, one.standing, *words, latest, one.capacity)


def _not_known(facts: Facts, as_of: datetime) -> Iterator[Text]:
    """What rules ask for and nobody knows, where nothing more follows from that."""
    asked = (
        (facts.near, pacing_words.NEAR_NOT_KNOWN),
        (facts.flags, pacing_words.FLAGS_NOT_KNOWN),
        (facts.adverse_events, pacing_words.ADVERSE_NOT_KNOWN),
        (facts.risk, pacing_words.RISK_NOT_KNOWN),
        (facts.capacities.ruptures, pacing_words.RUPTURES_NOT_KNOWN),
    )
    yield from (words for told, words in asked if told is None)
    if facts.risk and facts.risk.asked_at is None:
        yield pacing_words.RISK_NOT_ASKED
    if any(one.at <= as_of and one.outcome(as_of) is Outcome.ASKING for one in facts.flags or ()):
        yield pacing_words.ASKING


def _reason(
    code: Code, words: pacing_words.Said, at: datetime | None, *, known: bool = True
) -> Reason:
    return Reason(code, Standing.NOT_MET if known else Standing.NOT_KNOWN, *words, at)
