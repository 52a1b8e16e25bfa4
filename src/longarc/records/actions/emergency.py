"""Opening a record outside the care team: for four hours, with a reason, and never unseen."""

from datetime import datetime, timedelta
from uuid import UUID

from longarc.care.access import Actor, Relation
from longarc.records import audit
from longarc.records.codec import Where, seal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.models import Client, EmergencyAccess
from longarc.records.queries import clients, details
from longarc.records.queries.clients import ClientRef
from longarc.records.scope import rows

#: Decisions, "Who sees what".
LASTS = timedelta(hours=4)
LEAST_REASON = 10


class NoReason(ValueError):
    """Nothing was opened: the reason is missing or too short to be one."""


@action
def open_record(who: str, reason: str, *, by: Actor, at: datetime) -> ClientRef | None:
    """Open the one client of this full name or id; None when there is not exactly one.

    Someone who holds the client does not need it: nothing is written. Trying is audited too.

    Raises:
        NoReason: fewer than `LEAST_REASON` letters.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise NoReason
    client = _find(who, by, at)
    if client is None:
        audit.write("emergency_nobody", by=by, at=at)
    elif client.relation is not Relation.TEAM:
        _keep(client, reason.strip(), by, at)
    return client


def _keep(client: ClientRef, reason: str, by: Actor, at: datetime) -> None:
    uid = uuid7()
    EmergencyAccess(
        uid=uid,
        practice_id=by.practice,
        client_id=client.id,
        by_id=by.user,
        at=at,
        received_at=at,
        reason=seal(reason, Where(by.practice, client.id, "emergencyaccess.reason", uid)),
        until=at + LASTS,
    ).save()
    audit.write("emergency", by=by, at=at, client=client.id, target=uid)


def _find(who: str, by: Actor, at: datetime) -> ClientRef | None:
    public_id = _as_id(who)
    if public_id is None:
        named = _named(_plain(who), by)
        public_id = named[0].public_id if len(named) == 1 else None
    return clients.find(public_id, viewer=by, at=at) if public_id else None


def _named(wanted: str, by: Actor) -> list[Client]:
    """Those who are called so now; where nobody is, those who were."""
    found = list(rows(Client, by))
    now = [one for one in found if _plain(clients.name_of(one)) == wanted]
    if now:
        return now
    former = details.former_names(viewer=by)
    return [one for one in found if wanted in map(_plain, former.get(one.pk, ()))]


def _as_id(who: str) -> UUID | None:
    try:
        return UUID(who.strip())
    except ValueError:
        return None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
