"""The forms of a session's record: each holds one line, or nothing when it was left empty."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care import session_times, touch
from longarc.care.reports import clean
from longarc.care.session_record import (
    LONGEST_SHORT,
    LONGEST_WORDS,
    MOST_DIGITS,
    NO,
    YES,
    Fact,
    Fit,
    Kind,
    Told,
    Vital,
)
from longarc.care.session_times import OnDay
from longarc.care.sources import Substance
from longarc.web.client.ladder import LABELS as STATES
from longarc.web.client.session_record_words import ANSWERS, FITS, KINDS, LIVING, SHORT, VITALS
from longarc.web.staff.course_forms import time_field
from longarc.web.substance_words import SUBSTANCES
from longarc.web.words import dated, say

NOT_SAID = ("", gettext_lazy("Not said"))
ASKED_LIVING = [NOT_SAID, (YES, LIVING[YES]), (NO, LIVING[NO])]
YES_NO = [NOT_SAID, (YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))]
#: How many empty rows the form begins with. What is kept makes room for more.
ROWS, VITAL_ROWS, TOUCH_ROWS = 6, 3, 2


SKIPPED = gettext_lazy("Nothing was kept yet. The clocks change then; choose another time.")


def here() -> ZoneInfo:
    return ZoneInfo(timezone.get_current_timezone_name())


def day_label(one: OnDay, start: datetime) -> str:
    """A day as it is offered beside a time."""
    words = dated(one.day, "j F")
    if one.again:
        return _("%(day)s, after the clocks went back") % {"day": words}
    own = session_times.day_of(start, here()).day == one.day
    return _("%(day)s, the day it began") % {"day": words} if own else words


def _words(label: Any, rows: int = 2) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=LONGEST_WORDS, widget=area)


def _short(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=LONGEST_SHORT)


def _pick(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices)


class LineForm(forms.Form):
    """One line of one kind. `facts` names the fields that are facts of the line."""

    kind: Kind = Kind.EVENT
    facts: tuple[str, ...] = ()

    def __init__(self, *args: Any, start: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.start = start
        self.guess: OnDay | None = None
        if "time" in self.fields:
            self.fields["time"].required = False
            self._with_day()

    def _with_day(self) -> None:
        """A day beside the time; left as it is, it is the first such time after the start."""
        usual = ("", gettext_lazy("The first time after the start"))
        offered = set(session_times.days(self.start, here()))
        if self.initial.get("day"):
            offered.add(session_times.parse(self.initial["day"]))
        choices = [(str(one), day_label(one, self.start)) for one in sorted(offered)]
        self.fields["day"] = _pick(gettext_lazy("Its day"), [usual, *choices])
        names = [one for one in self.fields if one != "day"]
        names.insert(names.index("time") + 1, "day")
        self.order_fields(names)

    def clean(self) -> dict[str, Any]:
        """A clock that is put forward leaves some times out; none of them is moved in silence."""
        told = super().clean() or self.cleaned_data
        wall: time | None = told.get("time")
        if wall and "day" in told:
            try:
                told["at"] = self._moment(wall, told["day"])
            except session_times.Skipped:
                self.add_error("time", SKIPPED)
        return told

    def _moment(self, wall: time, day: str) -> datetime:
        """The moment that is meant. `guess`: the day has to be asked, this one is offered."""
        if day:
            return session_times.on(session_times.parse(day), wall, here())
        found = session_times.first(self.start, wall, here())
        earlier = session_times.before(self.start, wall, here())
        if earlier:
            offered = found if found <= timezone.now() else earlier
            self.guess = session_times.day_of(offered, here())
        return found

    @property
    def at(self) -> datetime | None:
        found: datetime | None = self.cleaned_data.get("at")
        return found

    def told(self) -> Told | None:
        """What the valid form holds; None: it was left empty."""
        told = self.cleaned_data
        line = Told(self.kind, self.at, _clean(told.get("words", "")), self._facts())
        return None if line.empty else line

    def _facts(self) -> Mapping[str, Fact]:
        found = {name: self.cleaned_data.get(name) for name in self.facts}
        return {
            name: value if isinstance(value, int) else _clean(value)
            for name, value in found.items()
            if value not in (None, "", [])
        }


def _clean(text: Any) -> str:
    return clean(str(text)).replace("\r\n", "\n").strip()


class PeopleForm(LineForm):
    kind = Kind.PEOPLE
    words = _words(gettext_lazy("Who was there, and what they did"))


class DoseForm(LineForm):
    kind = Kind.DOSE
    facts = ("substance", "amount", "way", "noted_by")
    substance = _pick(gettext_lazy("What"), [])
    amount = _short(gettext_lazy("How much, with its unit"))
    way = _short(SHORT["way"])
    time = time_field(gettext_lazy("When it was taken"))
    noted_by = _short(SHORT["noted_by"])
    words = _words(gettext_lazy("Anything else about it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = ("other", gettext_lazy("Something else (say what below)"))
        choice: Any = self.fields["substance"]
        choice.choices = [NOT_SAID, *((str(one), SUBSTANCES[one]) for one in Substance), other]


class PeakForm(LineForm):
    kind = Kind.PEAK
    time = time_field(gettext_lazy("Strongest around (if somebody knows)"))


class EndedForm(LineForm):
    kind = Kind.ENDED
    time = time_field(gettext_lazy("The session ended at"))


class VitalsForm(LineForm):
    kind = Kind.VITALS
    facts = tuple(Vital)
    time = time_field(gettext_lazy("Time"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits: Any = {"required": False, "min_value": 0, "max_value": MOST_DIGITS}
        for name, label in VITALS.items():
            self.fields[name] = forms.IntegerField(**limits, label=str(label))


class TouchForm(LineForm):
    kind = Kind.TOUCH
    facts = ("places", "asked")
    time = time_field(gettext_lazy("Time"))
    places = forms.MultipleChoiceField(
        label=gettext_lazy("Where"), required=False, widget=forms.CheckboxSelectMultiple
    )
    asked = _pick(gettext_lazy("Was it asked first?"), YES_NO)
    words = _words(gettext_lazy("How it was"), rows=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["places"]
        places.choices = [(str(one), say(touch.listed([one]))) for one in touch.Place]

    def _facts(self) -> Mapping[str, Fact]:
        chosen = " ".join(self.cleaned_data["places"])
        asked = self.cleaned_data["asked"]
        return {key: value for key, value in (("places", chosen), ("asked", asked)) if value}


class LeaveForm(LineForm):
    kind = Kind.LEAVE
    facts = (*Fit, "decided_by", "deviation")
    time = time_field(gettext_lazy("When they left"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in FITS.items():
            self.fields[name] = _pick(label, ASKED_LIVING if name is Fit.SUICIDE else YES_NO)
        self.fields["decided_by"] = _short(SHORT["decided_by"])
        self.fields["deviation"] = _short(SHORT["deviation"])
        self.fields["words"] = _words(gettext_lazy("Times, and anything else about leaving"))


_SIMPLE = (Kind.EVENT, Kind.SUPPORT, Kind.WORDS)


class RowForm(LineForm):
    """One line of the timeline: what kind it is, is chosen in one list."""

    time = time_field(gettext_lazy("Time"))
    what = _pick(gettext_lazy("What"), [])
    words = _words(gettext_lazy("In words"), rows=1)

    def __init__(self, *args: Any, only: Kind | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        what: Any = self.fields["what"]
        choices = [(code, label) for code, label in _choices() if only in (None, _kind(code))]
        what.choices = choices

    def told(self) -> Told | None:
        kind, _colon, answer = self.cleaned_data["what"].partition(":")
        words = _clean(self.cleaned_data["words"])
        if not (words or self.at or answer):
            return None
        facts = {_ANSWER[Kind(kind)]: answer} if answer else {}
        return Told(Kind(kind), self.at, words, facts)


_ANSWER = {Kind.STATE: "state", Kind.CONSENT: "answer"}


def _kind(code: str) -> Kind:
    return Kind(code.partition(":")[0])


def _choices() -> list[tuple[str, str]]:
    return [
        *((str(kind), str(KINDS[kind])) for kind in _SIMPLE),
        *((f"state:{one}", f"{KINDS[Kind.STATE]}: {STATES[one]}") for one in STATES),
        *((f"consent:{one}", f"{KINDS[Kind.CONSENT]}: {said}") for one, said in ANSWERS.items()),
    ]


FORMS: dict[Kind, type[LineForm]] = {
    Kind.PEOPLE: PeopleForm,
    Kind.DOSE: DoseForm,
    Kind.PEAK: PeakForm,
    Kind.ENDED: EndedForm,
    Kind.TOUCH: TouchForm,
    Kind.VITALS: VitalsForm,
    Kind.LEAVE: LeaveForm,
}


class Whole:
    """Every form of the page, in order; `data` is what came back."""

    def __init__(self, start: datetime, data: Any = None) -> None:
        def one(form: type[LineForm], prefix: str) -> LineForm:
            return form(data, prefix=prefix, start=start, auto_id="record_%s")

        self.people, self.dose = one(PeopleForm, "people"), one(DoseForm, "dose")
        self.peak, self.ended = one(PeakForm, "peak"), one(EndedForm, "ended")
        self.rows = [one(RowForm, f"row{n}") for n in range(ROWS)]
        self.touches = [one(TouchForm, f"touch{n}") for n in range(TOUCH_ROWS)]
        self.vitals = [one(VitalsForm, f"vitals{n}") for n in range(VITAL_ROWS)]
        self.leave = one(LeaveForm, "leave")

    @property
    def all(self) -> list[LineForm]:
        first = [self.people, self.dose, self.peak, self.ended]
        return [*first, *self.rows, *self.touches, *self.vitals, self.leave]

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.all)

    def told(self) -> list[Told]:
        return [line for form in self.all if (line := form.told())]

    def unclear(self) -> list[LineForm]:
        """Those whose time may be of the morning after or of the time before."""
        return [form for form in self.all if form.guess]


def asked_days(unclear: Iterable[LineForm]) -> list[str]:
    """What is asked about each, with the day that is offered."""
    return [
        _("%(time)s: which day? It is set to %(day)s. Change it where that is wrong.")
        % {
            "time": formats.time_format(form.cleaned_data["time"], "H:i"),
            "day": day_label(form.guess, form.start),
        }
        for form in unclear
        if form.guess
    ]


def with_days(data: Any, unclear: Iterable[LineForm]) -> Any:
    """What came back, with the offered day set where one has to be chosen."""
    found = data.copy()
    for form in unclear:
        found[form.add_prefix("day")] = str(form.guess)
    return found


def of_line(told: Told, start: datetime, *, prefix: str, data: Any = None) -> LineForm:
    """The form that corrects one line: it begins with what the line says."""
    at = timezone.localtime(told.at).time() if told.at else None
    day = str(session_times.day_of(told.at, here())) if told.at else ""
    initial: dict[str, Any] = {"time": at, "day": day, "words": told.words, **told.facts}
    more: dict[str, Any] = {}
    form = FORMS.get(told.kind, RowForm)
    if form is RowForm:
        answer = next(iter(told.facts.values()), "")
        initial["what"] = f"{told.kind}:{answer}" if answer else str(told.kind)
        more["only"] = told.kind
    if told.kind is Kind.TOUCH:
        initial["places"] = str(told.facts.get("places", "")).split()
    return form(data, prefix=prefix, start=start, auto_id="fix_%s", initial=initial, **more)
