"""The demonstration shows arrival: enquiries, formulations in two versions, a plan for everyone."""

from datetime import UTC, datetime

import pytest

from longarc.care import plan
from longarc.care.plan import Needs
from longarc.records.demo import fill
from longarc.records.demo.arrival import AGREED, LOWERED
from longarc.records.models import Client, User
from longarc.records.queries import clients, contact_plan, enquiries, formulation, people

pytestmark = pytest.mark.long  # each story of the demonstration; test_demo.py runs each time

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)
HOW_MANY = 12


@pytest.mark.django_db
def test_arrival_is_there_to_be_seen():
    fill.fill(now=NOW, clients=HOW_MANY, years=0.1, seed="longarc")
    thea = people.actor(User.objects.get(email="thea@example.org"))
    waits, *answered = enquiries.all_of(viewer=thea, at=NOW)
    assert waits.waits
    assert [bool(one.not_now) for one in answered] == [False, True]
    counted = enquiries.counts(viewer=thea, since=waits.at.replace(month=1))
    assert (counted.received, counted.talks, counted.not_now) == (3, 1, 1)
    agreed = {}
    for number, row in enumerate(Client.objects.order_by("pk")):
        client = clients.find(row.public_id, viewer=thea, at=NOW)
        planned = contact_plan.of_client(client, viewer=thea)
        assert bool(planned.reasons) == (number == LOWERED)
        assert planned.words
        most = plan.contacts(Needs.LONG).preparation
        assert plan.FEWEST <= planned.stands.contacts.preparation <= most
        shared = formulation.load(client, viewer=thea)
        if shared.now:
            agreed[number] = shared.agreed.number if shared.agreed else 0
            assert len(shared.versions) == 2
    assert agreed == {number: which for number, which in AGREED.items() if number < HOW_MANY}
