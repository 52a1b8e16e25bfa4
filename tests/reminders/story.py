"""Words for these tests: what Ada chose, and a worker whose clock stands where it is put."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.reminders import Choices, Way
from longarc.cli import worker
from longarc.records.actions import reminders as actions
from longarc.records.ids import uuid7
from longarc.records.models import ReminderSend
from longarc.records.queries import clients
from longarc.records.queries.clients import ClientRef
from tests.cast import Person

DAY = timedelta(days=1)
#: A Wednesday; Ada's time is 18:00, and everyone lives in UTC.
MORNING = datetime(2030, 5, 15, 9, tzinfo=UTC)
SIX = datetime(2030, 5, 15, 18, tzinfo=UTC)


def ref(person: Person) -> ClientRef:
    return clients.own(viewer=person.actor)


def chooses(person: Person, way: Way = Way.EMAIL, *, at: datetime = MORNING, **more: Any) -> UUID:
    uid = uuid7()
    wanted = Choices(way=way, **{"first": time(18), **more})
    actions.choose(ref(person), wanted, uid=uid, by=person.actor, at=at)
    return uid


@dataclass
class Worker:
    """One worker; `at` is its clock."""

    practice: int
    at: datetime = SIX
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def by(self) -> Actor:
        return Actor(None, self.practice)

    def looks(self, at: datetime | None = None) -> int:
        self.at = at or self.at
        return worker.look(lambda: self.at, by=self.by, **self.more)


def states() -> list[tuple[str, str]]:
    """Every reminder in the data base, in order: its state, and why."""
    return list(ReminderSend.objects.order_by("due_at", "pk").values_list("state", "why"))
