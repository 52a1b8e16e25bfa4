"""The demonstration's living: a diary, EMDR alongside, mood that moved alone, shifts for many."""

from datetime import UTC, datetime

import pytest

from longarc.care.access import Actor, Relation
from longarc.care.living import Measure, Moved, asks, looks
from longarc.care.other_therapies import Therapy
from longarc.records.demo import fill
from longarc.records.demo.living import ALONGSIDE, DIARY, ONLY_MOOD
from longarc.records.models import Client
from longarc.records.queries import living, other_therapies
from longarc.records.queries.clients import ClientRef

pytestmark = pytest.mark.long  # each story of the demonstration; test_demo.py runs each time

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_each_story_is_there():
    practice = fill.fill(now=NOW, clients=11, years=0.8, seed="longarc")
    viewer = Actor(None, practice.pk)
    refs = [
        ClientRef(one.pk, one.public_id, practice.pk, Relation.TEAM, "", "", one.zone, False, True)
        for one in Client.objects.order_by("pk")
    ]
    told = [living.load(ref, viewer=viewer) for ref in refs]
    asked = [n for n, one in enumerate(told) if asks(one.facts, NOW.date())]
    assert asked == [ONLY_MOOD]
    diary = looks(told[DIARY].facts, NOW.date())
    moved = {c.moved for one in diary for c in one.changes if c.course.measure is Measure.DIARY}
    assert Moved.WANTED in moved
    assert sum(bool(one.shifts) for one in told) > len(told) / 3
    beside = other_therapies.of_client(refs[ALONGSIDE], viewer=viewer)
    assert {one.record.therapy for one in beside} == {Therapy.EMDR}
    assert all(one.record.target and not one.from_client for one in beside)
