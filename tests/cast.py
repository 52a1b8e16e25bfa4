"""One cast for all tests: a practice with a client, her therapist and the others, and an outsider.

Everyone is invented. `Cast` holds accounts, actors and the client; every page is tested allowed
and refused with the same people.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from longarc.care.access import Actor, Role
from longarc.records.codec import Where, seal
from longarc.records.ids import uuid7
from longarc.records.models import CareMember, CheckIn, Client, Practice, StaffRole, User

NOW = datetime(2030, 5, 15, 9, 0, tzinfo=UTC)
PASSWORD = "three quiet herons"


@dataclass
class Person:
    """A test account and how queries and actions know it."""

    user: User
    actor: Actor
    client: Client | None = None


@dataclass
class Cast:
    """Ada is the client, Maya leads her care, Bo is outside her team, Zoe in another practice."""

    practice: Practice
    ada: Person
    cleo: Person
    maya: Person
    finn: Person
    bo: Person
    owner: Person
    coordinator: Person
    supervisor: Person
    prescriber: Person
    safeguarding: Person
    elsewhere: Practice
    zoe: Person
    zoes_client: Person


def make_practice(name: str) -> Practice:
    return Practice.objects.create(
        name=seal(name, Where(0, None, "practice.name", name)), zone="UTC", created_at=NOW
    )


def make_user(practice: Practice, name: str) -> User:
    public_id = uuid7()
    return User.objects.create(
        practice=practice,
        public_id=public_id,
        email=f"{name.split()[0].lower()}.{practice.pk}@example.org",
        name=seal(name, Where(practice.pk, None, "user.name", public_id)),
        password=make_password(PASSWORD, hasher="md5"),
        zone="UTC",
        created_at=NOW,
    )


def make_staff(practice: Practice, name: str, *roles: Role) -> Person:
    user = make_user(practice, name)
    for role in roles:
        StaffRole.objects.create(
            practice=practice, user=user, role=role, since=NOW - timedelta(days=400)
        )
    return Person(user, Actor(user.pk, practice.pk, frozenset(roles)))


def make_client(practice: Practice, name: str, *, account: bool = True) -> Person:
    user = make_user(practice, name) if account else None
    public_id = uuid7()
    client = Client.objects.create(
        practice=practice,
        public_id=public_id,
        user=user,
        name=seal(name, Where(practice.pk, None, "client.name", public_id)),
        zone="UTC",
        created_at=NOW - timedelta(days=200),
    )
    actor = Actor(user.pk if user else None, practice.pk, frozenset(), client.pk)
    return Person(user, actor, client)  # type: ignore[arg-type]


def hold(client: Person, staff: Person, *, lead: bool = False) -> CareMember:
    assert client.client
    return CareMember.objects.create(
        practice_id=staff.actor.practice,
        client=client.client,
        user=staff.user,
        lead=lead,
        since=NOW - timedelta(days=200),
    )


def check_in(client: Person, at: datetime, position: int | None = 50, **more: Any) -> CheckIn:
    assert client.client
    return CheckIn.objects.create(
        practice_id=client.actor.practice,
        client=client.client,
        by=client.user,
        at=at,
        received_at=at,
        position=position,
        **more,
    )


def make_cast() -> Cast:
    """Everyone, with Ada held by Maya (lead) and Finn (co-facilitator), Cleo by Bo."""
    here, elsewhere = make_practice("Invented Practice"), make_practice("Other Practice")
    cast = Cast(
        practice=here,
        ada=make_client(here, "Ada Invented"),
        cleo=make_client(here, "Cleo Invented"),
        maya=make_staff(here, "Maya Invented", Role.THERAPIST),
        finn=make_staff(here, "Finn Invented", Role.CO_FACILITATOR),
        bo=make_staff(here, "Bo Invented", Role.THERAPIST),
        owner=make_staff(here, "Olga Invented", Role.OWNER),
        coordinator=make_staff(here, "Kim Invented", Role.COORDINATOR),
        supervisor=make_staff(here, "Sue Invented", Role.SUPERVISOR),
        prescriber=make_staff(here, "Pat Invented", Role.PRESCRIBER),
        safeguarding=make_staff(here, "Gale Invented", Role.SAFEGUARDING),
        elsewhere=elsewhere,
        zoe=make_staff(elsewhere, "Zoe Invented", Role.THERAPIST),
        zoes_client=make_client(elsewhere, "Yan Invented"),
    )
    hold(cast.ada, cast.maya, lead=True)
    hold(cast.ada, cast.finn)
    hold(cast.cleo, cast.bo, lead=True)
    hold(cast.zoes_client, cast.zoe, lead=True)
    return cast
