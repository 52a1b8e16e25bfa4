"""The demonstration takes it in: open threads, one too near, one private, parts, small steps."""

from datetime import UTC, datetime

import pytest

from longarc.care.threads import State
from longarc.records.demo import fill, threads
from longarc.records.models import Client
from longarc.records.queries import clients, commitments, parts, people
from longarc.records.queries import threads as queries

pytestmark = pytest.mark.long  # each story of the demonstration; test_demo.py runs each time

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_each_kind_of_standing_is_there():
    fill.fill(now=NOW, clients=5, years=1.0, seed="longarc")
    held = list(Client.objects.order_by("pk"))
    own = {n: people.actor(held[n].user) for n in (0, threads.TOO_NEAR, threads.KEEPS_ONE)}
    refs = {n: clients.own(viewer=actor) for n, actor in own.items()}
    first = queries.of_client(refs[0], viewer=own[0])
    assert {one.state for one in first} == {State.RESTING, State.LANDED, State.TOUCHED}
    assert {one.by_client for one in first} == {True, False}
    assert queries.near(refs[0], viewer=own[0]) == ()
    assert len(queries.near(refs[threads.TOO_NEAR], viewer=own[threads.TOO_NEAR])) == 1
    kept = queries.of_client(refs[threads.KEEPS_ONE], viewer=own[threads.KEEPS_ONE])
    assert [one.words for one in kept if not one.shared] == [threads.PRIVATE]
    assert [len(one.told.threads) for one in parts.of_client(refs[0], viewer=own[0])] == [1, 1, 0]
    steps = commitments.current(refs[0], viewer=own[0])
    assert len(steps) == 2
    assert all(one.answers for one in steps)
