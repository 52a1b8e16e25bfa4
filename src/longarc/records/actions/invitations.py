"""Links that open an account: made by staff, opened once, kept only as a hash.

A link is the way in for somebody new and for somebody who is locked out. For an account that was
open before it opens nothing alone (ADR 36): `actions.ways_in` has what such a link waits for. Only
when it is opened does it end what opened the account before: password, second factors, and every
session. Nobody but its holder ever sees or sets a password.
"""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from longarc.care.access import Actor, Role
from longarc.care.concerns import may_be_contact
from longarc.care.decision import NotAllowed, refuse
from longarc.care.invitations import may_invite_client
from longarc.care.leaving import State
from longarc.care.text import Text, msg
from longarc.care.ways_in import How, Notice, Stand, how
from longarc.records import audit
from longarc.records.actions import notices
from longarc.records.codec import Where, seal, unseal
from longarc.records.db import action
from longarc.records.details import fits
from longarc.records.ids import uuid7
from longarc.records.models import Client, Invitation, StaffRole, User
from longarc.records.old_ways import close, own_now, waits_from, was_open
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.practice import support_published
from longarc.records.scope import rows

LASTS = timedelta(days=14)
#: 192 random bits: an id is no secret (ASVS 11.5.1 asks for 128).
TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class Open:
    """An invitation that a link is for. `user` is its account, once there is one."""

    id: int
    user: int | None
    is_staff: bool
    stand: Stand
    stopped: bool = False

    def waits(self, at: datetime) -> bool:
        return how(self.stand, own_code=False, at=at) is None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@action
def invite_client(
    client: ClientRef, *, email: str, by: Actor, at: datetime, uid: UUID | None = None
) -> str:
    """A new link for a client; earlier ones stop working. Returns the token, which is not kept.

    `email` of somebody who has an account: their new sign-in address, which holds from the opening.
    `uid` is the form's: sent twice, it is the same link.

    Raises:
        NotAllowed: the Support page is not published, or the address opens another account.
    """
    may_invite_client(support_published=support_published(viewer=by)).require()
    row = rows(Client, by).select_related("user").get(pk=client.id)
    _may_be_sent(row)
    user, name = row.user, client.name
    address = _for(user, email)
    token = _token(uid, client.public_id, address)
    if _standing(token, at).exists():
        return token
    if user is not None and was_open(user):
        return _again(user, name, address, by=by, at=at, token=token, client=row)
    _replace(at, by, client=row)
    token = _make(token, address, name, by=by, at=at, client=row, user=user)
    audit.write("invited", by=by, at=at, client=row.pk)
    return token


def _for(user: User | None, email: str) -> str:
    """The address that a client's account has, or is to have."""
    if user is None:
        return _free(email)
    return _other(email, user) if was_open(user) else user.email


def _may_be_sent(row: Client) -> None:
    if row.state == State.ENDED:
        sentence = msg("No link was made. Their record says that their life has ended.")
        raise NotAllowed(refuse("life_ended", Text(sentence)))


@action
def invite_staff(
    *,
    name: str,
    email: str,
    roles: Iterable[Role],
    by: Actor,
    at: datetime,
    uid: UUID | None = None,
) -> str:
    """A link for someone who is to work here. Returns the token, which is not kept.

    `uid` is the form's: sent twice, it is the same link.

    Someone whose access was ended comes back to the account they had.

    Raises:
        NotAllowed: the address opens another account, or these roles do not go together.
    """
    fits(name=name, email=email).require()
    wanted = set(roles)
    if Role.SAFEGUARDING in wanted:
        may_be_contact(wanted).require()
    back = rows(User, by).filter(email=email.strip().lower(), is_active=False, client=None).first()
    held = " ".join(sorted(wanted))
    address = back.email if back else _free(email)
    token = _token(uid, address, name, held)
    if _standing(token, at).exists():
        return token
    if back is not None:
        return _again(back, name, address, by=by, at=at, token=token, roles=held)
    _replace(at, by, email=address, client=None)
    token = _make(token, address, name, by=by, at=at, roles=held)
    audit.write("invited_staff", by=by, at=at)
    return token


@dataclass(frozen=True, slots=True)
class Made:
    """A link as it was made: its token is not kept."""

    token: str
    name: str


