"""History in two minutes: what somebody new needs of one client, on at most two printed pages.

Each part is derived from its own source and links to it. What is longer is shortened, and says so
with an ellipsis; the sources are whole.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from longarc.care.arc import PhaseStart
from longarc.care.cycles import Cycle
from longarc.care.exercises import Effect
from longarc.care.formulation import Section
from longarc.care.session_record import Record
from longarc.care.window import Picture
from longarc.care.window_words import statements, too_early
from longarc.records.queries import (
    caseload,
    consent,
    course,
    cycles,
    directory,
    formulation,
    notes,
    pacing,
    preparation,
    relationship,
    session_plan,
    session_record,
    touch,
)
from longarc.records.queries import signals as signal_queries
from longarc.records.queries.caseload import Listed
from longarc.records.queries.clients import ClientRef
from longarc.web.client import landed_words
from longarc.web.client.exercise_words import title
from longarc.web.client.thread_words import label
from longarc.web.note_words import short
from longarc.web.staff import handover_safety as safety
from longarc.web.staff import readiness_terms, window_part
from longarc.web.staff.formulation import WORDS
from longarc.web.staff.handover_safety import Asked, Lines
from longarc.web.staff.people import actor
from longarc.web.staff.relationship_part import KINDS
from longarc.web.staff.signals import standing_of
from longarc.web.staff.terms import GONE, Moments, kind
from longarc.web.words import say

#: So many letters of one text, so that the whole fits on two pages; so many rows of one list.
LETTERS, SHORT = 180, 110
ROWS, SESSIONS, TEAM = 3, 4, 5
#: What of the formulation is printed, in this order.
TOLD = (
    Section.BRINGS,
    Section.HISTORY,
    Section.EARLIER_HELP,
    Section.CLOSENESS,
    Section.ADAPTATIONS,
    Section.TRIGGER,
    Section.RESPONSE,
    Section.SUPPORTS,
)
EFFECTS = {
    Effect.HELPED: gettext_lazy("Helped"),
    Effect.WORSE: gettext_lazy("Made it worse"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: what it says, and the page it comes from. `lines`: name and text."""

    title: Any
    source: str
    lines: tuple[tuple[str, str], ...]


