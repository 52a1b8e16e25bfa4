"""The one line on Today that says what is planned, or asks for a little more. It counts nothing."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from longarc.care import schedule
from longarc.care.access import Actor
from longarc.records.queries import asks
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.window import sessions
from longarc.web.client.today_parts import day
from longarc.web.words import say


def line(client: ClientRef, *, viewer: Actor, at: datetime, agreed: bool) -> str:
    """Empty on most days. Not for a client who rests: they are asked nothing.

    Days are those of the active time zone. On days of several check-ins the plan asks already.

    Args:
        agreed: the client agreed to closer check-ins after a session.
    """
    held = [timezone.localdate(one.starts_at) for one in sessions(client, viewer=viewer)]
    plan = schedule.plan(None, held, on=timezone.localdate(at), agreed=agreed)
    if plan.burst:
        return f"{say(plan.why)} {_('You can leave any of them out.')}"
    return ask(asks.asked(client, viewer=viewer, at=at), at)


def ask(until: datetime | None, at: datetime) -> str:
    """What is asked, without a reason that nobody knows; empty when nothing is."""
    if until is None:
        return ""
    return _(
        "One or two more check-ins until %(until)s would help to see how things are. "
        "Only if you want."
    ) % {"until": day(until, at)}
