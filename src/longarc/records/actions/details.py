"""Correcting a name, pronouns or how to reach somebody; what it was before stays findable."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.decision import NotAllowed, refuse
from longarc.care.text import Text, msg
from longarc.records import audit
from longarc.records.codec import Sealed, Where, seal
from longarc.records.db import action
from longarc.records.details import MOST, Detail, cell, staff_cell
from longarc.records.ids import uuid7
from longarc.records.keeping import common, keep
from longarc.records.models import Client, DetailChange, Invitation, StaffDetailChange, User
from longarc.records.queries import details as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.details import Details
from longarc.records.scope import rows

#: A number that somebody can dial; shorter ones are kept only where they were written before.
FEWEST_DIGITS = 5
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


class ChangedMeanwhile(Exception):
    """Somebody corrected something since the page was made: `now`. Nothing was changed."""

    def __init__(self, now: Details) -> None:
        super().__init__(now.newest)
        self.now = now


@action
def correct(
    client: ClientRef, told: Mapping[Detail, str], *, seen: str, by: Actor, at: datetime
) -> tuple[Detail, ...]:
    """Correct what is told and differs; returns what was changed. Each change is an entry.

    The account and a link that waits to be opened bear the new name, too. Where they sign in,
    and where reminders go, stays as it is.

    Raises:
        NotAllowed: the name is missing, or a part does not fit.
        ChangedMeanwhile: the page that was looked at is no longer true.
    """
    row = rows(Client, by).select_for_update().get(pk=client.id)
    found = queries.of_client(client, viewer=by)
    wanted = _wanted(told, found, seen)
    for detail in wanted:
        change = DetailChange(**common(client, uuid7(), by, at), detail=detail)
        _fill(change, found.now[detail], wanted[detail])
        keep(change, by)
    if wanted:
        _write(row, {**found.now, **wanted})
    return tuple(wanted)


def _wanted(told: Mapping[Detail, str], found: Details, seen: str) -> dict[Detail, str]:
    clean = {detail: " ".join(text.split()) for detail, text in told.items()}
    wanted = {detail: text for detail, text in clean.items() if found.now[detail] != text}
    if wanted and found.newest != seen:
        raise ChangedMeanwhile(found)
    for detail, text in wanted.items():
        _check(detail, text)
    return wanted


def _check(detail: Detail, text: str) -> None:
    if detail is Detail.NAME and not text:
        _refuse("no_name", msg("Nothing was changed. A name is needed."))
    if detail is Detail.EMAIL and text and not _EMAIL.fullmatch(text):
        _refuse(
            "no_email", msg("Nothing was changed. Write the e-mail address as name@example.org.")
        )
    if detail is Detail.PHONE and text and sum(map(str.isdecimal, text)) < FEWEST_DIGITS:
        sentence = msg("Nothing was changed. Write the phone number with at least five digits.")
        _refuse("no_phone", sentence)
    if len(text) > MOST[detail]:
        _refuse("too_long", msg("Nothing was changed. One part is too long; it is below."))


def _fill(change: DetailChange | StaffDetailChange, was: str, becomes: str) -> None:
    change.was = _sealed(was, change.where("was"))
    change.becomes = _sealed(becomes, change.where("becomes"))


def _sealed(text: str, where: Where) -> Sealed | None:
    return seal(text, where) if text else None


def _write(row: Client, now: Mapping[Detail, str]) -> None:
    """Into the columns of today; the one line of an older version is empty from then on."""
    for detail, text in now.items():
        setattr(row, detail, _sealed(text, cell(row, detail)))
    row.contact = None
    row.save(update_fields=[*now, "contact"])
    _name_account(row, now[Detail.NAME])


def _name_account(row: Client, name: str) -> None:
    if row.user:
        row.user.name = seal(name, staff_cell(row.user, "name"))
        row.user.save(update_fields=["name"])
    for link in Invitation.objects.filter(client=row, used_at=None):
        where = Where(link.practice_id, None, "invitation.name", link.token_hash)
        Invitation.objects.filter(pk=link.pk).update(name=seal(name, where))


@action
def correct_staff(
    staff: UUID, told: Mapping[Detail, str], *, seen: str, by: Actor, at: datetime
) -> tuple[Detail, ...] | None:
    """Correct the name of somebody who works here or did, and how the practice reaches them.

    None: there is nobody like that.

    Raises:
        NotAllowed: the name is missing, or a part does not fit.
        ChangedMeanwhile: the page that was looked at is no longer true.
    """
    locked = rows(User, by).select_for_update(of=("self",))
    user = locked.filter(public_id=staff, client=None).first()
    if user is None:
        return None
    found = queries.of_staff(user, viewer=by)
    wanted = _wanted(told, found, seen)
    for detail, text in wanted.items():
        mine = {"practice_id": by.practice, "user": user, "by_id": by.user, "at": at}
        change = StaffDetailChange(**mine, uid=uuid7(), detail=detail)
        _fill(change, found.now[detail], text)
        change.save()
        setattr(user, detail, _sealed(text, staff_cell(user, detail)))
        audit.write("corrected_staff", by=by, at=at, target=user.public_id, detail=detail)
    if wanted:
        user.save(update_fields=list(wanted))
    return tuple(wanted)


def _refuse(code: str, sentence: str) -> NoReturn:
    raise NotAllowed(refuse(code, Text(sentence)))
