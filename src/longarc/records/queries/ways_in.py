"""Links to accounts: whom they are for, who made them, and where they stand. Nobody makes one
unseen.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from longarc.care.access import HOLDS_CLIENTS, Actor, Can, Role, may
from longarc.care.ways_in import How, shut
from longarc.records.codec import Where, unseal
from longarc.records.link_tokens import notice_in
from longarc.records.models import CareMember, Invitation, LinkNotice, Practice, User
from longarc.records.queries import people
from longarc.records.scope import rows

SHOWN = 20
#: What ended is shown so long to those who made links. Longarc's own starting rule, unsigned.
SHOWN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Link:
    """A link, for whoever may know of it. Empty `made_by`: it was made from the server.

    `client`: for whom it is; their record says who saw it. None: it is for staff.
    `how`: by what it was opened. `refused`: whom it is for said that it was not them.
    """

    id: int
    name: str
    made_by: str
    made_at: datetime
    opens_at: datetime | None
    expires_at: datetime
    server: bool
    address: str
    client: int | None
    theirs: bool = False
    mine: bool = False
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    confirmed_how: str = ""
    stopped_by: str = ""
    stopped_at: datetime | None = None
    opened_at: datetime | None = None
    how: str = ""
    used: bool = False
    refused: bool = False

    @property
    def is_staff(self) -> bool:
        """It is for somebody who works here."""
        return self.client is None

    @property
    def waits(self) -> bool:
        """It can still be stopped."""
        return bool(self.opens_at) and not (self.stopped_at or self.used)


def _link(row: Invitation, viewer: Actor) -> Link:
    return Link(
        id=row.pk,
        name=unseal(row.name, Where(row.practice_id, None, "invitation.name", row.token_hash)),
        made_by=_name(row.made_by),
        made_at=row.made_at,
        opens_at=row.opens_at,
        expires_at=row.expires_at,
        server=row.server,
        address=row.email if row.user and row.email != row.user.email else "",
        client=row.client_id,
        theirs=row.user_id is not None and row.user_id == viewer.user,
        mine=row.made_by_id is not None and row.made_by_id == viewer.user,
        confirmed_by=_name(row.confirmed_by),
        confirmed_at=row.confirmed_at,
        confirmed_how=_how(row),
        stopped_by=_name(row.stopped_by),
        stopped_at=row.stopped_at,
        opened_at=row.opened_at or row.used_at,
        how=row.opened_how or (How.FIRST if row.used_at else ""),
        used=row.used_at is not None,
        refused=row.stopped_by_id is not None and row.stopped_by_id == row.user_id,
    )


def _name(user: User | None) -> str:
    return people.name_of(user) if user else ""


def _how(row: Invitation) -> str:
    where = Where(row.practice_id, row.client_id, "invitation.confirmed_how", row.token_hash)
    return unseal(row.confirmed_how, where) if row.confirmed_how else ""


def _with_names(found: QuerySet[Invitation]) -> QuerySet[Invitation]:
    return found.select_related("user", "made_by", "confirmed_by", "stopped_by")


def links(own_id: UUID, *, viewer: Actor) -> tuple[Link, ...]:
    """The latest links for the viewer's own account, the newest first. One query."""
    whose = Q(user__public_id=own_id) | Q(client_id=viewer.client, client__isnull=False)
    found = _with_names(rows(Invitation, viewer).filter(whose))
    return tuple(_link(row, viewer) for row in found.order_by("-made_at", "-pk")[:SHOWN])


def told(user: User, *, at: datetime) -> tuple[Link, ...]:
    """What a person's own pages say of links now. No query while there is nothing to say."""
    until = getattr(user, "link_until", None)
    if until is None or until <= at:
        return ()
    viewer = Actor(user.pk, user.practice_id)
    waits = Q(user=user, used_at=None, stopped_at=None, opened_at=None, expires_at__gt=at)
    server = Q(server=True, opens_at__gt=at) if people.actor(user).is_staff else Q(pk=None)
    found = rows(Invitation, viewer).filter(waits & Q(opens_at__isnull=False) | server)
    return tuple(_link(row, viewer) for row in _with_names(found))


def seen_by(viewer: Actor, *, at: datetime) -> QuerySet[Invitation]:
    """Links that wait, to accounts that were open before, of those whose links the viewer makes."""
    return _of(viewer).filter(used_at=None, stopped_at=None, expires_at__gt=at)


def _of(viewer: Actor) -> QuerySet[Invitation]:
    found = rows(Invitation, viewer).filter(opens_at__isnull=False, user__isnull=False)
    if not may(viewer, Can.MAKE_LINKS):
        return found.none()
    if viewer.roles & {Role.OWNER, Role.COORDINATOR}:
        return found
    held = CareMember.objects.filter(user_id=viewer.user or 0, until=None).values("client")
    mine = viewer.roles & HOLDS_CLIENTS and Q(client__in=held)
    return found.filter(Q(client=None) | mine if mine else Q(client=None))


def for_staff(*, viewer: Actor, at: datetime) -> tuple[Link, ...]:
    """Those that wait, then those that ended lately. One query."""
    lately = Q(stopped_at__gt=at - SHOWN_FOR) | Q(opened_at__gt=at - SHOWN_FOR)
    waits = Q(used_at=None, stopped_at=None, expires_at__gt=at)
    found = _with_names(_of(viewer).filter(waits | lately)).order_by("-made_at", "-pk")
    made = (_link(row, viewer) for row in found)
    return tuple(sorted(made, key=lambda one: not one.waits))


def to_see_to(found: Iterable[Link], *, at: datetime) -> tuple[Link, ...]:
    """Of these, what a start page says: those that wait, and those that the person stopped."""
    return tuple(
        one
        for one in found
        if one.refused or (one.waits and one.expires_at > at and not one.theirs)
    )


def mailed(token: str) -> LinkNotice | None:
    """The notice whose mail a token stood in."""
    uid = notice_in(token)
    found = LinkNotice.objects.select_related("invitation", "user", "invitation__user")
    return found.filter(uid=uid).first() if uid else None


def wait_hours(*, viewer: Actor) -> int:
    """How long links wait that are made now. One query."""
    return Practice.objects.values_list("link_wait_hours", flat=True).get(pk=viewer.practice)


def words_shut(user: User, *, at: datetime) -> datetime | None:
    """What this person wrote for themselves before then is shut now. No query."""
    return shut(user.words_shut_at, user.words_open_at, at=at)
