"""Safety screening over HTTP: what is told, who decides, what opens again, and odd input."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care.access import Role
from longarc.care.jurisdiction import Code
from longarc.care.screening import State
from longarc.care.screening_facts import MEDICINES, Kind, Said, Taken
from longarc.care.sources import Level, Substance
from longarc.records.actions import screening as actions
from longarc.records.ids import uuid7
from longarc.records.models import AuditEntry, MedicineTaken, StaffRole
from longarc.records.queries import clients, export
from longarc.records.queries import screening as queries
from tests.cast import make_staff

pytestmark = pytest.mark.django_db
LITHIUM = "medicine:lithium:lithium"


@pytest.fixture
def ada(cast):
    """Ada as Maya knows her."""
    return clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=timezone.now())


def load(cast, ada):
    return queries.load(ada, viewer=cast.maya.actor, on=timezone.localdate())


def row(cast, ada, subject=LITHIUM):
    return next((one for one in load(cast, ada).rows if one.subject == subject), None)


def takes(cast, ada, name, **more):
    at = timezone.now()
    actions.tell_medicines(
        ada, name, Taken.NOW, None, uid=uuid7(), by=cast.maya.actor, at=at, **more
    )


def everything_else_is_known(cast, ada):
    """All conditions asked and answered no, the list whole, psilocybin planned."""
    by, at = cast.maya.actor, timezone.now()
    told = {one.subject.removeprefix("condition:"): Said.NO for one in load(cast, ada).rows}
    actions.answer(ada, {**told, MEDICINES: Said.ALL}, by=by, at=at)
    actions.plan_substance(ada, Substance.PSILOCYBIN, by=by, at=at)


def refer(cast, ada, to=None):
    to = to or cast.prescriber
    actions.refer(ada, to.user.public_id, by=cast.maya.actor, at=timezone.now())


def post(signed_in, who, client, route, **fields):
    url = reverse(route, kwargs={"client_id": client.client.public_id})
    return signed_in(who).post(url, fields)


def decide(signed_in, cast, ada, who=None, **more):
    fields = {
        "subject": LITHIUM,
        "seen": load(cast, ada).upto,
        "kind": "decided",
        "reason": "Level",
    }
    return post(
        signed_in, who or cast.prescriber, cast.ada, "client_screening_decide", **(fields | more)
    )


def test_nothing_told_yet_is_not_clear(cast, ada):
    found = load(cast, ada)
    assert not found.may_start.allowed
    assert MEDICINES in {one.subject for one in found.rows}


def test_lithium_is_locked_until_the_prescriber_decides_and_opens_again(cast, ada, signed_in):
    # Given a client who takes lithium, and everything else known
    everything_else_is_known(cast, ada)
    assert load(cast, ada).may_start.allowed
    takes(cast, ada, "Priadel 400 mg, sertraline")
    lithium = "medicine:lithium:priadel"
    assert [r.subject for r in load(cast, ada).rows if r.closes] == [lithium]
    # When her therapist tries, or a prescriber she is not referred to, nothing happens
    assert decide(signed_in, cast, ada, cast.maya, subject=lithium).status_code == 404
    assert decide(signed_in, cast, ada, subject=lithium).status_code == 404
    # When the prescriber she is referred to decides, with a reason, the list lets her start
    refer(cast, ada)
    assert decide(signed_in, cast, ada, subject=lithium, reason=" ").status_code == 400
    assert decide(signed_in, cast, ada, subject=lithium).status_code == 302
    assert row(cast, ada, lithium).state is State.DECIDED
    assert load(cast, ada).may_start.allowed
    # When another medicine is told, the decision no longer counts
    takes(cast, ada, "tramadol")
    assert row(cast, ada, lithium).state is State.OPEN
    assert not load(cast, ada).may_start.allowed


def test_a_decision_on_a_page_that_is_out_of_date_is_refused(cast, ada, signed_in):
    takes(cast, ada, "lithium")
    refer(cast, ada)
    seen = load(cast, ada).upto
    takes(cast, ada, "phenelzine")
    answer = decide(signed_in, cast, ada, seen=seen, reason="What I weighed")
    assert answer.status_code == 409
    assert "something was told or changed meanwhile" in answer.content.decode()
    assert "What I weighed" in answer.content.decode()
    assert row(cast, ada).state is State.OPEN


def test_a_prescriber_who_withdraws_or_leaves_leaves_the_row_open(cast, ada, signed_in):
    takes(cast, ada, "lithium")
    refer(cast, ada)
    decide(signed_in, cast, ada)
    assert row(cast, ada).state is State.DECIDED
    told = row(cast, ada).judgement
    post(signed_in, cast.prescriber, cast.ada, "client_screening_decide", withdraw=str(told.id))
    assert row(cast, ada).state is State.OPEN
    decide(signed_in, cast, ada)
    assert row(cast, ada).state is State.DECIDED
    StaffRole.objects.filter(user=cast.prescriber.user).update(until=timezone.now())
    assert row(cast, ada).state is State.OPEN


def test_nobody_withdraws_the_decision_of_another(cast, ada, signed_in):
    other = make_staff(cast.practice, "Ola Invented", Role.PRESCRIBER)
    takes(cast, ada, "lithium")
    refer(cast, ada)
    refer(cast, ada, other)
    decide(signed_in, cast, ada)
    told = row(cast, ada).judgement
    post(signed_in, other, cast.ada, "client_screening_decide", withdraw=str(told.id))
    assert row(cast, ada).state is State.DECIDED


def test_in_oregon_lithium_within_30_days_cannot_be_decided(cast, ada, signed_in):
    takes(cast, ada, "lithium")
    refer(cast, ada)
    decide(signed_in, cast, ada)
    actions.set_profile(Code.OREGON, by=cast.owner.actor, at=timezone.now())
    assert row(cast, ada).level is Level.BARRED
    answer = decide(signed_in, cast, ada)
    assert answer.status_code == 400
    assert "Nobody can decide otherwise" in answer.content.decode()
    assert row(cast, ada).closes
    for days, level in ((30, Level.BARRED), (31, Level.HARD)):
        last = timezone.localdate() - timedelta(days=days)
        actions.tell_medicines(
            ada, "lithium", Taken.STOPPED, last, uid=uuid7(), by=cast.maya.actor, at=timezone.now()
        )
        assert row(cast, ada).level is level


def test_anyone_of_the_team_answers_a_review_with_a_reason(cast, ada, signed_in):
    takes(cast, ada, "Notamedicine")
    subject = "medicine:?:notamedicine"
    fields = {"subject": subject, "seen": load(cast, ada).upto, "kind": "answered"}
    route = "client_screening_answer"
    assert post(signed_in, cast.maya, cast.ada, route, **fields, reason="").status_code == 400
    assert row(cast, ada, subject).state is State.OPEN
    post(signed_in, cast.maya, cast.ada, route, **fields, reason="A vitamin; asked the pharmacy")
    assert row(cast, ada, subject).state is State.ANSWERED
    # A HARD row is not theirs to answer
    takes(cast, ada, "lithium")
    fields = {"subject": LITHIUM, "seen": load(cast, ada).upto, "kind": "answered", "reason": "x"}
    assert post(signed_in, cast.maya, cast.ada, route, **fields).status_code == 400


def test_a_misspelling_is_as_strict_as_what_it_looks_like_until_someone_says(cast, ada, signed_in):
    everything_else_is_known(cast, ada)
    ada_s = signed_in(cast.ada)
    ada_s.post(reverse("medicines"), {"name": "lithum", "taken": "now"})
    assert row(cast, ada, "medicine:?:lithum").level is Level.HARD
    entry = row(cast, ada, "medicine:?:lithum").entry
    # A name that was not offered is not taken; the client cannot say "right as written" either
    for name in ("sertraline", "lithum"):
        ada_s.post(reverse("medicine_meant"), {"entry": str(entry), "name": name})
        assert row(cast, ada, "medicine:?:lithum") is not None
    post(signed_in, cast.maya, cast.ada, "client_screening_tell", entry=str(entry), meant="lithum")
    assert row(cast, ada, "medicine:?:lithum").level is Level.REVIEW
    entry = row(cast, ada, "medicine:?:lithum").entry
    post(signed_in, cast.maya, cast.ada, "client_screening_tell", take_back=str(entry))
    ada_s.post(reverse("medicine_meant"), {"entry": str(entry), "name": "lithium"})
    assert row(cast, ada, "medicine:?:lithum").level is Level.HARD  # her own word stands again


def test_a_yes_of_the_client_is_changed_only_by_the_team(cast, ada, signed_in):
    ada_s, subject = signed_in(cast.ada), "condition:psychosis"
    ada_s.post(reverse("health"), {"psychosis": "yes"})
    ada_s.post(reverse("health"), {"psychosis": "no", "cannot_consent": "no", "seizures": "maybe"})
    assert load(cast, ada).answers == {"psychosis": Said.YES}
    post(signed_in, cast.maya, cast.ada, "client_screening_tell", psychosis="no")
    assert row(cast, ada, subject) is None


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": ""}, "Write the name of a medicine"),
        ({"name": " , ; "}, "Write the name of a medicine"),
        ({"name": "x" * 500}, "up to 120 signs"),
        ({"name": ", ".join(f"name{n}" for n in range(21))}, "up to 20 names at once"),
        ({"name": "Priadel", "last": "yesterday"}, "write the day like"),
        ({"name": "Priadel", "last": "2999-01-01"}, "That day has not come"),
    ],
)
@pytest.mark.parametrize("who", ["ada", "maya"])
def test_what_cannot_be_kept_says_so_and_keeps_what_was_typed(cast, signed_in, who, fields, says):
    if who == "ada":
        answer = signed_in(cast.ada).post(reverse("medicines"), fields)
    else:
        answer = post(signed_in, cast.maya, cast.ada, "client_screening_tell", **fields)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert says in page
    assert fields["name"][:40] in page
    assert not MedicineTaken.objects.exists()


def test_twenty_medicines_at_once_and_a_form_sent_twice(cast, ada, signed_in):
    names = ", ".join(f"name{n}" for n in range(20))
    sent = {"name": names, "taken": "now", "uid": str(uuid7())}
    for _ in range(2):
        signed_in(cast.ada).post(reverse("medicines"), sent)
    assert MedicineTaken.objects.count() == 20
    assert len(load(cast, ada).medicines) == 20


def test_a_medicine_that_the_team_took_out_is_heard_when_it_is_told_again(cast, ada, signed_in):
    """Also from the page that told it first: "Kept." must be true."""
    told = {"name": "lithium", "taken": "now", "uid": str(uuid7())}
    signed_in(cast.ada).post(reverse("medicines"), told)
    by, entry = cast.maya.actor, row(cast, ada).entry
    actions.take_back_medicine(ada, entry, by=by, at=timezone.now())
    assert row(cast, ada) is None
    signed_in(cast.ada).post(reverse("medicines"), told)
    assert row(cast, ada).level is Level.HARD


def test_the_page_costs_the_same_however_much_was_told(
    cast, ada, signed_in, django_assert_num_queries
):
    refer(cast, ada)
    browser = signed_in(cast.prescriber)
    url = reverse("client_screening", kwargs={"client_id": cast.ada.client.public_id})
    takes(cast, ada, "lithium")
    decide(signed_in, cast, ada)
    browser.get(url)
    with django_assert_num_queries(QUERIES):
        browser.get(url)
    takes(cast, ada, ", ".join(["sertraline", "tramadol", "lithum", "Notamedicine", "Xanax"]))
    decide(signed_in, cast, ada)
    with django_assert_num_queries(QUERIES):
        browser.get(url)


QUERIES = 21


def test_the_prescriber_sees_the_screening_of_those_referred_and_nothing_else(cast, ada, signed_in):
    refer(cast, ada)
    browser = signed_in(cast.prescriber)
    assert "Ada Invented" in browser.get(reverse("referrals")).content.decode()
    ids = {"client_id": cast.ada.client.public_id}
    assert browser.get(reverse("client_screening", kwargs=ids)).status_code == 200
    assert browser.get(reverse("client", kwargs=ids)).status_code == 404
    looked = AuditEntry.objects.filter(act="opened", user=cast.prescriber.user)
    assert looked.get().detail == "screening"
    [referred] = queries.referrals(ada, viewer=cast.maya.actor)
    actions.end_referral(ada, referred.uid, by=cast.maya.actor, at=timezone.now())
    assert browser.get(reverse("client_screening", kwargs=ids)).status_code == 404


def test_papers_are_those_of_the_profile_and_are_recorded_with_who(cast, ada, signed_in):
    mark = {"paper": "transport_plan", "there": "1"}
    post(signed_in, cast.maya, cast.ada, "client_screening_tell", **mark)
    assert queries.papers(ada, viewer=cast.maya.actor) == {}
    signed_in(cast.owner).post(reverse("practice_profile"), {"profile": "oregon"})
    post(signed_in, cast.maya, cast.ada, "client_screening_tell", **mark)
    assert queries.papers(ada, viewer=cast.maya.actor)["transport_plan"].there
    answer = signed_in(cast.owner).post(reverse("practice_profile"), {"profile": "atlantis"})
    assert answer.status_code == 400
    audited = set(AuditEntry.objects.values_list("act", "detail"))
    assert {("set_profile", "oregon"), ("kept_paperthere", "")} <= audited


def test_the_client_s_own_file_holds_what_was_told_and_decided(cast, ada, signed_in):
    takes(cast, ada, "lithium")
    refer(cast, ada)
    decide(signed_in, cast, ada, reason="The level is known")
    signed_in(cast.ada).post(reverse("health"), {"seizures": "yes"})
    own = clients.own(viewer=cast.ada.actor)
    found = {name: list(rows) for name, rows in export.parts(own, viewer=cast.ada.actor)}
    assert [one["name"] for one in found["medicines"]] == ["lithium"]
    assert [(one["about"], one["said"]) for one in found["health"]] == [("seizures", Said.YES)]
    [decided] = found["screening"]
    assert decided["reason"] == "The level is known"
    assert decided["decision"] == Kind.DECIDED
    page = signed_in(cast.ada).get(reverse("medicines")).content.decode()
    assert "Pat Invented looked at this" not in page  # her seizures came after: it no longer counts
