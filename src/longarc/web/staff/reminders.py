"""Reminders as the care team sees them, in words: whether any are wanted, and whether they arrive.

Not the client's times, and not what a reminder says.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from longarc.care.reminder_states import Reach, reach
from longarc.care.reminders import Way
from longarc.records.queries import reminders as queries
from longarc.records.queries import worker
from longarc.records.queries.reminder_reach import Reached
from longarc.web.client import reminder_words as words
from longarc.web.client.reminders import offered
from longarc.web.staff.people import actor

WISHES: dict[Way, Promise] = {
    Way.NONE: gettext_lazy("Wants no reminders."),
    Way.EMAIL: gettext_lazy("Is reminded by e-mail."),
    Way.PUSH: gettext_lazy("Is reminded by a note on the phone."),
    Way.CALENDAR: gettext_lazy("Has reminders in a calendar of their own."),
}
SHOWN = 14
UNREACHED: dict[Reach, Promise] = {
    Reach.NOT: gettext_lazy("Reminders are not reaching this person."),
    Reach.NOT_KNOWN: gettext_lazy("Nobody knows whether reminders reach this person."),
}
NOT_SENT = gettext_lazy("Reminders they chose do not go out: that way is not set up here.")


def unreached(found: Reached) -> str | Promise:
    """What a care team needs to know of someone whom reminders may not reach, or ""."""
    if not offered()[found.way]:
        return NOT_SENT
    return UNREACHED.get(found.reach, "")


def client_reminders(request: HttpRequest, **_: Any) -> HttpResponse:
    viewer, now, client = actor(request), timezone.now(), request.client  # type: ignore[attr-defined]
    choices = queries.chosen(client, viewer=viewer)
    log = queries.log(client, viewer=viewer)
    context = {
        "client": client,
        "wish": WISHES[choices.way] if choices.since else "",
        "resting": queries.resting(client, viewer=viewer, at=now),
        "unreached": unreached(Reached(choices.way, reach(log, choices.way))),
        "log": [(one.at, words.BY[one.way], words.came_to(one), one.about) for one in log[:SHOWN]],
    }
    return render(request, "staff/reminders.html", context)


def practice_reminders(request: HttpRequest) -> HttpResponse:
    """For the owner: what is set up, whether the worker runs, counts; never whose."""
    viewer, now = actor(request), timezone.now()
    ready = offered()
    wished = queries.wished(viewer=viewer)
    context = {
        "mail": ready[Way.EMAIL],
        "push": ready[Way.PUSH],
        "waits": {way: way in wished and not ready[way] for way in (Way.EMAIL, Way.PUSH)},
        "last": worker.last_run(viewer=viewer),
        "silent": (ready[Way.EMAIL] or ready[Way.PUSH]) and worker.silent(viewer=viewer, at=now),
        "counts": [
            (words.CAME_TO[state], n) for state, n in worker.counts(viewer=viewer, at=now).items()
        ],
    }
    return render(request, "staff/practice_reminders.html", context)
