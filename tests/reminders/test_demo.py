"""The demonstration's reminders: each way once, a log, and one phone that is not reached."""

from datetime import UTC, datetime

import pytest

from longarc.care.reminder_states import Reach, Send, reach
from longarc.care.reminders import Way
from longarc.cli.commands import doctor
from longarc.records.demo import fill
from longarc.records.models import Client, Practice, ReminderSend, User
from longarc.records.queries import people
from longarc.records.queries import reminders as queries
from tests.cast import Person
from tests.reminders.story import ref

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)


@pytest.fixture
def clients(db):
    fill.fill(now=NOW, clients=9, years=0.15, seed="longarc")
    rows = Client.objects.select_related("user").order_by("pk")
    return [Person(row.user, people.actor(row.user), row) for row in rows]


def test_every_way_is_there_with_a_log_that_tells_what_is_known(clients, settings):
    ways = {queries.chosen(ref(one), viewer=one.actor).way for one in clients}
    assert ways == set(Way)
    assert queries.chosen(ref(clients[0]), viewer=clients[0].actor).way is Way.CALENDAR
    states = ReminderSend.objects.values_list("state", flat=True)
    assert set(states) >= {Send.SENT, Send.UNKNOWN, Send.FAILED}
    assert queries.log(ref(clients[0]), viewer=clients[0].actor)
    assert not ReminderSend.objects.filter(due_at__gte=NOW).exists()
    assert reach(queries.log(ref(clients[2]), viewer=clients[2].actor), Way.PUSH) is Reach.NOT
    assert not ReminderSend.objects.filter(state__in=[Send.QUEUED, Send.SENDING]).exists()
    settings.MAIL_READY, settings.PUSH_HOSTS = False, []
    assert doctor._reminders(NOW) == (True, "none are sent: a demonstration")
    Practice.objects.update(demo=False)
    lost = "somebody chose email and push, which is not set up: nothing is sent to them"
    assert doctor._reminders(NOW) == (False, lost)
    settings.MAIL_READY, settings.PUSH_HOSTS = True, ["web.push.apple.com"]
    assert "no worker has looked" in doctor._reminders(NOW)[1]
    User.objects.exclude(client=None).update(is_active=False)
    settings.MAIL_READY, settings.PUSH_HOSTS = False, []
    assert doctor._reminders(NOW) == (True, "by calendar only: no mail server and no web push")
    settings.APP_NAME = "Ketamine Clinic"
    assert "Ketamine" in doctor._reminders(NOW)[1]
