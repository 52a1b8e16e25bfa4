"""The demonstration's risk paths: one open and taken on, one closed, most said no lately."""

from datetime import UTC, datetime

import pytest

from longarc.care.access import Role
from longarc.care.finding import Code
from longarc.care.signals import findings
from longarc.records.demo import fill, risk
from longarc.records.models import Client, StaffRole
from longarc.records.queries import arc, clients, people
from longarc.records.queries import risk as queries
from longarc.records.queries import safety_plan as plans

pytestmark = pytest.mark.long  # each story of the demonstration; test_demo.py runs each time

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_one_path_is_open_one_is_closed_and_most_were_asked_lately():
    fill.fill(now=NOW, clients=6, years=0.2, seed="longarc")
    thea = people.actor(StaffRole.objects.filter(role=Role.THERAPIST).order_by("user")[0].user)
    refs = [clients.ref(one, "team") for one in Client.objects.order_by("pk")]
    found = [queries.load(one, viewer=thea) for one in refs]
    assert [n for n, one in enumerate(found) if one.open] == [risk.OPEN]
    assert found[risk.OPEN].path.holder == "Thea Samplewood"
    assert [len(one.paths) for one in found].count(1) == 2
    assert found[risk.CLOSED].paths[0].closed
    assert sum(one.gate(NOW).allowed for one in found) > 2
    assert plans.load(refs[risk.CLOSED], viewer=thea).whole
    assert not plans.load(refs[risk.OPEN], viewer=thea).whole
    opened = arc.load_arcs([refs[risk.OPEN].id], viewer=thea, at=NOW)[refs[risk.OPEN].id]
    assert findings(opened, as_of=NOW)[0].code is Code.RISK
