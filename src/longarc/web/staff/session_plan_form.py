"""The form of a session plan: what it begins with, and the plan it holds when it comes back."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care import session_steps
from longarc.care.reports import clean
from longarc.care.session_plan import (
    LONGEST_PART,
    MOST_ON_CALL,
    ON_CALL_DAYS,
    OnCall,
    Person,
    SessionPlan,
)
from longarc.care.session_steps import TEMPLATE, USUAL_MINUTES, NotSteps, Step
from longarc.web.staff.course_forms import MomentForm, day_field, near, time_field
from longarc.web.words import say

#: Empty places for further people on call, besides those that are there.
SPARE = 2
Team = Sequence[Person]


def _words(label: Any, *, rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, required=False, max_length=LONGEST_PART, widget=widget)


def _moment(label: Any) -> forms.DateTimeField:
    form = "%Y-%m-%dT%H:%M"
    wrong = gettext_lazy("Nothing was kept yet. Write it like 2030-05-31 14:30, or leave it empty.")
    return forms.DateTimeField(
        label=label,
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=form),
        input_formats=[form, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": wrong},
    )


class PlanForm(MomentForm):
    """Every field may stay empty. Someone on call has four fields, `call_0_who` and so on."""

    on = day_field(gettext_lazy("Day"))
    at = time_field(gettext_lazy("Time when the client arrives"))
    hours = forms.DecimalField(
        label=gettext_lazy("Planned length in hours"),
        required=False,
        min_value=0,
        max_value=24,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.25"}),
    )
    lead = forms.ChoiceField(label=gettext_lazy("Who leads"), required=False)
    second = forms.ChoiceField(label=gettext_lazy("Who else of the team"), required=False)
    others = _words(gettext_lazy("Who else is in the room"))
    room = _words(gettext_lazy("Room, and how to find it"))
    steps = forms.CharField(
        label=gettext_lazy("What will happen, one step on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "aria-describedby": "steps_how"}),
    )
    transport = _words(gettext_lazy("Who takes the client home, and how"), rows=2)
    support_person = _words(gettext_lazy("Support person"))
    support_phone = _words(gettext_lazy("Their phone"))

    def __init__(self, *args: Any, team: Team, staff: Team, places: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = range(min(places, MOST_ON_CALL))
        for name in ("on", "at"):
            self.fields[name].required = False
        for name in ("lead", "second"):
            field: Any = self.fields[name]
            field.choices = _choices(team)
        for place in self.places:
            self._call(place, staff)

    def _call(self, place: int, staff: Team) -> None:
        who = forms.ChoiceField(label=_("On call"), required=False, choices=_choices(staff))
        made = {
            "who": who,
            "phone": _words(_("Phone that they answer")),
            "since": _moment(_("From (empty: the end of the session)")),
            "until": _moment(_("Until (empty: %(n)s days after it)") % {"n": ON_CALL_DAYS}),
        }
        self.fields.update({f"call_{place}_{name}": field for name, field in made.items()})

    @property
    def calls(self) -> list[list[Any]]:
        """The fields of each person on call."""
        names = ("who", "phone", "since", "until")
        return [[self[f"call_{place}_{name}"] for name in names] for place in self.places]

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        return near(day) if day else None

    def clean_steps(self) -> tuple[Step, ...]:
        try:
            return session_steps.read(clean(self.cleaned_data["steps"]))
        except NotSteps as problem:
            raise forms.ValidationError(say(problem.text)) from None

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if "on" in told and "at" in told:
            self._start(told)
        self._on_call(told)
        return told

    def _start(self, told: dict[str, Any]) -> None:
        if told["on"] and told["at"]:
            told["starts_at"] = self._moment(told["on"], told["at"])
        elif told["on"]:
            self.add_error("at", _("Nothing was kept yet. Name the time too, or leave both empty."))
        elif told["at"]:
            self.add_error("on", _("Nothing was kept yet. Name the day too, or leave both empty."))

    def _on_call(self, told: dict[str, Any]) -> None:
        """What was written about someone on call is not lost for want of their name."""
        for place in self.places:
            written = any(told.get(f"call_{place}_{name}") for name in ("phone", "since", "until"))
            if written and not told.get(f"call_{place}_who"):
                self.add_error(f"call_{place}_who", _("Nothing was kept yet. Choose who it is."))

    def plan(self) -> SessionPlan:
        """What the valid form holds; people by their ids, their names are looked up."""
        told = self.cleaned_data
        return SessionPlan(
            starts_at=told.get("starts_at"),
            minutes=int(told["hours"] * 60) if told["hours"] else None,
            lead=_person(told["lead"]),
            second=_person(told["second"]),
            steps=told["steps"],
            on_call=tuple(self._called(told)),
            **{name: clean(told[name]).strip() for name in _TEXTS},
        )

    def _called(self, told: dict[str, Any]) -> Iterable[OnCall]:
        for place in self.places:
            who, phone, since, until = (told[f"call_{place}_{name}"] for name in _ALL)
            person = _person(who)
            if person:
                yield OnCall(person, clean(phone).strip(), since, until)


_ALL = ("who", "phone", "since", "until")
_TEXTS = ("others", "room", "transport", "support_person", "support_phone")


def _choices(people: Team) -> list[tuple[str, Any]]:
    return [("", gettext_lazy("Nobody yet")), *((str(one.id), one.name) for one in people)]


def _person(text: str) -> Person | None:
    return Person(UUID(text), "") if text else None


def form_of(value: SessionPlan, *, team: Team, staff: Team, data: Any = None) -> PlanForm:
    """The form that begins with `value`, or that came back with `data`."""
    places = MOST_ON_CALL if data is not None else len(value.on_call) + SPARE
    return PlanForm(
        data, auto_id="plan_%s", initial=_initial(value), team=team, staff=staff, places=places
    )


def _initial(value: SessionPlan) -> dict[str, Any]:
    start = timezone.localtime(value.starts_at) if value.starts_at else None
    told = {name: getattr(value, name) for name in _TEXTS}
    for place, one in enumerate(value.on_call):
        told |= {
            f"call_{place}_who": str(one.who.id),
            f"call_{place}_phone": one.phone,
            f"call_{place}_since": one.since,
            f"call_{place}_until": one.until,
        }
    return told | {
        "on": start.date() if start else None,
        "at": start.time() if start else None,
        "hours": f"{value.minutes / 60:g}" if value.minutes else None,
        "lead": str(value.lead.id) if value.lead else "",
        "second": str(value.second.id) if value.second else "",
        "steps": "\n".join(one.line for one in value.steps),
    }


def first_plan(team: Team, phone: str) -> SessionPlan:
    """What a new plan begins with: the lead, the template, and the lead on call afterwards."""
    steps = tuple(Step(when, _(words)) for when, words in TEMPLATE)
    lead = team[0] if team else None
    on_call = (OnCall(lead, phone),) if lead else ()
    return SessionPlan(minutes=USUAL_MINUTES, lead=lead, steps=steps, on_call=on_call)
