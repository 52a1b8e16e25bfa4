"""The practice's setting for flags: whether the model may raise them, and how many false ones."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from longarc.care.access import Actor
from longarc.care.tally import level_only
from longarc.records.queries import tally
from longarc.records.queries.window import flag_setting

#: Of 100, as `actions.window.set_flags` takes them.
LEAST, MOST = 1, 50


class FlagForm(forms.Form):
    on = forms.TypedChoiceField(
        label=gettext_lazy("Flags of the model"),
        choices=[("on", gettext_lazy("On")), ("off", gettext_lazy("Off"))],
        coerce=lambda chosen: chosen == "on",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Nothing was changed. Choose on or off.")},
    )
    budget = forms.IntegerField(
        label=gettext_lazy(
            "At most so many of 100 people to whom nothing happens are flagged in 26 weeks"
        ),
        min_value=LEAST,
        max_value=MOST,
        error_messages={
            name: gettext_lazy("Nothing was changed. Write a whole number from 1 to 50.")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )


def part(viewer: Actor, now: datetime, form: FlagForm | None = None) -> dict[str, Any]:
    """What `staff/practice_flags.html` needs; `form` as it was typed, when it could not be kept."""
    setting = flag_setting(viewer=viewer)
    budget = round(100 * setting.budget)
    first = {"on": "on" if setting.on else "off", "budget": budget}
    return {
        "flags_on": setting.on,
        "flag_budget": budget,
        "flag_form": form or flag_form(initial=first),
        "tally": tally.tally(viewer=viewer, at=now),
        "level_only": level_only(),
    }


def flag_form(data: Any = None, initial: dict[str, Any] | None = None) -> FlagForm:
    return FlagForm(data, auto_id="flags_%s", initial=initial)
