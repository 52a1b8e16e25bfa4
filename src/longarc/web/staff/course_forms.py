"""Forms of the course: when a phase began, and a meeting. Each keeps an entry; none changes one."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.access import Can, may
from longarc.care.arc import Phase
from longarc.records.actions import plan
from longarc.records.ids import uuid7
from longarc.records.queries import directory
from longarc.records.queries.clients import ClientRef
from longarc.web import errors
from longarc.web.staff import terms
from longarc.web.staff.people import actor

#: Entries about the course lie within so many days of today.
AROUND = timedelta(days=366)
LONGEST_WHY = 2000
LONGEST_PLACE = 200
SHORTEST, LONGEST = 5, 12 * 60


def day_field(label: Any) -> forms.DateField:
    wrong = gettext_lazy("Nothing was kept yet. Write the day like 2030-05-31.")
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": wrong, "invalid": wrong},
    )


def time_field(label: Any) -> forms.TimeField:
    wrong = gettext_lazy("Nothing was kept yet. Write the time like 14:30.")
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": wrong, "invalid": wrong},
    )


def near(day: date) -> date:
    if abs(day - timezone.localdate()) > AROUND:
        raise forms.ValidationError(_("Nothing was kept yet. Choose a day within a year of today."))
    return day


class PhaseForm(forms.Form):
    phase = forms.ChoiceField(label=gettext_lazy("Phase"), choices=list(terms.PHASES.items()))
    on = day_field(gettext_lazy("From which day"))
    why = forms.CharField(
        label=gettext_lazy("Why, in the client's words (optional)"),
        required=False,
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_on(self) -> date:
        return near(self.cleaned_data["on"])


class MomentForm(forms.Form):
    """A day and a time where the viewer is; both known, `starts_at` is the moment."""

    on = day_field(gettext_lazy("Day"))
    at = time_field(gettext_lazy("Time"))

    def clean_on(self) -> date:
        return near(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if "on" in told and "at" in told:
            told["starts_at"] = self._moment(told["on"], told["at"])
        return told

    def _moment(self, on: date, at: time) -> datetime | None:
        """The moment where the viewer is; a clock that is put forward leaves some times out."""
        starts_at = timezone.make_aware(datetime.combine(on, at))
        if timezone.localtime(starts_at.astimezone(UTC)).time() != at:
            self.add_error(
                "at", _("Nothing was kept yet. The clocks change then; choose another time.")
            )
        return starts_at


class MeetingForm(MomentForm):
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), initial=50, min_value=SHORTEST, max_value=LONGEST
    )
    place = forms.CharField(
        label=gettext_lazy("Place (optional)"), required=False, max_length=LONGEST_PLACE
    )
    with_user = forms.ChoiceField(label=gettext_lazy("With"))

    def __init__(self, *args: Any, team: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["with_user"]
        choice.choices = [(str(public_id), name) for public_id, name in team]


def phase_form(data: Any = None) -> PhaseForm:
    return PhaseForm(data, auto_id="phase_%s", initial={"on": timezone.localdate()})


def meeting_form(history: Iterable[directory.Held], viewer: Any, data: Any = None) -> MeetingForm:
    """The form, with those of the care team who hold the client now; `viewer` is an account."""
    team = [(held.staff, held.name) for held in history if held.until is None]
    first = {"with_user": str(viewer.public_id)}
    return MeetingForm(data, auto_id="meeting_%s", team=team, initial=first)


def client_phase(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Keep the start of a phase, or take one back."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    if "take_back" in request.POST:
        return _take_back(request, client)
    form = phase_form(request.POST)
    if not form.is_valid():
        return again(request, client, form, _("When did the phase begin?"))
    told = form.cleaned_data
    plan.start_phase(
        client,
        Phase(told["phase"]),
        told["on"],
        why=told["why"],
        uid=uid_in(request, "uid"),
        by=actor(request),
        at=timezone.now(),
    )
    return redirect("client", client.public_id)


def _take_back(request: HttpRequest, client: ClientRef) -> HttpResponse:
    uid = uid_in(request, "take_back")
    done = uid and plan.take_back_phase(client, uid, by=actor(request), at=timezone.now())
    return redirect("client", client.public_id) if done else errors.bad_request(request)


def client_meeting(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Plan a meeting."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    history = directory.care_history(client, viewer=actor(request))
    form = meeting_form(history, request.user, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return again(request, client, form, _("Plan a meeting"))
    try:
        _keep_meeting(request, client, form.cleaned_data)
    except plan.NotInTeam:  # they left the care team while the form was open
        form.add_error("with_user", _("Nothing was kept yet. They no longer hold this client."))
        return again(request, client, form, _("Plan a meeting"))
    return _home(request, client)


def _keep_meeting(request: HttpRequest, client: ClientRef, told: dict[str, Any]) -> None:
    plan.plan_meeting(
        client,
        told["starts_at"],
        told["minutes"],
        UUID(told["with_user"]),
        place=told["place"],
        uid=uid_in(request, "uid"),
        by=actor(request),
        at=timezone.now(),
    )


def client_meeting_cancel(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    client: ClientRef = request.client  # type: ignore[attr-defined]
    uid = uid_in(request, "meeting")
    done = uid and plan.cancel_meeting(client, uid, by=actor(request), at=timezone.now())
    return _home(request, client) if done else errors.bad_request(request)


def uid_in(request: HttpRequest, field: str) -> UUID | None:
    try:
        return UUID(request.POST.get(field, ""))
    except ValueError:
        return None


def again(request: HttpRequest, client: ClientRef, form: forms.Form, title: str) -> HttpResponse:
    """The form on a page of its own, with what was typed; also for those who may only book."""
    context = {
        "form": form,
        "title": title,
        "client": client,
        "may_read": may(actor(request), Can.READ_RECORD, client.relation),
        "kept_fields": [(name, _kept(request, form, name)) for name in ("uid", "stands")],
    }
    status = 422 if form.is_bound else 200
    return render(request, "staff/course_form.html", context, status=status)


def _kept(request: HttpRequest, form: forms.Form, name: str) -> str:
    """What the form that was sent says of itself; a page of its own begins with a new id."""
    if name in form.fields:
        return ""
    return request.POST.get(name, "" if name == "stands" else str(uuid7()))


def _home(request: HttpRequest, client: ClientRef) -> HttpResponse:
    """Back to the client, or to the directory for those who may only book."""
    if may(actor(request), Can.READ_RECORD, client.relation):
        return redirect("client", client.public_id)
    return redirect("directory")
