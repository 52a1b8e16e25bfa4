"""The demonstration's screening: the first can start, the second waits for the prescriber."""

from datetime import UTC, datetime, timedelta

import pytest

from longarc.care.access import Role
from longarc.care.screening_facts import Kind
from longarc.care.screening_rows import State
from longarc.care.sources import Level
from longarc.records.actions import screening as actions
from longarc.records.demo import fill
from longarc.records.models import StaffRole
from longarc.records.queries import clients, people
from longarc.records.queries import screening as queries

pytestmark = pytest.mark.long  # each story of the demonstration; test_demo.py runs each time

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_second_client_is_locked_until_the_prescriber_decides():
    fill.fill(now=NOW, clients=3, years=0.2, seed="longarc")
    petra = people.actor(StaffRole.objects.get(role=Role.PRESCRIBER).user)
    [second] = clients.referred(viewer=petra)
    [lithium] = [r for r in queries.load(second, viewer=petra, on=NOW.date()).rows if r.closes]
    assert (lithium.level, lithium.state) == (Level.HARD, State.OPEN)
    seen = queries.load(second, viewer=petra, on=NOW.date()).upto
    actions.judge(second, lithium.subject, Kind.DECIDED, "Seen", seen=seen, by=petra, at=NOW)
    assert queries.gate(second, viewer=petra, on=NOW.date()).allowed
    thea = people.actor(StaffRole.objects.filter(role=Role.THERAPIST).order_by("user")[0].user)
    first = clients.held(viewer=thea)[0]
    assert queries.gate(first, viewer=thea, on=NOW.date()).allowed
    tess = people.actor(StaffRole.objects.filter(role=Role.THERAPIST).order_by("user")[2].user)
    third = queries.load(clients.held(viewer=tess)[0], viewer=tess, on=NOW.date() + timedelta(1))
    assert {State.ANSWERED, State.OPEN} <= {row.state for row in third.rows}
