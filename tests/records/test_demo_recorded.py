"""The demonstration's records of sessions: most are signed; each story of harm is there once."""

from datetime import UTC, datetime

import pytest

from longarc.care import adverse as rule
from longarc.care.access import Actor
from longarc.care.adverse import Status
from longarc.records.demo import fill
from longarc.records.models import Client, MedicineSession, SessionSigned
from longarc.records.queries import adverse

pytestmark = pytest.mark.long  # each story of the demonstration; test_demo.py runs each time

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_each_story_is_there_once():
    practice = fill.fill(now=NOW, clients=30, years=0.6, seed="longarc")
    viewer = Actor(None, practice.pk)
    ids = list(Client.objects.order_by("pk").values_list("pk", flat=True))
    events = [one for found in adverse.events_of(ids, viewer=viewer).values() for one in found]
    grades = [one.grade(NOW) for one in events]
    assert {one.status if one else None for one in grades} == {
        None,
        Status.GOES_ON,
        Status.RESOLVED,
        Status.NOT_ONE,
    }
    assert len(rule.open_ones(events, NOW)) == 2
    assert 0.5 < SessionSigned.objects.count() / MedicineSession.objects.count() < 1
