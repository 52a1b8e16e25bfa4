"""Who is signed in: the account behind a request as an `Actor`."""

from typing import Any

from allauth.mfa.models import Authenticator

from longarc.care.access import Actor, Role
from longarc.records import account_row
from longarc.records.codec import Where, unseal
from longarc.records.models import StaffRole, User


def actor(user: User) -> Actor:
    """The person behind an account. No query for a client loaded by `load_user`."""
    client = getattr(user, "client", None)
    if client is not None:
        return Actor(user.pk, user.practice_id, frozenset(), client.pk)
    roles = StaffRole.objects.filter(user_id=user.pk, practice_id=user.practice_id, until=None)
    return Actor(
        user.pk, user.practice_id, frozenset(map(Role, roles.values_list("role", flat=True)))
    )


def load_user(pk: int) -> User | None:
    """The account with its client record, in one query; None when it is gone or was ended."""
    return account_row.read(pk)


def account(pk: int) -> User | None:
    """An account, also one that was ended."""
    return User.objects.filter(pk=pk).first()


def by_address(email: str) -> User | None:
    """The account that opens with this address."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def coded_factors(user: int | None) -> list[Authenticator]:
    """An account's code app and recovery codes: what is sealed under the server's key."""
    found = Authenticator.objects.filter(user_id=user or 0)
    return list(found.exclude(type=Authenticator.Type.WEBAUTHN))


def name_of(user: User) -> str:
    return unseal(user.name, Where(user.practice_id, None, "user.name", user.public_id))


def first_name(row: Any) -> str:
    """Who wrote a row that was read with its `by`; empty: the program."""
    return name_of(row.by).split()[0] if row.by else ""


def by_client(row: Any) -> bool:
    """Whether the client wrote a row, read with its `client`, with their own account."""
    return row.by_id is not None and row.by_id == row.client.user_id
