"""My arc: where the client is, what comes next, and what they agreed to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.access import Actor
from longarc.care.arc import Phase
from longarc.records.actions.choices import choose
from longarc.records.ids import uuid7
from longarc.records.queries import clients, coming, course, relationship, worker
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import Begun, ChoiceKind, History, Meet
from longarc.web.client import inside
from longarc.web.client.forms import form_id, me
from longarc.web.client.relationship import OFFERED

NAMES: dict[Phase, tuple[Promise, Promise]] = {
    Phase.ARRIVAL: (
        gettext_lazy("Getting to know each other"),
        gettext_lazy("Getting to know each other again"),
    ),
    Phase.PREPARATION: (gettext_lazy("Preparing"), gettext_lazy("Preparing again")),
    Phase.MEDICINE: (gettext_lazy("Medicine session"), gettext_lazy("Medicine session again")),
    Phase.INTEGRATION: (gettext_lazy("Taking it in"), gettext_lazy("Taking it in again")),
    Phase.FOLLOW_UP: (gettext_lazy("Staying in touch"), gettext_lazy("Staying in touch again")),
}
#: After a choice, the page that the client was on.
PAGES = frozenset({"arc", "patterns", "export"})

#: The links on the page, in groups; those that are of no use where the client is are folded.
GROUPS = {
    Phase.ARRIVAL: "preparing",
    Phase.PREPARATION: "preparing",
    Phase.MEDICINE: "session",
    Phase.INTEGRATION: "taking_in",
    Phase.FOLLOW_UP: "taking_in",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One phase on the list. `been`: the client was there; `earlier`: before where they are."""

    phase: Phase
    name: str | Promise
    here: bool
    been: bool
    earlier: bool
    why: str


def steps(begun: Sequence[Begun], today: date) -> tuple[Step, ...]:
    """The five phases in order; nothing before the first has begun.

    A phase that was left and begun anew is named "again", with the reason in the client's words.
    """
    past = [one for one in begun if one.on <= today]
    if not past:
        return ()
    here, order = past[-1], list(Phase)
    left = {one.phase for one, later in pairwise(past) if later.phase is not one.phase}
    return tuple(
        Step(
            phase=phase,
            name=NAMES[phase][phase is here.phase and phase in left],
            here=phase is here.phase,
            been=any(one.phase is phase for one in past),
            earlier=order.index(phase) < order.index(here.phase),
            why=here.why if phase is here.phase else "",
        )
        for phase in order
    )


def folded(here: Step | None) -> frozenset[str]:
    """The groups that are not of now. Before the first phase nothing is hidden."""
    return frozenset(set(GROUPS.values()) - {GROUPS[here.phase]}) if here else frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """What a choice says when it is given and when not, and the button that changes it."""

    given: Promise
    not_given: Promise
    give: Promise
    take_back: Promise
    about: Promise


WORDS: dict[ChoiceKind, Words] = {
    ChoiceKind.SHARE_WORDS: Words(
        gettext_lazy("My new words: my care team can read them"),
        gettext_lazy("My words: only me"),
        gettext_lazy("Share my new words"),
        gettext_lazy("Keep my new words to me"),
        gettext_lazy("This is for words I write from now on. I can still choose each time."),
    ),
    ChoiceKind.SUPERVISION: Words(
        gettext_lazy("Supervision: yes"),
        gettext_lazy("Supervision: no"),
        gettext_lazy("Yes to supervision"),
        gettext_lazy("No to supervision"),
        gettext_lazy("A supervisor may read my record and help my therapist."),
    ),
    ChoiceKind.RESEARCH: Words(
        gettext_lazy("Research: yes"),
        gettext_lazy("Research: no"),
        gettext_lazy("Yes to research"),
        gettext_lazy("No to research"),
        gettext_lazy("My answers may help others learn, without my name. Care stays the same."),
    ),
    ChoiceKind.HIDE_PATTERNS: Words(
        gettext_lazy("Patterns page: hidden"),
        gettext_lazy("Patterns page: shown"),
        gettext_lazy("Hide Patterns"),
        gettext_lazy("Show Patterns"),
        gettext_lazy("My check-ins are kept as before."),
    ),
    ChoiceKind.BURST: Words(
        gettext_lazy("Closer check-ins after a session: yes"),
        gettext_lazy("Closer check-ins after a session: no"),
        gettext_lazy("Yes to closer check-ins"),
        gettext_lazy("No to closer check-ins"),
        gettext_lazy(
            "Three short ones a day, for five days after a medicine session. "
            "They help to see how it settles. I can leave any of them out."
        ),
    ),
    ChoiceKind.PRIOR: Words(
        gettext_lazy("Tuning: yes"),
        gettext_lazy("Tuning: no"),
        gettext_lazy("Yes to tuning"),
        gettext_lazy("No to tuning"),
        gettext_lazy(
            "My check-ins may help to tune this program for others here, without my name. "
            "If I say no later, mine are left out next time. Care stays the same."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Switch:
    """One choice as it stands, with the words for it."""

    kind: ChoiceKind
    history: History
    words: Words
    uid: UUID = field(default_factory=uuid7)

    @property
    def says(self) -> Promise:
        return self.words.given if self.history.given else self.words.not_given

    @property
    def does(self) -> Promise:
        return self.words.take_back if self.history.given else self.words.give


def arc(request: HttpRequest) -> HttpResponse:
    return _page(request, me(request))


def _page(
    request: HttpRequest, actor: Actor, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    client, now = clients.own(viewer=actor), timezone.now()
    zone = ZoneInfo(client.zone)
    team = course.care_team(client, viewer=actor)
    made = course.choices(client, viewer=actor)
    walked = steps(course.phases(client, viewer=actor), timezone.localdate(now, zone))
    here = next((step for step in walked if step.here), None)
    meetings = course.meetings(client, viewer=actor, after=now)
    context = {
        "tab": "arc",
        "steps": walked,
        "here": here,
        "folded": folded(here),
        "team": team,
        "lead": next((member for member in team if member.lead), None),
        "meetings": meetings,
        "house": _house(meetings, client, actor),
        "session": coming.next_of(client, viewer=actor, at=now),
        "felt": relationship.to_rate(client, viewer=actor, at=now, within=OFFERED),
        "inside": inside.load(client, viewer=actor),
        "switches": [Switch(kind, made[kind], words) for kind, words in WORDS.items()],
        "problem": problem,
    }
    with timezone.override(zone):
        return render(request, "client/arc.html", context, status=status)


def _house(meetings: Iterable[Meet], client: ClientRef, actor: Actor) -> str:
    """The practice's time zone, when there is a place to be at and it differs from the client's."""
    if not any(one.place for one in meetings):
        return ""
    house = worker.place(viewer=actor).key
    return "" if house == client.zone else house


def choice(request: HttpRequest) -> HttpResponse:
    """Give or take back one choice; both are one tap."""
    actor, page = me(request), request.POST.get("next", "arc")
    asked = _asked(request)
    if asked is None:
        problem = _("Nothing changed. Your choices are as they were. Please try again.")
        return _page(request, actor, status=400, problem=problem)
    kind, given = asked
    choose(kind, given=given, uid=form_id(request), by=actor, at=timezone.now())
    messages.info(request, _("Kept. You can change it back any time."))
    return redirect(page if page in PAGES else "arc")


def _asked(request: HttpRequest) -> tuple[ChoiceKind, bool] | None:
    given = {"1": True, "0": False}.get(request.POST.get("given", ""))
    try:
        kind = ChoiceKind(request.POST.get("kind", ""))
    except ValueError:
        return None
    return None if given is None else (kind, given)
