"""The demonstration's notes: two of three clients have some; a draft, additions, process notes."""

from datetime import UTC, datetime

import pytest

from longarc.care.access import Actor, Role
from longarc.care.notes import Section
from longarc.records.demo import fill, notes
from longarc.records.models import Client, NoteDraft, ProcessNote, SessionNote
from longarc.records.queries import clients
from longarc.records.queries import notes as queries

pytestmark = pytest.mark.long  # each story of the demonstration; test_demo.py runs each time

NOW = datetime(2030, 5, 15, 16, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_notes_are_there_and_follow_their_meetings():
    practice = fill.fill(now=NOW, clients=6, years=0.3, seed="longarc")
    viewer = Actor(None, practice.pk, frozenset({Role.THERAPIST}))
    told = []
    for row in Client.objects.order_by("pk"):
        ref = clients.find(row.public_id, viewer=viewer, at=NOW)
        told.append(queries.signed(ref, viewer=viewer))
    assert [bool(found) for found in told] == [True, True, False, True, True, False]
    assert all(set(note.words) == set(Section) for found in told for note in found)
    assert all(note.at < NOW for found in told for note in found)
    assert told[0][-1].addenda[0].text == notes.ADDED
    assert (NoteDraft.objects.count(), ProcessNote.objects.count()) == (1, 1)
    assert SessionNote.objects.filter(by=None).count() == 0
