"""Who can take a concern; and what a private key or a receipt opens. Nothing lists or counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from longarc.care.access import KEPT_FROM_CONCERNS, Actor, Role
from longarc.care.concerns import Concern, Message, concerns
from longarc.records import concern_boxes as boxes
from longarc.records.concern_slots import Pool
from longarc.records.models import Practice, SafeguardingKey, StaffRole
from longarc.records.queries import people
from longarc.records.scope import rows


@dataclass(frozen=True, slots=True)
class Contact:
    """A safeguarding contact's key to which concerns can be sealed now. Made only here.

    `stands`: without being asked to. `says_outside`: by their own word; `outside`: another contact,
    who stood already, has said it too.
    """

    key: int
    user: int
    practice: int
    name: str
    public: str
    says_outside: bool
    since: datetime
    stands: bool
    stands_from: datetime | None
    confirmed: bool

    @property
    def outside(self) -> bool:
        return self.says_outside and self.confirmed

    @property
    def mark(self) -> str:
        """A short form of the key, by which people compare it."""
        return sha256(bytes.fromhex(self.public)).hexdigest()[:8]

    @property
    def pool(self) -> Pool:
        return Pool(self.practice, self.key, self.public)


def practice_of(viewer: Actor | None) -> int | None:
    """The viewer's practice; without one that of the one practice here (decision 16)."""
    if viewer:
        return viewer.practice
    return Practice.objects.order_by("pk").values_list("pk", flat=True).first()


def contacts(*, viewer: Actor | None, at: datetime) -> tuple[Contact, ...]:
    """Those who can take a concern: in the role now, and with a key; who stands first.

    Of each person the newest key that stands, and a newer one that nobody has confirmed yet.
    Two queries; three without a viewer.
    """
    keys = SafeguardingKey.objects.filter(practice=practice_of(viewer), user__is_active=True)
    of_each: dict[int, list[Contact]] = {}
    for key in keys.select_related("user").order_by("pk"):
        of_each.setdefault(key.user_id, []).append(_contact(key, at))
    roles = _roles(of_each)
    found = (one for user, own in of_each.items() if _may_take(roles[user]) for one in _in_use(own))
    return tuple(sorted(found, key=_order))


def _in_use(own: list[Contact]) -> Iterator[Contact]:
    stands = [one for one in own if one.stands]
    yield from stands[-1:]
    if not own[-1].stands:
        yield own[-1]


def _order(one: Contact) -> tuple[bool, bool, str]:
    return not one.stands, one.outside, one.name.casefold()


def _roles(users: Iterable[int]) -> dict[int, set[str]]:
    roles: dict[int, set[str]] = {user: set() for user in users}
    held = StaffRole.objects.filter(user__in=roles, until=None)
    for user, role in held.values_list("user", "role"):
        roles[user].add(role)
    return roles


def _may_take(roles: set[str]) -> bool:
    return Role.SAFEGUARDING in roles and not roles & KEPT_FROM_CONCERNS


def _contact(key: SafeguardingKey, at: datetime) -> Contact:
    return Contact(
        key=key.pk,
        user=key.user_id,
        practice=key.practice_id,
        name=people.name_of(key.user),
        public=key.public,
        says_outside=key.outside,
        since=key.made_at,
        stands=key.stands_from is not None and key.stands_from <= at,
        stands_from=key.stands_from,
        confirmed=key.confirmed_by_id is not None,
    )


def chosen(keys: Iterable[int], *, viewer: Actor | None, at: datetime) -> tuple[Contact, ...]:
    """Of the keys that a writer chose, those still in use; else their holders' of today."""
    told = SafeguardingKey.objects.filter(pk__in=keys, practice=practice_of(viewer))
    here = contacts(viewer=viewer, at=at)
    by_key, by_user = {one.key: one for one in here}, {one.user: one for one in reversed(here)}
    found = (by_key.get(key) or by_user.get(user) for key, user in told.values_list("pk", "user"))
    picked = {one.key for one in found if one}
    return tuple(one for one in here if one.key in picked)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Someone who was named and has no key yet: concerns cannot reach them."""

    name: str


def without_key(*, viewer: Actor, at: datetime) -> tuple[Waiting, ...]:
    """Contacts who were named and opened their account, and have no key. Three queries."""
    able = {one.user for one in contacts(viewer=viewer, at=at)}
    named = rows(StaffRole, viewer).filter(role=Role.SAFEGUARDING, until=None, user__is_active=True)
    waiting = (role.user for role in named.select_related("user") if role.user_id not in able)
    return tuple(Waiting(people.name_of(user)) for user in waiting)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a contact's private key opens. `lost`: boxes of this key that do not open with it."""

    concerns: tuple[Concern, ...]
    lost: int


def opened(private: bytes, *, viewer: Actor) -> Opened | None:
    """What is sealed for one of the viewer's own keys; None when the key is not theirs.

    Two queries. The private key is used here and kept nowhere.
    """
    own = rows(SafeguardingKey, viewer).filter(user=viewer.user, public=boxes.public_of(private))
    key = own.first()
    if key is None:
        return None
    found, lost = [], 0
    for tag, box in Pool(key.practice_id, key.pk).rows().values_list("tag", "box"):
        try:
            found.append(boxes.unseal(box, private, tag))
        except boxes.NotOpened:
            lost += 1
    return Opened(concerns(found), lost)


@dataclass(frozen=True, slots=True)
class Thread:
    """What a receipt opens. `lost`: something is there and does not open; somebody changed it."""

    messages: tuple[Message, ...]
    to: tuple[Contact, ...]
    lost: bool

    @property
    def answered(self) -> bool:
        return any(message.by for message in self.messages)


def answers(receipt: bytes, *, viewer: Actor | None, at: datetime) -> Thread | None:
    """What is kept under a receipt, the oldest first; None when nothing is.

    Four queries; six without a viewer.
    """
    practice, handle = practice_of(viewer), boxes.handle_of(receipt)
    if practice is None:
        return None
    places = boxes.places(handle.thread)
    found = dict(Pool(practice).rows().filter(tag__in=places).values_list("tag", "box"))
    if not found:
        return None
    messages = [_message(found[tag], receipt, tag) for tag in places if tag in found]
    whole = tuple(one for one in messages if one)
    keys = next((one.handle.keys for one in reversed(whole) if one.handle), ())
    return Thread(whole, chosen(keys, viewer=viewer, at=at), len(whole) < len(found))


def _message(box: str, receipt: bytes, tag: str) -> Message | None:
    try:
        return boxes.unseal(box, boxes.reply_key(receipt), tag)
    except boxes.NotOpened:
        return None
