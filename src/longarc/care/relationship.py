"""The relationship of client and therapist: ratings of meetings, ruptures, and their repair.

A rating is compared with the same person's own earlier ones and with nobody else's. What the rule
finds is worth asking about, never an alert, and it stands until someone of the care team records
what was talked about. A rupture is named by a person. It stands until a repair is recorded, and
as long as the client says that it is not mended. The four questions are Longarc's own: not a
validated scale.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from longarc.care.numbers import STARTING, Number

#: A fall from one rating to the next is worth asking about from so many of the person's own
#: standard deviations (of the changes before it).
#: Source: clinical-facts.md, section 4, "Session rating rule" (a proposal, unvalidated).
OWN_DEVIATIONS = 1
#: One answer that falls by so many of the five steps is, too.
#: Source: Longarc's own starting rule, unsigned: clinical-facts.md, section 4, proposes 2 points
#: of a 0-10 item. One of five steps is 2.5 of these, so that one step alone would always count.
STEPS_AT_ONCE = 2
#: So are so many falls in a row, however small.
#: Source: clinical-facts.md, section 4, "Session rating rule" (a proposal, unvalidated).
FALLS_IN_A_ROW = 3
#: So many ratings in a row with the top step everywhere: it may be so, or hard to say otherwise.
#: Source: Longarc's own starting rule, unsigned: clinical-facts.md, section 4, names no number.
FLAT_RATINGS = 6
#: The highest of the five steps, 0 to 4.
#: Source: Longarc's own starting rule, unsigned.
TOP = 4


class Question(StrEnum):
    """What a client may rate. Stored, never renamed."""

    HEARD = "heard"
    MATTERED = "mattered"
    FITS = "fits"
    COULD_SAY_NO = "could_say_no"


class Kind(StrEnum):
    """What a rupture is like. `OWN`: in the words of whoever named it. Stored, never renamed."""

    WITHDRAWAL = "withdrawal"
    CONFRONTATION = "confrontation"
    OWN = "own"


class Step(StrEnum):
    """What is said later. Stored, never renamed.

    TALKED and REPAIR are the care team's; MENDED and NOT_YET are the client's.
    """

    TALKED = "talk"
    REPAIR = "repair"
    MENDED = "mended"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Rating:
    """How one meeting felt: steps 0 to 4. A question that was skipped is not in `steps`.

    Args:
        near: far 0 to near 4; None: not said. It is never part of the rule.
        about: the meeting or medicine session; None: not said which.
    """

    at: datetime
    steps: Mapping[Question, int]
    near: int | None = None
    about: UUID | None = None
    uid: UUID | None = None

    @property
    def level(self) -> Fraction | None:
        """The mean of the steps given, 0 to 4; None: all were skipped."""
        return Fraction(sum(self.steps.values()), len(self.steps)) if self.steps else None

    @property
    def answered(self) -> bool:
        return bool(self.steps) or self.near is not None

    @property
    def at_top(self) -> bool:
        return bool(self.steps) and min(self.steps.values()) == TOP


@dataclass(frozen=True, slots=True)
class Rupture:
    """A strain that somebody named, in sight of the care team since `at`."""

    uid: UUID
    at: datetime
    kind: Kind
    from_client: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What was said later, of one rupture or (`rupture` None) of how it is between them."""

    step: Step
    at: datetime
    rupture: UUID | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one client. Order never matters. What a client keeps private is not here.

    `needed`: nothing is worth asking about before so many ratings, the newest among them.
    """

    ratings: tuple[Rating, ...] = ()
    ruptures: tuple[Rupture, ...] = ()
    said: tuple[Said, ...] = ()
    needed: int = STARTING[Number.RUPTURE_RATINGS]


NOTHING = Facts()


class Why(StrEnum):
    FALL = "fall"
    STEPS = "steps"
    FALLS = "falls"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A rating that is worth asking about, and why."""

    rating: Rating
    why: frozenset[Why] = field(default_factory=frozenset)


def rated(facts: Facts, as_of: datetime) -> tuple[Rating, ...]:
    """The ratings that stand, oldest first; those without an answer are left out.

    Of two about one meeting the newer answer to each question stands, and they count as one.
    """
    return _standing(one for one in facts.ratings if one.at <= as_of and one.answered)


def levelled(facts: Facts, as_of: datetime) -> tuple[Rating, ...]:
    """The same of the four questions alone: near or far moves nothing here."""
    told = (one for one in facts.ratings if one.at <= as_of and one.steps)
    return _standing(replace(one, near=None) for one in told)


def _standing(told: Iterable[Rating]) -> tuple[Rating, ...]:
    stands: dict[UUID | int, Rating] = {}
    for n, one in enumerate(sorted(told, key=_order)):
        before = stands.pop(one.about, None) if one.about else None
        stands[one.about or n] = _together(before, one) if before else one
    return tuple(stands.values())


