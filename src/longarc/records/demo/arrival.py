"""How the invented clients arrived: what they wrote, versions of a formulation, a plan for each.

And three enquiries that wait or were answered. Nobody wrote any of this.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from longarc.care.enquiries import KEEP_DAYS, Kind, NotNow
from longarc.care.formulation import Adaptation, Formulation, Section, written
from longarc.care.plan import Needs, contacts
from longarc.records.codec import Sealed, Where, seal
from longarc.records.enquiry_page import Place, enquiry_cell
from longarc.records.models import (
    AuditEntry,
    ContactPlan,
    Enquiry,
    EnquiryPage,
    EnquiryStep,
    FirstContact,
    FormulationAgreed,
    FormulationVersion,
    Practice,
    User,
)

DAY = timedelta(days=1)
Make = Callable[..., Any]

ABOUT = (
    "Three therapists by the harbor. We work slowly, before and after as much as with a medicine."
)
PLACES = (
    Place("The Invented House", "a drop-in on Tuesdays, free", "+1 503 555 0150"),
    Place("Imaginary Grief Group", "people who lost someone", "group@example.org"),
)
NEEDS = (Needs.LONG, Needs.BETWEEN, Needs.STABLE)
SUPPORT = {
    Needs.LONG: "Much was carried alone, for years. More time before and after, the same person.",
    Needs.BETWEEN: "Work holds, nights do not yet. Some more time on both sides of a session.",
    Needs.STABLE: "Steady ground at home and friends who know. A few meetings are a good start.",
}
#: The client of this number has fewer meetings than would follow, and this is why.
LOWERED = 7
WHY_LOWERED = (
    "You live three hours away and asked for fewer, longer meetings. We look at it again soon."
)

FIRST = Formulation(
    {
        Section.BRINGS: "I am tired of holding everything together. I want to rest without fear.",
        Section.HISTORY: "We moved often. I learned early to be no trouble.",
        Section.EARLIER_HELP: "Two years of talking helped me see it. Nothing changed at night.",
        Section.CLOSENESS: "I let people near quickly, then need days alone.",
        Section.TRIGGER: "A raised voice in the next room.",
        Section.RESPONSE: "I go quiet and tidy up.",
        Section.EXPECTATIONS: "To sleep through, and to ask for help once.",
        Section.PRESSURE: "I feel it has to work this time.",
    },
    (Adaptation("Staying useful", "I am needed and safe.", "I never rest.", "Being sad."),),
)
SECOND = Formulation(
    {
        **FIRST.words,
        Section.EARLIER_HELP: "Two years of talking helped me see it. My body was not asked.",
        Section.HELPS: "Cold water. My dog. Naming five things.",
        Section.SUPPORTS: "My sister on Sundays. The garden.",
    },
    (
        *FIRST.adaptations,
        Adaptation("Going away inside", "It stops hurting.", "Hours are gone.", "Anger."),
    ),
)
#: By the client's number: which of the two versions they said is right for them; 0: none yet.
AGREED = {0: 2, 1: 1, 3: 0, 4: 2, 6: 2, 10: 2}
CAME_BY_ENQUIRY = frozenset({0, 3, 11})
WROTE = "A friend told me about you. I would like to find out if this is for me."


def rows(
    number: int, began: datetime, now: datetime, client: User, therapist: User, make: Make
) -> Iterator[Any]:
    """Entries of one client. `make`: an entry of a kind, at a time, with values."""
    of = number % 30
    if of in CAME_BY_ENQUIRY:
        yield _came(began, therapist, make)
    yield from _plans(of, began, therapist, make)
    if of in AGREED:
        first = _version(FIRST, min(began + 6 * DAY, now), None, therapist, make)
        second = _version(SECOND, min(began + 10 * DAY, now), first.uid, client, make)
        yield from (first, second)
        if AGREED[of]:
            version = (first, second)[AGREED[of] - 1].uid
            yield make(FormulationAgreed, min(began + 11 * DAY, now), version=version)


def _came(began: datetime, therapist: User, make: Make) -> Any:
    talk = {"talked_at": began - 3 * DAY, "talked_with_id": therapist.pk}
    asked = {"asked_at": began - 12 * DAY, "by_id": therapist.pk}
    row = make(FirstContact, began, **asked, **talk)
    row.text = _sealed(WROTE, row, "firstcontact.text")
    return row


def _version(
    value: Formulation, at: datetime, base: UUID | None, by: User, make: Make
) -> FormulationVersion:
    row: FormulationVersion = make(FormulationVersion, at, base=base, by_id=by.pk)
    row.sections = seal(written(value), row.where)
    return row


def _plans(of: int, began: datetime, therapist: User, make: Make) -> Iterator[Any]:
    needs = NEEDS[of % 3]
    both = contacts(needs)
    row = _plan(needs, both.preparation, both.integration, began + DAY, therapist, make)
    yield row
    if of == LOWERED:
        fewer = _plan(needs, 3, both.integration, began + 5 * DAY, therapist, make)
        fewer.why = _sealed(WHY_LOWERED, fewer, "contactplan.why")
        yield fewer


def _plan(
    needs: Needs, preparation: int, integration: int, at: datetime, by: User, make: Make
) -> Any:
    numbers = {"preparation": preparation, "integration": integration}
    row = make(ContactPlan, at, needs=needs, by_id=by.pk, **numbers)
    row.words = _sealed(SUPPORT[needs], row, "contactplan.words")
    return row


def _sealed(text: str, row: Any, column: str) -> Sealed:
    return seal(text, Where(row.practice_id, row.client_id, column, row.uid))


def enquiries(
    practice: Practice,
    staff: list[User],
    now: datetime,
    dice: Random,
    new_id: Callable[[Random, datetime], UUID],
) -> None:
    """The public page, and three enquiries: new, with a first talk, and "not here, not now"."""
    texts = {"about": ABOUT, "answered_by": "within three working days"}
    texts["places"] = json.dumps([asdict(place) for place in PLACES])
    page = EnquiryPage(practice=practice, keep_days=KEEP_DAYS, published=True)
    for name, sealed in texts.items():
        setattr(page, name, seal(sealed, page.cell(name)))
    page.save()
    for days, name, text, step in _told(staff, now):
        at = now - days * DAY
        asked = _enquiry(practice, new_id(dice, at), at, name, text)
        AuditEntry(practice=practice, at=at, act="received_enquiry", target=asked.uid).save()
        if step:
            kind = step["kind"]
            step |= {"by": staff[0], "at": at + DAY, "practice": practice}
            EnquiryStep.objects.create(enquiry=asked, **step)
            told = {"at": at + DAY, "user": staff[0], "target": asked.uid, "detail": kind}
            AuditEntry(practice=practice, act="answered_enquiry", **told).save()


def _told(staff: list[User], now: datetime) -> list[tuple[int, str, str, dict[str, Any]]]:
    talk = {"kind": Kind.TALK, "starts_at": now + 3 * DAY, "with_user": staff[1]}
    other = {"kind": Kind.NOT_NOW, "reason": NotNow.OTHER_HELP}
    return [
        (1, "Pia Nobodyson", "I read your page twice. Could we talk?", {}),
        (6, "Rafi Madeupovic", "", talk),
        (16, "Noor Unwritten", "I need someone at weekends, soon.", other),
    ]


def _enquiry(practice: Practice, uid: UUID, at: datetime, name: str, text: str) -> Enquiry:
    row = Enquiry(practice=practice, uid=uid, at=at)
    row.name = seal(name, enquiry_cell(practice.pk, "name", uid))
    reach = f"{name.split()[0].lower()}@example.org, evenings"
    row.reach = seal(reach, enquiry_cell(practice.pk, "reach", uid))
    row.text = seal(text, enquiry_cell(practice.pk, "text", uid)) if text else None
    row.save()
    return row
