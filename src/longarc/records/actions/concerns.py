"""Naming contacts, their keys, and keeping concerns and answers sealed.

Telling and answering write no audit row: one would tell whoever reads the audit table when
concerns came and how many. What was said, when, and by which contact is inside the sealed
messages themselves, which are never changed.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from longarc.care.access import Actor, Role
from longarc.care.concerns import ALONE, Handle, Kind, Message, may_be_contact, may_tell, tidy
from longarc.care.decision import NotAllowed, refuse
from longarc.care.text import Text, msg
from longarc.records import audit
from longarc.records import concern_boxes as boxes
from longarc.records.actions.invitations import invite_staff
from longarc.records.concern_slots import Pool, lay_out, put
from longarc.records.db import action
from longarc.records.models import ConcernSlot, Practice, SafeguardingKey, StaffRole, User
from longarc.records.queries import concerns as queries
from longarc.records.queries import people
from longarc.records.queries.concerns import Contact
from longarc.records.scope import rows


@action
def name_contact(
    *, name: str, email: str, by: Actor, at: datetime, uid: UUID | None = None
) -> str | None:
    """Make somebody a safeguarding contact. `uid` is the form's: sent twice, it is the same link.

    Returns:
        The token of their link; None when they work here already and have an account.

    Raises:
        NotAllowed: an owner or someone who holds clients; or the address opens another account.
    """
    address = email.strip().lower()
    user = rows(User, by).filter(email=address, client=None, is_active=True).first()
    if user is None:
        return invite_staff(
            name=name, email=email, roles=[Role.SAFEGUARDING], uid=uid, by=by, at=at
        )
    held = StaffRole.objects.filter(user=user, until=None).values_list("role", flat=True)
    roles = set(map(Role, held))
    may_be_contact(roles).require()
    if Role.SAFEGUARDING not in roles:
        StaffRole(practice_id=by.practice, user=user, role=Role.SAFEGUARDING, since=at).save()
        audit.write("named_contact", by=by, at=at, target=user.public_id)
    return None


@action
def keep_key(
    private: bytes,
    *,
    outside: bool,
    by: Actor,
    at: datetime,
    before: bytes | None = None,
    lost: bool = False,
) -> None:
    """Keep the public part of a contact's new key and lay out its slots.

    What was sealed for an earlier key still opens with that one. The new one stands at once when
    its maker has the one that stood `before`; after 72 hours, when no other contact stands; else
    when another contact confirms it. `lost`: nothing more is sealed for their keys until now.
    """
    public = boxes.public_of(private)
    if SafeguardingKey.objects.filter(public=public).exists():
        return
    if lost:
        _no_longer(by, at)
    user = rows(User, by).get(pk=by.user or 0)
    key = SafeguardingKey(practice_id=by.practice, user=user, public=public, made_at=at)
    key.outside = outside
    _stand(key, before, by, at)
    key.save()
    lay_out(Pool(by.practice, key.pk, public))
    if not ConcernSlot.objects.filter(practice_id=by.practice, key=None).exists():
        lay_out(Pool(by.practice))
    audit.write("made_safeguarding_key", by=by, at=at)


def _no_longer(by: Actor, at: datetime) -> None:
    """What is sealed for a key that its holder has lost reaches nobody."""
    mine = rows(SafeguardingKey, by).filter(user_id=by.user or 0, stands_from__lte=at)
    if mine.update(stands_from=None):
        audit.write("lost_safeguarding_key", by=by, at=at)


def _stand(key: SafeguardingKey, before: bytes | None, by: Actor, at: datetime) -> None:
    here = [one for one in queries.contacts(viewer=by, at=at) if one.stands]
    earlier = _held(before, here, by) if before else None
    if earlier:
        old = SafeguardingKey.objects.get(pk=earlier.key)
        key.stands_from, key.outside, key.confirmed_by = at, old.outside, old.confirmed_by
    elif not any(one.user != by.user for one in here):
        key.stands_from = at + ALONE


def _held(private: bytes, here: Iterable[Contact], by: Actor) -> Contact | None:
    """The standing key of this person to which a private key belongs."""
    public = boxes.public_of(private)
    mine = (one for one in here if one.user == by.user and one.public == public)
    return next(mine, None)


@action
def confirm_contact(key: int, private: bytes, *, outside: bool, by: Actor, at: datetime) -> None:
    """A contact who stands says, with their own key, that another one is real and where they work.

    Raises:
        NotAllowed: the private key is none of theirs that stands, or there is no such contact.
    """
    here = queries.contacts(viewer=by, at=at)
    other = next((one for one in here if one.key == key and one.user != by.user), None)
    if other is None or _held(private, [one for one in here if one.stands], by) is None:
        sentence = msg("Nothing was confirmed. It takes the key of a contact who stands already.")
        raise NotAllowed(refuse("not_standing", Text(sentence)))
    row = SafeguardingKey.objects.select_for_update(of=("self",)).get(pk=key)
    if row.confirmed_by_id is not None:
        _confirmed_already(row.outside is outside)
        return
    row.stands_from = row.stands_from if other.stands else at
    row.outside, row.confirmed_by_id = outside, by.user
    row.save(update_fields=["stands_from", "outside", "confirmed_by"])
    audit.write("confirmed_contact", by=by, at=at, target=row.user.public_id)


def _confirmed_already(alike: bool) -> None:
    """An older page takes nothing back that another contact has said since."""
    if not alike:
        sentence = msg("Nothing was changed. Another contact has confirmed them already.")
        raise NotAllowed(refuse("confirmed_already", Text(sentence)))


@action
def tell(text: str, *, receipt: bytes, uid: UUID, to: Iterable[Contact], at: datetime) -> None:
    """Seal a concern, or more words under the same receipt, for these contacts.

    Nobody is noted: there is no `by`. The same form sent twice is kept once.

    Raises:
        NotAllowed: no words, too many, or nobody to seal them for.
    """
    words, contacts = tidy(text), tuple(to)
    may_tell(words, len(contacts)).require()
    handle = boxes.handle_of(receipt, tuple(contact.key for contact in contacts))
    told = Message(Kind.TOLD, at, words, handle=handle)
    # Under the receipt stands that something was told, not what: it may fall into other hands.
    _send(handle, told, replace(told, text=""), contacts, uid)


@action
def answer(text: str, *, to: Handle, closes: bool, uid: UUID, by: Actor, at: datetime) -> None:
    """Seal an answer for the holder of the receipt, and for the contacts whom the writer chose.

    Raises:
        NotAllowed: no words or too many; or the writer did not choose this contact.
    """
    contacts, words = queries.chosen(to.keys, viewer=by, at=at), tidy(text)
    if by.user not in {contact.user for contact in contacts}:
        raise NotAllowed(refuse("not_chosen", Text(msg("This concern was not sent to you."))))
    may_tell(words, len(contacts)).require()
    name = people.name_of(User.objects.get(pk=by.user))
    message = Message(Kind.CLOSED if closes else Kind.ANSWER, at, words, name, to)
    _send(to, message, message, contacts, uid)


def _send(
    handle: Handle,
    message: Message,
    for_receipt: Message,
    contacts: tuple[Contact, ...],
    uid: UUID,
) -> None:
    """One box for each contact, and one for the receipt. One sender at a time in a practice."""
    practice = contacts[0].practice
    Practice.objects.select_for_update().get(pk=practice)
    form = sha256(f"{uid} {message.kind} {message.text}".encode()).hexdigest()
    places = [boxes.tag(handle.thread, f"for key {one.key}: {form}") for one in contacts]
    put_now = [
        put(contact.pool, message, contact.public, place)
        for contact, place in zip(contacts, places, strict=True)
    ]
    if any(put_now):
        put(Pool(practice), for_receipt, handle.reply, _next(practice, handle.thread))


def _next(practice: int, thread: str) -> str:
    """The next place under a receipt."""
    places = boxes.places(thread)
    taken = set(Pool(practice).rows().filter(tag__in=places).values_list("tag", flat=True))
    free = next((place for place in places if place not in taken), None)
    if free is None:
        sentence = msg("Nothing was sent. There is no room left under this receipt: begin anew.")
        raise NotAllowed(refuse("full", Text(sentence)))
    return free
