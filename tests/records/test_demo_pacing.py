"""The demonstration holds each answer of the pacing rules, and a decision that went otherwise."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from longarc.care.pacing import Answer
from longarc.records.demo import fill, pacing, people
from longarc.records.models import Client
from longarc.records.queries import clients
from longarc.records.queries import pacing as queries
from longarc.records.queries.people import actor
from longarc.web.staff import readiness

pytestmark = pytest.mark.long  # each story of the demonstration; test_demo.py runs each time

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)
SHOWN = {0: Answer.INTEGRATE, 1: Answer.PREPARE, pacing.READY: Answer.READY}


@pytest.mark.django_db
def test_the_first_answers_are_there_and_one_decision_went_otherwise():
    practice, staff = fill._practice(NOW, fill.dice_of("longarc", "staff"))
    for number in (*SHOWN, 11):
        fill._client(practice, staff, number, NOW, 2.0, "longarc")
    with timezone.override(people.ZONE):
        found = {number: look(number, staff) for number in (*SHOWN, 11)}
    assert {number: found[number][0] for number in SHOWN} == SHOWN
    [[otherwise]] = [made for _, made in found.values() if made and not made[0].agreed]
    assert (otherwise.suggested, otherwise.decided.why) == (Answer.PREPARE, pacing.OTHERWISE)
    assert found[11][0] is Answer.PREPARE


def look(number, staff):
    """What the rules say of this client now, and what was decided."""
    viewer = actor(staff[number % people.THERAPISTS])
    row = Client.objects.get(user__email=f"client{number + 1}@example.org")
    client = clients.find(row.public_id, viewer=viewer, at=NOW)
    said = readiness.known(client, viewer=viewer, at=NOW).suggestion
    return said.answer, queries.history(client, viewer=viewer)
