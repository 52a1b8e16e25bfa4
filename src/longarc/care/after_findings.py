"""What is due after a session, on the therapist's list: contacts of the first weeks, follow-ups.

No mark closes either, they can only be put off. A contact goes when it is recorded as held, or
when somebody wrote why it was not; a follow-up when a talk is recorded, or when somebody ends the
follow-up on purpose.
"""

from collections.abc import Iterator
from datetime import datetime

from longarc.care import after, follow_up
from longarc.care.after import Contact, Facts, Slot, State, Step
from longarc.care.finding import Code, Finding
from longarc.care.follow_up import MONTHS_A_YEAR, Due
from longarc.care.plan import FOLLOW_UP_WEEKS
from longarc.care.text import Text, msg


def found(facts: Facts, *, as_of: datetime) -> Iterator[Finding]:
    """At most one for contacts and one for the follow-up, however many are open."""
    planned = after.contacts(facts, as_of)
    asking = [one for one in planned if one.asks]
    if asking:
        today = facts.day(as_of)
        yield _contacts(asking, sum(one.last <= today for one in planned), facts)
    talk = follow_up.asks(facts, as_of)
    first = follow_up.since(facts, as_of)
    if talk and first:
        tried = sum(act.step is Step.TRIED for act in talk.acts)
        yield _follow_up(talk.due, first, tried, facts)


_DUE = {
    Slot.DAY_1: msg("The contact of the day after the session is due today, %(last)s."),
    Slot.DAYS_2_7: msg("The contact of days 2 to 7 after the session is due today, %(last)s."),
    Slot.WEEKS_2_4: msg("The contact of weeks 2 to 4 after the session is due today, %(last)s."),
}
_LATE = {
    Slot.DAY_1: msg("Nobody recorded the contact of the day after the session (%(last)s)."),
    Slot.DAYS_2_7: msg("Nobody recorded the contact of days 2 to 7 after the session (%(last)s)."),
    Slot.WEEKS_2_4: msg(
        "Nobody recorded the contact of weeks 2 to 4 after the session (%(last)s)."
    ),
}
_SURE = Text(msg("Sure that it is not recorded. It may have happened."))


def _contacts(asking: list[Contact], so_far: int, facts: Facts) -> Finding:
    """Told by the one that waits longest; the others stand on their page.

    Args:
        so_far: of how many contacts the last day has come: put off, it returns with the next one.
    """
    first = min(asking, key=lambda one: (one.last, one.slot, one.session))
    words = _LATE if first.state is State.LATE else _DUE
    tried = sum(act.step is Step.TRIED for one in asking for act in one.acts)
    return Finding(
        code=Code.CONTACT_DUE,
        since=facts.midnight(first.last),
        level=so_far,
        evidence=tuple(sorted({one.session for one in asking})),
        what=Text(words[first.slot], {"last": first.last}),
        sure=_not_reached(tried) if tried else _SURE,
        next_step=Text(msg("Call or write, and record it; or write why it did not happen.")),
        goes_when=Text(msg("It stands until it is recorded as held, or somebody writes why not.")),
    )


def _not_reached(n: int) -> Text:
    one, many = (
        msg("Tried %(n)s time, not reached."),
        msg("Tried %(n)s times, not reached."),
    )
    return Text(one, {"n": n}, many=many)


_WEEKS = msg("A follow-up talk is due since %(on)s: %(n)s weeks after a session.")
_MONTHS = msg("A follow-up talk is due since %(on)s: %(n)s months after a session.")
_YEARS = msg("A follow-up talk is due since %(on)s: %(n)s years after a session.")


def _follow_up(due: Due, first: Due, tried: int, facts: Facts) -> Finding:
    return Finding(
        code=Code.FOLLOW_UP,
        since=facts.midnight(first.on),
        level=0,
        evidence=(due.session,),
        what=_what(due),
        sure=_not_reached(tried) if tried else Text(msg("Sure: no talk is recorded since then.")),
        next_step=Text(msg("Ask how it is now, and record the talk.")),
        goes_when=Text(
            msg("It stands until a talk is recorded, or somebody ends the follow-up on purpose.")
        ),
    )


def _what(due: Due) -> Text:
    if due.months == 0:
        return Text(_WEEKS, {"on": due.on, "n": FOLLOW_UP_WEEKS})
    if due.months <= MONTHS_A_YEAR:
        return Text(_MONTHS, {"on": due.on, "n": due.months})
    return Text(_YEARS, {"on": due.on, "n": due.months // MONTHS_A_YEAR})
