"""A session that was entered by hand although gates were not met when it began.

What happened is always kept. That its gates were not met is told to the lead until somebody says
that they looked at it, and the owner sees how many there were, never whose.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from uuid import UUID

from longarc.care.finding import Code, Finding
from longarc.care.session_findings import with_taken_back
from longarc.care.session_gate import Gates
from longarc.care.session_record import Mistaken
from longarc.care.text import Moment, Text, msg

#: The names of the gates within a sentence.
NAMES = {
    "screening": msg("screening"),
    "consent": msg("consent"),
    "touch": msg("touch agreement"),
    "risk": msg("risk questions"),
    "plan": msg("plan"),
}
#: The most letters of the reason. Source: Longarc's own starting rule, unsigned.
LONGEST_WHY = 2_000


@dataclass(frozen=True, slots=True)
class Ungated:
    """One such session. `gates`: which were not met, by their names in `Gates`; `at`: entered.

    `wrote`: the account of whoever entered it; `mistaken`: it was taken back since.
    """

    uid: UUID
    session: UUID
    starts_at: datetime
    gates: tuple[str, ...]
    at: datetime
    wrote: int | None = None
    mistaken: Mistaken | None = None


def not_met(asked: Gates) -> tuple[str, ...]:
    """Which gates have a reason against, in the order of the list."""
    return tuple(name for name, one in asked._asdict().items() if not one.allowed)


def listed(gates: Iterable[str]) -> Text:
    """
    >>> listed(["consent", "risk"]).plain()
    'consent, risk questions'
    """
    known = [Text(NAMES[one]) for one in gates if one in NAMES]
    return reduce(lambda a, b: Text(msg("%(a)s, %(b)s"), {"a": a, "b": b}), known)


def found(told: Iterable[Ungated], *, as_of: datetime) -> Iterator[Finding]:
    """One for each session, until somebody says that they looked at it."""
    for one in told:
        if one.at <= as_of:
            yield Finding(
                code=Code.UNGATED,
                since=one.at,
                level=0,
                evidence=(one.uid,),
                what=_what(one, as_of),
                sure=Text(msg("Sure: it was worked out from what was known when it began.")),
                next_step=Text(
                    msg("Look at its record: what was not met, and why it was entered so.")
                ),
                goes_when=Text(msg("It stays until someone says that it is done.")),
                recorded_by=frozenset({one.wrote} if one.wrote is not None else ()),
            )


def _what(one: Ungated, as_of: datetime) -> Text:
    what = Text(_WHAT, {"at": Moment(one.starts_at), "gates": listed(one.gates)})
    gone = one.mistaken if one.mistaken and one.mistaken.at <= as_of else None
    return with_taken_back(what, gone)


_WHAT = msg("The session of %(at)s was entered without the gate. Not met then: %(gates)s.")