@action
def correct_link(link: int, email: str, *, by: Actor, at: datetime) -> Made | None:
    """The same invitation for another address; the link that nobody opened stops working.

    None: there is none that waits unopened.

    Raises:
        NotAllowed: the address opens another account.
    """
    waits = rows(Invitation, by).filter(pk=link, client=None, user=None, used_at=None)
    old = waits.filter(expires_at__gt=at).first()
    if old is None:
        return None
    name = unseal(old.name, Where(old.practice_id, None, "invitation.name", old.token_hash))
    address = _free(email)
    _replace(at, by, pk=old.pk)
    token = _make(_token(None), address, name, by=by, at=at, roles=old.roles)
    audit.write("invited_staff", by=by, at=at)
    return Made(token, name)


@action
def renew_staff(
    user: User, *, by: Actor, at: datetime, email: str = "", uid: UUID | None = None
) -> str:
    """A new link for staff who are locked out; their roles stay. Returns the token.

    `uid` is the form's: sent twice, it is the same link.
    """
    name = unseal(user.name, Where(user.practice_id, None, "user.name", user.public_id))
    address = _other(email, user)
    token = _token(uid, user.public_id, address)
    if _standing(token, at).exists():
        return token
    if was_open(user):
        return _again(user, name, address, by=by, at=at, token=token)
    _replace(at, by, user=user)
    token = _make(token, user.email, name, by=by, at=at, user=user)
    audit.write("invited_staff", by=by, at=at, target=user.public_id)
    return token


@action
def from_server(user: User, *, by: Actor, at: datetime) -> str:
    """A link for a locked-out owner, made on the server itself (ADR 43). Returns the token."""
    where = Where(user.practice_id, None, "user.name", user.public_id)
    return _again(user, unseal(user.name, where), user.email, by=by, at=at, server=True)


def _again(
    user: User,
    name: str,
    address: str,
    *,
    by: Actor,
    at: datetime,
    token: str = "",
    server: bool = False,
    **more: Any,
) -> str:
    """A link to an account that was open before: it waits, and the person is told."""
    opens_at = waits_from(user, at)
    _replace(at, by, user=user)
    told = {"user": user, "opens_at": opens_at, "server": server, **more}
    token = _make(token or _token(None), address, name, by=by, at=at, **told)
    row = Invitation.objects.get(token_hash=_hash(token))
    notices.tell(row, Notice.SERVER if server else Notice.MADE, at=at)
    detail = "from the server" if server else ""
    client = getattr(more.get("client"), "pk", None)
    audit.write("link_made", by=by, at=at, client=client, target=user.public_id, detail=detail)
    return token


def _other(email: str, user: User) -> str:
    """The address that the account is to have: its own, or a new one that is free."""
    wanted = email.strip().lower()
    return _free(wanted) if wanted and wanted != user.email else user.email


def _replace(at: datetime, by: Actor, **whose: Any) -> None:
    """Links that somebody got before open nothing from now on."""
    rows(Invitation, by).filter(used_at=None, expires_at__gt=at, **whose).update(expires_at=at)


def _free(email: str) -> str:
    """The address as it is kept, when no account has it yet."""
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        raise NotAllowed(
            refuse("address_taken", Text(msg("This address cannot be used. Take another one.")))
        )
    return address


def _token(uid: UUID | None, *about: object) -> str:
    """A new secret; for a form, the one that this very form was answered with before.

    It follows from the form's id and what it says through the server's secret key, so that
    nobody can work it out and nothing has to be kept to show it once more.
    """
    if uid is None:
        return secrets.token_urlsafe(TOKEN_BYTES)
    told = json.dumps([str(uid), *map(str, about)])
    made = salted_hmac("longarc.invitation", told, algorithm="sha256").digest()
    return urlsafe_b64encode(made[:TOKEN_BYTES]).decode()


def _make(token: str, address: str, name: str, *, by: Actor, at: datetime, **more: Any) -> str:
    """Keep the link, without its secret. One that was used or replaced does not open again."""
    if Invitation.objects.filter(token_hash=_hash(token)).exists():
        token = secrets.token_urlsafe(TOKEN_BYTES)
    digest = _hash(token)
    Invitation.objects.create(
        practice_id=by.practice,
        token_hash=digest,
        email=address,
        name=seal(name, Where(by.practice, None, "invitation.name", digest)),
        made_by_id=by.user,
        made_at=at,
        expires_at=(more.get("opens_at") or at) + LASTS,
        **more,
    )
    return token


def opens(token: str, *, at: datetime) -> Open | None:
    """What this link is for; None alike for one that is unknown, used, replaced or too old.

    None also while the record says that the client's life has ended.
    """
    found = _standing(token, at).first()
    return _open(found) if found else _stopped(token)


