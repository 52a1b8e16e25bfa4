"""What stands of something that forms decide, and what is newer than the page of a form.

A page says in each such form which entry it knew last (`mark`). An entry after that one, about the
same thing and not of this very form, is newer: nothing overtakes it before a person has seen it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from longarc.care.access import Actor
from longarc.records.codec import SealedField, Where, unseal
from longarc.records.models import (
    AuditEntry,
    CapacityView,
    CareMember,
    Choice,
    Client,
    ConsentAnswer,
    ContactPlan,
    DrinkingDay,
    DrinkMeaning,
    EnquiryPage,
    EnquiryStep,
    Expectations,
    FlagSetting,
    InsideRows,
    MedicineSession,
    OwnPlan,
    PaperThere,
    PhaseStart,
    Practice,
    PrescribingLicence,
    ProfileSetting,
    ReminderChoice,
    Retraction,
    ScreeningAnswer,
    SessionPlanVersion,
    SignalMark,
    StateWords,
    SubstancePlanned,
    SupportPage,
    ThreadNear,
    ThreadState,
)
from longarc.records.queries import people
from longarc.records.scope import rows

NOTHING = "-"
#: What is decided, and the entries that say so; the newest stands.
KINDS: dict[str, type[Model]] = {
    "answers": ScreeningAnswer,
    "choice": Choice,
    "consent": ConsentAnswer,
    "contacts": ContactPlan,
    "day": DrinkingDay,
    "drink": DrinkMeaning,
    "enquiry": EnquiryStep,
    "enquiry_page": EnquiryPage,
    "expects": Expectations,
    "flags": FlagSetting,
    "inside": InsideRows,
    "licence": PrescribingLicence,
    "link_wait": AuditEntry,
    "own_plan": OwnPlan,
    "paper": PaperThere,
    "phase": PhaseStart,
    "profile": ProfileSetting,
    "reminders": ReminderChoice,
    "session": MedicineSession,
    "session_plan": SessionPlanVersion,
    "signal": SignalMark,
    "state_words": StateWords,
    "substance": SubstancePlanned,
    "support_page": SupportPage,
    "team": CareMember,
    "thread_near": ThreadNear,
    "thread_state": ThreadState,
    "view": CapacityView,
}
#: Taking one of these back is an answer, too.
TAKEN_BACK = frozenset({"phase", "session"})
#: A setting that is a column of the practice: its changes are lines of the log.
LOGGED = {"link_wait": "set_link_wait"}
#: One page shows these of many clients: its forms know the newest of the practice.
OF_MANY = frozenset({"signal"})


@dataclass(frozen=True, slots=True)
class Newer:
    """An entry that a page did not know. `told`: its columns, unsealed. `back`: it was taken back.

    `by` is empty for the program; `by_client`: it was the client's own.
    """

    told: Mapping[str, Any]
    at: datetime | None
    by: str
    by_client: bool
    own: bool
    back: bool = False
    uid: UUID | None = None


def one_at_a_time(client: int | None, *, viewer: Actor) -> None:
    """Hold the client's row (or the practice's) until the end of the transaction."""
    if client is not None:
        list(rows(Client, viewer).select_for_update().filter(pk=client).values_list("pk"))
    else:
        list(Practice.objects.select_for_update().filter(pk=viewer.practice).values_list("pk"))


def mark(kind: str, client: int | None, *, viewer: Actor) -> str:
    """The newest entry of a kind, as a form names it. One query, or two."""
    found = _of(kind, None if kind in OF_MANY else client, viewer)
    newest = _name(found.order_by("-pk").first())
    if kind == "team":
        return f"{newest}.{found.exclude(until=None).count()}"
    if kind not in TAKEN_BACK:
        return newest
    return f"{newest}.{_name(_backs(client, viewer).order_by('-pk').first())}"


def newer(kind: str, seen: str, client: int | None, *, viewer: Actor, **within: Any) -> list[Newer]:
    """Entries after the one that a page knew, oldest first; all, when it knew none that is here.

    `within`: only those with these values.
    """
    known, _, back = seen.partition(".")
    found = _of(kind, client, viewer).filter(**within)
    new = [_newer(row, viewer) for row in _after(found, known).select_related(*_people(kind))]
    if kind == "team":
        new = [*_ended(found, back, viewer), *new]
    if kind in TAKEN_BACK:
        new += _newly_back(found, _after(_backs(client, viewer), back), viewer)
    return new


def _people(kind: str) -> list[str]:
    there = {field.name for field in KINDS[kind]._meta.get_fields()}
    wanted = ("user",) if kind == "team" or kind in LOGGED else ("by", "client", "user")
    return [name for name in wanted if name in there]


def _of(kind: str, client: int | None, viewer: Actor) -> "QuerySet[Any]":
    found: QuerySet[Any] = rows(KINDS[kind], viewer)
    found = found.filter(act=LOGGED[kind]) if kind in LOGGED else found
    return found if client is None else found.filter(client_id=client)


def _backs(client: int | None, viewer: Actor) -> "QuerySet[Any]":
    found: QuerySet[Any] = rows(Retraction, viewer)
    return found.filter(client_id=client)


def _ended(found: "QuerySet[Any]", known: str, viewer: Actor) -> list[Newer]:
    """Who left the care team since a page knew of so many that had."""
    left = list(found.exclude(until=None).select_related("user").order_by("until", "pk"))
    shown = int(known) if known.isdecimal() and len(known) < 6 else 0
    return [_newer(row, viewer, row) for row in left[shown:]]


def _name(row: Any) -> str:
    if row is None:
        return NOTHING
    return str(getattr(row, "uid", None) or row.pk)


def _after(found: "QuerySet[Any]", known: str) -> "QuerySet[Any]":
    place = _place(found.model, known) if known not in ("", NOTHING) else None
    return (found if place is None else found.filter(pk__gt=place)).order_by("pk")


def _place(kind: type[Model], known: str) -> int | None:
    """Where the entry stands that a page named; None: there is none of that name."""
    named = {"pk": int(known)} if known.isdecimal() and len(known) < 18 else _uid(kind, known)
    found: Any = kind._default_manager.filter(**named)
    place: int | None = found.values_list("pk", flat=True).first() if named else None
    return place


def _uid(kind: type[Model], text: str) -> dict[str, Any]:
    if not any(field.name == "uid" for field in kind._meta.get_fields()):
        return {}
    try:
        return {"uid": UUID(text)}
    except ValueError:
        return {}


def _newly_back(found: "QuerySet[Any]", backs: "QuerySet[Any]", viewer: Actor) -> list[Newer]:
    taken = {one.target: one for one in backs.select_related("by")}
    gone = found.filter(uid__in=taken) if taken else []
    return [_newer(row, viewer, taken[row.uid]) for row in gone]


def _newer(row: Any, viewer: Actor, back: Any = None) -> Newer:
    """The entry as it says; or, `back` given, who took it back and when."""
    who = back or row
    by = who.user if isinstance(who, AuditEntry) else getattr(who, "by", None)
    client = getattr(row, "client", None)
    told = {field.attname: _value(row, field) for field in row._meta.concrete_fields}
    if isinstance(row, CareMember | PrescribingLicence):
        told |= {"staff": str(row.user.public_id), "name": people.name_of(row.user)}
    return Newer(
        told=told,
        at=getattr(who, "at", None) or told.get("until" if back else "since"),
        by=people.name_of(by) if by else "",
        by_client=by is not None and client is not None and client.user_id == by.pk,
        own=by is not None and by.pk == viewer.user,
        back=back is not None,
        uid=getattr(who, "uid", None),
    )


def _value(row: Any, field: Any) -> Any:
    """A column's value. A page of the practice has a cell of its own (`where`)."""
    value = getattr(row, field.attname)
    if not isinstance(field, SealedField) or value is None:
        return value
    cell = f"{row._meta.model_name}.{field.attname}"
    place = row.cell(field.attname) if hasattr(row, "cell") else _cell(row, cell)
    return unseal(value, place)


def _cell(row: Any, column: str) -> Where:
    return Where(row.practice_id, row.client_id, column, row.uid)
