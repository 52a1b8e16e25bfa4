"""Telling a person of a link to their account, on every channel that they have (ADR 36).

Not as reminders are sent: these are tried again until one was taken or the time is over, and after
an outcome that nobody knows, too.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from longarc.care.access import Actor
from longarc.care.reminder_states import AGAIN_AFTER, LEASE, Outcome, Send, settled
from longarc.care.reminders import Way
from longarc.care.ways_in import OLD_ADDRESS, Notice
from longarc.records.actions.outgoing import Letter
from longarc.records.db import action
from longarc.records.models import Invitation, LinkNotice, PushSubscription, StaffRole, User
from longarc.records.queries import worker
from longarc.records.reminder_rows import end_device
from longarc.records.scope import rows

#: Tried again so long. Longarc's own starting rule, unsigned: as long as the usual wait.
LASTS = OLD_ADDRESS / 10


def tell(row: Invitation, about: Notice, *, at: datetime) -> None:
    """Queue a notice for each channel, and let it stand on the person's own pages."""
    told = [row.user] if row.user else []
    others = _others(row) if row.server else []
    for user in told:
        _stand(user, row.expires_at)
        _queue(row, user, about, at)
    for user in others:
        _stand(user, row.opens_at or at)
        _queue(row, user, Notice.SERVER, at)


def _others(row: Invitation) -> Iterable[User]:
    """Everyone else who works here, safeguarding contacts from outside with them."""
    held = StaffRole.objects.filter(practice_id=row.practice_id, until=None)
    found = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return found.exclude(pk=row.user_id or 0)


def _stand(user: User, until: datetime) -> None:
    """Said on their pages until then; a later one does not make it shorter."""
    sooner = Q(link_until=None) | Q(link_until__lt=until)
    User.objects.filter(sooner, pk=user.pk).update(link_until=until)


def _queue(row: Invitation, user: User, about: Notice, at: datetime) -> None:
    for way, address in _channels(user, at):
        LinkNotice.objects.create(
            practice_id=row.practice_id,
            invitation=row,
            user=user,
            about=about,
            way=way,
            address=address,
            made_at=at,
            until=at + LASTS,
            state=Send.QUEUED,
            next_at=at,
            changed_at=at,
        )


def _channels(user: User, at: datetime) -> Iterator[tuple[Way, str]]:
    """Their address, those that it took the place of lately, and a client's phone."""
    old = Invitation.objects.filter(user=user, opened_at__gt=at - OLD_ADDRESS)
    before = old.exclude(email_before="").values_list("email_before", flat=True)
    for address in sorted({user.email, *before}):
        yield Way.EMAIL, address
    client = getattr(user, "client", None)
    if client and PushSubscription.objects.filter(client=client, ended_at=None).exists():
        yield Way.PUSH, ""


def waiting(*, by: Actor, at: datetime) -> list[UUID]:
    """Notices to be sent now; what a worker that is gone left behind is among them. One query."""
    left = Q(state=Send.SENDING, changed_at__lte=at - LEASE)
    found = rows(LinkNotice, by).filter(left | Q(state=Send.QUEUED), next_at__lte=at, until__gt=at)
    return list(found.order_by("made_at", "pk").values_list("uid", flat=True))


@action
def claim(uid: UUID, *, by: Actor, at: datetime) -> Letter | None:
    """Take one, to send it. None: another worker took it."""
    left = Q(state=Send.SENDING, changed_at__lte=at - LEASE)
    waits = rows(LinkNotice, by).filter(left | Q(state=Send.QUEUED), uid=uid, until__gt=at)
    if not waits.update(state=Send.SENDING, changed_at=at, tries=F("tries") + 1):
        return None
    row = rows(LinkNotice, by).select_related("user__client", "invitation").get(uid=uid)
    client = getattr(row.user, "client", None)
    device = worker.device(client.pk, viewer=by) if client and row.way == Way.PUSH else None
    theirs = row.user_id == row.invitation.user_id
    return Letter(
        row.uid,
        Way(row.way),
        Notice(row.about),
        row.until,
        row.address,
        device,
        stops=theirs and row.way == Way.EMAIL,
        to_client=client is not None,
    )


@action
def settle(letter: Letter, outcome: Outcome, *, by: Actor, at: datetime) -> None:
    """Keep what its carrier said; what nobody knows is tried again."""
    if outcome is Outcome.UNKNOWN:
        outcome = Outcome.NOT_TAKEN
    state, why = settled(outcome, at=at, until=letter.until)
    again = {"next_at": at + AGAIN_AFTER} if state is Send.QUEUED else {}
    found = rows(LinkNotice, by).filter(uid=letter.uid, state=Send.SENDING)
    found.update(state=state, why=why, changed_at=at, **again)
    if outcome is Outcome.GONE and letter.device:
        for row in rows(PushSubscription, by).filter(uid=letter.device.uid, ended_at=None):
            end_device(row, at)
