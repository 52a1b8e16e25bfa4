"""One client on one page: what to know before meeting, the arc, signals, words that were shared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from longarc.care import signals
from longarc.care.access import Actor, Can, may
from longarc.care.finding import Code, Finding, MarkKind
from longarc.care.finding_kinds import may_be_useless, urgent
from longarc.care.flag_findings import CODES
from longarc.care.leaving import State
from longarc.care.relationship import open_ones
from longarc.care.window import Picture
from longarc.records.queries import (
    caseload,
    check_ins,
    client_page,
    coming,
    course,
    directory,
    notes,
    other_therapies,
    series,
    support,
    threads,
    today,
    touch,
)
from longarc.records.queries import signals as signal_queries
from longarc.records.queries import window as window_queries
from longarc.records.queries.caseload import Listed
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.coming import Coming
from longarc.records.queries.signals import Said
from longarc.web.client.thread_words import label
from longarc.web.note_words import short
from longarc.web.staff import terms, timeline, window_part
from longarc.web.staff.coming_part import page_of
from longarc.web.staff.course_forms import meeting_form, phase_form
from longarc.web.staff.digest import Digest, digests
from longarc.web.staff.people import actor
from longarc.web.staff.relationship_part import KINDS
from longarc.web.staff.reminders import unreached
from longarc.web.staff.signal_pages import PAGES
from longarc.web.staff.signals import (
    Standing,
    kept,
    note_of,
    others_of,
    second_of,
    visit_offered,
)
from longarc.web.staff.terms import Moments
from longarc.web.words import say

RANGES = {"30": gettext_lazy("30 days"), "90": gettext_lazy("90 days"), "all": gettext_lazy("All")}
USUAL = "90"
LATELY = timedelta(days=14)
#: Lines of "Before you meet" that are shown at once; what is urgent always is.
SHOWN_FIRST = 3


@dataclass(frozen=True)
class Line:
    """One line of "Before you meet": a sentence and the place on the page it comes from."""

    text: str
    target: str


@dataclass(frozen=True)
class Before:
    """The lines of "Before you meet": those at first, and those when asked."""

    first: tuple[Line, ...]
    more: tuple[Line, ...]


@dataclass(frozen=True)
class Page:
    """What the parts of the page share."""

    client: ClientRef
    viewer: Actor
    now: datetime
    listed: Listed
    digest: Digest
    said: tuple[Said, ...]
    moments: Moments
    session: Coming | None = None

    def standing(self) -> tuple[Finding, ...]:
        marks = (one.mark for one in self.said)
        return signals.standing(self.digest.noticed or (), marks, as_of=self.now)

    def earlier(self) -> tuple[Finding, ...]:
        marks = (one.mark for one in self.said)
        return signals.earlier(self.digest.noticed or (), marks, as_of=self.now)


def client(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The page; every opening of it is recorded and shown to the client."""
    page = _page(request)
    chosen = request.GET.get("days", USUAL)
    chosen = chosen if chosen in RANGES else USUAL
    days = None if chosen == "all" else int(chosen)
    picture = window_part.picture_of(page.listed, viewer=page.viewer, at=page.now, days=days)
    facts = _facts(page, days, picture)
    history = directory.care_history(page.client, viewer=page.viewer)
    context = {
        "place": "caseload",
        "now": page.now,
        "client": page.client,
        "kept": kept(request, page.viewer),
        "where": "" if page.client.state else page.moments.where(page.digest.phases),
        "gone": terms.GONE.get(page.client.state, ""),
        "rest": page.digest.resting(page.now),
        "worked_out": page.digest.as_of,
        "unknown": page.digest.noticed is None,
        "history": history,
        **_signals(page, facts),
        **_arc(page, facts, chosen),
        **window_part.model(picture, page.now),
        **_course(page, facts),
        **_forms(request, page, history),
        **_window(page, facts),
        "words": client_page.shared_words(page.client, viewer=page.viewer),
        "own_words": today.own_words(page.client, viewer=page.viewer),
        "plan": support.own_plan(page.client, viewer=page.viewer),
        "touch": touch.load(page.client, viewer=page.viewer, at=page.now).says,
    }
    return render(request, "staff/client.html", context)


def _page(request: HttpRequest) -> Page:
    found: ClientRef = request.client  # type: ignore[attr-defined]
    viewer, now = actor(request), timezone.now()
    listed = caseload.one(found, viewer=viewer, at=now)
    digest = digests.of([listed], viewer=viewer, at=now)[found.id]
    said = signal_queries.said(found, viewer=viewer)
    moments = Moments(now)
    ahead = coming.sessions(
        [found.id], viewer=viewer, since=moments.midnight, until=moments.midnight + coming.AHEAD
    )
    return Page(found, viewer, now, listed, digest, said, moments, next(iter(ahead), None))


