"""The demonstration's days after: due, not held, follow-ups at several distances, one who left."""

from datetime import UTC, datetime

import pytest

from longarc.care import after, follow_up
from longarc.care.access import Actor
from longarc.care.after import State
from longarc.records.demo import after as demo
from longarc.records.demo import fill
from longarc.records.demo.life import dice_of
from longarc.records.models import Client
from longarc.records.queries import after as queries

pytestmark = pytest.mark.long  # each story of the demonstration; test_demo.py runs each time

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)
YESTERDAY, FOUR_WEEKS = 25, 24
NUMBERS = (demo.TRIED, demo.NOT_HELD, FOUR_WEEKS, YESTERDAY, demo.LEFT)


@pytest.mark.django_db
def test_each_story_is_there():
    practice, staff = fill._practice(NOW, dice_of("longarc", "staff"))
    for number in NUMBERS:
        fill._client(practice, staff, number, NOW, 2.0, "longarc")
    ids = list(Client.objects.order_by("pk").values_list("pk", flat=True))
    found = queries.facts_of(ids, viewer=Actor(None, practice.pk))
    facts = {number: found[pk] for number, pk in zip(NUMBERS, ids, strict=True)}
    stands = {n: {c.state for c in after.contacts(one, NOW)} for n, one in facts.items()}
    assert {n for n, states in stands.items() if State.LATE in states} == {4, 9}
    assert State.DUE in stands[YESTERDAY]
    due = {n: talk.due.months for n, one in facts.items() if (talk := follow_up.asks(one, NOW))}
    assert due == {FOUR_WEEKS: 0, demo.LEFT: 12}
    assert follow_up.closed(facts[demo.LEFT], NOW)
    assert (NOW - facts[demo.LEFT].sessions[-1].starts_at).days > 425
