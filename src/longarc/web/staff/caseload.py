""" "Who needs me today", today's visits, and everyone: the therapist's first page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from longarc.care import signals
from longarc.care.access import Actor, Can, may
from longarc.care.arc import Phase
from longarc.care.finding import Finding, Mark
from longarc.records.actions.access import record_listing
from longarc.records.queries import caseload as queries
from longarc.records.queries import signals as signal_queries
from longarc.records.queries.caseload import Listed
from longarc.web.staff import terms
from longarc.web.staff.digest import Digest, digests
from longarc.web.staff.signals import MOST_SHOWN, Standing, kept, visit_offered
from longarc.web.words import say

PAGE = 100
ORDERS = {
    "name": gettext_lazy("Name"),
    "quiet": gettext_lazy("Longest since a check-in"),
    "next": gettext_lazy("Next meeting"),
}
_NEVER = datetime.min.replace(tzinfo=timezone.get_fixed_timezone(0))
_FAR = datetime.max.replace(tzinfo=timezone.get_fixed_timezone(0))


@dataclass(frozen=True)
class Known:
    """One client of the list with what is known of them now."""

    listed: Listed
    digest: Digest
    standing: tuple[Finding, ...]


@dataclass(frozen=True)
class Need:
    """One card: the first signal of a client, and the others behind it."""

    url: str
    where: str
    first: Standing
    others: tuple[Finding, ...]


@dataclass(frozen=True)
class Row:
    """One line of everyone, in words."""

    url: str
    name: str
    where: str
    sparkline: SafeString
    words: str
    last: str
    next: str
    supervised: bool


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for; anything unknown is left out."""

    find: str
    phase: str
    order: str
    names_only: bool
    page: int

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        asked, number = request.GET, request.GET.get("page", "")
        phase, order = asked.get("phase", ""), asked.get("order", "")
        return cls(
            find=asked.get("find", "").strip()[:100],
            phase=phase if phase in set(Phase) else "",
            order=order if order in ORDERS else "name",
            names_only=asked.get("names") == "1",
            page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
        )

    def query(self, **other: str | int) -> str:
        """The same page with something else asked for."""
        asked: dict[str, str | int] = {
            "find": self.find,
            "phase": self.phase,
            "order": self.order,
            "names": "1" if self.names_only else "",
        }
        return "?" + urlencode({k: v for k, v in {**asked, **other}.items() if v})