def _together(before: Rating, after: Rating) -> Rating:
    near = before.near if after.near is None else after.near
    return replace(after, steps={**before.steps, **after.steps}, near=near)


def _order(one: Rating) -> tuple[datetime, int]:
    return one.at, one.uid.int if one.uid else -1


def prompts(facts: Facts, as_of: datetime) -> tuple[Prompt, ...]:
    """Ratings that are worth asking about and were not talked about since, oldest first."""
    told = levelled(facts, as_of)
    talked = max(
        (s.at for s in facts.said if s.step is Step.TALKED and s.at <= as_of), default=None
    )
    fell = _falls(told)
    found = []
    for n in range(facts.needed - 1, len(told)):
        if talked is None or told[n].at > talked:
            why = frozenset(_why(told[: n + 1], fell[: n + 1], talked))
            found += [Prompt(told[n], why)] if why else []
    return tuple(found)


class _Fall(NamedTuple):
    """A rating against the one before it: `much` by this person's own past changes."""

    any: bool
    much: bool


def _why(told: Sequence[Rating], fell: Sequence[_Fall], talked: datetime | None) -> Iterator[Why]:
    """Why the last of these ratings is worth asking about, by the person's own past."""
    if fell[-1].much:
        yield Why.FALL
    if _fell_at_once(told[-2], told[-1]):
        yield Why.STEPS
    if all(one.any for one in fell[-FALLS_IN_A_ROW:]):
        yield Why.FALLS
    since = [one for one in told[-FLAT_RATINGS:] if talked is None or one.at > talked]
    if len(since) == FLAT_RATINGS and all(one.at_top for one in since):
        yield Why.FLAT


def _falls(told: Sequence[Rating]) -> list[_Fall]:
    """Of each rating. Sums run along, so that many years of ratings cost no more each."""
    found, n, total, squares = [_Fall(any=False, much=False)] * bool(told), 0, 0, 0
    for before, after in pairwise(told):
        one = change(before, after)
        if one is None:
            found.append(_Fall(any=False, much=False))
            continue
        # the variance of the changes before, times n and n - 1: whole numbers are exact
        variance = n * squares - total**2
        much = n > 1 and one**2 * n * (n - 1) >= OWN_DEVIATIONS**2 * variance
        found.append(_Fall(any=one < 0, much=one < 0 and much))
        n, total, squares = n + 1, total + one, squares + one**2
    return found


def change(before: Rating, after: Rating) -> int | None:
    """The mean change of the questions answered in both, in twelfths of a step; None: none was.

    The mean of one to four whole steps is a whole number of twelfths.
    """
    both = [
        after.steps[q] - before.steps[q] for q in Question if q in before.steps and q in after.steps
    ]
    return 12 * sum(both) // len(both) if both else None


def _fell_at_once(before: Rating, after: Rating) -> bool:
    return any(
        before.steps[q] - after.steps[q] >= STEPS_AT_ONCE
        for q in Question
        if q in before.steps and q in after.steps
    )


def usual(facts: Facts, as_of: datetime) -> Fraction | None:
    """The mean level of the ratings before the newest; None before there are enough."""
    told = [one.level for one in levelled(facts, as_of) if one.level is not None]
    if len(told) < facts.needed:
        return None
    return sum(told[:-1], Fraction()) / (len(told) - 1)


def closed_at(rupture: Rupture, said: Iterable[Said], as_of: datetime) -> datetime | None:
    """When a rupture was closed; None while it is open.

    A repair is needed. The client's last word must not be "not yet", and of a rupture that the
    client named it must be "mended": silence closes nothing that they opened.
    """
    told = [one for one in said if one.rupture == rupture.uid and one.at <= as_of]
    repaired = min((one.at for one in told if one.step is Step.REPAIR), default=None)
    word = _client_word(told)
    if repaired is None or (word and word.step is Step.NOT_YET):
        return None
    if word is None:
        return None if rupture.from_client else repaired
    return max(repaired, word.at)


def _client_word(told: Iterable[Said]) -> Said | None:
    """The client's last word; of two at one moment "not yet"."""
    words = (one for one in told if one.step in (Step.MENDED, Step.NOT_YET))
    return max(words, key=lambda one: (one.at, one.step is Step.NOT_YET), default=None)


def waits_for_client(rupture: Rupture, said: Iterable[Said], as_of: datetime) -> bool:
    """Whether a repair is recorded, and only the client's word is still to come."""
    told = [one for one in said if one.rupture == rupture.uid and one.at <= as_of]
    repaired = any(one.step is Step.REPAIR for one in told)
    return repaired and closed_at(rupture, told, as_of) is None


def open_ones(facts: Facts, as_of: datetime) -> tuple[Rupture, ...]:
    """The ruptures that stand, oldest first."""
    told = sorted(
        (one for one in facts.ruptures if one.at <= as_of), key=lambda one: (one.at, one.uid)
    )
    return tuple(one for one in told if closed_at(one, facts.said, as_of) is None)
