"""Links that open an account: made by staff, opened once, kept only as a hash.

A link is the way in for somebody new and for somebody who is locked out. Only when it is opened
does it end what opened the account before: password, second factors, and every session. Nobody
but its holder ever sees or sets a password.
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
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from longarc.care.access import Actor, Role
from longarc.care.concerns import may_be_contact
from longarc.care.decision import NotAllowed, refuse
from longarc.care.invitations import may_invite_client
from longarc.care.text import Text, msg
from longarc.records import audit
from longarc.records.codec import Where, seal, unseal
from longarc.records.db import action
from longarc.records.ids import uuid7
from longarc.records.models import Client, Invitation, StaffRole, User
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.practice import support_published
from longarc.records.scope import rows

LASTS = timedelta(days=14)
#: 192 random bits: an id is no secret (ASVS 11.5.1 asks for 128).
TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class Open:
    """An invitation that a link opens now. `user` is its account, once there is one."""

    id: int
    user: int | None
    is_staff: bool


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@action
def invite_client(
    client: ClientRef, *, email: str, by: Actor, at: datetime, uid: UUID | None = None
) -> str:
    """A new link for a client; earlier ones stop working. Returns the token, which is not kept.

    `uid` is the form's: sent twice, it is the same link.

    Raises:
        NotAllowed: the Support page is not published, or the address opens another account.
    """
    may_invite_client(support_published=support_published(viewer=by)).require()
    row = rows(Client, by).select_related("user").get(pk=client.id)
    address = row.user.email if row.user else _free(email)
    token = _token(uid, client.public_id, address)
    if opens(token, at=at):
        return token
    _replace(at, by, client=row)
    token = _make(token, address, client.name, by=by, at=at, client=row, user=row.user)
    audit.write("invited", by=by, at=at, client=row.pk)
    return token


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
    wanted = set(roles)
    if Role.SAFEGUARDING in wanted:
        may_be_contact(wanted).require()
    back = rows(User, by).filter(email=email.strip().lower(), is_active=False, client=None).first()
    address = back.email if back else _free(email)
    held = " ".join(sorted(wanted))
    token = _token(uid, address, name, held)
    if opens(token, at=at):
        return token
    _replace(at, by, email=address, client=None)
    token = _make(token, address, name, by=by, at=at, user=back, roles=held)
    audit.write("invited_staff", by=by, at=at)
    return token


@action
def renew_staff(user: User, *, by: Actor, at: datetime, uid: UUID | None = None) -> str:
    """A new link for staff who are locked out; their roles stay. Returns the token.

    `uid` is the form's: sent twice, it is the same link.
    """
    token = _token(uid, user.public_id)
    if opens(token, at=at):
        return token
    _replace(at, by, user=user)
    where = Where(user.practice_id, None, "user.name", user.public_id)
    token = _make(token, user.email, unseal(user.name, where), by=by, at=at, user=user)
    audit.write("invited_staff", by=by, at=at, target=user.public_id)
    return token


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
        expires_at=at + LASTS,
        **more,
    )
    return token


def opens(token: str, *, at: datetime) -> Open | None:
    """What this link opens; None alike for one that is unknown, used, replaced or too old."""
    found = _standing(token, at).first()
    return Open(found.pk, found.user_id, found.client_id is None) if found else None


def _standing(token: str, at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(token_hash=_hash(token), used_at=None, expires_at__gt=at)


@action
def accept(token: str, *, at: datetime) -> User | None:
    """Open a link: the account it belongs to, made now when there is none. None: it opens nothing.

    Whatever opened the account before is gone; the link itself works until a new password or
    passkey is set (`use_up`), so that nobody is locked out half-way.
    """
    invitation = _standing(token, at).select_for_update().first()
    if invitation is None:
        return None
    user = invitation.user or _account(invitation, at)
    if user is None:
        return None
    _close_old_ways(user)
    _give(invitation, user, at)
    by = Actor(user.pk, user.practice_id)
    audit.write("opened_link", by=by, at=at, client=invitation.client_id, target=user.public_id)
    return user


def _account(invitation: Invitation, at: datetime) -> User | None:
    """A new account; None when another one took the address in the meantime."""
    if User.objects.filter(email=invitation.email).exists():
        return None
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


def _close_old_ways(user: User) -> None:
    """No password, no second factor; sessions end with the password they were made with."""
    user.set_unusable_password()
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    Authenticator.objects.filter(user=user).delete()


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
    used = rows(Invitation, by).filter(pk=invitation, user_id=by.user or 0, used_at=None)
    if used.update(used_at=at):
        audit.write("used_link", by=by, at=at, client=by.client)
