"""After the sessions of one client: contacts, follow-up, and closing an arc on purpose."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care import after, contact_tally
from longarc.care import follow_up as rule
from longarc.care.access import Actor, Can, may
from longarc.care.after import Contact, Facts, Slot, State, Step
from longarc.care.after_findings import found
from longarc.care.follow_up import Due
from longarc.care.reports import clean
from longarc.care.text import msg
from longarc.records.actions import after as actions
from longarc.records.actions.after import New, SaidMeanwhile
from longarc.records.actions.screening import NotKept
from longarc.records.ids import uuid7
from longarc.records.queries import after as queries
from longarc.records.queries import contact_plan, course, threads
from longarc.records.queries.after import Told
from longarc.records.queries.clients import ClientRef
from longarc.web import errors
from longarc.web.after_words import SLOTS, STATES, STEPS, after_so_long
from longarc.web.client.thread_words import label
from longarc.web.staff.course_forms import uid_in
from longarc.web.staff.people import actor
from longarc.web.words import say

TALK = {
    Step.CALLED: gettext_lazy("Called"),
    Step.MET: gettext_lazy("Met"),
    Step.WROTE: gettext_lazy("Wrote"),
    Step.TRIED: gettext_lazy("Tried, not reached"),
    Step.WHY_NOT: gettext_lazy("It does not happen (say why)"),
}


def client_follow_up(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The page; every opening is recorded. Its forms keep one step each."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if request.method == "POST":
        return _keep(request, client)
    return _page(request, client)


def _keep(request: HttpRequest, client: ClientRef) -> HttpResponse:
    uid, now = uid_in(request, "uid"), timezone.now()
    if back := uid_in(request, "take_back"):
        done = actions.take_back_step(client, back, by=actor(request), at=now)
        return _said(request, client, done=done)
    if uid is None:
        return errors.bad_request(request)
    try:
        new, seen = _new(request), uid_in(request, "seen")
        done = actions.record(client, new, seen=seen, uid=uid, by=actor(request), at=now)
    except NotKept as problem:
        return _again(request, client, 400, problem=say(problem.text))
    except SaidMeanwhile as clash:
        return _clash(request, client, new, _line(clash.theirs))
    return _said(request, client, done=done)


def _said(request: HttpRequest, client: ClientRef, *, done: bool) -> HttpResponse:
    messages.info(request, _("Kept.") if done else _("Nothing was changed."))
    return redirect("client_follow_up", client.public_id)


def _clash(
    request: HttpRequest, client: ClientRef, new: New, theirs: dict[str, Any]
) -> HttpResponse:
    """Somebody else was first. Where it is so already, the words must not wait beside a button
    that would do the opposite.
    """
    facts = queries.load(client, viewer=actor(request))
    if rule.stands_so(new.step, facts, timezone.now()):
        return _page(request, client, status=409, theirs=theirs, so_already=new.words or "-")
    return _again(request, client, 409, theirs=theirs)


def _again(request: HttpRequest, client: ClientRef, status: int, **more: Any) -> HttpResponse:
    return _page(request, client, status=status, typed=request.POST.dict(), **more)


def _new(request: HttpRequest) -> New:
    """The form as a step.

    Raises:
        NotKept: it names no step, no contact or no day.
    """
    told = request.POST
    slot, _sep, of = told.get("slot", "").partition(":")
    try:
        session, day = UUID(of) if of else None, date.fromisoformat(told.get("on", ""))
        step, words = Step(told.get("step", "")), clean(told.get("words", ""))
        return New(Slot(slot), step, day, words, session)
    except ValueError as problem:
        raise NotKept(_PART_MISSING) from problem


_PART_MISSING = msg("Nothing was kept yet. Choose which contact, what it was, and a day.")


def _page(
    request: HttpRequest, client: ClientRef, *, status: int = 200, **more: Any
) -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    facts, told = queries.load(client, viewer=viewer), queries.told(client, viewer=viewer)
    context = {
        "place": "caseload",
        "client": client,
        "asks": [] if client.state else list(found(facts, as_of=now)),
        "today": facts.day(now),
        "steps": list(TALK.items()),
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
        "leads": course.leads(client, viewer=viewer),
        "seen": next(reversed(told), ""),
        "uids": [uuid7() for _ in range(3)],
        "typed": _chosen(facts, now),
        **_contacts(facts, told, now),
        **_against(client, facts, viewer, now),
        **_follow_up(client, facts, told, viewer, now),
        **more,
    }
    return render(request, "staff/follow_up.html", context, status=status)


def _chosen(facts: Facts, now: datetime) -> dict[str, str]:
    """A follow-up that is due is chosen already, unless a planned contact waits."""
    waits = any(one.asks for one in after.contacts(facts, now))
    return {"slot": Slot.FOLLOW_UP} if rule.asks(facts, now) and not waits else {}


def _line(one: Told) -> dict[str, Any]:
    return {"what": STEPS[one.act.step], "told": one}


def _contacts(facts: Facts, told: dict[UUID, Told], now: datetime) -> dict[str, Any]:
    """Every planned contact, the newest session first; and what can be recorded now.

    `others`: what belongs to none of them, also where its session was taken back.
    """
    made = after.contacts(facts, now)
    days = {one.uid: facts.day(one.starts_at) for one in facts.sessions}
    by_session: dict[UUID, list[Any]] = {}
    for one in made:
        lines = [_line(told[act.uid]) for act in one.acts if act.uid in told]
        row = {"name": SLOTS[one.slot], "state": STATES[one.state], "one": one, "lines": lines}
        by_session.setdefault(one.session, []).append(row)
    shown = {act.uid for one in made for act in one.acts}
    shown |= {act.uid for one in rule.talks(facts, now) for act in one.acts}
    apart = (one for uid, one in told.items() if uid not in shown)
    others = [_line(one) for one in apart if one.act.slot is not Slot.ARC]
    newest = sorted(by_session, key=lambda uid: (days[uid], uid), reverse=True)
    return {
        "others": sorted(others, key=lambda one: one["told"].act.on, reverse=True),
        "sessions": [(days[uid], by_session[uid]) for uid in newest],
        "choices": [
            (f"{one.slot}:{one.session}", SLOTS[one.slot], days[one.session])
            for one in _to_record(made)
        ],
    }


def _to_record(made: Iterable[Contact]) -> list[Contact]:
    """Those that have begun: what waits longest first, then the newest."""
    begun = [one for one in made if one.state is not State.AHEAD]
    newest = reversed([one for one in begun if not one.asks])
    return [*(one for one in begun if one.asks), *newest]


def _against(client: ClientRef, facts: Facts, viewer: Actor, now: datetime) -> dict[str, Any]:
    stands = contact_plan.of_client(client, viewer=viewer).stands
    tally = queries.counted(client, facts, viewer=viewer, at=now)
    return {
        "counted": contact_tally.in_words(tally, stands.contacts if stands else None),
        "planned": bool(stands),
        "missing": queries.missing(client, viewer=viewer),
    }


def _follow_up(
    client: ClientRef, facts: Facts, told: dict[UUID, Told], viewer: Actor, now: datetime
) -> dict[str, Any]:
    ended, closed = rule.ended(facts, now), rule.closed(facts, now)
    arc = [_line(one) for one in told.values() if one.act.slot is Slot.ARC]
    ahead = rule.next_due(facts, now)
    return {
        "talks": [_talk(talk, told, facts) for talk in reversed(rule.talks(facts, now))],
        "ahead": _due(ahead, facts) if ahead else None,
        "answers": queries.answers(client, viewer=viewer),
        "ended": told.get(ended.uid) if ended else None,
        "closed": told.get(closed.uid) if closed else None,
        "arc_steps": list(reversed(arc)),
        "threads": [] if closed else list(map(label, threads.open_ones(client, viewer=viewer))),
    }


def _talk(talk: rule.Talk, told: dict[UUID, Told], facts: Facts) -> dict[str, Any]:
    lines = [_line(told[act.uid]) for act in talk.acts if act.uid in told]
    return {**_due(talk.due, facts), "answered": talk.answered, "lines": lines}


def _due(due: Due, facts: Facts) -> dict[str, Any]:
    session = next(one for one in facts.sessions if one.uid == due.session)
    return {"on": due.on, "long": after_so_long(due), "session": facts.day(session.starts_at)}
