"""Signals on the screen: how one is shown, what a person says about it, how it is decided."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from longarc.analytics.person import BASELINE
from longarc.care import flags, signals
from longarc.care.access import Actor
from longarc.care.decision import NotAllowed
from longarc.care.finding import Code, Finding, Mark, MarkKind
from longarc.care.finding_kinds import (
    by_record,
    explained,
    may_be_useless,
    may_wait,
    no_mark_closes,
    waits_for_asking,
)
from longarc.care.numbers import Number
from longarc.care.tally import level_only
from longarc.care.text import Text
from longarc.care.window import LEAST_REPORTS
from longarc.records.actions import signals as actions
from longarc.records.queries import caseload as people
from longarc.records.queries import signals as queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.numbers import of_practice
from longarc.records.queries.window import flag_setting
from longarc.web import errors
from longarc.web.staff import terms
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.digest import digests
from longarc.web.staff.signal_pages import PAGES, Page
from longarc.web.words import dated

#: The list shows so many clients at first. Source: experience 3.2; decision 5 (a display cap).
MOST_SHOWN = 7
BACK = {"caseload", "client"}
#: What is answered by a call.
TO_CALL = frozenset(
    {Code.RISK, Code.WROTE_AGAIN, Code.CONTACT, Code.CONTACT_DUE, Code.FOLLOW_UP, Code.ADVERSE}
)


@dataclass(frozen=True)
class Under:
    """What a flag rests on: its check-ins as (when, row), and its evidence in numbers."""

    check_ins: tuple[tuple[str, str], ...]
    numbers: Text


@dataclass(frozen=True)
class Standing:
    """One signal with everything that its card needs.

    Args:
        note: the client's words that came with a request for contact.
        visit: the client's next meeting, when "before the next visit" can be offered.
        back: the page to return to after a mark.
        said: who has looked at it or talked about it.
        under: what a flag of the model rests on, on the client's own page.
        second: see `second_of`.
    """

    finding: Finding
    client: ClientRef
    back: str
    note: str = ""
    visit: datetime | None = None
    said: tuple[queries.Said, ...] = ()
    under: Under | None = None
    second: str = ""

    @property
    def since(self) -> str:
        """The episode's name in a form: exact, to the microsecond."""
        return self.finding.since.isoformat()

    @property
    def id(self) -> str:
        return f"{self.finding.code}-{self.finding.since:%Y%m%d%H%M%S}"

    @property
    def label(self) -> str:
        """What its form is called for those who hear the page: unlike every other one's."""
        return _("%(name)s: %(kind)s, %(at)s") % {
            "name": self.client.name,
            "kind": terms.kind(self.finding.code),
            "at": dated(self.finding.since, "j F, H:i"),
        }

    @property
    def page(self) -> "Page | None":
        """Where it is answered, or read about; None: nowhere but here."""
        return PAGES.get(self.finding.code)

    @property
    def url(self) -> str:
        page = self.page
        return page.url(self.client) if page else ""

    @property
    def to_call(self) -> bool:
        """Somebody has to ring: the number stands with it."""
        return self.finding.code in TO_CALL

    @property
    def overdue(self) -> bool:
        """Now, not when the list was worked out: that may be some minutes ago."""
        return self.finding.due is not None and self.finding.due < timezone.now()

    @property
    def buttons(self) -> SafeString:
        """What can be said about it; empty where nothing can."""
        code, on_page = self.finding.code, self.back == "client"
        asks = waits_for_asking(code, self.finding.level)
        return _buttons(_("Done"), code, bool(self.visit), on_page, asks, self.second)


def note_of(finding: Finding, notes: Mapping[UUID, str]) -> str:
    """The client's words that came with what the signal rests on."""
    return next((notes[uid] for uid in finding.evidence if uid in notes), "")


#: Whoever recorded it looks at it: somebody else does; or nobody else is there.
OTHER, ALONE = "other", "alone"


def others_of(found: Iterable[tuple[ClientRef, Finding]], viewer: Actor) -> frozenset[int]:
    """Of the clients whose finding the viewer recorded, those whom somebody else holds.

    At most one query.
    """
    own = [client.id for client, finding in found if viewer.user in finding.recorded_by]
    return queries.others(own, viewer) if own else frozenset()