def caseload(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now, asked = timezone.now(), Asked.of(request)
    everyone = know(actor, now)
    needs, shown = _needs(everyone, now), _chosen(everyone, asked, now)
    page = shown[(asked.page - 1) * PAGE : asked.page * PAGE]
    context = {
        "place": "caseload",
        "kept": kept(request, actor),
        "asked": asked,
        "total": len(everyone),
        "found": len(shown),
        **_list_context(everyone, needs, actor, now),
        "rows": _rows(page, now),
        **_choices(asked, len(shown)),
    }
    listed = {one.listed.ref.id: one.listed.ref for one in (*_in_needs(everyone), *page)}
    record_listing(listed.values(), by=actor, at=now)
    return render(request, "staff/caseload.html", context)


def know(viewer: Actor, now: datetime) -> list[Known]:
    """Everyone whom the viewer may read, by name, with their standing signals."""
    found = [
        one
        for one in queries.listed(viewer=viewer, at=now)
        if may(viewer, Can.READ_RECORD, one.ref.relation)
    ]
    made = digests.of(found, viewer=viewer, at=now)
    with_findings = [client for client, digest in made.items() if digest.noticed]
    marks = signal_queries.marks(with_findings, viewer=viewer)
    return [_known(one, made[one.ref.id], marks, now) for one in found]


def _known(
    listed: Listed, digest: Digest, marks: Mapping[int, Sequence[Mark]], now: datetime
) -> Known:
    said = marks.get(listed.ref.id, ())
    return Known(listed, digest, signals.standing(digest.noticed or (), said, as_of=now))


def _in_needs(everyone: Sequence[Known]) -> list[Known]:
    """One entry a client who has a signal and a care team that may answer it, in order."""
    mine = [k for k in everyone if k.standing and k.listed.ref.relation == "team"]
    return sorted(mine, key=lambda known: signals.order(known.standing[0]))


def _needs(everyone: Sequence[Known], now: datetime) -> list[Need]:
    return [_need(known, now) for known in _in_needs(everyone)]


def _need(known: Known, now: datetime) -> Need:
    listed = known.listed
    visit = listed.next_meeting if visit_offered(listed.next_meeting, now) else None
    return Need(
        url=reverse("client", args=[listed.ref.public_id]),
        where=terms.where(known.digest.phases, now),
        first=Standing(known.standing[0], listed.ref, "caseload", visit=visit),
        others=known.standing[1:],
    )


def capped(needs: Sequence[Need]) -> tuple[list[Need], list[Need]]:
    """At most seven at first; what a person asked for is never behind the cap."""
    urgent = sum(need.first.finding.code in signals.URGENT for need in needs)
    cut = max(MOST_SHOWN, urgent)
    return list(needs[:cut]), list(needs[cut:])


def _list_context(
    everyone: Sequence[Known], needs: Sequence[Need], viewer: Actor, now: datetime
) -> dict[str, object]:
    first, rest = capped(needs)
    worked_out = min((k.digest.as_of for k in everyone), default=now)
    return {
        "needs": first,
        "more_needs": rest,
        "needing": len(needs),
        "worked_out": worked_out,
        "unknown": [k.listed.ref.name for k in everyone if k.digest.noticed is None],
        "visits": _visits(everyone, viewer, now),
    }


def _visits(everyone: Sequence[Known], viewer: Actor, now: datetime) -> list[dict[str, object]]:
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    known = {k.listed.ref.id: k for k in everyone}
    found = queries.visits(known, viewer=viewer, start=start, end=start + timedelta(days=1))
    return [
        {
            "at": visit.starts_at,
            "minutes": visit.minutes,
            "with_name": visit.with_name,
            "name": known[visit.client].listed.ref.name,
            "url": reverse("client", args=[known[visit.client].listed.ref.public_id]),
            "where": terms.where(known[visit.client].digest.phases, now),
        }
        for visit in found
    ]


def _chosen(everyone: Sequence[Known], asked: Asked, now: datetime) -> list[Known]:
    found = asked.find.casefold()
    chosen = [
        known
        for known in everyone
        if found in known.listed.ref.name.casefold()
        and (not asked.phase or _in_phase(known, asked.phase, now))
    ]
    order = _ORDER.get(asked.order)
    return sorted(chosen, key=order) if order else chosen


def _in_phase(known: Known, phase: str, now: datetime) -> bool:
    begun = terms.phase_now(known.digest.phases, now)
    return begun is not None and begun.phase == phase


_ORDER: dict[str, Callable[[Known], datetime]] = {
    "quiet": lambda known: known.digest.last_at or _NEVER,
    "next": lambda known: known.listed.next_meeting or _FAR,
}


def _rows(page: Sequence[Known], now: datetime) -> list[Row]:
    # One look-up for all: each costs as much as the rest of a row.
    pattern = reverse("client", args=[_ANY]).replace(_ANY, "{}")
    none = {"last": _("none yet"), "next": pgettext("no meeting is planned", "none")}
    return [_row(known, pattern, none, now) for known in page]


_ANY = "00000000-0000-0000-0000-000000000000"


def _row(known: Known, pattern: str, none: Mapping[str, str], now: datetime) -> Row:
    listed, digest = known.listed, known.digest
    return Row(
        url=pattern.format(listed.ref.public_id),
        name=listed.ref.name,
        where=terms.where(digest.phases, now),
        sparkline=digest.sparkline,
        words=_words(digest, now),
        last=terms.day(digest.last_at, now) if digest.last_at else none["last"],
        next=terms.ahead(listed.next_meeting, now) if listed.next_meeting else none["next"],
        supervised=listed.ref.relation == "supervision",
    )


def _words(digest: Digest, now: datetime) -> str:
    """The words beside the sparkline. Rest that the client asked for is never called quiet."""
    if rest := digest.resting(now):
        if rest.until is None:
            return _("resting until they say")
        return _("resting until %(day)s") % {"day": terms.ahead(rest.until, now)}
    if digest.imported:
        return _("imported series")
    return say(digest.words) if digest.words else _("not known")


def _choices(asked: Asked, found: int) -> dict[str, object]:
    pages = max(1, -(-found // PAGE))
    return {
        "phases": terms.PHASES.items(),
        "orders": ORDERS.items(),
        "pages": pages,
        "before": asked.query(page=asked.page - 1) if asked.page > 1 else "",
        "after": asked.query(page=asked.page + 1) if asked.page < pages else "",
        "other_names": asked.query(names="" if asked.names_only else "1"),
    }
