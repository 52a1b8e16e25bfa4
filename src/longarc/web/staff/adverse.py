"""Adverse events of one client: report one, follow each up until it is resolved."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care import adverse
from longarc.care.access import Can, may
from longarc.care.adverse import LONGEST_FIELD, Event, FollowUp, Grade, NotAGrade
from longarc.care.reports import clean
from longarc.records.actions import adverse as actions
from longarc.records.ids import uuid7
from longarc.records.queries import adverse as queries
from longarc.records.queries import window
from longarc.records.queries.clients import ClientRef
from longarc.web import errors
from longarc.web.staff.course_forms import day_field, uid_in
from longarc.web.staff.people import actor
from longarc.web.words import say

STATUS = {
    adverse.Status.GOES_ON: gettext_lazy("It goes on"),
    adverse.Status.RESOLVED: gettext_lazy("Resolved"),
    adverse.Status.REMAINS: gettext_lazy("Resolved; something stays"),
    adverse.Status.NOT_ONE: gettext_lazy("Not an adverse event after all (say why)"),
}
SEVERITY = {
    adverse.Severity.MILD: gettext_lazy("Mild"),
    adverse.Severity.MODERATE: gettext_lazy("Moderate"),
    adverse.Severity.SEVERE: gettext_lazy("Severe"),
}
IMPACT = {
    adverse.Impact.NONE: gettext_lazy("Holds up nothing"),
    adverse.Impact.SOME: gettext_lazy("Holds up some things"),
    adverse.Impact.MUCH: gettext_lazy("Holds up most of the day"),
}
RELATED = {
    adverse.Related.UNLIKELY: gettext_lazy("Unlikely"),
    adverse.Related.POSSIBLE: gettext_lazy("Possible"),
    adverse.Related.LIKELY: gettext_lazy("Likely"),
}
YES_NO = {
    adverse.YesNo.YES: gettext_lazy("Yes"),
    adverse.YesNo.NO: gettext_lazy("No"),
}
DOMAIN = {
    adverse.Domain.BODY: gettext_lazy("The body"),
    adverse.Domain.MIND: gettext_lazy("Mood, fear, sleep, thoughts"),
    adverse.Domain.PERCEPTION: gettext_lazy("Seeing, hearing, feeling unreal"),
    adverse.Domain.SPIRITUAL: gettext_lazy("Spirit, existence"),
    adverse.Domain.RELATIONAL: gettext_lazy("Closeness, trust, others"),
    adverse.Domain.MEANING: gettext_lazy("Meaning, beliefs"),
    adverse.Domain.OTHER: gettext_lazy("Something else"),
}
#: What is asked, in the order of the page: field -> (label, answers).
ASKED: dict[str, tuple[Any, Any]] = {
    "serious": (
        gettext_lazy("Serious: danger to life, a hospital stay, lasting harm, or by the law here?"),
        YES_NO,
    ),
    "severity": (gettext_lazy("How strong at its worst"), SEVERITY),
    "impact": (gettext_lazy("Daily life"), IMPACT),
    "related": (gettext_lazy("Has it to do with the session or the medicine?"), RELATED),
    "domain": (gettext_lazy("Where it is felt"), DOMAIN),
    "helped": (gettext_lazy("Was emergency or medical help called?"), YES_NO),
}
_KINDS: dict[str, Any] = {
    "serious": adverse.YesNo,
    "severity": adverse.Severity,
    "impact": adverse.Impact,
    "related": adverse.Related,
    "domain": adverse.Domain,
    "helped": adverse.YesNo,
}


def _words(label: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, required=False, max_length=LONGEST_FIELD, widget=area)


class GradeForm(forms.Form):
    """All that is known now; it begins with what the last follow-up said."""

    status = forms.ChoiceField(label=gettext_lazy("How it stands now"), choices=STATUS.items())
    onset = day_field(gettext_lazy("Began on"))
    ended = day_field(gettext_lazy("Ended on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("onset", "ended"):
            self.fields[name].required = False
        for name, (label, answers) in ASKED.items():
            choices = [("", _("Not known")), *answers.items()]
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=choices)
        self.fields["action"] = _words(gettext_lazy("What was done"))
        self.fields["words"] = _words(gettext_lazy("How it is now, in words"))

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        for name in ("onset", "ended"):
            if (day := told.get(name)) and day > timezone.localdate():
                self.add_error(name, _("Nothing was kept yet. That day is still to come."))
        return told

    def grade(self) -> Grade:
        told = self.cleaned_data
        codes = {name: kind(told[name]) if told[name] else None for name, kind in _KINDS.items()}
        return Grade(
            status=adverse.Status(told["status"]),
            onset=told["onset"],
            ended=told["ended"],
            action=_clean(told["action"]),
            words=_clean(told["words"]),
            **codes,
        )


def _clean(text: str) -> str:
    return clean(text).replace("\r\n", "\n").strip()


def grade_form(event: Event, now: Any, data: Any = None) -> GradeForm:
    """Words are written anew each time; everything else begins as it stands."""
    last = event.grade(now) or Grade()
    initial = {name: getattr(last, name) for name in ("status", "onset", "ended", *ASKED)}
    prefix = f"e{event.uid}"
    return GradeForm(data, prefix=prefix, auto_id="%s", initial=initial)


@dataclass(frozen=True, slots=True)
class Shown:
    """An event with its follow-ups, newest first, and the form for the next."""

    one: Event
    followed: list[tuple[FollowUp, Any, list[tuple[Any, Any]]]]
    day: Any
    form: GradeForm
    uid: UUID


def client_adverse(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The page, and both forms on it."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if request.method == "POST":
        return _post(request, client)
    return _page(request, client)


def _page(
    request: HttpRequest, client: ClientRef, *, status: int = 200, **more: Any
) -> HttpResponse:
    viewer, now = actor(request), timezone.now()
    events = queries.of_client(client, viewer=viewer)
    days = {one.uid: one.starts_at for one in window.sessions(client, viewer=viewer)}
    bound = more.pop("bound", {})
    open_ = adverse.open_ones(events, now)
    context = {
        "place": "caseload",
        "client": client,
        "open": [_shown(one, now, days, bound) for one in open_],
        "closed": [_shown(one, now, days, bound) for one in events if one not in open_],
        "sessions": list(reversed(days.items())),
        "may_write": may(viewer, Can.WRITE_RECORD, client.relation),
        "uid": uuid7(),
        "typed": {},
        **more,
    }
    return render(request, "staff/adverse.html", context, status=status)


def _shown(one: Event, now: Any, days: dict[UUID, Any], bound: dict[UUID, GradeForm]) -> Shown:
    followed = [(f, STATUS[f.grade.status], graded(f.grade)) for f in reversed(one.followed(now))]
    day = days.get(one.session) if one.session else None
    return Shown(one, followed, day, bound.get(one.uid) or grade_form(one, now), uuid7())


def graded(grade: Grade) -> list[tuple[Any, Any]]:
    """What was answered; what is not known is left out."""
    asked = ((label, getattr(grade, name), words) for name, (label, words) in ASKED.items())
    return [(label, words[value]) for label, value, words in asked if value is not None]


def _post(request: HttpRequest, client: ClientRef) -> HttpResponse:
    if uid_in(request, "uid") is None:
        return errors.bad_request(request)
    return _follow(request, client) if "event" in request.POST else _report(request, client)


def _report(request: HttpRequest, client: ClientRef) -> HttpResponse:
    words, session = request.POST.get("words", ""), uid_in(request, "session")
    uid, by, at = uid_in(request, "uid") or uuid7(), actor(request), timezone.now()
    try:
        done = actions.report(client, clean(words), session, uid=uid, by=by, at=at)
    except NotAGrade as problem:
        typed = request.POST.dict()
        return _page(request, client, status=422, problem=say(problem.text), typed=typed, uid=uid)
    messages.info(request, _("Kept. Grade it next.") if done else _("Nothing was changed."))
    if done and session and session not in {one.uid for one in window.sessions(client, viewer=by)}:
        said = _("The session that was chosen is not one of this client's: it stands without one.")
        messages.info(request, said)
    return redirect("client_adverse", client.public_id)


def _follow(request: HttpRequest, client: ClientRef) -> HttpResponse:
    by, at = actor(request), timezone.now()
    event = queries.find(client, uid_in(request, "event"), viewer=by)
    if event is None:
        return errors.bad_request(request)
    form = grade_form(event, at, request.POST)
    if not form.is_valid():
        return _again(request, client, event, form, _problem(), 422)
    uid, seen = uid_in(request, "uid") or uuid7(), request.POST.get("seen", "")
    try:
        done = actions.follow_up(client, event.uid, form.grade(), seen=seen, uid=uid, by=by, at=at)
    except NotAGrade as problem:
        return _again(request, client, event, form, say(problem.text), 422)
    except actions.ChangedMeanwhile:
        return _again(request, client, event, form, _changed(), 409)
    messages.info(request, _("Kept.") if done else _("Nothing was changed."))
    return redirect("client_adverse", client.public_id)


def _problem() -> str:
    return _("Nothing was kept yet, and nothing you typed is lost. What to change is said below.")


def _changed() -> str:
    return _(
        "Nothing was kept yet, and nothing you typed is lost. Somebody wrote a follow-up while "
        "your page was open. Read it, then keep yours."
    )


def _again(
    request: HttpRequest, client: ClientRef, event: Event, form: GradeForm, text: str, status: int
) -> HttpResponse:
    more: dict[str, Any] = {"bound": {event.uid: form}, "problem": text, "opened": event.uid}
    return _page(request, client, status=status, **more)
