"""The demonstration's sessions: one can begin today, one is locked by lithium, one has begun."""

from datetime import UTC, datetime

import pytest

from longarc.records.demo import fill, people
from longarc.records.demo.screening import LOCKED, READY
from longarc.records.demo.session import BEGUN
from longarc.records.models import StaffRole
from longarc.records.queries import clients, session_gates, session_plan
from longarc.records.queries import people as accounts

pytestmark = pytest.mark.long  # each story of the demonstration; test_demo.py runs each time

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_one_can_begin_one_is_locked_one_has_begun():
    fill.fill(now=NOW, clients=READY + 1, years=0.2, seed="longarc")
    asked = {number: gates_of(number) for number in (READY, LOCKED)}
    assert [gate for gate in asked[READY] if not gate.allowed] == []
    [lithium] = asked[LOCKED].screening.reasons
    assert "lithium" in lithium.text.plain()
    client, thea = known(BEGUN)
    [begun] = session_plan.plans(client, viewer=thea)
    assert begun.started_at == begun.starts_at
    assert session_plan.expectations(client, viewer=thea)[begun.uid].value.hope


def known(number):
    """A client of the demonstration, as their lead knows them."""
    lead = StaffRole.objects.filter(role="therapist").order_by("user")[number % people.THERAPISTS]
    viewer = accounts.actor(lead.user)
    name = people.client_name(number)
    return next(one for one in clients.held(viewer=viewer) if one.name == name), viewer


def gates_of(number):
    client, viewer = known(number)
    plan = session_plan.planned(client, viewer=viewer, at=NOW)
    return session_gates.load(client, plan, viewer=viewer, at=NOW)
