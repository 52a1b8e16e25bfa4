"""Entries are kept exactly once, whatever is sent twice, late, or in another order."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import NOW, check_in

from longarc.care import reports
from longarc.records import audit
from longarc.records.actions.entries import Outcome, keep, remove_words, share_words
from longarc.records.ids import uuid7
from longarc.records.models import (
    AuditEntry,
    CheckIn,
    CheckInMore,
    ContactRequest,
    Meeting,
    Retraction,
    Words,
)
from longarc.records.queries import check_ins

pytestmark = pytest.mark.django_db


def entry(kind="check_in", **more):
    fields = {"state": "up"} if kind == "check_in" else {}
    return {"kind": kind, "uid": str(uuid7())} | fields | more


def send(person, *raw, at=NOW, sent=None):
    entries = [reports.parse(one, received=at, sent=sent) for one in raw]
    return [kept.outcome for kept in keep(entries, by=person.actor, at=at)]


def standing(person):
    found = check_ins.standing(person.actor, [person.client.pk]).order_by("seq")
    return [row.position for row in found]


def test_the_same_id_with_other_content_is_a_conflict_and_changes_nothing(cast):
    first = entry()
    assert send(cast.ada, first) == [Outcome.KEPT]
    for other in ({"state": "down"}, {"position": 71}, {"corrects": str(uuid7())}):
        assert send(cast.ada, first | other) == [Outcome.CONFLICT]
    assert standing(cast.ada) == [70]


def test_another_clients_id_is_a_conflict_and_tells_nothing(cast):
    mine = entry()
    send(cast.ada, mine)
    assert send(cast.cleo, mine) == [Outcome.CONFLICT]
    assert send(cast.zoes_client, mine) == [Outcome.CONFLICT]
    assert CheckIn.objects.get().client_id == cast.ada.client.pk


def test_a_later_sending_is_the_same_entry_even_when_the_clock_was_put_right(cast):
    off = timedelta(hours=5)
    told = entry(at=(NOW - off).isoformat(), recalled_for=(NOW - 2 * off).isoformat())
    assert send(cast.ada, told, sent=NOW - off) == [Outcome.KEPT]
    later = NOW + timedelta(minutes=3)
    sent = later - off + timedelta(seconds=7)
    assert send(cast.ada, told, at=later, sent=sent) == [Outcome.ALREADY]
    assert CheckIn.objects.count() == 1


def test_an_undo_of_someone_elses_entry_has_no_effect(cast):
    theirs = check_in(cast.cleo, NOW)
    send(cast.ada, entry("undo", target=str(theirs.uid)))
    assert standing(cast.cleo) == [50]


def test_a_correction_of_someone_elses_entry_has_no_effect(cast):
    theirs = check_in(cast.cleo, NOW)
    send(cast.ada, entry(corrects=str(theirs.uid)))
    assert standing(cast.cleo) == [50]


def test_a_client_cannot_take_back_what_staff_wrote(cast):
    meeting = Meeting.objects.create(
        practice=cast.practice,
        client=cast.ada.client,
        by=cast.maya.user,
        at=NOW,
        received_at=NOW,
        starts_at=NOW + timedelta(days=1),
        with_user=cast.maya.user,
    )
    assert send(cast.ada, entry("undo", target=str(meeting.uid))) == [Outcome.CONFLICT]
    assert not Retraction.objects.exists()


def test_words_that_were_removed_stay_removed(cast):
    told = entry("words", text="Only mine")
    send(cast.ada, told)
    uid = UUID(told["uid"])
    assert remove_words(uid, by=cast.ada.actor, at=NOW)
    assert send(cast.ada, told) == [Outcome.ALREADY]
    assert not Words.objects.exists()


def test_shared_words_are_not_removed_and_are_still_the_same_entry(cast):
    told = entry("words", text="For Maya")
    send(cast.ada, told)
    uid = UUID(told["uid"])
    assert share_words(uid, shared=True, by=cast.ada.actor, at=NOW)
    assert not remove_words(uid, by=cast.ada.actor, at=NOW)
    assert send(cast.ada, told) == [Outcome.ALREADY]
    assert share_words(uid, shared=False, by=cast.ada.actor, at=NOW)
    assert remove_words(uid, by=cast.ada.actor, at=NOW)


def test_nobody_shares_or_removes_anothers_words(cast):
    told = entry("words", text="Ada's")
    send(cast.ada, told)
    uid = UUID(told["uid"])
    for other in (cast.cleo, cast.zoes_client):
        assert not share_words(uid, shared=True, by=other.actor, at=NOW)
        assert not remove_words(uid, by=other.actor, at=NOW)
    assert Words.objects.get().shared_at is None


def test_every_entry_has_its_audit_line_and_no_content(cast):
    told = [entry(), entry("words", text="secret"), entry("contact_request", note="call me")]
    send(cast.ada, *told)
    lines = AuditEntry.objects.order_by("pk").values_list("act", "target", "user_id")
    assert [(act, str(target), user) for act, target, user in lines] == [
        (f"kept_{act}", one["uid"], cast.ada.user.pk)
        for act, one in zip(("checkin", "words", "contactrequest"), told, strict=True)
    ]


def test_a_fault_in_the_middle_keeps_nothing_of_the_batch(cast, monkeypatch):
    batch = [reports.parse(entry(), received=NOW) for _ in range(3)]
    write = audit.write

    def full(*args, **more):
        if more["target"] == batch[2].stamp.uid:
            raise OSError("the disk is full")
        write(*args, **more)

    monkeypatch.setattr(audit, "write", full)
    with pytest.raises(OSError, match="full"):
        keep(batch, by=cast.ada.actor, at=NOW)
    assert not CheckIn.objects.exists()
    monkeypatch.undo()
    assert [k.outcome for k in keep(batch, by=cast.ada.actor, at=NOW)] == [Outcome.KEPT] * 3


KINDS = (CheckIn, CheckInMore, Retraction, Words, ContactRequest)
TIMES = st.integers(min_value=0, max_value=3)


@st.composite
def histories(draw):
    """What one phone made: entries about each other, on colliding ids where they refer."""
    made = []
    for n in range(draw(st.integers(1, 6))):
        at = (NOW - timedelta(hours=6 - n)).isoformat()
        earlier = [one["uid"] for one in made if one["kind"] == "check_in"]
        about = draw(st.sampled_from(earlier)) if earlier else str(uuid7())
        kind = draw(
            st.sampled_from(["check_in", "check_in", "more", "undo", "words", "contact_request"])
        )
        fields = {
            "check_in": {"state": draw(st.sampled_from(["up", "down", "mixed"]))},
            "more": {"check_in": about, "ease": draw(st.sampled_from([1, 3]))},
            "undo": {"target": about},
            "words": {"text": "words", "check_in": about},
            "contact_request": {"note": ""},
        }[kind]
        if kind == "check_in" and earlier and draw(st.booleans()):
            fields["corrects"] = about
        made.append(entry(kind, at=at, **fields))
    return made


def content(person):
    """Every stored value but the order and the time of arrival."""
    hidden = {"seq", "received_at", "id"}
    told = [
        (model.__name__, sorted((k, str(v)) for k, v in row.items() if k not in hidden))
        for model in KINDS
        for row in model.objects.filter(client=person.client).values()
    ]
    ease = [(c.at, c.position, c.ease) for c in _of(person)]
    return sorted(told), sorted(ease, key=str), sorted(standing(person), key=str)


def _of(person):
    from longarc.records.queries import clients

    return check_ins.of_client(clients.own(viewer=person.actor), viewer=person.actor)


def empty(person):
    with connection.cursor() as cursor:
        for model in (*KINDS, AuditEntry):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 - names of our own tables


@given(data=st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_order_and_every_repetition_gives_the_same_rows(cast, data):
    made = data.draw(histories())
    empty(cast.ada)
    send(cast.ada, *made)
    once = content(cast.ada)
    empty(cast.ada)
    order = data.draw(
        st.permutations(made + data.draw(st.lists(st.sampled_from(made), max_size=6)))
    )
    while order:
        size = data.draw(st.integers(1, len(order)))
        outcomes = send(cast.ada, *order[:size])
        assert set(outcomes) <= {Outcome.KEPT, Outcome.ALREADY}
        order = order[size:]
    assert content(cast.ada) == once
