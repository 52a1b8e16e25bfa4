"""Forms of the window: a medicine session as a dated event, and the rows that count as inside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care import ungated, window
from longarc.care.arc import State
from longarc.care.statement import ROWS, rows
from longarc.care.text import Text, msg
from longarc.care.window import Named, NotAWindow
from longarc.records.actions import window as actions
from longarc.records.ids import uuid7
from longarc.records.queries.clients import ClientRef
from longarc.web import errors
from longarc.web.staff import terms
from longarc.web.staff.course_forms import MomentForm, again, day_field, time_field
from longarc.web.staff.people import actor

_CHOOSE = gettext_lazy("Nothing was kept yet. Choose one row, or rows that lie side by side.")


class SessionForm(MomentForm):
    """When a medicine session began."""

    on = day_field(gettext_lazy("Day it began"))
    at = time_field(gettext_lazy("Time it began"))

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        starts_at = told.get("starts_at")
        if starts_at and starts_at > timezone.now():
            ahead = _("Nothing was kept yet. A session is entered once it has begun.")
            self.add_error("on", forms.ValidationError(ahead, code="ahead"))
        return told


class BackForm(forms.Form):
    """Why a session is taken back."""

    why = forms.CharField(
        label=gettext_lazy("Why it is taken back"),
        max_length=ungated.LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": gettext_lazy("Nothing was changed yet. Write why it is taken back.")
        },
    )


class EntryForm(SessionForm):
    """When it began, and what is said where the page asks."""

    began = forms.BooleanField(
        label=gettext_lazy("It began already, at this time: keep what happened"), required=False
    )
    sure = forms.BooleanField(
        label=gettext_lazy("It is another session; keep it beside that one"), required=False
    )
    why = forms.CharField(
        label=gettext_lazy("Why it is entered without the gate"),
        required=False,
        max_length=ungated.LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def asks(self, *names: str) -> list[forms.BoundField]:
        """Day and time, what is asked now, and what was said before."""
        wanted = {"on", "at", *names, *(one for one in self.data if self.data.get(one))}
        return [self[name] for name in self.fields if name in wanted]

    def ask_why(self) -> None:
        self.add_error("why", _("Nothing is kept yet. It will be, once you have said why."))


class WindowForm(forms.Form):
    """Which rows count as inside. `uid` names this proposal, so that it is kept once."""

    rows = forms.MultipleChoiceField(
        label=gettext_lazy("Rows that count as inside"),
        choices=[(str(row), terms.STATES[row]) for row in ROWS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def clean_rows(self) -> tuple[State, ...]:
        try:
            return window.in_order(map(State, self.cleaned_data["rows"]))
        except NotAWindow:
            raise forms.ValidationError(_CHOOSE) from None


def session_form(data: Any = None) -> SessionForm:
    return SessionForm(data, auto_id="session_%s", initial={"on": timezone.localdate()})


def begun_form(starts_at: datetime, data: Any = None) -> SessionForm:
    """When an entered session really began; it begins with what is entered."""
    here = timezone.localtime(starts_at)
    first = {"on": here.date(), "at": here.time()}
    return SessionForm(data, auto_id="begun_%s", initial=first)


def anew_form(starts_at: datetime, data: Any = None) -> EntryForm:
    """The same for one that is kept; the reason is asked where gates were not met."""
    here = timezone.localtime(starts_at)
    first = {"on": here.date(), "at": here.time()}
    return EntryForm(data, auto_id="begun_%s", initial=first)


def window_form(named: Sequence[Named], data: Any = None) -> WindowForm:
    """The form, with what the client waits for an answer to, or else what stands."""
    asked = window.waiting(named)
    first = asked.rows if asked else window.agreed(named).rows
    return WindowForm(data, auto_id="window_%s", initial={"rows": first, "uid": uuid7()})


def what_stands(named: Sequence[Named]) -> Text:
    """The agreed window in words."""
    stands = window.agreed(named)
    if stands.since is None:
        return Text(
            msg("%(rows)s, until you and the client agree on other rows."),
            {"rows": rows(stands.rows)},
        )
    return Text(
        msg("%(rows)s, agreed with the client on %(since)s."),
        {"rows": rows(stands.rows), "since": stands.since},
    )


def what_waits(named: Sequence[Named]) -> Text | None:
    """A proposal of either side that the other has not answered."""
    asked = window.waiting(named)
    if asked is None:
        return None
    facts: dict[str, Any] = {"rows": rows(asked.rows), "at": asked.at}
    if asked.by_client:
        said = msg("The client named %(rows)s on %(at)s. It is agreed once you name the same rows.")
        return Text(said, facts)
    return Text(msg("%(rows)s, proposed on %(at)s, waits for the client's answer."), facts)


def client_window(request: HttpRequest, client_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Name the rows that count as inside, for the care team."""
    client: ClientRef = request.client  # type: ignore[attr-defined]
    form = window_form((), request.POST)
    if form.has_error("uid"):
        return errors.bad_request(request)
    if not form.is_valid():
        return again(request, client, form, _("Which rows count as inside?"))
    told = form.cleaned_data
    actions.count_inside(
        client, told["rows"], uid=told["uid"], by=actor(request), at=timezone.now()
    )
    return redirect("client", client.public_id)
