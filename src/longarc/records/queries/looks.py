"""Who has looked at a client's record, for the client: by person and day, in words not codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import TruncDate

from longarc.care.access import Actor
from longarc.records.codec import Where, unseal
from longarc.records.models import AuditEntry, EmergencyAccess, User
from longarc.records.queries import people
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

ACTS = ("opened", "opened_emergency", "listed")
DAYS = 50


@dataclass(frozen=True, slots=True)
class Look:
    """What one person did on one day: `act` is one of `ACTS`, `times` how often.

    `reasons` are those given for opening the record outside the care team.
    """

    name: str
    act: str
    times: int
    last: datetime
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True)
class Looks:
    """Days with looks, newest first; `earlier` is the day before which there are more, or None."""

    days: tuple[Day, ...]
    earlier: date | None


def of_client(client: ClientRef, *, viewer: Actor, before: date | None = None) -> Looks:
    """The newest `DAYS` days with looks, or those before a day. Four queries at most."""
    zone = ZoneInfo(client.zone)
    found = rows(AuditEntry, viewer).filter(client_id=client.id, act__in=ACTS)
    if before:
        found = found.filter(at__lt=_midnight(before, zone))
    by_day = found.annotate(day=TruncDate("at", tzinfo=zone))
    days = list(by_day.values_list("day", flat=True).distinct().order_by("-day")[: DAYS + 1])
    if not days:
        return Looks((), None)
    shown = days[:DAYS]
    grouped = _grouped(by_day.filter(at__gte=_midnight(shown[-1], zone)))
    names, given = _names(grouped, viewer), given_reasons(client, viewer=viewer)
    looks: dict[date, list[Look]] = {day: [] for day in shown}
    for row in grouped:
        looks[row["day"]].append(_look(row, names, given))
    made = tuple(Day(day, tuple(looks[day])) for day in shown)
    return Looks(made, shown[-1] if len(days) > DAYS else None)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _grouped(by_day: QuerySet[Any]) -> list[dict[str, Any]]:
    counted = by_day.values("day", "user_id", "act").annotate(
        times=Count("pk"), first=Min("at"), last=Max("at")
    )
    return list(counted.order_by("-day", "-last", "act"))


def _names(grouped: Iterable[dict[str, Any]], viewer: Actor) -> dict[int, str]:
    users = rows(User, viewer).filter(pk__in={row["user_id"] for row in grouped})
    return {user.pk: people.name_of(user) for user in users}


@dataclass(frozen=True, slots=True)
class Given:
    """A reason for opening the record outside the care team, by whom and for which hours."""

    user: int | None
    name: str
    at: datetime
    until: datetime
    reason: str


def given_reasons(client: ClientRef, *, viewer: Actor) -> list[Given]:
    """Oldest first. One query."""
    kept = rows(EmergencyAccess, viewer).filter(client_id=client.id).select_related("by")
    return [
        Given(row.by_id, people.name_of(row.by) if row.by else "", row.at, row.until, _reason(row))
        for row in kept.order_by("seq")
    ]


def _reason(row: EmergencyAccess) -> str:
    where = Where(row.practice_id, row.client_id, "emergencyaccess.reason", row.uid)
    return unseal(row.reason, where)


def _look(row: dict[str, Any], names: dict[int, str], given: list[Given]) -> Look:
    """With the reasons of this person whose hours touch the time of these looks."""
    reasons = [
        one.reason
        for one in given
        if one.user == row["user_id"] and one.at <= row["last"] and row["first"] <= one.until
    ]
    shown = tuple(reasons) if row["act"] == "opened_emergency" else ()
    return Look(names.get(row["user_id"], ""), row["act"], row["times"], row["last"], shown)