def all_facts(request: HttpRequest) -> timeline.Facts:
    """Everything on the time axis from the beginning."""
    return _facts(_page(request), None)


def _facts(page: Page, days: int | None, picture: Picture | None = None) -> timeline.Facts:
    """Everything on the time axis; check-ins of the span, and since the last meeting."""
    client, viewer = page.client, page.viewer
    meetings = course.meetings(client, viewer=viewer)
    since = _since(page, meetings, days)
    return timeline.Facts(
        client=client,
        check_ins=check_ins.of_client(client, viewer=viewer, since=since),
        more=client_page.more(client, viewer=viewer, since=since),
        phases=course.phases(client, viewer=viewer),
        meetings=meetings,
        rests=page.digest.rests,
        noticed=page.digest.noticed or (),
        imported=series.of_client(client, viewer=viewer),
        sessions=window_queries.sessions(client, viewer=viewer),
        therapies=other_therapies.days(client, viewer=viewer),
        picture=picture,
        relationship=page.digest.relationship,
    )


def _since(page: Page, meetings: tuple[course.Meet, ...], days: int | None) -> datetime | None:
    """From when check-ins are needed: the span, the last meeting, and what flags rest on."""
    if days is None:
        return None
    shown = page.now - timedelta(days=days)
    flags = (one.since for one in page.standing() if one.code in CODES.values())
    return min(shown, last_met(meetings, page.now) or shown, *flags)


def last_met(meetings: tuple[course.Meet, ...], now: datetime) -> datetime | None:
    """When the last meeting that is over ended."""
    ends = (meeting.starts_at + timedelta(minutes=meeting.minutes) for meeting in meetings)
    return max((end for end in ends if end <= now), default=None)


def _signals(page: Page, facts: timeline.Facts) -> dict[str, object]:
    standing = page.standing()
    notes = signal_queries.notes(standing, viewer=page.viewer)
    others = others_of(((page.client, one) for one in standing), page.viewer)
    return {
        "standing": [_standing(page, finding, notes, facts, others) for finding in standing],
        "earlier": [(finding, _said_of(page, finding)) for finding in page.earlier()],
    }


def _standing(
    page: Page,
    finding: Finding,
    notes: dict[UUID, str],
    facts: timeline.Facts,
    others: frozenset[int],
) -> Standing:
    visit = page.listed.next_meeting
    looked = [
        s for s in _said_of(page, finding) if s.mark.kind in {MarkKind.LOOKED, MarkKind.TALKED}
    ]
    return Standing(
        finding,
        page.client,
        back="client",
        note=note_of(finding, notes),
        visit=visit if visit_offered(visit, page.now) else None,
        said=tuple(looked),
        under=window_part.under(finding, facts.picture, facts.check_ins, page.moments),
        second=second_of(finding, page.client, others, page.viewer),
    )


def _said_of(page: Page, finding: Finding) -> list[Said]:
    """What persons said about this episode, oldest first."""
    episode = finding.code, finding.since
    return [one for one in page.said if (one.mark.code, one.mark.since) == episode]


def _arc(page: Page, facts: timeline.Facts, chosen: str) -> dict[str, object]:
    days = None if chosen == "all" else int(chosen)
    return {
        "chart": timeline.chart(facts, page.moments, days),
        "ranges": [(code, label, code == chosen) for code, label in RANGES.items()],
        "chosen": chosen,
        "last_at": page.digest.last_at,
        "last": page.moments.day(page.digest.last_at) if page.digest.last_at else "",
        "before": _before(page, facts),
        "imported": facts.imported,
    }


def _before(page: Page, facts: timeline.Facts) -> Before:
    """What stands, in the order of the list; last time, what is open, how it was since they met.

    The page shows what is urgent and the first three, and the others when asked.
    """
    standing = page.standing()
    pressing = [one for one in standing if urgent(one.code)]
    others = [one for one in standing if not urgent(one.code)]
    now = [*_signal_lines(page, pressing), *_session(page)]
    lines = [*_signal_lines(page, others), *_left_open(page, standing), *_unreached(page)]
    lines.append(Line(_since_last(facts, page.moments), "#arc-title"))
    more = max(SHOWN_FIRST - len(now), 0)
    return Before((*now, *lines[:more]), tuple(lines[more:]))


