"""The demonstration shows signed numbers, an unchanged one among them, and why one was changed."""

from datetime import UTC, datetime

import pytest

from longarc.care.access import Actor
from longarc.care.numbers import Number, may_sign, signed_last
from longarc.records.demo import fill
from longarc.records.queries.numbers import history, of_practice, version

pytestmark = pytest.mark.long  # each story of the demonstration; test_demo.py runs each time


def test_two_people_signed_what_could_be_signed(db):
    practice = fill.fill(now=datetime(2030, 5, 15, 16, tzinfo=UTC), clients=0, years=1, seed="one")
    viewer = Actor(None, practice.pk)
    told = history(viewer=viewer)
    assert len({one.by for one in told}) == 2
    for n, one in enumerate(told):
        before = signed_last((each.number, each.value) for each in told[:n])
        assert may_sign({one.number: one.value}, over=before, why=one.why).allowed
    assert of_practice(viewer=viewer)[Number.LONG_PREPARATION] == 10
    assert "3 of" in version(viewer=viewer)