def second_of(finding: Finding, client: ClientRef, others: Collection[int], viewer: Actor) -> str:
    """`OTHER`: the viewer recorded it and does not mark it done; `ALONE`: nobody else could.

    Not wanting to live: whoever recorded it does not put it off either, which all would see.
    """
    asks = waits_for_asking(finding.code, finding.level)
    if viewer.user not in finding.recorded_by or (no_mark_closes(finding) and not asks):
        return ""
    alone = "" if asks else ALONE
    return OTHER if client.id in others else alone


@cache
def _buttons(
    _done: str, code: Code, visit: bool, on_page: bool, asks: bool, second: str
) -> SafeString:
    """The same for all cards of a kind, so they are put into words once.

    Args:
        _done: a word of the active catalogue, so that each language has buttons of its own.
    """
    told = {
        "visit": visit and not asks,
        "closes": not by_record(code) and not asks and second != OTHER,
        "asks": asks,
        "second": second,
        "waits": may_wait(code) and not (asks and second == OTHER),
        "useless": may_be_useless(code),
        "said_first": on_page and not by_record(code),
    }
    return SafeString(render_to_string("staff/answer_buttons.html", told).strip())


@dataclass(frozen=True)
class Asked:
    """What a card's form sends."""

    code: Code
    since: datetime
    level: int
    kind: MarkKind
    choice: str


def read(request: HttpRequest) -> Asked | None:
    """The form, or None when it is not one that we made."""
    say, _sep, choice = request.POST.get("say", "").partition(":")
    try:
        asked = Asked(
            code=Code(request.POST["code"]),
            since=datetime.fromisoformat(request.POST["since"]),
            level=int(request.POST["level"]),
            kind=MarkKind(say),
            choice=choice,
        )
    except (KeyError, ValueError):
        return None
    return asked if asked.since.tzinfo and _known(asked) else None


def _known(asked: Asked) -> bool:
    if asked.kind is MarkKind.LATER:
        return may_wait(asked.code) and asked.choice in {"tomorrow", "visit", "week"}
    if by_record(asked.code):
        return False
    if asked.kind is MarkKind.NOT_USEFUL:
        return may_be_useless(asked.code) and asked.choice in {"", *terms.REASONS}
    return not asked.choice


