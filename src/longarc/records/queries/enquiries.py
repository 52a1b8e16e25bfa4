"""Enquiries: the public page, what waits for an answer, and counts for the owner."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from longarc.care.access import Actor
from longarc.care.enquiries import Kind, NotNow, Told, forget_on
from longarc.records.codec import Sealed, unseal
from longarc.records.enquiry_page import EnquiryPage, Place, enquiry_cell
from longarc.records.models import AuditEntry, Enquiry, EnquiryStep, Practice
from longarc.records.models import EnquiryPage as PageRow
from longarc.records.queries import people
from longarc.records.scope import rows
from longarc.records.support_page import Version


def page(*, viewer: Actor | None) -> EnquiryPage | None:
    """The page of the viewer's practice; None when it was never set up. One query.

    Without a viewer: that of the one practice that an installation holds (decision 16).
    """
    first = Practice.objects.order_by("pk").values("pk")[:1]
    found = rows(PageRow, viewer) if viewer else PageRow.objects.filter(practice__in=first)
    row = found.order_by("-pk").first()
    return _page(row) if row else None


def versions(*, viewer: Actor) -> tuple[Version[EnquiryPage], ...]:
    """Every version of the page, the newest first. One query."""
    found = rows(PageRow, viewer).select_related("by").order_by("-pk")
    return tuple(Version(row.pk, row.at, _by(row), _page(row)) for row in found)


def _by(row: PageRow) -> str:
    return people.name_of(row.by) if row.by else ""


def _page(row: PageRow) -> EnquiryPage:
    def text(column: str) -> str:
        return unseal(getattr(row, column), row.cell(column))

    return EnquiryPage(
        practice=row.practice_id,
        published=row.published,
        about=text("about"),
        answered_by=text("answered_by"),
        keep_days=row.keep_days,
        places=tuple(Place(**one) for one in json.loads(text("places"))),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """What was done: a first conversation (`starts_at`, `with_name`), or "not here, not now"."""

    kind: Kind
    at: datetime
    by: str
    starts_at: datetime | None
    with_name: str
    reason: NotNow | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One enquiry with what was done about it, oldest first; gone from `forget_on` on."""

    uid: UUID
    at: datetime
    told: Told
    steps: tuple[Step, ...]
    forget_on: datetime

    @property
    def waits(self) -> bool:
        return not self.steps

    @property
    def talk(self) -> Step | None:
        """The first conversation as it was last planned."""
        return next((step for step in reversed(self.steps) if step.kind is Kind.TALK), None)

    @property
    def not_now(self) -> Step | None:
        """The newest step, when it is "not here, not now"."""
        last = self.steps[-1] if self.steps else None
        return last if last and last.kind is Kind.NOT_NOW else None


def all_of(*, viewer: Actor, at: datetime) -> tuple[Asked, ...]:
    """Every enquiry before its time is over: those that wait first, then the newest. 3 queries."""
    days = keep_days(viewer=viewer)
    found = (_asked(row, days) for row in _with_steps(viewer).order_by("-at", "-pk"))
    kept = [one for one in found if one.forget_on > at]
    return tuple(sorted(kept, key=lambda one: not one.waits))


def one(uid: UUID, *, viewer: Actor, at: datetime) -> Asked | None:
    """Three queries; None also when it is past its time."""
    row = _with_steps(viewer).filter(uid=uid).first()
    asked = _asked(row, keep_days(viewer=viewer)) if row else None
    return asked if asked and asked.forget_on > at else None


def told(uid: UUID, *, viewer: Actor) -> Told | None:
    """What one form held when it was kept. One query."""
    row = rows(Enquiry, viewer).filter(uid=uid).first()
    return _told(row) if row else None


def past_their_time(*, viewer: Actor, at: datetime) -> list[int]:
    """Keys of enquiries that are to be gone. Three queries at most."""
    days = keep_days(viewer=viewer)
    old = _with_steps(viewer).filter(at__lte=at - timedelta(days=days))
    return [row.pk for row in old if _asked(row, days).forget_on <= at]


def keep_days(*, viewer: Actor) -> int:
    """So many days after the last thing that happened an enquiry is gone. One query."""
    newest = rows(PageRow, viewer).order_by("-pk")
    found = newest.values_list("keep_days", flat=True).first()
    return found or EnquiryPage(viewer.practice).keep_days


def _with_steps(viewer: Actor) -> QuerySet[Enquiry]:
    steps = EnquiryStep.objects.select_related("by", "with_user").order_by("pk")
    return rows(Enquiry, viewer).prefetch_related(Prefetch("steps", steps))


def _told(row: Enquiry) -> Told:
    def said(column: str) -> str:
        sealed: Sealed | None = getattr(row, column)
        return unseal(sealed, enquiry_cell(row.practice_id, column, row.uid)) if sealed else ""

    return Told(said("name"), said("reach"), said("text"))


def _asked(row: Enquiry, days: int) -> Asked:
    steps = tuple(_step(step) for step in row.steps.all())
    happened = [row.at]
    for step in steps:
        happened += [step.at, step.starts_at or step.at]
    return Asked(
        uid=row.uid,
        at=row.at,
        told=_told(row),
        steps=steps,
        forget_on=forget_on(happened, days),
    )


def _step(row: EnquiryStep) -> Step:
    return Step(
        kind=Kind(row.kind),
        at=row.at,
        by=people.name_of(row.by),
        starts_at=row.starts_at,
        with_name=people.name_of(row.with_user) if row.with_user else "",
        reason=NotNow(row.reason) if row.reason else None,
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many, never whose: what the owner sees."""

    received: int = 0
    talks: int = 0
    not_now: int = 0
    became_clients: int = 0


_COUNTED = {
    "received_enquiry": "received",
    "answered_enquiry talk": "talks",
    "answered_enquiry not_now": "not_now",
    "became_client": "became_clients",
}


def counts(*, viewer: Actor, since: datetime) -> Counts:
    """From the audit table, so that they stay when enquiries go. One query."""
    acts = {name.split()[0] for name in _COUNTED}
    found = rows(AuditEntry, viewer).filter(act__in=acts, at__gte=since)
    seen: dict[str, set[UUID | None]] = {name: set() for name in _COUNTED.values()}
    for act, detail, target in found.values_list("act", "detail", "target"):
        seen[_COUNTED[f"{act} {detail}".strip()]].add(target)
    return Counts(**{name: len(uids) for name, uids in seen.items()})
