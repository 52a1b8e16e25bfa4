"""The staff's words about a plan: its parts, what someone else wrote in them, the ways on."""

from collections.abc import Collection
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.session_plan import OnCall, Person, SessionPlan

PARTS: dict[str, Any] = {
    "starts_at": gettext_lazy("Day and time"),
    "minutes": gettext_lazy("Planned length"),
    "lead": gettext_lazy("Who leads"),
    "second": gettext_lazy("Who else of the team"),
    "others": gettext_lazy("Who else is in the room"),
    "room": gettext_lazy("Room"),
    "steps": gettext_lazy("What will happen"),
    "transport": gettext_lazy("Who takes the client home"),
    "support_person": gettext_lazy("Support person"),
    "support_phone": gettext_lazy("Their phone"),
    "on_call": gettext_lazy("On call"),
}


def theirs(value: SessionPlan, both: Collection[str]) -> list[tuple[Any, list[str]]]:
    """Each part that both wrote: its name, and the lines that the other kept."""
    return [(name, _lines(value, part)) for part, name in PARTS.items() if part in both]


def _lines(value: SessionPlan, part: str) -> list[str]:
    told = getattr(value, part)
    if part == "steps":
        return [one.line for one in told] or [_("empty")]
    if part == "on_call":
        return [_called(one) for one in told] or [_("empty")]
    if part == "starts_at":
        return [moment(told) if told else _("empty")]
    if part == "minutes":
        return [f"{told / 60:g} h" if told else _("empty")]
    return [(told.name if isinstance(told, Person) else told) or _("empty")]


def _called(one: OnCall) -> str:
    when = " - ".join(moment(at) for at in (one.since, one.until) if at)
    return ", ".join(text for text in (one.who.name, one.phone, when) if text)


def moment(at: Any) -> str:
    return formats.date_format(timezone.localtime(at), "j F Y, H:i")


#: A gate -> its name, what holds when it has no reason against, and where it is put right.
GATES: dict[str, tuple[Any, Any, str, Any]] = {
    "plan": (
        gettext_lazy("The plan"),
        gettext_lazy("It is planned for today, and its lead holds this client."),
        "client_session_plan_edit",
        gettext_lazy("Change the plan"),
    ),
    "consent": (
        gettext_lazy("Consent"),
        gettext_lazy("Each item that a session needs is given, in its present words."),
        "client_consents",
        gettext_lazy("Look at the consents"),
    ),
    "touch": (
        gettext_lazy("Touch agreement"),
        gettext_lazy("It is signed for this session."),
        "client_consents",
        gettext_lazy("Look at the agreement"),
    ),
    "screening": (
        gettext_lazy("Screening"),
        gettext_lazy("No row is barred, locked or declined."),
        "client_screening",
        gettext_lazy("Open the screening"),
    ),
    "risk": (
        gettext_lazy("Risk questions"),
        gettext_lazy("They were asked, and no path is open."),
        "client_risk",
        gettext_lazy("Open the risk questions"),
    ),
}
