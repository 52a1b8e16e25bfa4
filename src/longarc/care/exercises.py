"""Exercises for one client now: what has helped them in this state, and what is left out.

A few lucky tries must not win, so every share is pulled towards what that exercise did for this
client in their other states, and that one towards a sceptical start (a Beta-binomial mean). Only
this client's own tries count: nobody's are used for another. What made it worse is never
suggested again; the client can bring it back to the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from longarc.care.arc import State
from longarc.care.exercise_list import EXERCISES, Exercise
from longarc.care.text import Text, msg

#: Every exercise begins as if it had helped so many times ...
#: Source: Longarc's own starting rule, unsigned.
START_HELPED = 3
#: ... in so many earlier tries; the share in one state is pulled with the same weight.
#: Source: Longarc's own starting rule, unsigned.
START_OF = 9
#: With fewer tries in a state than this, the sentence says that it is too early to tell.
#: Source: Longarc's own starting rule, unsigned.
FEW = 4
#: So many are suggested at once.
#: Source: Longarc's own starting rule, unsigned.
SUGGESTED = 3
#: On the days of a medicine session, counted from its start, nothing that asks for standing or
#: strength is suggested. Source: Longarc's own starting rule, unsigned.
UNSTEADY = timedelta(hours=36)
#: A check-in says where the client is now for so long.
#: Source: Longarc's own starting rule, unsigned.
NOW_LASTS = timedelta(hours=3)


class Effect(StrEnum):
    """What the client said of it afterwards. Stored, never renamed."""

    HELPED = "helped"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Did:
    """An exercise that was done. `effect` None: not said; `before`, `after` None: not said."""

    exercise: str
    at: datetime
    effect: Effect | None = None
    before: State | None = None
    after: State | None = None
    uid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What else decides about suggesting.

    Args:
        together: codes that were done once with someone of the care team.
        unsteady: a medicine session was lately.
    """

    together: frozenset[str] = frozenset()
    unsteady: bool = False

    def allow(self, exercise: Exercise) -> bool:
        if exercise.together_first and exercise.code not in self.together:
            return False
        return not (self.unsteady and exercise.straining)


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """The client wants to see an exercise again that made it worse."""

    exercise: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tries:
    """Tries with an answer, and in how many of them it helped."""

    helped: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One exercise that is suggested; `why` gives the numbers behind it, for the client."""

    exercise: Exercise
    tries: Tries
    why: Text


def left_out(
    done: Iterable[Did], back: Iterable[BroughtBack], *, as_of: datetime
) -> frozenset[str]:
    """Codes that made it worse and were not brought back since."""
    hidden: dict[str, datetime] = {}
    for did in done:
        if did.effect is Effect.WORSE and did.at <= as_of:
            hidden[did.exercise] = max(did.at, hidden.get(did.exercise, did.at))
    for one in back:
        if one.exercise in hidden and hidden[one.exercise] < one.at <= as_of:
            del hidden[one.exercise]
    return frozenset(hidden)


def suggested(
    done: Iterable[Did], state: State | None, *, as_of: datetime, limits: Limits = Limits()
) -> tuple[Suggestion, ...]:
    """The exercises to offer first in this state, at most `SUGGESTED`; None: state not known.

    Left out for good is what ever made it worse, also when it was brought back to the list.
    """
    tried: dict[str, list[Did]] = {one.code: [] for one in EXERCISES}
    for did in done:
        if did.at <= as_of and did.exercise in tried:
            tried[did.exercise].append(did)
    allowed = [one for one in EXERCISES if limits.allow(one)]
    fitting = [one for one in allowed if _may(one, tried[one.code], state)]
    best = sorted(fitting, key=lambda one: -share(tried[one.code], state))
    return tuple(_suggestion(one, tried[one.code], state) for one in best[:SUGGESTED])


def _may(exercise: Exercise, tried: list[Did], state: State | None) -> bool:
    """It never made it worse, and it is made for this state or has helped this client there."""
    told = {did.effect for did in tried}
    if Effect.WORSE in told or state in exercise.never_in:
        return False
    if state in exercise.once_helped_in and Effect.HELPED not in told:
        return False
    if state is None or exercise.fits(state):
        return exercise.fits(state)
    here = tries(tried, state)
    return here.of >= FEW and 2 * here.helped > here.of


def share(tried: Iterable[Did], state: State | None) -> Fraction:
    """How often one exercise may help in this state, pulled towards other states and the start.

    >>> share([], State.UP)
    Fraction(1, 3)
    """
    tried = list(tried)
    here, everywhere = tries(tried, state) if state else Tries(), tries(tried)
    helped, of = everywhere.helped - here.helped, everywhere.of - here.of
    pooled = Fraction(helped + START_HELPED, of + START_OF)
    return (here.helped + START_OF * pooled) / (here.of + START_OF)


def tries(tried: Iterable[Did], state: State | None = None) -> Tries:
    """Tries that were answered, in one state or in all. A missing answer stays missing."""
    said = [did.effect for did in tried if did.effect and (state is None or did.before is state)]
    return Tries(said.count(Effect.HELPED), len(said))


def _suggestion(exercise: Exercise, tried: list[Did], state: State | None) -> Suggestion:
    here, everywhere = tries(tried, state), tries(tried)
    if state and here.of:
        return Suggestion(exercise, here, _why(here, _HERE))
    return Suggestion(exercise, everywhere, _why(everywhere, _ANYWHERE))


_HERE = (
    msg("When you were there before, it helped %(helped)s of 1 time."),
    msg("When you were there before, it helped %(helped)s of %(n)s times."),
)
_ANYWHERE = (
    msg("It has helped you %(helped)s of 1 time."),
    msg("It has helped you %(helped)s of %(n)s times."),
)
_EARLY = msg("%(counted)s That is too few to tell.")
_NEW = msg("You have not tried this one yet.")


def _why(found: Tries, sentence: tuple[str, str]) -> Text:
    if not found.of:
        return Text(_NEW)
    one, many = sentence
    counted = Text(one, {"helped": found.helped, "n": found.of}, many=many)
    return Text(_EARLY, {"counted": counted}) if found.of < FEW else counted
