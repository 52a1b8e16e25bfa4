"""The words of the Reminders page: what was chosen, and what became of each."""

from datetime import time

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.reminder_states import Send, Tried, Why
from longarc.care.reminders import Choices, Way

#: Way -> what it is called, what it does.
WAYS: dict[Way, tuple[Promise, Promise]] = {
    Way.NONE: (gettext_lazy("No reminders"), gettext_lazy("I come when I like.")),
    Way.EMAIL: (gettext_lazy("E-mail"), gettext_lazy("To the address I sign in with.")),
    Way.PUSH: (
        gettext_lazy("A note on this phone"),
        gettext_lazy(
            "The maker of my browser carries it. They see that something comes, and never what."
        ),
    ),
    Way.CALENDAR: (
        gettext_lazy("My calendar"),
        gettext_lazy("A secret link that my calendar reads. It may take a day to show changes."),
    ),
}
#: What is said to who chose a way that is not set up here any more.
GONE: dict[Way, Promise] = {
    Way.EMAIL: gettext_lazy("E-mail does not go out here now. Nothing comes. Other ways work."),
    Way.PUSH: gettext_lazy("Notes do not go out here now. Nothing comes. Other ways work."),
}
#: Why a way cannot be chosen here.
NOT_HERE: dict[Way, Promise] = {
    Way.EMAIL: gettext_lazy("Not set up here: there is no mail server."),
    Way.PUSH: gettext_lazy("Not set up here."),
}
BY: dict[Way, Promise] = {
    Way.NONE: gettext_lazy("none"),
    Way.EMAIL: gettext_lazy("by e-mail"),
    Way.PUSH: gettext_lazy("as a note on the phone"),
    Way.CALENDAR: gettext_lazy("in the calendar"),
}
CAME_TO: dict[Send, Promise] = {
    Send.QUEUED: gettext_lazy("waits to go"),
    Send.SENDING: gettext_lazy("on its way"),
    Send.SENT: gettext_lazy("sent"),
    Send.FAILED: gettext_lazy("not taken there"),
    Send.UNKNOWN: gettext_lazy("not known if it came; it is not sent again"),
    Send.DROPPED: gettext_lazy("not needed, or too late to send"),
}
BECAUSE: dict[Why, Promise] = {
    Why.LATE: gettext_lazy("too late, not sent"),
    Why.UNWANTED: gettext_lazy("not needed any more"),
    Why.NOT_SET_UP: gettext_lazy("not sent: this way is not set up here"),
    Why.NO_ADDRESS: gettext_lazy("not sent: there is no address"),
    Why.REFUSED: gettext_lazy("not sent: it was not taken there"),
    Why.GONE: gettext_lazy("not sent: notes are off on the phone"),
    Why.NO_CONTACT: gettext_lazy("not sent: nobody answered there"),
}


def came_to(one: Tried) -> str | Promise:
    """What became of one reminder, in a few words."""
    return BECAUSE.get(one.why) or CAME_TO[one.state]


def standing(choices: Choices) -> str:
    """What is chosen, in one sentence or two."""
    if choices.way is Way.NONE:
        return _("No reminders come.")
    if not choices.follow_up:
        return _own(choices)
    if not choices.days and not choices.closer:
        told = {"time": _clock(choices.first), "how": BY[choices.way]}
        return _("A reminder comes %(how)s at %(time)s, when we ask again how it is.") % told
    return f"{_own(choices)} {_('One comes when we ask again how it is, too.')}"


def _own(choices: Choices) -> str:
    told = {"time": _clock(choices.first), "days": _days(choices), "how": BY[choices.way]}
    if not choices.days:
        return _("A reminder comes %(how)s on the days of closer check-ins only.") % told
    return _("A reminder comes %(how)s at %(time)s: %(days)s.") % told


def _clock(wall: time) -> str:
    return f"{wall:%H:%M}"


def _days(choices: Choices) -> str:
    if len(choices.days) == len(WEEKDAYS):
        return _("every day")
    return ", ".join(str(WEEKDAYS[day]) for day in sorted(choices.days))