def until(choice: str, now: datetime, visit: datetime | None) -> datetime | None:
    """When a signal that is put off comes back: at the start of that day, in the viewer's zone."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if choice == "visit":
        if visit is None or not visit_offered(visit, now):
            return None
        return timezone.localtime(visit).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1 if choice == "tomorrow" else 7)


def visit_offered(visit: datetime | None, now: datetime) -> bool:
    """Whether "before the next visit" says something else than now."""
    return visit is not None and timezone.localtime(visit).date() > timezone.localtime(now).date()


def client_signal(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Keep what a person says about a signal, or take it back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    client: ClientRef = request.client  # type: ignore[attr-defined]
    now = timezone.now()
    if undo := request.POST.get("undo"):
        return _undo(request, client, undo, actor, now)
    asked = read(request)
    if asked is None:
        return errors.bad_request(request)
    return _mark(request, client, asked, actor, now)


def _undo(
    request: HttpRequest, client: ClientRef, undo: str, actor: Actor, now: datetime
) -> HttpResponse:
    try:
        done = actions.take_back(client, UUID(undo), by=actor, at=now)
    except ValueError:
        done = False
    return _back(request, client) if done else errors.bad_request(request)


def _mark(
    request: HttpRequest, client: ClientRef, asked: Asked, actor: Actor, now: datetime
) -> HttpResponse:
    listed = people.one(client, viewer=actor, at=now)
    said = queries.marks([client.id], viewer=actor).get(client.id, [])
    stands = standing_of(listed, said, viewer=actor, at=now)
    finding = next((f for f in stands if same(f, asked)), None)
    later = until(asked.choice, now, listed.next_meeting) if asked.kind is MarkKind.LATER else None
    if finding is None or (asked.kind is MarkKind.LATER and later is None):
        return _changed(request, listed, stands, asked, now)
    why = asked.choice if asked.kind is MarkKind.NOT_USEFUL else ""
    told: dict[str, Any] = {"until": later, "why": why, "uid": uid_in(request, "uid")}
    try:
        marked = actions.mark(client, finding, asked.kind, **told, by=actor, at=now)
    except NotAllowed:
        return _changed(request, listed, stands, asked, now)
    return _back(request, client, marked)


def same(finding: Finding, asked: Asked) -> bool:
    """Whether the signal is still as the page showed it."""
    shown = asked.code, asked.since, asked.level
    return (finding.code, finding.since, finding.level) == shown


def standing_of(
    listed: people.Listed, said: Iterable[Mark], *, viewer: Actor, at: datetime
) -> tuple[Finding, ...]:
    """The signals of one client that stand."""
    noticed = digests.of([listed], viewer=viewer, at=at)[listed.ref.id].noticed or ()
    return signals.standing(noticed, said, as_of=at)


def _changed(
    request: HttpRequest,
    listed: people.Listed,
    stands: Iterable[Finding],
    asked: Asked,
    now: datetime,
) -> HttpResponse:
    """The signal is not as the page showed it: nothing is kept, and the new state is shown."""
    back, viewer = _page(request), request.actor  # type: ignore[attr-defined]
    visit = listed.next_meeting if _later(listed, now) else None
    others = others_of(((listed.ref, f) for f in stands), viewer)
    now_standing = [
        Standing(f, listed.ref, back, visit=visit, second=second_of(f, listed.ref, others, viewer))
        for f in stands
        if f.code is asked.code
    ]
    context = {"client": listed.ref, "standing": now_standing, "back": _url(back, listed.ref)}
    return render(request, "staff/signal_changed.html", context, status=409)


def _later(listed: people.Listed, now: datetime) -> bool:
    return visit_offered(listed.next_meeting, now)


def _page(request: HttpRequest) -> str:
    page = request.POST.get("back", "")
    return page if page in BACK else "client"


def _url(page: str, client: ClientRef) -> str:
    return reverse(page, args=[client.public_id] if page == "client" else [])


def _back(request: HttpRequest, client: ClientRef, marked: UUID | None = None) -> HttpResponse:
    page = _page(request)
    query = f"?{urlencode({'marked': str(marked)})}" if marked else ""
    return HttpResponseRedirect(f"{_url(page, client)}{query}")


def kept(request: HttpRequest, viewer: Actor) -> dict[str, object] | None:
    """What the viewer just said, so that the page can offer to undo it."""
    try:
        uid = UUID(request.GET.get("marked", ""))
    except ValueError:
        return None
    found = queries.own_mark(uid, viewer=viewer)
    if found is None:
        return None
    client, mark = found
    return {"uid": uid, "client_id": client, "said": terms.SAID[mark.kind], "until": mark.until}


def signals_explained(request: HttpRequest) -> HttpResponse:
    """How the list is decided, with the rules' own numbers."""
    viewer: Actor = request.actor  # type: ignore[attr-defined]
    ratings = of_practice(viewer=viewer)[Number.RUPTURE_RATINGS]
    numbers = {
        "kinds": list(explained(ratings)),
        "most_shown": MOST_SHOWN,
        "reported": signals.REPORTED.days,
        "eased_kept": signals.EASED_KEPT.days,
        **_flag_numbers(viewer),
    }
    title = _("How this is decided")
    context = {"place": "caseload", "title": title, "now": timezone.now(), **numbers}
    return render(request, "staff/signals_explained.html", context)


def _flag_numbers(viewer: Actor) -> dict[str, object]:
    setting = flag_setting(viewer=viewer)
    return {
        "flags_on": setting.on,
        "budget": round(100 * setting.budget),
        "least_reports": LEAST_REPORTS,
        "baseline": BASELINE.days,
        "asks": hours(flags.ASKS),
        "rests": hours(flags.RESTS),
        "level_only": level_only(),
    }


def hours(span: timedelta) -> int:
    return span // timedelta(hours=1)
