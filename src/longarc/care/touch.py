"""The touch agreement: signed by the client before the session, and from its start only narrower.

A statement says what touch is welcome at most. A signature (the client's own sign-in) takes the
place of what stood before; a narrowing (by the client, or by staff when the client says or shows
it) takes away. From the recorded start of a session until it is over a signature can take away
only, too. A statement counts from when it was made or from when the server had it, whichever is
later: one that arrives late, or from a device whose clock is off, cannot reach back before the
start, and no narrowing is lost to a signature that the server knew before.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import reduce
from itertools import groupby
from uuid import UUID

from longarc.care.decision import ALLOWED, Decision, refuse
from longarc.care.jurisdiction import Code
from longarc.care.session_plan import UNDER_WAY_HOURS
from longarc.care.text import Text, msg

#: The most letters of what touch is for, and of the stop sign.
#: Source: Longarc's own starting rule, unsigned.
LONGEST_LINE = 200


class Place(StrEnum):
    """Where touch can be agreed on. Stored, never renamed."""

    HAND = "hand"
    ARM = "arm"
    SHOULDER = "shoulder"
    UPPER_BACK = "upper_back"
    FEET = "feet"
    HUG = "hug"


NAMES: Mapping[Place, str] = {
    Place.HAND: msg("hand"),
    Place.ARM: msg("arm"),
    Place.SHOULDER: msg("shoulder"),
    Place.UPPER_BACK: msg("upper back"),
    Place.FEET: msg("feet"),
    Place.HUG: msg("a hug"),
}

#: Where a profile's law, as it was read, names places, no other is offered. Check the current rule.
#: Source: OAR 333-333-5120(7), read on a copy; Colorado: a draft of 2024-04, read on a law firm's
#: page.
LAWFUL: Mapping[Code, frozenset[Place]] = {
    Code.OREGON: frozenset({Place.HAND, Place.SHOULDER, Place.FEET, Place.HUG}),
    Code.COLORADO: frozenset({Place.HAND, Place.SHOULDER, Place.FEET}),
}


def offered(profile: Code) -> tuple[Place, ...]:
    """The places that can be agreed on under a jurisdiction profile, in the order of the page."""
    lawful = LAWFUL.get(profile, frozenset(Place))
    return tuple(place for place in Place if place in lawful)


@dataclass(frozen=True, slots=True)
class Terms:
    """What touch is welcome at most. No places: no touch."""

    places: frozenset[Place] = frozenset()
    ask_first: bool = True

    def __and__(self, other: "Terms") -> "Terms":
        """What both welcome."""
        places = self.places & other.places
        return Terms(places, self.ask_first or other.ask_first or not places)

    def within(self, other: "Terms") -> bool:
        """Nothing is welcome here that is not welcome there."""
        return self & other == self & self

    def without(self, place: Place) -> "Terms":
        return self & Terms(self.places - {place}, self.ask_first)


NO_TOUCH = Terms()


@dataclass(frozen=True, slots=True)
class Statement:
    """A signature, or a narrowing.

    Args:
        signed: through the client's own sign-in, as an agreement.
        purpose, stop: what touch is for, and the sign to stop, as the client wrote them.
    """

    terms: Terms
    signed: bool
    at: datetime
    received_at: datetime
    by: str = ""
    by_client: bool = True
    purpose: str = ""
    stop: str = ""
    id: UUID | None = None

    @property
    def since(self) -> datetime:
        """From when it counts."""
        return max(self.at, self.received_at)


Ends = Mapping[datetime, datetime]
_NO_ENDS: Ends = {}


def over_at(started: datetime, ends: Ends = _NO_ENDS) -> datetime:
    """When a session that began at `started` counts as over: until then touch can only narrow.

    Args:
        ends: from when each start with a recorded end counts as over. It is never before that
            end was known: a record that is written later undoes nothing that was narrowed.
    """
    usual = started + timedelta(hours=UNDER_WAY_HOURS)
    return min(usual, ends.get(started, usual))


def under_way(sessions: Iterable[datetime], at: datetime, ends: Ends = _NO_ENDS) -> datetime | None:
    """The start of a session that is going on at this moment, if one is."""
    return max((one for one in sessions if one <= at < over_at(one, ends)), default=None)


def terms(
    statements: Iterable[Statement], sessions: Iterable[datetime], ends: Ends = _NO_ENDS
) -> Terms:
    """What stands after all of these, in whatever order they are given.

    Args:
        sessions: each start that was ever recorded, also one that was taken back as a mistake:
            otherwise taking a start back would be a way to widen.
    """
    starts, stands = tuple(sessions), NO_TOUCH
    for moment, group in groupby(sorted(statements, key=_since), key=_since):
        going_on = under_way(starts, moment, ends) is not None
        stands = _after(stands, tuple(group), only_narrow=going_on)
    return stands


def _since(one: Statement) -> datetime:
    return one.since


def _after(stands: Terms, group: tuple[Statement, ...], *, only_narrow: bool) -> Terms:
    """What stands after the statements of one moment: signatures first, then narrowings."""
    signed = [one.terms for one in group if one.signed]
    if signed and not only_narrow:
        stands = reduce(Terms.__and__, signed)
    return reduce(Terms.__and__, (one.terms for one in group), stands)


@dataclass(frozen=True, slots=True)
class Touch:
    """The agreement as it stands.

    Args:
        sessions: every recorded start; `mistaken`: those that were taken back.
        as_of: when somebody looks; None: every recorded session counts as over.
        ends: from when each start with a recorded end counts as over.
    """

    statements: tuple[Statement, ...] = ()
    sessions: tuple[datetime, ...] = ()
    mistaken: frozenset[datetime] = frozenset()
    as_of: datetime | None = None
    ends: Ends = field(default_factory=dict)

    @property
    def terms(self) -> Terms:
        return terms(self.statements, self.sessions, self.ends)

    def stood(self, at: datetime) -> Terms:
        """What was in force at a moment gone by."""
        until = (one for one in self.statements if one.since <= at)
        return terms(until, self.sessions, self.ends)

    def strictest(self, start: datetime, until: datetime) -> Terms:
        """The least that was welcome from the start of a session until then.

        A signature of after that session is for the next one; a narrowing always takes away.
        """
        over = over_at(start, self.ends)
        since = (one for one in self.statements if start < one.since <= until)
        those = (one.terms for one in since if not (one.signed and one.since >= over))
        return reduce(Terms.__and__, those, self.stood(start))

    @property
    def signed(self) -> Statement | None:
        """The newest signature that was made while no session was going on."""
        free = [
            one
            for one in self.statements
            if one.signed and under_way(self.sessions, one.since, self.ends) is None
        ]
        return max(free, key=_since, default=None)

    @property
    def upto(self) -> str:
        """What a form that shows this knows; statements are only added."""
        return self.upto_without(())

    def upto_without(self, uids: Collection[UUID]) -> str:
        """The same for a form that made some of the statements itself."""
        return str(sum(one.id not in uids for one in self.statements))

    def later(self, at: datetime) -> datetime:
        """`at`, or the newest statement's time: a clock that was set back undoes no narrowing."""
        return max([at, *(one.since for one in self.statements)])

    @property
    def under_way(self) -> datetime | None:
        """The start of the session that is going on."""
        return under_way(self.sessions, self.as_of, self.ends) if self.as_of else None

    @property
    def current(self) -> bool:
        """Signed for the session that is going on, or else for the next one."""
        over = [one for one in self.sessions if one not in self.mistaken and self._is_over(one)]
        return self.signed is not None and all(one < self.signed.since for one in over)

    def _is_over(self, session: datetime) -> bool:
        return self.as_of is None or over_at(session, self.ends) <= self.as_of

    def gate(self) -> Decision:
        """Whether the touch agreement lets a medicine session start."""
        if self.current:
            return ALLOWED
        if self.signed is None:
            return refuse("touch_not_signed", _NOT_SIGNED)
        return refuse("touch_not_signed_again", _NOT_AGAIN)

    def before(self, start: datetime, own: Collection[datetime] = ()) -> "Touch":
        """The agreement as it stood when a session began that is entered afterwards.

        The sessions before it count, whenever they were entered.

        Args:
            own: every start that was ever entered for this very session.
        """
        return replace(
            self,
            statements=tuple(one for one in self.statements if one.since <= start),
            sessions=tuple(one for one in self.sessions if one < start and one not in own),
            as_of=start,
        )

    @property
    def says(self) -> Text:
        """One line in words."""
        if not self.statements:
            return Text(msg("Touch: none agreed"))
        return says(self.terms)


