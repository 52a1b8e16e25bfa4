"""The demonstration's consents: most are current; one took a yes back, one is asked again."""

from datetime import UTC, datetime

import pytest

from longarc.care.consent import State
from longarc.care.consent_texts import Item
from longarc.care.touch import NO_TOUCH
from longarc.records.demo import consent as demo
from longarc.records.demo import fill
from longarc.records.models import Client, User
from longarc.records.queries import clients, consent, people, touch

pytestmark = pytest.mark.long  # each story of the demonstration; test_demo.py runs each time

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_consent_and_touch_are_there_to_be_seen():
    fill.fill(now=NOW, clients=demo.NOT_AGAIN + 1, years=0.3, seed="longarc")
    thea = people.actor(User.objects.get(email="thea@example.org"))
    refs = [
        clients.find(row.public_id, viewer=thea, at=NOW) for row in Client.objects.order_by("pk")
    ]
    found = [consent.load(one, viewer=thea) for one in refs]
    agreed = [touch.load(one, viewer=thea, at=NOW) for one in refs]
    assert found[demo.NOT_AGAIN].of(demo.CHANGED).state is State.EARLIER
    assert found[demo.TOOK_BACK].of(Item.VIDEO).state is State.NO
    assert found[demo.TOOK_BACK].current
    narrowed = agreed[demo.NARROWED]
    assert narrowed.signed.terms.places
    assert narrowed.terms == NO_TOUCH
    ready = [one.current and its.current for one, its in zip(found, agreed, strict=True)]
    assert sum(ready) > len(ready) / 2
    assert ready[0]
