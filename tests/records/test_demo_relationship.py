"""The demonstration's relationships: most rate, one fell, one never moves, one rupture is open."""

from datetime import UTC, datetime

import pytest

from longarc.care import signals
from longarc.care.access import Actor
from longarc.care.finding import Code
from longarc.care.relationship import Why, prompts
from longarc.records.demo import fill
from longarc.records.models import Client, PrivateRupture, Rupture
from longarc.records.queries import arc

pytestmark = pytest.mark.long  # each story of the demonstration; test_demo.py runs each time

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_each_story_is_there_once():
    practice = fill.fill(now=NOW, clients=23, years=0.6, seed="longarc")
    viewer = Actor(None, practice.pk)
    ids = list(Client.objects.order_by("pk").values_list("pk", flat=True))
    arcs = arc.load_arcs(ids, viewer=viewer, at=NOW)
    told = {n: arcs[pk].relationship for n, pk in enumerate(ids)}
    assert sum(bool(one.ratings) for one in told.values()) > len(ids) / 2
    asked = {n: prompts(one, NOW) for n, one in told.items()}
    assert sorted(n for n, found in asked.items() if found) == [14, 22]
    assert Why.STEPS in asked[14][-1].why
    assert asked[22][-1].why == {Why.FLAT}
    noticed = (one for pk in ids for one in signals.findings(arcs[pk], as_of=NOW))
    assert [one.code for one in noticed if one.code is Code.RUPTURE] == [Code.RUPTURE]
    assert (Rupture.objects.count(), PrivateRupture.objects.count()) == (2, 1)