def _open(row: Invitation) -> Open:
    stand = Stand(row.opens_at, row.confirmed_at is not None, row.server)
    return Open(row.pk, row.user_id, row.client_id is None, stand, row.stopped_at is not None)


def _stopped(token: str) -> Open | None:
    """Whoever holds a link that was stopped is told so; it opens nothing."""
    found = Invitation.objects.filter(token_hash=_hash(token), stopped_at__isnull=False).first()
    return _open(found) if found else None


def _standing(token: str, at: datetime) -> QuerySet[Invitation]:
    found = Invitation.objects.filter(token_hash=_hash(token), used_at=None, expires_at__gt=at)
    found = found.filter(stopped_at=None)
    return found.exclude(client__state=State.ENDED)


@action
def accept(
    token: str, *, at: datetime, own_code: bool = False, kept_codes: bool = False
) -> User | None:
    """Open a link: the account it belongs to, made now when there is none. None: it opens nothing.

    Whatever opened the account before is gone; the link itself works until a new password or
    passkey is set (`use_up`), so that nobody is locked out half-way. Until then the account shows
    nothing (`web.policy`).

    Args:
        own_code: a recovery code of the person's own was given with it, and was right.
        kept_codes: they have codes from before, which they have seen and which can be read.
    """
    invitation = _standing(token, at).select_for_update(of=("self",)).first()
    if invitation is None:
        return None
    by_what = how(_open(invitation).stand, own_code=own_code, at=at)
    if by_what is None or _address_taken(invitation):
        return None
    user = invitation.user or _account(invitation, at)
    close(user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    own_now(user, by_what, invitation.opens_at, kept_codes=kept_codes, at=at)
    _give(invitation, user, at)
    _opened(invitation, user, by_what, at)
    return user


def _address_taken(invitation: Invitation) -> bool:
    """Another account took the address in the meantime."""
    return User.objects.filter(email=invitation.email).exclude(pk=invitation.user_id or 0).exists()


def _opened(invitation: Invitation, user: User, by_what: How, at: datetime) -> None:
    """Written down with who made the link: what is done in the account may not be its owner's."""
    Invitation.objects.filter(pk=invitation.pk).update(opened_at=at, opened_how=by_what)
    by = Actor(invitation.made_by_id, user.practice_id)
    told: dict[str, Any] = {"client": invitation.client_id, "target": user.public_id}
    if by_what is How.FIRST:
        audit.write("opened_link", by=Actor(user.pk, user.practice_id), at=at, **told)
        return
    notices.tell(invitation, Notice.OPENED, at=at)
    _take_address(invitation, user)
    audit.write("link_opened", by=by, at=at, detail=by_what, **told)


def _take_address(invitation: Invitation, user: User) -> None:
    """The new sign-in address holds from now; the old one is told for 30 days more."""
    if invitation.email == user.email:
        return
    Invitation.objects.filter(pk=invitation.pk).update(email_before=user.email)
    EmailAddress.objects.filter(user=user).delete()
    User.objects.filter(pk=user.pk).update(email=invitation.email)
    user.email = invitation.email
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def _account(invitation: Invitation, at: datetime) -> User:
    public_id = uuid7()
    name = unseal(
        invitation.name,
        Where(invitation.practice_id, None, "invitation.name", invitation.token_hash),
    )
    user = User.objects.create(
        practice_id=invitation.practice_id,
        public_id=public_id,
        email=invitation.email,
        name=seal(name, Where(invitation.practice_id, None, "user.name", public_id)),
        password=make_password(None),
        zone=invitation.client.zone if invitation.client else invitation.practice.zone,
        created_at=at,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _give(invitation: Invitation, user: User, at: datetime) -> None:
    """Link the account to its client record, or give it the roles of the invitation."""
    Invitation.objects.filter(pk=invitation.pk).update(user=user)
    if invitation.client_id:
        Client.objects.filter(pk=invitation.client_id, user=None).update(user=user)
    held = set(StaffRole.objects.filter(user=user, until=None).values_list("role", flat=True))
    for role in set(invitation.roles.split()) - held:
        StaffRole.objects.create(practice_id=user.practice_id, user=user, role=role, since=at)


@action
def use_up(invitation: int, *, by: Actor, at: datetime) -> None:
    """A password or passkey is set: the link opens nothing from now on."""
    used = rows(Invitation, by).filter(
        pk=invitation, user_id=by.user or 0, used_at=None, stopped_at=None
    )
    if used.update(used_at=at):
        audit.write("used_link", by=by, at=at, client=by.client)