def _session(page: Page) -> Iterator[Line]:
    """The medicine session that is planned next, or under way, within two weeks."""
    one = page.session
    if one is None:
        return
    facts = {"day": page.moments.ahead(one.starts_at), "room": one.room, "name": one.lead}
    text = _("Medicine session %(day)s") if one.begun is None else _("Session begun, %(day)s")
    text = text % facts
    text += _(", led by %(name)s") % facts if one.lead else ""
    text += _(", needs a new person") if one.lost else ""
    text += f", {one.room}" if one.room else ""
    yield Line(f"{text}.", page_of(one, page.client, page.viewer))


def _signal_lines(page: Page, standing: Sequence[Finding]) -> Iterator[Line]:
    """One for each thing that a person said or recorded; one for all that rules found."""
    by_rule = [one for one in standing if may_be_useless(one.code)]
    for finding in standing:
        if finding in by_rule[1:]:
            continue
        text = say(finding.what)
        if finding in by_rule:
            text = _with_others(text, len(by_rule) - 1)
        yield Line(text, _target(page, finding))


def _target(page: Page, finding: Finding) -> str:
    """Not wanting to live leads to the risk path; everything else to its signal."""
    if finding.code in (Code.RISK, Code.LEAVING):
        return PAGES[finding.code].url(page.client)
    return "#signals"


def _left_open(page: Page, standing: Sequence[Finding]) -> Iterator[Line]:
    """What the last note wanted to begin with, and an open repair, or else an open thread.

    A rupture that stands as a signal has its line there.
    """
    last = notes.last(page.client, viewer=page.viewer)
    thread = threads.newest_open(page.client, viewer=page.viewer)
    if last and last.next:
        text = _("Last time, %(by)s: %(next)s") % {"by": last.by, "next": short(last.next)}
        yield Line(text, reverse("client_note", args=[page.client.public_id, last.uid]))
    open_ruptures = open_ones(page.digest.relationship, page.now)
    if any(one.code is Code.RUPTURE for one in standing):
        return
    if open_ruptures:
        text = _("Open repair: %(kind)s") % {"kind": KINDS[open_ruptures[-1].kind]}
        yield Line(text, reverse("client_relationship", args=[page.client.public_id]))
    elif thread:
        text = _("Open thread: %(name)s") % {"name": label(thread)}
        yield Line(text, reverse("client_threads", args=[page.client.public_id]))


def _unreached(page: Page) -> Iterator[Line]:
    """That reminders do not reach them, or nobody knows: linked to what became of each."""
    if said := unreached(page.listed.reached):
        yield Line(str(said), reverse("client_reminders", args=[page.client.public_id]))


def _with_others(text: str, others: int) -> str:
    if not others:
        return text
    more = ngettext("And %(n)s other signal.", "And %(n)s other signals.", others) % {"n": others}
    return f"{text} {more}"


def _since_last(facts: timeline.Facts, moments: Moments) -> str:
    met = last_met(facts.meetings, moments.now)
    since = met or moments.now - LATELY
    shown = [one for one in facts.check_ins if since <= one.at <= moments.now]
    if met is None:
        begin = _("In the last %(days)s days:") % {"days": LATELY.days}
    else:
        begin = _("Since you last met, %(day)s:") % {"day": moments.day(met)}
    return f"{begin} {timeline.counted(shown)}"


def _course(page: Page, facts: timeline.Facts) -> dict[str, object]:
    start = page.moments.midnight
    planned = [meeting for meeting in facts.meetings if meeting.starts_at >= start]
    upcoming, gone = page.listed.next_meeting, page.client.state == State.ENDED
    return {
        "next_meeting": page.moments.ahead(upcoming) if upcoming and not gone else "",
        "next_session": page.moments.ahead(page.session.starts_at) if page.session else "",
        "planned": planned,
        "phases": [(begun, terms.PHASES[begun.phase]) for begun in reversed(facts.phases)],
    }


def _forms(
    request: HttpRequest, page: Page, history: tuple[directory.Held, ...]
) -> dict[str, object]:
    """Forms only for those who may use them: supervision and emergency read only."""
    relation = page.client.relation
    may_write = may(page.viewer, Can.WRITE_RECORD, relation)
    may_book = may(page.viewer, Can.BOOK, relation)
    return {
        "may_write": may_write,
        "may_book": may_book,
        "relation": str(relation),
        "phase_form": phase_form() if may_write else None,
        "meeting_form": meeting_form(history, request.user) if may_book else None,
    }


def _window(page: Page, facts: timeline.Facts) -> dict[str, object]:
    named = window_queries.named_rows(page.client, viewer=page.viewer)
    may_write = may(page.viewer, Can.WRITE_RECORD, page.client.relation)
    return window_part.course(facts.sessions, named, may_write=may_write)
