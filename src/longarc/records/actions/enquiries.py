"""Enquiries: received once, answered by people, and gone at a stated time."""

import json
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.enquiries import Kind, NotNow, Told, check, may_publish
from longarc.records import audit
from longarc.records.actions import care_team
from longarc.records.codec import Where, seal
from longarc.records.db import action
from longarc.records.enquiry_page import EnquiryPage, enquiry_cell
from longarc.records.ids import uuid7
from longarc.records.insert import insert
from longarc.records.keeping import common, keep, unused
from longarc.records.models import (
    Enquiry,
    EnquiryStep,
    FirstContact,
    Practice,
    StaffRole,
    User,
)
from longarc.records.models import EnquiryPage as PageRow
from longarc.records.queries import enquiries as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.practice import support_published
from longarc.records.scope import rows


@action
def publish(wanted: EnquiryPage, *, by: Actor, at: datetime, uid: UUID | None = None) -> bool:
    """Publish the page, or change it; False when it stands like this. Earlier versions stay.

    Raises:
        NotAllowed: the Support page is not published.
    """
    may_publish(support_published=support_published(viewer=by)).require()
    if not _version(replace(wanted, published=True), uid, by, at):
        return False
    audit.write("published_enquiries", by=by, at=at)
    return True


def _version(wanted: EnquiryPage, uid: UUID | None, by: Actor, at: datetime) -> bool:
    """A new version of the page; False when it stands like this."""
    Practice.objects.select_for_update().get(pk=by.practice)  # one at a time in a practice
    if queries.page(viewer=by) == wanted:
        return False
    free = unused(PageRow, None, uid or uuid7(), lambda _: False)
    row = PageRow(uid=free, practice_id=by.practice, by_id=by.user, at=at)
    row.keep_days, row.published = wanted.keep_days, wanted.published
    places = json.dumps([asdict(place) for place in wanted.places], ensure_ascii=False)
    texts = {"about": wanted.about, "answered_by": wanted.answered_by, "places": places}
    for column, text in texts.items():
        setattr(row, column, seal(text, row.cell(column)))
    row.save()
    return True


@action
def take_down(*, by: Actor, at: datetime, uid: UUID | None = None) -> None:
    """Nobody can write from now on; what was written stays until its time."""
    now = queries.page(viewer=by)
    if now and now.published and _version(replace(now, published=False), uid, by, at):
        audit.write("closed_enquiries", by=by, at=at)


class AlreadySent(Exception):
    """This form was sent before with other words; these were not kept."""


@action
def receive(told: Told, *, uid: UUID, by: Actor, at: datetime) -> bool:
    """Keep an enquiry; False when the same was kept before.

    Raises:
        NotKept: something is missing or too long; nothing was kept.
        AlreadySent: `uid` was kept with other words.
    """
    check(told)

    row = Enquiry(practice_id=by.practice, uid=uid, at=at)
    row.name = seal(told.name, enquiry_cell(by.practice, "name", uid))
    row.reach = seal(told.reach, enquiry_cell(by.practice, "reach", uid))
    row.text = seal(told.text, enquiry_cell(by.practice, "text", uid)) if told.text else None
    if not insert(row):
        if queries.told(uid, viewer=by) != told:
            raise AlreadySent
        return False
    audit.write("received_enquiry", by=by, at=at, target=uid)
    return True


@action
def plan_talk(uid: UUID, starts_at: datetime, staff: UUID, *, by: Actor, at: datetime) -> bool:
    """A free first conversation at `starts_at` with `staff` (a public id); False: not to be found.

    The same sent twice is kept once.
    """
    asked = _asked(uid, by)
    held = StaffRole.objects.filter(until=None).values("user")
    with_user = rows(User, by).filter(public_id=staff, is_active=True, pk__in=held).first()
    if asked is None or with_user is None:
        return False
    last = asked.steps.order_by("-pk").first()
    if last and (last.starts_at, last.with_user_id) == (starts_at, with_user.pk):
        return True
    _step(asked, Kind.TALK, by, at, starts_at=starts_at, with_user=with_user)
    return True


@action
def not_now(uid: UUID, reason: NotNow, *, by: Actor, at: datetime) -> bool:
    """ "Not here, not now", for a reason that the letter says; False: not to be found."""
    asked = _asked(uid, by)
    if asked is None:
        return False
    last = asked.steps.order_by("-pk").first()
    if last is None or (last.kind, last.reason) != (Kind.NOT_NOW, reason):
        _step(asked, Kind.NOT_NOW, by, at, reason=reason)
    return True


def _asked(uid: UUID, by: Actor) -> Enquiry | None:
    return rows(Enquiry, by).select_for_update().filter(uid=uid).first()


def _step(asked: Enquiry, kind: Kind, by: Actor, at: datetime, **more: object) -> None:
    who: dict[str, Any] = {"practice_id": by.practice, "by_id": by.user}
    EnquiryStep.objects.create(**who, enquiry=asked, at=at, kind=kind, **more)
    audit.write("answered_enquiry", by=by, at=at, target=asked.uid, detail=kind)


@action
def become_client(
    uid: UUID,
    *,
    name: str,
    pronouns: str,
    contact: str,
    zone: str,
    lead: UUID,
    on: date,
    by: Actor,
    at: datetime,
) -> ClientRef | None:
    """They become a client: the enquiry moves into their own record. None: not to be found.

    What they wrote and the first conversation become an entry of theirs; the enquiry is gone.

    Raises:
        NotAllowed: the lead is nobody who can hold clients here; nothing was changed.
    """
    asked = _asked(uid, by)
    if asked is None:
        return None
    client = care_team.add_client(
        name=name, pronouns=pronouns, contact=contact, zone=zone, lead=lead, on=on, by=by, at=at
    )
    keep(_first_contact(asked, client, by, at), by)
    audit.write("became_client", by=by, at=at, target=asked.uid)
    asked.delete()
    return client


def _first_contact(asked: Enquiry, client: ClientRef, by: Actor, at: datetime) -> FirstContact:
    row_id = uuid7()
    told = queries.told(asked.uid, viewer=by)
    text = told.text if told else ""
    where = Where(client.practice, client.id, "firstcontact.text", row_id)
    talk = asked.steps.filter(kind=Kind.TALK, starts_at__lte=at).order_by("-pk").first()
    return FirstContact(
        **common(client, row_id, by, at),
        asked_at=asked.at,
        text=seal(text, where) if text else None,
        talked_at=talk.starts_at if talk else None,
        talked_with=talk.with_user if talk else None,
    )


def forget(*, by: Actor, at: datetime) -> int:
    """Remove the enquiries whose time is over; returns how many. Writes nothing when none is."""
    due = queries.past_their_time(viewer=by, at=at)
    return _forget(due, by, at) if due else 0


@action
def _forget(due: list[int], by: Actor, at: datetime) -> int:
    gone = list(rows(Enquiry, by).filter(pk__in=due))
    for row in gone:
        row.delete()
        audit.write("forgot_enquiry", by=by, at=at, target=row.uid)
    return len(gone)