def client_handover(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The page; every opening of it is recorded and shown to the client."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    viewer, now = actor(request), timezone.now()
    shared = formulation.load(client, viewer=viewer)
    asked = Asked(client, viewer, now, Moments(now), shared)
    listed = caseload.one(client, viewer=viewer, at=now)
    picture = window_part.picture_of(listed, viewer=viewer, at=now, days=90)
    screened = safety.screened(asked)
    made = (
        ("client_formulation", _("Who they are, in their words"), _words(asked)),
        ("client_risk", _("Safety"), safety.risk_path(asked)),
        ("client", _("What stands on the list now"), _stands(asked, listed)),
        ("client_safety_plan", _("Safety plan"), safety.plan(asked)),
        ("client_screening", _("Screening"), safety.gates(asked, screened)),
        ("client_screening", _("Medicines, as they were told"), safety.medicines(asked, screened)),
        ("client_adverse", _("Adverse events"), safety.events(asked)),
        ("client_relationship", _("Care team and continuity"), _team(asked)),
        ("client_threads", _("Sessions: what opened, what landed"), _sessions(asked, picture)),
        ("client", _("The window, in words"), _window(asked, picture)),
        ("client_preparing", _("What helps, and what made it worse"), _helps(asked)),
        ("client_relationship", _("Between them and the care team"), _between(asked)),
        ("client_consents", _("Agreements"), _agreements(asked)),
        ("client_notes", _("What is next"), _next(asked, listed.next_meeting)),
    )
    context = {
        "place": "caseload",
        "client": client,
        "made": now,
        "where": GONE[client.state] if client.state else asked.moments.where(_phases(asked)),
        "parts": [
            Part(name, reverse(source, args=[client.public_id]), tuple(lines))
            for source, name, lines in made
        ],
    }
    return render(request, "staff/handover.html", context)


def _phases(asked: Asked) -> list[PhaseStart]:
    found = course.phases(asked.client, viewer=asked.viewer)
    return [PhaseStart(one.phase, one.on) for one in found]


def _words(asked: Asked) -> Lines:
    """The shared formulation, section by section; a way of coping by its name."""
    shared = asked.shared
    if shared.now is None:
        yield "", _("Nothing is written yet.")
        return
    agreed = _("right for the client") if shared.now.agreed_at else _("not said to be right yet")
    version = {"n": shared.now.number, "day": asked.day(shared.now.at), "agreed": agreed}
    yield "", _("Version %(n)s, %(day)s, %(agreed)s.") % version
    for section in TOLD:
        text = shared.value.words.get(section, "")
        if section is Section.ADAPTATIONS:
            names = [one.name for one in shared.value.adaptations if one.name]
            text = "; ".join(filter(None, [*names, text]))
        if text:
            yield str(WORDS[section][0]), short(text, LETTERS)


def _team(asked: Asked) -> Lines:
    history = directory.care_history(asked.client, viewer=asked.viewer)
    for held in history[:TEAM]:
        since = asked.day(held.since)
        facts = {"since": since, "until": asked.day(held.until) if held.until else ""}
        span = _("%(since)s to %(until)s") if held.until else _("since %(since)s")
        lead = _("lead, ") if held.lead and not held.until else ""
        yield held.name, lead + span % facts
    if len(history) > TEAM:
        yield "", _("And %(n)s earlier.") % {"n": len(history) - TEAM}
    now_lead = next((one.staff for one in history if one.lead and not one.until), None)
    whom = relationship.met_with(asked.client, viewer=asked.viewer, at=asked.now)
    if whom:
        counts = {"n": len(whom), "lead": whom.count(now_lead) if now_lead else 0}
        yield "", _("Meetings so far: %(n)s; with today's lead: %(lead)s.") % counts


def _sessions(asked: Asked, picture: Picture | None) -> Lines:
    """The newest sessions; earlier ones by their number alone."""
    records = session_record.load(asked.client, viewer=asked.viewer)
    found = cycles.of_client(
        asked.client,
        records,
        viewer=asked.viewer,
        at=asked.now,
        settling=picture.settling if picture else (),
    )
    if not found:
        yield "", _("No medicine session so far.")
    elif len(found) > SESSIONS:
        n = len(found) - SESSIONS
        said = ngettext("And %(n)s earlier session.", "And %(n)s earlier sessions.", n) % {"n": n}
        yield "", said
    for back in session_record.taken_back(asked.client, viewer=asked.viewer)[:ROWS]:
        yield _("Taken back, %(day)s") % {"day": asked.day(back.starts_at)}, _taken_back(back)
    for one in reversed(found[-SESSIONS:]):
        day = asked.day(one.record.starts_at)
        yield _("%(n)s. %(day)s") % {"n": one.number, "day": day}, _opened_and_landed(one)


def _taken_back(record: Record) -> str:
    back = record.mistaken
    if back is None:
        return ""
    return f"{say(back.told)} {short(back.why, SHORT)}".strip()


def _opened_and_landed(one: Cycle) -> str:
    """Two things side by side that are never joined; what is not there is not known."""
    opened = [label(thread) for thread in one.threads]
    opened += [line.told.words for line in one.lines if line.told.words]
    facts = {
        "opened": _some(opened) or _("nothing written"),
        "landed": _some(landed_words.lines(one.landed)) or _("nothing marked"),
    }
    return _("Opened: %(opened)s. Landed: %(landed)s.") % facts


def _some(texts: list[str]) -> str:
    said = [short(text, SHORT).rstrip(".") for text in texts[:2]]
    more = len(texts) - len(said)
    return "; ".join([*said, _("and %(n)s more") % {"n": more}] if more else said)


def _window(asked: Asked, picture: Picture | None) -> Lines:
    if picture is None:
        yield "", _("It could not be worked out for this client. Please use your own reading.")
    elif picture.too_early:
        yield "", say(too_early(picture))
    else:
        for one in statements(picture, as_of=asked.now)[:ROWS]:
            yield say(one.name), say(one.what[0])


def _helps(asked: Asked) -> Lines:
    """From the formulation, and from what was really done, the newest first."""
    helps = asked.shared.value.words.get(Section.HELPS, "")
    if helps:
        yield _("In their words"), short(helps, LETTERS)
    did = preparation.done(asked.client, viewer=asked.viewer)
    for effect, name in EFFECTS.items():
        codes = [one.exercise for one in reversed(did) if one.effect is effect]
        newest = list(dict.fromkeys(codes))[:ROWS]
        if newest:
            yield str(name), "; ".join(title(code) for code in newest)
    if not helps and not did:
        yield "", _("Nothing is known yet.")


def _between(asked: Asked) -> Lines:
    """Ruptures that are open, in the words of whoever named them."""
    told = relationship.told(asked.client, viewer=asked.viewer)
    found = [one for one in told.strains if not one.closed]
    stands = sorted(found, key=lambda one: one.at, reverse=True)
    for one in stands[:ROWS]:
        name = f"{KINDS[one.kind]}, {asked.day(one.at)}"
        yield name, short(one.words or _("no words"), LETTERS)
    if len(stands) > ROWS:
        yield "", _("And %(n)s earlier.") % {"n": len(stands) - ROWS}
    if not stands:
        yield "", _("No open rupture that anybody named here.")


def _agreements(asked: Asked) -> Lines:
    agreed = touch.load(asked.client, viewer=asked.viewer, at=asked.now)
    yield "", say(agreed.says)
    found = consent.load(asked.client, viewer=asked.viewer)
    missing = [say(one.name) for one in found.items if one.missing]
    if missing:
        yield _("Consent"), _("Missing or out of date: %(names)s") % {"names": "; ".join(missing)}
    else:
        yield _("Consent"), _("Everything that a session needs is given in its present words.")


def _stands(asked: Asked, listed: Listed) -> Lines:
    """What asks for attention today, as the list has it: somebody new must not miss it."""
    said = signal_queries.marks([asked.client.id], viewer=asked.viewer).get(asked.client.id, [])
    found = standing_of(listed, said, viewer=asked.viewer, at=asked.now)
    for one in found[:ROWS]:
        yield str(kind(one.code)).capitalize(), short(say(one.what), LETTERS)
    if len(found) > ROWS:
        yield "", _("And %(n)s more on their page.") % {"n": len(found) - ROWS}
    if not found:
        yield "", _("Nothing stands now.")


def _next(asked: Asked, meeting: datetime | None) -> Lines:
    client, viewer = asked.client, asked.viewer
    yield _("Next meeting"), asked.moments.stamp(meeting) if meeting else _("None is planned.")
    plan = session_plan.planned(client, viewer=viewer, at=asked.now)
    if plan and plan.starts_at:
        yield _("Planned session"), asked.moments.stamp(plan.starts_at)
    last = notes.last(client, viewer=viewer)
    if last and last.next:
        yield _("Last note, %(by)s") % {"by": last.by}, short(last.next, LETTERS)
    decided = pacing.decisions(client, viewer=viewer)
    if decided:
        name = _("Next step, decided %(day)s") % {"day": asked.day(decided[0].at)}
        yield name, str(readiness_terms.ANSWERS[decided[0].answer])