_NOT_SIGNED = Text(
    msg("No touch agreement is signed. “No touch” can be signed, too; only the client can.")
)
_NOT_AGAIN = Text(
    msg("The touch agreement was signed before the last session. The client signs a new one.")
)


def says(stands: Terms) -> Text:
    """Terms in one line.

    >>> says(Terms(frozenset({Place.SHOULDER}))).plain()
    'Touch: shoulder only, ask first'
    """
    if not stands.places:
        return Text(msg("No touch"))
    line = _LINES[stands.ask_first, len(stands.places) == 1]
    return Text(line, {"places": listed(stands.places)})


# (ask first, one place only) -> the line
_LINES = {
    (True, False): msg("Touch: %(places)s, ask first"),
    (True, True): msg("Touch: %(places)s only, ask first"),
    (False, False): msg("Touch: %(places)s, as agreed"),
    (False, True): msg("Touch: %(places)s only, as agreed"),
}


def listed(places: Iterable[Place]) -> Text:
    """At least one place: "hand, shoulder and feet"."""
    wanted = frozenset(places)
    *others, last = (Text(NAMES[place]) for place in Place if place in wanted)
    if not others:
        return last
    first = reduce(lambda a, b: Text(msg("%(a)s, %(b)s"), {"a": a, "b": b}), others)
    return Text(msg("%(a)s and %(b)s"), {"a": first, "b": last})
