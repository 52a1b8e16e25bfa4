"""The facts of one client's arc, as plain immutable values.

Positions are whole hundredths of the bipolar ladder, 0 to 100 (0.0 to 1.0 in the window
model): high is activated, low is shut down, about 50 is within reach (decision 1).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from longarc.care.adverse import Event
from longarc.care.after import NOTHING as NOTHING_AFTER
from longarc.care.after import Facts as After
from longarc.care.flags import Flag
from longarc.care.leaving import Left
from longarc.care.relationship import NOTHING
from longarc.care.relationship import Facts as Relationship
from longarc.care.risk import Path
from longarc.care.screening_told import NOTHING as NOTHING_TOLD
from longarc.care.screening_told import Told
from longarc.care.session_checks import NOTHING as NOTHING_RECORDED
from longarc.care.session_checks import Recorded
from longarc.care.slower import Said as SaidOfPace
from longarc.care.ungated import Ungated


class State(StrEnum):
    """The six rows of the ladder, from the top of the screen down."""

    WAY_UP = "way_up"
    UP = "up"
    WITHIN = "within"
    DOWN = "down"
    WAY_DOWN = "way_down"
    MIXED = "mixed"


class Resolution(IntEnum):
    """How finely a position was given; the model's noise depends on it."""

    ZONE = 1
    FINE = 2


class Ease(IntEnum):
    """How well the client can get back to steady just now."""

    NOT_NOW = 1
    WITH_HELP = 2
    ON_MY_OWN = 3


class Phase(StrEnum):
    ARRIVAL = "arrival"
    PREPARATION = "preparation"
    MEDICINE = "medicine"
    INTEGRATION = "integration"
    FOLLOW_UP = "follow_up"


POSITION: dict[State, int | None] = {
    State.WAY_UP: 90,
    State.UP: 70,
    State.WITHIN: 50,
    State.DOWN: 30,
    State.WAY_DOWN: 10,
    State.MIXED: None,
}
EXTREME = frozenset({State.WAY_UP, State.WAY_DOWN, State.MIXED})
ROW_HEIGHT = 20
_FROM_BELOW = (State.WAY_DOWN, State.DOWN, State.WITHIN, State.UP, State.WAY_UP)


def state_at(position: int | None) -> State:
    """The row that a position lies in; no position is `MIXED`, which never becomes "fine".

    Raises:
        ValueError: the position is outside 0 to 100.

    >>> [str(state_at(p)) for p in (0, 41, 100, None)]
    ['way_down', 'within', 'way_up', 'mixed']
    """
    if position is None:
        return State.MIXED
    if not 0 <= position <= 100:
        raise ValueError(f"position {position} is outside 0 to 100")
    return _FROM_BELOW[min(position // ROW_HEIGHT, 4)]


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One report of the state now. `recalled` marks "this was earlier"."""

    at: datetime
    position: int | None
    uid: UUID | None = None
    ease: Ease | None = None
    resolution: Resolution = Resolution.ZONE
    recalled: bool = False

    @property
    def state(self) -> State:
        return state_at(self.position)

    @property
    def extreme(self) -> bool:
        return self.state in EXTREME


@dataclass(frozen=True, slots=True)
class Rest:
    """The client asked for quiet from `at`; `until` None means until they say."""

    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContactRequest:
    at: datetime
    uid: UUID


@dataclass(frozen=True, slots=True)
class MadeWorse:
    """The client said that an exercise (its code) made it worse."""

    at: datetime
    exercise: str
    uid: UUID


@dataclass(frozen=True, slots=True)
class PhaseStart:
    phase: Phase
    on: date


@dataclass(frozen=True)
class Arc:
    """What the rules may know of one client. Order of arrival never matters: rules sort.

    Args:
        check_ins: reports that stand (corrected and undone ones are left out by the query).
        rests: quiet times the client asked for.
        contact_requests: every "please contact me".
        phases: when each phase began.
        flags: what the model found, also what was closed (`care.flags`).
        worse: every exercise that made it worse.
        slower: every word about going slower.
        ungated: sessions whose gates were not met as they were entered.
        risk: the open risk path, if there is one.
        adverse: every adverse event, also those that are resolved.
        after: medicine sessions, and what the care team recorded after them.
        relationship: ratings of meetings, ruptures, and what was said of them later.
        screening: medicines and conditions that were told, and what was decided about them.
        sessions: what records of medicine sessions say of leaving and of touch.
        left: that a life ended or somebody is out of reach, while that stands.
    """

    check_ins: tuple[CheckIn, ...] = ()
    rests: tuple[Rest, ...] = ()
    contact_requests: tuple[ContactRequest, ...] = ()
    phases: tuple[PhaseStart, ...] = ()
    flags: tuple[Flag, ...] = ()
    worse: tuple[MadeWorse, ...] = ()
    slower: tuple[SaidOfPace, ...] = ()
    ungated: tuple[Ungated, ...] = ()
    risk: tuple[Path, ...] = ()
    adverse: tuple[Event, ...] = ()
    after: After = NOTHING_AFTER
    relationship: Relationship = NOTHING
    screening: Told = NOTHING_TOLD
    sessions: Recorded = NOTHING_RECORDED
    left: Left | None = None

    def phase_on(self, day: date) -> Phase | None:
        begun = [start for start in self.phases if start.on <= day]
        latest = max(begun, key=lambda start: start.on, default=None)
        return latest.phase if latest else None
