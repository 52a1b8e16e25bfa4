"""Threads: what surfaced, followed until it has landed, at the client's pace.

The state says how far the work with a thread has come: only a person's word moves it, never the
passing of time. How near to go today is for the client alone to say. Entries carry the times
that order them: the order in which they arrive makes no difference.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from longarc.care.text import Text, msg

#: The most letters of what surfaced. Source: Longarc's own starting rule, unsigned.
LONGEST_THREAD = 4_000
#: The most letters of the short name of a thread. Source: Longarc's own starting rule, unsigned.
LONGEST_NAME = 60
#: The most letters of a note about the work. Source: Longarc's own starting rule, unsigned.
LONGEST_NOTE = 2_000


class Kind(StrEnum):
    """What it is, where somebody wants to say. Stored, never renamed."""

    MEMORY = "memory"
    EMOTION = "emotion"
    SENSATION = "sensation"
    THEME = "theme"


class State(StrEnum):
    """How far the work with it has come; any may follow any. Stored, never renamed."""

    TOUCHED = "touched"
    MET = "met"
    RESTING = "resting"
    LANDED = "landed"


class Near(StrEnum):
    """What the client says to "how near today?". Stored, never renamed."""

    NOT_TODAY = "not_today"
    NEAR_ENOUGH = "near_enough"
    TOO_NEAR = "too_near"


# Of two answers of one moment the more careful one stands.
_CAREFUL = (Near.NEAR_ENOUGH, Near.NOT_TODAY, Near.TOO_NEAR)


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody said what state it is in. `by` is a name, or empty."""

    state: State
    at: datetime
    by_client: bool
    by: str = ""
    uid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """An answer to "how near today?". What is not the client's own answer does not count."""

    near: Near
    at: datetime
    by_client: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """A note about the work with it, by someone of the care team; the client reads it."""

    text: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class From:
    """Where it surfaced: a medicine session, or a day; all None: not said.

    `gone`: when the session began that it came from, where that was taken back since.
    """

    session: datetime | None = None
    day: date | None = None
    gone: datetime | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """One thread, as its reader may see it.

    Args:
        at: when it was written down; `came` says where it surfaced.
        name: a short name for lists, may be empty; `words`: what surfaced.
        shared: the care team can see it.
    """

    uid: UUID
    at: datetime
    words: str
    name: str = ""
    kind: Kind | None = None
    came: From = From()
    by: str = ""
    by_client: bool = True
    shared: bool = False
    moves: tuple[Moved, ...] = ()
    answers: tuple[Said, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def history(self) -> tuple[Moved, ...]:
        """Every state it was said to be in, oldest first."""
        return tuple(sorted(self.moves, key=lambda one: (one.at, str(one.uid), one.state)))

    @property
    def state(self) -> State:
        """The last one that somebody said; it begins as touched."""
        return self.history[-1].state if self.moves else State.TOUCHED

    @property
    def too_near_since(self) -> datetime | None:
        """Since when it is too near for the client; see `too_near`."""
        return too_near(self.answers)

    @property
    def open(self) -> bool:
        """It has not landed, or it is too near again."""
        return self.state is not State.LANDED or self.too_near_since is not None

    def near_on(self, day: date, zone: ZoneInfo) -> Near | None:
        """What stands on a day where the client is; None: they have not said.

        "Not today" and "near enough" speak of the day on which they were said.
        """
        if self.too_near_since:
            return Near.TOO_NEAR
        today = [one for one in own(self.answers) if one.at.astimezone(zone).date() == day]
        return today[-1].near if today else None


def own(answers: Iterable[Said]) -> list[Said]:
    """The client's own answers, oldest first."""
    said = (one for one in answers if one.by_client)
    return sorted(said, key=lambda one: (one.at, _CAREFUL.index(one.near)))


def too_near(answers: Iterable[Said]) -> datetime | None:
    """When the client said "too near", while that stands; None: it does not.

    It stands, however long nobody speaks of it, until the client says "near enough". "Not today"
    asks for distance as well, and does not end it. Said again, it stands since the last time.
    """
    since = None
    for one in own(answers):
        if one.near is Near.TOO_NEAR:
            since = one.at
        elif one.near is Near.NEAR_ENOUGH:
            since = None
    return since


def open_first(threads: Iterable[Thread]) -> tuple[Thread, ...]:
    """The open ones before those that landed; within each, the newest first."""
    newest = sorted(threads, key=lambda one: (one.at, str(one.uid)), reverse=True)
    return tuple(sorted(newest, key=lambda one: not one.open))


class TooLong(ValueError):
    """Nothing was kept; `text` says what is safe and how to go on."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.text = Text(
            msg("Your words are still here. The most we can keep in one box is %(limit)s letters."),
            {"limit": limit},
        )


class Empty(ValueError):
    """Nothing was written; `text` says so."""

    text = Text(msg("Nothing was kept yet. A few words are enough."))


def checked(text: str, limit: int) -> str:
    """What somebody wrote, as it is kept.

    Raises:
        Empty: there is nothing in it.
        TooLong: there is more of it than is kept.
    """
    if len(text) > limit:
        raise TooLong(limit)
    if not text.strip():
        raise Empty
    return text.strip()
