"""A client who is no longer here: a life that ended, or somebody who is out of reach.

A person of the care team records it; nothing is worked out from silence. It can always be taken
back. Anything that comes from the client afterwards asks the care team anew: it is never lost,
and never explained away.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from longarc.care.finding import Code, Finding
from longarc.care.text import Text, msg

#: An ended life is taken back by one person for so long; afterwards a second one confirms it.
#: Source: decision 32.
ALONE = timedelta(days=30)
#: Where nobody else works who could confirm it, the same person confirms it after so long.
#: Source: decision 37.
WAITS = timedelta(hours=72)


class State(StrEnum):
    """How it stands with a client. Stored with the client, never renamed; empty: they are here."""

    HERE = ""
    ENDED = "ended"
    AWAY = "away"


class Kind(StrEnum):
    """What was recorded. Stored, never renamed."""

    ENDED = "ended"
    AWAY = "away"
    BACK = "back"
    WROTE = "wrote"
    ASKED_BACK = "asked_back"


#: What a record of this kind makes of the state; a kind that is not here changes nothing.
MAKES = {Kind.ENDED: State.ENDED, Kind.AWAY: State.AWAY, Kind.BACK: State.HERE}


@dataclass(frozen=True, slots=True)
class Left:
    """What stands, since `at`; `wrote`: when something came from the client after that."""

    state: State
    on: date
    at: datetime
    wrote: datetime | None = None


#: What still stands on the list after a life ended: what happened around a session is looked at
#: later, too.
_AFTER_ENDED = frozenset({Code.ADVERSE, Code.LEAVING, Code.TOUCH, Code.UNGATED})
#: What nobody expects from somebody who is out of reach.
_NOT_FROM_AWAY = frozenset({Code.SILENCE, Code.FOLLOW_UP, Code.CONTACT_DUE, Code.RELATION})


def still(noticed: Iterable[Finding], left: Left | None) -> Iterator[Finding]:
    """Of what was noticed, what still asks for somebody. All of it, once the client wrote again."""
    for one in noticed:
        if left is None or left.wrote or _stands(one.code, left.state):
            yield one


def _stands(code: Code, state: State) -> bool:
    return code in _AFTER_ENDED if state is State.ENDED else code not in _NOT_FROM_AWAY


def found(left: Left | None, *, as_of: datetime) -> Iterator[Finding]:
    """Something came from somebody of whom it was said that nothing more would come."""
    if left and left.wrote and left.wrote <= as_of:
        yield _wrote(left, left.wrote)


def _wrote(left: Left, at: datetime) -> Finding:
    ended = left.state is State.ENDED
    return Finding(
        code=Code.WROTE_AGAIN,
        since=at,
        level=0,
        what=Text(_ENDED if ended else _AWAY, {"since": at}),
        sure=Text(msg("Sure: it was sent from their sign-in. Not sure: who sent it.")),
        next_step=Text(msg("Call them, or somebody close to them, before anything else.")),
        goes_when=Text(msg("It stays until you record that they are here, or that it stands.")),
    )


_ENDED = msg("Something came from their sign-in on %(since)s. Their record says they have died.")
_AWAY = msg("Something came from them on %(since)s. Their record says they are out of reach.")


def needs_second(recorded: datetime, at: datetime) -> bool:
    """Whether a second person has to confirm that an ended life was a mistake."""
    return at - recorded > ALONE
