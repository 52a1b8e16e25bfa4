"""The demonstration's safeguarding contacts, and one concern that one of them answered.

Their private keys and the receipt are made from their names, so that `longarc demo` can print
them. In a practice they are random, and nobody prints them.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from longarc.care.access import Actor, Role
from longarc.care.concerns import KEY_BYTES, RECEIPT_BYTES
from longarc.records import concern_boxes as boxes
from longarc.records.actions import concerns as actions
from longarc.records.demo import people
from longarc.records.models import Practice, User
from longarc.records.queries import concerns as queries
from longarc.records.queries import people as accounts


def private_key(name: str) -> bytes:
    return _invented(f"key of {name}", KEY_BYTES)


def receipt() -> bytes:
    return _invented("receipt", RECEIPT_BYTES)


def _invented(what: str, size: int) -> bytes:
    return sha256(f"longarc demonstration {what}".encode()).digest()[:size]


def fill(practice: Practice, contacts: list[User], now: datetime) -> None:
    """Keys for both contacts, the last of whom is from outside; a concern, and an answer to it."""
    actors = [Actor(user.pk, practice.pk, frozenset({Role.SAFEGUARDING})) for user in contacts]
    for user, actor in zip(contacts, actors, strict=True):
        key, made = private_key(accounts.name_of(user)), now - timedelta(days=300)
        actions.keep_key(key, outside=actor is actors[-1], by=actor, at=made)
    told = now - timedelta(days=6)
    _confirm(contacts, actors, told - timedelta(days=90))
    to = queries.contacts(viewer=actors[0], at=told)
    actions.tell(people.CONCERN, receipt=receipt(), uid=UUID(int=1), to=to, at=told)
    handle = boxes.handle_of(receipt(), tuple(one.key for one in to))
    at, uid = now - timedelta(days=5), UUID(int=2)
    actions.answer(people.ANSWER, to=handle, closes=False, uid=uid, by=actors[-1], at=at)


def _confirm(contacts: list[User], actors: list[Actor], at: datetime) -> None:
    """The first confirms the last, who is from outside."""
    own = private_key(accounts.name_of(contacts[0]))
    here = queries.contacts(viewer=actors[0], at=at)
    last = next(one for one in here if one.user == contacts[-1].pk)
    actions.confirm_contact(last.key, own, outside=True, by=actors[0], at=at)
