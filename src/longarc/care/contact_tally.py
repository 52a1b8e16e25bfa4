"""How many contacts there were against the plan: to prepare, and to take it in.

To prepare, a contact is a day with a meeting that was not cancelled, or with a call or a meeting
that somebody recorded. To take it in, only what somebody recorded counts, as in pacing: a meeting
in the calendar may not have taken place. Two on one day count once. They gate nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from longarc.care.arc import Phase
from longarc.care.plan import INTEGRATION_WEEKS, Contacts
from longarc.care.text import Text, msg


@dataclass(frozen=True, slots=True)
class Tally:
    """Contacts of the cycle so far.

    Args:
        preparation: before the newest session; without one, so far. Later ones of a new
            preparation count for the next session.
        integration: in the weeks after the newest session; None: there was no session.
        until: the last day of those weeks.
    """

    preparation: int
    integration: int | None = None
    until: date | None = None


def tally(
    days: Iterable[date],
    recorded: Iterable[date],
    sessions: Iterable[date],
    phase_on: Callable[[date], Phase | None],
    today: date,
) -> Tally:
    """Count the days up to today; the phase of a day decides what it was for.

    In a phase of preparation that began after the session before it, it prepares. Otherwise it
    takes in what that session opened, for `INTEGRATION_WEEKS`; and where no session came before,
    it prepares.

    Args:
        days: those of the calendar; `recorded`: those that a person recorded as held.
    """
    wrote = {one for one in recorded if one <= today}
    came = wrote | {one for one in days if one <= today}
    held = sorted({one for one in sessions if one <= today})
    if not held:
        return Tally(len(came))
    newest, before = held[-1], held[-2] if len(held) > 1 else date.min
    until = newest + timedelta(weeks=INTEGRATION_WEEKS)
    later = {one for one in came if one > newest}
    again = {one for one in later if _prepares(one, newest, phase_on)}
    first = {one for one in came if before < one <= newest and one != newest}
    taken_in = {one for one in first if _takes_in(one, before, phase_on)}
    return Tally(
        preparation=len(again or first - taken_in),
        integration=sum(one <= until for one in later & wrote - again),
        until=until,
    )


def _prepares(day: date, session: date, phase_on: Callable[[date], Phase | None]) -> bool:
    """In a new preparation after this session, or in a medicine phase that came after one.

    The phase of the session itself goes on for some days: the call of the next day takes it in.
    """
    if phase_on(day) is not Phase.MEDICINE:
        return phase_on(day) is Phase.PREPARATION
    between = (session + timedelta(days=n) for n in range(1, (day - session).days))
    return any(phase_on(one) is Phase.PREPARATION for one in between)


def _takes_in(day: date, session: date, phase_on: Callable[[date], Phase | None]) -> bool:
    if session == date.min or _prepares(day, session, phase_on):
        return False
    return day <= session + timedelta(weeks=INTEGRATION_WEEKS)


def in_words(counted: Tally, planned: Contacts | None) -> tuple[Text, ...]:
    """What there was beside what is planned, as both sides read it. No total, no share of it."""
    return tuple(_lines(counted, planned))


_PREPARED = msg("Contacts to prepare: %(n)s so far.")
_PREPARED_OF = msg("Contacts to prepare: %(n)s so far, %(m)s planned.")
_TAKEN_IN = msg(
    "Contacts to take it in: %(n)s recorded so far, in the %(weeks)s weeks up to %(until)s."
)
_TAKEN_IN_OF = msg(
    "Contacts to take it in: %(n)s recorded so far, %(m)s planned in the %(weeks)s weeks up to "
    "%(until)s."
)


def _lines(counted: Tally, planned: Contacts | None) -> Iterable[Text]:
    more: dict[str, str | int] = {"m": planned.preparation} if planned else {}
    words = _PREPARED_OF if planned else _PREPARED
    yield Text(words, {"n": counted.preparation, **more})
    if counted.integration is None or counted.until is None:
        return
    more = {"m": planned.integration} if planned else {}
    facts = {"n": counted.integration, "weeks": INTEGRATION_WEEKS, "until": counted.until, **more}
    yield Text(_TAKEN_IN_OF if planned else _TAKEN_IN, facts)
