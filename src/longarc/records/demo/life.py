"""The whole life of one invented client: the same for the same seed, number and morning.

Nothing of it is stored but what a client, or a person of the care team, would have kept. The rest
is the truth that a test can hold against what the model says.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from longarc.records.demo import people, person, story
from longarc.records.demo.process import Report, Session, Simulation
from longarc.records.demo.story import Ending, Span

#: The last positions of those whose last days are told, newest first, 19 hours apart.
LAST: dict[Ending, tuple[int | None, ...]] = {
    Ending.NEARLY: (10, 10, 10, 50, 50),
    Ending.RUN_DOWN: (10, 10, 10, 10, 10),
    Ending.RUN_UP: (90, 90, 90, 90, 90),
    Ending.RUN_MIXED: (None, None, 10, None, None),
}
APART, NEWEST = timedelta(hours=19), timedelta(hours=2)
QUIET = {Ending.SILENT: timedelta(days=16), Ending.RESTING: timedelta(days=6)}


@dataclass(frozen=True)
class Life:
    """One invented client.

    Args:
        spans: the phases of their arc, oldest first.
        reports: every check-in, oldest first; the last ones may be told by their ending.
        sessions: every medicine session, oldest first, with what was simulated of it.
    """

    number: int
    person: person.Person
    spans: list[Span]
    reports: list[Report]
    sessions: list[Session]

    @property
    def ending(self) -> Ending:
        return story.ending(self.number)


def dice_of(seed: str, *who: object) -> Random:
    """Chance that comes out the same each time."""
    return Random("/".join(map(str, (seed, *who))))  # noqa: S311 - invents people, keeps no secret


def life(number: int, *, now: datetime, years: float, seed: str) -> Life:
    """The client of this number on the morning `now`; `years`: how far back the longest arcs go."""
    dice, ending = dice_of(seed, number, "life"), story.ending(number)
    spans = story.arc(number, story.length_of(number, years, dice), now.date(), dice)
    who = person.of(number, dice, ZoneInfo(people.ZONE))
    last = LAST.get(ending, ())
    until = now - QUIET.get(ending, len(last) * APART)
    made = Simulation(who, spans, until, dice)
    told = [_told(who, now - NEWEST - n * APART, row) for n, row in reversed([*enumerate(last)])]
    return Life(number, who, spans, made.reports + told, made.sessions)


def _told(who: person.Person, at: datetime, position: int | None) -> Report:
    lower, upper = who.edges_at(1.0)
    y = 0.0 if position is None else position / 100
    return Report(at, 0, position, True, max(lower - y, y - upper))
