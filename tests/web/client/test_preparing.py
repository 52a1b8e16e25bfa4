"""Exercises and Preparing as plain pages: for the client, and the same facts for the staff."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import check_in

from longarc.care import capacities
from longarc.care.arc import Ease
from longarc.care.capacities import Standing
from longarc.care.formulation import PATTERN, Formulation
from longarc.records.actions.formulation import agree, keep_version
from longarc.records.codec import Where, seal
from longarc.records.ids import uuid7
from longarc.records.models import (
    AuditEntry,
    CapacityView,
    CheckInMore,
    ExerciseBack,
    ExerciseDone,
    Meeting,
    Words,
)
from longarc.records.queries import clients, formulation, preparation

pytestmark = pytest.mark.django_db
DONE, BACK, LIST = "/exercises/done/", "/exercises/back/", "/exercises/"


def text(response):
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
    return plain.replace("&quot;", '"').replace("&#x27;", "'")


@pytest.fixture
def ada(cast, signed_in):
    return signed_in(cast.ada)


def does(browser, exercise="long_out", *, uid=None, **told):
    sent = {"uid": str(uid or uuid7()), "exercise": exercise, **told}
    return browser.post(DONE, sent, follow=True)


def did(person, exercise, ago, **told):
    at = timezone.now() - ago
    return ExerciseDone.objects.create(
        practice_id=person.actor.practice, client=person.client, by=person.user, at=at,
        received_at=at, exercise=exercise, **told,
    )  # fmt: skip


def codes(response):
    return re.findall(r'href="/exercises/(\w+)/"', response.content.decode())


def test_what_was_done_is_kept_with_each_answer_left_out_or_given(cast, ada):
    page = does(ada, "hum", before="way_up", after="up", effect="helped")
    assert "Kept. Hum one note" in text(page)
    does(ada, "hum")
    first, second = ExerciseDone.objects.order_by("seq")
    assert (first.before, first.after, first.effect) == ("way_up", "up", "helped")
    assert (second.before, second.after, second.effect) == ("", "", "")
    assert AuditEntry.objects.filter(act="kept_exercisedone", client=cast.ada.client).count() == 2


def test_a_form_sent_twice_is_kept_once_and_another_answer_changes_nothing(ada):
    uid = uuid7()
    does(ada, "hum", uid=uid, effect="helped")
    does(ada, "hum", uid=uid, effect="helped")
    page = does(ada, "hum", uid=uid, effect="worse")
    assert "Nothing was changed. An answer from this page is kept." in text(page)
    assert ExerciseDone.objects.get().effect == "helped"


@pytest.mark.parametrize(
    "sent",
    [{"effect": "fine"}, {"before": "sideways"}, {"after": "\0"}, {"effect": ["helped", "worse"]}],
)
def test_answers_that_make_no_sense_change_nothing_or_count_as_the_last(ada, sent):
    page = does(ada, "hum", **sent)
    if isinstance(sent.get("effect"), list):
        assert ExerciseDone.objects.get().effect == "worse"
        return
    assert page.status_code == 400
    assert "One of the answers is not one we know." in text(page)
    assert not ExerciseDone.objects.exists()


def test_an_exercise_that_is_not_there(ada):
    assert ada.get("/exercises/nothing-like-it/").status_code == 404
    assert "We don't know this exercise." in text(does(ada, "nothing"))
    assert "We don't know this exercise." in text(ada.post(BACK, {"exercise": "x"}, follow=True))
    assert not ExerciseDone.objects.exists()


def test_one_that_left_the_program_still_stands_in_the_record(cast, ada, signed_in):
    row = did(cast.ada, "older_version", timedelta(days=1), effect="worse")
    assert "An exercise that is no longer listed" in text(ada.get(LIST))
    assert ada.get(f"{LIST}?kept={row.uid}").status_code == 200
    page = text(signed_in(cast.maya).get(f"/clients/{cast.ada.client.public_id}/preparing/"))
    assert "An exercise that is no longer listed" in page


def test_what_made_it_worse_leaves_the_list_and_tells_the_therapist(cast, ada, signed_in):
    page = does(ada, "long_out", effect="worse")
    assert "Thank you for saying so. It is off your list." in text(page)
    assert "Your care team can see that it made it worse." in text(page)
    assert "long_out" not in codes(ada.get(LIST))
    assert "You said that this one made it worse." in text(ada.get("/exercises/long_out/"))
    maya = signed_in(cast.maya)
    told = 'the exercise "A longer out-breath" made it worse.'
    for path in ("/clients/", f"/clients/{cast.ada.client.public_id}/"):
        assert told in text(maya.get(path)), path
    assert "not_useful" not in maya.get("/clients/").content.decode()


def test_it_can_be_brought_back_and_taken_back(cast, ada):
    does(ada, "long_out", effect="worse")
    page = ada.post(BACK, {"exercise": "long_out", "uid": str(uuid7())}, follow=True)
    assert "It is back on your list. It is not suggested." in text(page)
    assert codes(page).count("long_out") == 1
    assert ExerciseBack.objects.count() == 1
    does(ada, "hum", effect="worse")
    target = ExerciseDone.objects.get(exercise="hum").uid
    ada.post("/exercises/undo/", {"target": str(target), "uid": str(uuid7())})
    assert "hum" in codes(ada.get(LIST))


def test_undo_reaches_nothing_of_anyone_else(cast, ada, signed_in):
    theirs = did(cast.cleo, "hum", timedelta(hours=1), effect="worse")
    for target in (theirs.uid, "nonsense", ""):
        ada.post("/exercises/undo/", {"target": str(target), "uid": str(uuid7())})
    assert "hum" not in codes(signed_in(cast.cleo).get(LIST))


def test_the_left_out_one_is_no_alternative(ada):
    assert "If this one is not for you:" in text(ada.get("/exercises/long_out/"))
    does(ada, "press_palms", effect="worse")
    assert "If this one is not for you:" not in text(ada.get("/exercises/long_out/"))


def test_suggestions_follow_the_state_of_now_with_their_numbers(cast, ada):
    now = timezone.now()
    for n in range(5):
        did(cast.ada, "push_the_wall", timedelta(days=n + 1), before="down", effect="helped")
    check_in(cast.ada, now - timedelta(hours=1), 30)
    page = text(ada.get(LIST))
    assert "To try first, when it is: Down" in page
    assert "When you were there before, it helped 5 of 5 times." in page
    assert codes(ada.get(LIST))[0] == "push_the_wall"


def test_an_old_or_recalled_check_in_says_nothing_of_now(cast, ada):
    now = timezone.now()
    check_in(cast.ada, now - timedelta(hours=4), 90)
    check_in(cast.ada, now - timedelta(minutes=5), 90, recalled_for=now - timedelta(hours=9))
    assert "Say where you are on Today, and these follow." in text(ada.get(LIST))


def test_the_phone_sends_it_like_a_check_in(cast, ada):
    uid = str(uuid7())
    one = {"kind": "exercise", "uid": uid, "exercise": "hum", "before": "up", "effect": "helped"}
    strange = {"kind": "exercise", "uid": str(uuid7()), "exercise": "gone"}
    batch = {"client": str(cast.ada.client.public_id), "entries": [one, strange, one]}
    answer = ada.post("/api/entries", batch, content_type="application/json").json()
    told = [result["outcome"] for result in answer["results"]]
    assert told == ["kept", "not_understood", "already"]
    assert ExerciseDone.objects.get().exercise == "hum"


# Preparing


def says(browser, path, capacity, answer, uid=None):
    sent = {"capacity": capacity, "answer": answer, "uid": str(uid or uuid7())}
    return browser.post(path, sent, follow=True)


def test_both_views_stand_side_by_side_for_both(cast, ada, signed_in):
    maya, theirs = signed_in(cast.maya), f"/clients/{cast.ada.client.public_id}/"
    uid = uuid7()
    for _ in range(2):
        assert "Kept. You can change it any time." in text(
            says(ada, "/preparing/", "trust", "partly", uid)
        )
    says(maya, theirs + "capacity/", "trust", "not_yet")
    assert CapacityView.objects.count() == 2
    staff = text(maya.get(theirs + "preparing/"))
    assert re.search(r"They could say no here\. Ada partly .* Maya not yet", staff)
    page = ada.get("/preparing/")
    assert re.search(r"Maya said on \d+ \w+: Not yet", text(page))
    assert re.findall(r'value="(\w+)" aria-pressed="true"', page.content.decode()) == ["partly"]


@pytest.mark.parametrize(("capacity", "answer"), [("trust", "9"), ("", "yes"), ("\0", "\0")])
def test_a_view_that_makes_no_sense_changes_nothing(cast, ada, signed_in, capacity, answer):
    assert says(ada, "/preparing/", capacity, answer).status_code == 400
    path = f"/clients/{cast.ada.client.public_id}/capacity/"
    assert says(signed_in(cast.maya), path, capacity, answer).status_code == 400
    assert not CapacityView.objects.exists()


def test_the_client_reads_facts_and_no_verdict(cast, ada):
    check_in(cast.ada, timezone.now() - timedelta(days=1), 50)
    page = text(ada.get("/preparing/"))
    assert "You checked in once in the last 21 days." in page
    for word in ("not met", "not known", "of 8", "ready"):
        assert word not in page.lower()


def facts_of(cast, at):
    client = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=at)
    return preparation.facts(client, viewer=cast.maya.actor, at=at)


def test_evidence_is_counted_from_what_was_done(cast):
    now = timezone.now()
    own = {"practice": cast.practice, "client": cast.ada.client, "received_at": now}
    rows = [check_in(cast.ada, now - timedelta(days=n), (50, 70)[n % 2]) for n in range(8)]
    for row in rows[:2]:
        CheckInMore.objects.create(
            **own, by=cast.ada.user, at=row.at, check_in=row.uid, body="chest:tight"
        )
    CheckInMore.objects.create(
        **own, by=cast.ada.user, at=rows[5].at, check_in=rows[5].uid, ease=Ease.NOT_NOW
    )
    uid = uuid7()
    where = Where(cast.practice.pk, cast.ada.client.pk, "words.text", uid)
    words = Words.objects.create(
        **own, uid=uid, at=rows[2].at, check_in=rows[2].uid, text=seal("mine", where)
    )
    for n in range(4):  # one of them is still to come, one is with somebody else
        staff = cast.finn if n == 3 else cast.maya
        Meeting.objects.create(
            **own, by=staff.user, at=now, starts_at=now - timedelta(days=9 * n - 1),
            with_user=staff.user,
        )  # fmt: skip
    tracking, states, _, trust, patterns = capacities.evidence(facts_of(cast, now), as_of=now)
    assert [part.standing for part in tracking.parts] == [Standing.MET, Standing.NOT_MET]
    assert states.parts[1].standing is Standing.MET
    assert "2 meetings with the lead" in trust.parts[0].staff.plain()
    assert patterns.standing is Standing.NOT_KNOWN
    Words.objects.filter(pk=words.pk).update(shared_at=now)
    tracking, *_ = capacities.evidence(facts_of(cast, now), as_of=now)
    assert tracking.standing is Standing.MET


def test_the_formulation_counts_once_the_client_agreed_to_it(cast):
    now = timezone.now()
    client = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=now)
    words = dict.fromkeys(PATTERN, "some words")
    told = {"form": PATTERN, "base": None, "by": cast.maya.actor, "at": now}
    keep_version(client, Formulation(words), **told)
    assert capacities.evidence(facts_of(cast, now), as_of=now)[4].standing is Standing.NOT_MET
    (version,) = formulation.versions(client, viewer=cast.maya.actor)
    own = clients.own(viewer=cast.ada.actor)
    agree(own, version.uid, by=cast.ada.actor, at=now)
    assert capacities.evidence(facts_of(cast, now), as_of=now)[4].standing is Standing.MET


def test_every_opening_is_recorded_and_supervision_only_reads(cast, signed_in):
    path = f"/clients/{cast.ada.client.public_id}/preparing/"
    maya = signed_in(cast.maya)
    assert "As you see it" in text(maya.get(path))
    kept = AuditEntry.objects.get(act="opened", detail="preparing")
    assert (kept.user, kept.client) == (cast.maya.user, cast.ada.client)
    assert signed_in(cast.bo).get(path).status_code == 404


@pytest.mark.parametrize("days", [5, 200])
def test_the_number_of_queries_does_not_grow(cast, ada, signed_in, days, django_assert_num_queries):
    for n in range(days):
        check_in(cast.ada, timezone.now() - timedelta(days=n), 50)
        did(cast.ada, "hum", timedelta(days=n), before="up", after="within", effect="helped")
    maya, path = signed_in(cast.maya), f"/clients/{cast.ada.client.public_id}/preparing/"
    for browser, page, queries in (
        (ada, LIST, 10),
        (ada, "/exercises/hum/", 9),
        (ada, "/preparing/", 19),
        (maya, path, 26),
    ):
        with django_assert_num_queries(queries):
            browser.get(page)
