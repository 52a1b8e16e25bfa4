"""A client's calendar, as a calendar program fetches it (RFC 5545): times, and one sentence.

It opens by its secret address, without signing in, and says nothing of whose it is or what for.
Times are instants in UTC: every calendar shows them where it is.
"""

from datetime import datetime, timedelta
from uuid import uuid5

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from icalendar import Alarm, Event
from icalendar import Calendar as File

from longarc.care.reminder_words import TEXTS
from longarc.care.reminders import Reminder
from longarc.records.queries import reminders as queries
from longarc.records.queries.reminders import Calendar

LONG = timedelta(minutes=5)
FETCHED_AGAIN = timedelta(hours=6)


def calendar(_request: HttpRequest, token: str) -> HttpResponse:
    """What is to come in 60 days; 404 for an address that was ended or never was."""
    found = queries.calendar(token, viewer=None, at=timezone.now())
    if found is None:
        raise Http404
    return HttpResponse(written(found), content_type="text/calendar; charset=utf-8")


def written(found: Calendar) -> bytes:
    """The file: the same for the same reminders, so that nothing seems to change."""
    file = File()
    file.add("prodid", f"-//{settings.APP_NAME}//")
    file.add("version", "2.0")
    file.add("x-wr-calname", settings.APP_NAME)
    file.add("refresh-interval", FETCHED_AGAIN, parameters={"value": "DURATION"})
    for one in found.ahead:
        file.add_component(_event(one, found))
    return bytes(file.to_ical())


def _event(one: Reminder, found: Calendar) -> Event:
    text = gettext(TEXTS[found.choices.text])
    event = Event()
    event.add("uid", str(uuid5(found.client, one.key)))
    event.add("dtstamp", _stamp(found, one.at))
    event.add("dtstart", one.at)
    event.add("duration", LONG)
    event.add("summary", text)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    bell = Alarm()
    bell.add("action", "DISPLAY")
    bell.add("description", text)
    bell.add("trigger", timedelta(0))
    event.add_component(bell)
    return event


def _stamp(found: Calendar, at: datetime) -> datetime:
    return found.choices.since or at
