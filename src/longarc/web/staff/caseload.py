""" "Who needs me today", today's visits, and everyone: the therapist's first page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from longarc.care import signals
from longarc.care.access import Actor, Can, Relation, may
from longarc.care.finding import Code, Finding, Mark
from longarc.care.finding_kinds import may_be_useless, urgent
from longarc.records.actions.access import record_listing
from longarc.records.queries import caseload as queries
from longarc.records.queries import details, leaving, unheld
from longarc.records.queries import signals as signal_queries
from longarc.records.queries.caseload import Listed
from longarc.web.staff import coming_part, everyone
from longarc.web.staff.digest import Digest, digests
from longarc.web.staff.everyone import Asked, Known, where_of
from longarc.web.staff.needed import links_part, needed_part
from longarc.web.staff.people import actor
from longarc.web.staff.reminders import unreached
from longarc.web.staff.signals import (
    MOST_SHOWN,
    Standing,
    kept,
    note_of,
    others_of,
    second_of,
    visit_offered,
)
from longarc.web.staff.terms import GONE, Moments


@dataclass(frozen=True)
class Need:
    """One card: the first signal of a client, and the others behind it.

    Args:
        heard: of the others, what is urgent or was said by a person: it is never folded away.
        unreached: for a contact that is due: that reminders may not reach them, in words.
    """

    url: str
    where: str
    first: Standing
    heard: tuple[Finding, ...]
    others: tuple[Finding, ...]
    unreached: str | Promise = ""


_CONTACTS = frozenset({Code.CONTACT_DUE, Code.FOLLOW_UP})


def caseload(request: HttpRequest) -> HttpResponse:
    viewer, asked, now = actor(request), Asked.of(request), timezone.now()
    moments, known = Moments(now), know(viewer, now)
    here = [one for one in known if not one.listed.ref.state]
    here = _with_former(here, viewer) if asked.find else here
    chosen = asked.choose(here, moments)
    page, needing = asked.on_page(chosen), in_need(known)
    first = needing if asked.all_needs else capped(needing)
    refs = {one.listed.ref.id: one.listed.ref for one in known}
    sessions = coming_part.lines(refs, viewer=viewer, moments=moments)
    on_call = coming_part.on_call(viewer=viewer, at=now)
    context = {
        "place": "caseload",
        "kept": kept(request, viewer),
        "total": len(here),
        "gone": _gone(known, viewer),
        # Of the newest part: nothing that is shown is newer.
        "worked_out": max((one.digest.as_of for one in known), default=now),
        "unknown": [one.name for one in known if one.digest.noticed is None],
        **(needed_part(viewer, now) if may(viewer, Can.HAND_OVER) else {}),
        **links_part(viewer, now),
        "left_alone": _left_alone(here, viewer),
        "needs": _needs(first, viewer, moments),
        "needing": len(needing),
        "below": len(needing) - len(first),
        "visits": _visits(here, viewer, moments),
        "sessions": coming_part.of_day(sessions, moments),
        "ahead": [one for one in sessions if one not in coming_part.of_day(sessions, moments)],
        "on_call": on_call,
        "wanted": any(one.wanted for one in on_call),
        "rows": everyone.rows(page, moments),
        **everyone.choices(asked, len(chosen)),
    }
    away = (one for one in known if one.listed.ref.state)
    shown = {one.listed.ref.id: one.listed.ref for one in (*first, *page, *away)}
    shown |= {one.duty.client.id: one.duty.client for one in on_call}
    record_listing(shown.values(), by=viewer, at=now)
    return render(request, "staff/caseload.html", context)


def _gone(known: Sequence[Known], viewer: Actor) -> list[tuple[leaving.Gone, str | Promise]]:
    """Who is not here, in a line of its own: they are not among everyone."""
    found = leaving.gone((one.listed.ref for one in known), viewer=viewer)
    return [(one, GONE[one.left.state]) for one in found]


def _with_former(known: list[Known], viewer: Actor) -> list[Known]:
    """Who looks for a name that somebody had before finds them."""
    names = details.former_names(viewer=viewer, clients=[one.listed.ref.id for one in known])
    return [replace(one, former=names.get(one.listed.ref.id, ())) for one in known]


def _left_alone(known: Sequence[Known], viewer: Actor) -> list[str]:
    """Clients whom the viewer supervises and nobody holds. One query, where they supervise."""
    mine = [one for one in known if one.listed.ref.relation is Relation.SUPERVISION]
    held = unheld.holders([one.listed.ref.id for one in mine], viewer=viewer) if mine else {}
    return [one.name for one in mine if one.listed.ref.id not in held]


def know(viewer: Actor, now: datetime) -> list[Known]:
    """Everyone whom the viewer may read, by name, with their standing signals."""
    found = [
        one
        for one in queries.listed(viewer=viewer, at=now)
        if may(viewer, Can.READ_RECORD, one.ref.relation)
    ]
    made = digests.of(found, viewer=viewer, at=now)
    noticed = [client for client, digest in made.items() if digest.noticed]
    marks = signal_queries.marks(noticed, viewer=viewer)
    return [_known(one, made[one.ref.id], marks, now) for one in found]


def _known(
    listed: Listed, digest: Digest, marks: Mapping[int, Sequence[Mark]], now: datetime
) -> Known:
    said = marks.get(listed.ref.id, ())
    return Known(listed, digest, signals.standing(digest.noticed or (), said, as_of=now))


def in_need(known: Sequence[Known]) -> list[Known]:
    """The clients with a signal that the viewer may answer, each once, in the order of the list."""
    mine = (k for k in known if k.standing and k.listed.ref.relation is Relation.TEAM)
    return sorted(mine, key=lambda one: signals.order(one.standing[0]))


def capped(needing: Sequence[Known]) -> Sequence[Known]:
    """At most seven at first; who has something urgent is never behind the cap."""
    return [
        one
        for place, one in enumerate(needing)
        if place < MOST_SHOWN or any(urgent(finding.code) for finding in one.standing)
    ]


def _needs(first: Sequence[Known], viewer: Actor, moments: Moments) -> list[Need]:
    notes = signal_queries.notes((one.standing[0] for one in first), viewer=viewer)
    others = others_of(((one.listed.ref, one.standing[0]) for one in first), viewer)
    needs = []
    for one in first:
        second = second_of(one.standing[0], one.listed.ref, others, viewer)
        needs.append(_need(one, notes, moments, second))
    return needs


def _need(known: Known, notes: Mapping[UUID, str], moments: Moments, second: str) -> Need:
    listed, behind = known.listed, known.standing[1:]
    visit = listed.next_meeting if visit_offered(listed.next_meeting, moments.now) else None
    return Need(
        url=reverse("client", args=[listed.ref.public_id]),
        where=where_of(known, moments),
        first=Standing(
            known.standing[0],
            listed.ref,
            back="caseload",
            note=note_of(known.standing[0], notes),
            visit=visit,
            second=second,
        ),
        heard=tuple(one for one in behind if not may_be_useless(one.code)),
        others=tuple(one for one in behind if may_be_useless(one.code)),
        unreached=unreached(listed.reached) if _has_contact(known) else "",
    )


def _has_contact(known: Known) -> bool:
    return any(one.code in _CONTACTS for one in known.standing)


def _visits(known: Sequence[Known], viewer: Actor, moments: Moments) -> list[dict[str, object]]:
    by_client = {one.listed.ref.id: one for one in known}
    end = moments.midnight + timedelta(days=1)
    found = queries.visits(by_client, viewer=viewer, start=moments.midnight, end=end)
    return [_visit(visit, by_client[visit.client], moments) for visit in found]


def _visit(visit: queries.Visit, known: Known, moments: Moments) -> dict[str, object]:
    return {
        "at": visit.starts_at,
        "with_name": visit.with_name if visit.held else "",
        "held": visit.held or visit.starts_at < moments.now,
        "name": known.name,
        "url": reverse("client", args=[known.listed.ref.public_id]),
        "where": moments.where(known.digest.phases),
    }
