"""Safety screening over HTTP: what is told, who decides, what opens again, and odd input."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care.access import Role
from longarc.care.jurisdiction import Code
from longarc.care.screening_facts import MEDICINES, Kind, Outside, Said, Taken
from longarc.care.screening_rows import State
from longarc.care.sources import Level, Substance
from longarc.records.actions import profile, referrals
from longarc.records.actions import screening as actions
from longarc.records.codec import seal
from longarc.records.ids import uuid7
from longarc.records.models import (
    AuditEntry,
    CareMember,
    Client,
    MedicineIdentified,
    MedicineTaken,
    PrescribingLicence,
    ScreeningJudgement,
    StaffRole,
)
from longarc.records.queries import clients, export
from longarc.records.queries import screening as queries
from tests.cast import hold, make_staff
from tests.web.forms import forms_of

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
    referrals.refer(ada, to.user.public_id, by=cast.maya.actor, at=timezone.now())


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
    profile.set_profile(Code.OREGON, by=cast.owner.actor, at=timezone.now())
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
    takes(cast, ada, "metformin")
    subject = "medicine:nothing_found"
    fields = {"subject": subject, "seen": load(cast, ada).upto, "kind": "answered"}
    route = "client_screening_answer"
    assert post(signed_in, cast.maya, cast.ada, route, **fields, reason="").status_code == 400
    assert row(cast, ada, subject).state is State.OPEN
    post(signed_in, cast.maya, cast.ada, route, **fields, reason="Asked the pharmacy")
    assert row(cast, ada, subject).state is State.ANSWERED
    # A HARD row is not theirs to answer
    takes(cast, ada, "lithium")
    fields = {"subject": LITHIUM, "seen": load(cast, ada).upto, "kind": "answered", "reason": "x"}
    assert post(signed_in, cast.maya, cast.ada, route, **fields).status_code == 400


def test_nobody_of_the_team_answers_a_review_that_a_prescriber_declined(cast, ada, signed_in):
    everything_else_is_known(cast, ada)
    takes(cast, ada, "sumatriptan")
    refer(cast, ada)
    subject = "medicine:triptans:sumatriptan"
    url = reverse("client_screening", kwargs={"client_id": cast.ada.client.public_id})
    assert 'value="answered"' in signed_in(cast.maya).get(url).content.decode()
    decide(signed_in, cast, ada, subject=subject, kind="declined")
    assert 'value="answered"' not in signed_in(cast.maya).get(url).content.decode()
    fields = {"subject": subject, "seen": load(cast, ada).upto, "kind": "answered", "reason": "x"}
    answer = post(signed_in, cast.maya, cast.ada, "client_screening_answer", **fields)
    assert answer.status_code == 400
    assert "Only a prescriber decides anew" in answer.content.decode()
    assert not load(cast, ada).may_start.allowed


def test_what_was_typed_goes_back_into_its_own_form_alone(cast, ada, signed_in):
    takes(cast, ada, "metformin")
    subject = "medicine:nothing_found"
    told = outside(cast, ada, subject=subject, licence="", reason="Their letter")
    sent = post(signed_in, cast.maya, cast.ada, "client_screening_outside", **told)
    assert sent.status_code == 400
    told = {"subject": subject, "kind": "answered", "reason": "My own", "seen": "an older page"}
    own = post(signed_in, cast.maya, cast.ada, "client_screening_answer", **told)
    assert own.status_code == 409
    for answer, typed, route in (
        (sent, "Their letter", "client_screening_outside"),
        (own, "My own", "client_screening_answer"),
    ):
        about = [one for one in forms_of(answer.content.decode(), "") if "reason" in one.boxes]
        about = [one for one in about if ("subject", subject) in one.hidden]
        assert len(about) == 2
        filled = [one.action for one in about if one.boxes["reason"][1] == typed]
        assert filled == [reverse(route, args=[cast.ada.client.public_id])]


def entry_of(cast, ada, name):
    return next(one for one in load(cast, ada).medicines if one.name == name)


def writes(cast, signed_in, who, entry, name):
    told = {"entry": str(entry.id), "named": name}
    return post(signed_in, who, cast.ada, "client_screening_tell", **told)


def test_a_name_nobody_knows_is_locked_until_the_team_writes_what_it_is(cast, ada, signed_in):
    # Given a client who writes a brand that no list here has, and all else known
    everything_else_is_known(cast, ada)
    actions.plan_substance(ada, Substance.MDMA, by=cast.maya.actor, at=timezone.now())
    signed_in(cast.ada).post(reverse("medicines"), {"name": "Mohexal 300", "taken": "now"})
    unknown = "medicine:?:mohexal 300"
    assert [r.subject for r in load(cast, ada).rows if r.closes] == [unknown]
    # When the team answers it without writing what it is, nothing opens
    fields = {"subject": unknown, "seen": load(cast, ada).upto, "kind": "answered", "reason": "x"}
    route = "client_screening_answer"
    assert post(signed_in, cast.maya, cast.ada, route, **fields).status_code == 400
    # When she writes something harmless by mistake, and puts it right
    entry = entry_of(cast, ada, "Mohexal 300")
    writes(cast, signed_in, cast.maya, entry, "vitamin D")
    assert load(cast, ada).may_start.allowed
    writes(cast, signed_in, cast.finn, entry, "moclobemide")
    # Then it is as strict as that, her own words stay, and who wrote what stands beside them
    found = row(cast, ada, "medicine:maoi:mohexal 300")
    assert (found.level, found.closes) == (Level.HARD, True)
    assert writes(cast, signed_in, cast.maya, entry, " ").status_code == 400
    url = reverse("client_screening", kwargs={"client_id": cast.ada.client.public_id})
    page = signed_in(cast.maya).get(url).content.decode()
    assert "Mohexal 300, that is moclobemide" in page
    assert "Finn Invented wrote what it is" in page
    own = signed_in(cast.ada).get(reverse("medicines")).content.decode()
    assert "Mohexal 300" in own
    assert "Finn Invented wrote what it is: moclobemide" in own
    assert MedicineIdentified.objects.count() == 2


def test_whoever_agrees_that_it_was_a_mistake_reads_what_it_was_written_to_be(cast, ada, signed_in):
    takes(cast, ada, "Notamedicine")
    entry = entry_of(cast, ada, "Notamedicine")
    writes(cast, signed_in, cast.maya, entry, "lithium carbonate")
    actions.take_back_medicine(ada, entry.id, "a slip", by=cast.maya.actor, at=timezone.now())
    url = reverse("client_screening", kwargs={"client_id": cast.ada.client.public_id})
    page = signed_in(cast.finn).get(url).content.decode()
    assert "Notamedicine (written as lithium carbonate): taken back by Maya" in page


def test_what_was_written_and_nobody_knows_either_is_not_lost_and_stays_locked(
    cast, ada, signed_in
):
    takes(cast, ada, "Notamedicine")
    entry = entry_of(cast, ada, "Notamedicine")
    answer = writes(cast, signed_in, cast.maya, entry, "x" * 200)
    assert answer.status_code == 400
    assert "x" * 200 in answer.content.decode()
    writes(cast, signed_in, cast.maya, entry, "alsonone")
    writes(cast, signed_in, cast.maya, entry, "alsonone")
    found = row(cast, ada, "medicine:?:notamedicine")
    assert (found.level, found.identified.name) == (Level.HARD, "alsonone")
    assert MedicineIdentified.objects.count() == 1
    # The prescriber may answer it
    refer(cast, ada)
    decide(signed_in, cast, ada, subject="medicine:?:notamedicine")
    assert row(cast, ada, "medicine:?:notamedicine").state is State.DECIDED


def test_the_client_and_people_outside_the_team_write_nothing(cast, ada, signed_in):
    takes(cast, ada, "Notamedicine")
    entry = entry_of(cast, ada, "Notamedicine")
    for who in (cast.ada, cast.bo, cast.supervisor, cast.owner):
        assert writes(cast, signed_in, who, entry, "vitamin D").status_code == 404
    assert row(cast, ada, "medicine:?:notamedicine").level is Level.HARD


def test_the_names_it_looks_like_are_offered_and_the_client_s_choice_is_looked_at(
    cast, ada, signed_in
):
    everything_else_is_known(cast, ada)
    ada_s, subject = signed_in(cast.ada), "medicine:?:lithum"
    ada_s.post(reverse("medicines"), {"name": "lithum", "taken": "now"})
    assert row(cast, ada, subject).level is Level.HARD
    entry = row(cast, ada, subject).entry
    # A name that was not offered is not taken; the client cannot say "right as written" either
    for name in ("sertraline", "lithum"):
        ada_s.post(reverse("medicine_meant"), {"entry": str(entry), "name": name})
        assert entry_of(cast, ada, "lithum").chosen == ""
    ada_s.post(reverse("medicine_meant"), {"entry": str(entry), "name": "lithium"})
    assert entry_of(cast, ada, "lithum").chosen == "lithium"
    assert row(cast, ada, subject).closes
    assert "You chose: lithium" in ada_s.get(reverse("medicines")).content.decode()
    # One tap of the team, and it is lithium
    entry = row(cast, ada, subject).entry
    post(signed_in, cast.maya, cast.ada, "client_screening_tell", entry=str(entry), meant="lithium")
    assert row(cast, ada, "medicine:lithium:lithum").level is Level.HARD
    # Written again, it is something else; as it is written, nobody knows it
    writes(cast, signed_in, cast.maya, entry_of(cast, ada, "lithum"), "sertraline")
    assert load(cast, ada).may_start.allowed


def test_right_as_written_is_not_clear(cast, ada, signed_in):
    takes(cast, ada, "lithum")
    entry = row(cast, ada, "medicine:?:lithum").entry
    post(signed_in, cast.maya, cast.ada, "client_screening_tell", entry=str(entry), meant="lithum")
    found = row(cast, ada, "medicine:?:lithum")
    assert (found.level, found.offered) == (Level.HARD, ())


def test_corrections_of_earlier_versions_are_read_as_what_they_were(cast, ada):
    """The team's correction says what the name is; the client's choice waits."""
    for name, by, level in (("lithum", cast.maya, "lithium"), ("sertralin", cast.ada, "?")):
        takes(cast, ada, name)
        first = entry_of(cast, ada, name)
        kept = MedicineTaken(
            practice_id=ada.practice,
            client_id=ada.id,
            by_id=by.user.pk,
            at=timezone.now(),
            received_at=timezone.now(),
            taken="now",
            corrects=first.id,
        )
        kept.name = seal("lithium" if name == "lithum" else "sertraline", kept.where)
        kept.save()
        assert row(cast, ada, f"medicine:{level}:{name}") is not None


def outside(cast, ada, **more):
    told = {
        "subject": LITHIUM,
        "seen": load(cast, ada).upto,
        "kind": "decided",
        "outside": "Dr Away Invented",
        "licence": "XY 1234",
        "day": timezone.localdate().isoformat(),
        "letter": "Folder 3, red",
        "reason": "Levels are stable",
    }
    return told | more


def test_the_lead_records_what_a_prescriber_outside_answered_and_both_names_stand(
    cast, ada, signed_in
):
    everything_else_is_known(cast, ada)
    takes(cast, ada, "lithium")
    route = "client_screening_outside"
    # Not the co-facilitator, not without a licence, not with a letter older than what was told
    old = (timezone.localdate() - timedelta(days=1)).isoformat()
    late = (timezone.localdate() + timedelta(days=1)).isoformat()
    refused = [
        post(signed_in, cast.finn, cast.ada, route, **outside(cast, ada)),
        post(signed_in, cast.maya, cast.ada, route, **outside(cast, ada, licence="")),
        post(signed_in, cast.maya, cast.ada, route, **outside(cast, ada, letter=" ")),
        post(signed_in, cast.maya, cast.ada, route, **outside(cast, ada, day=old)),
        post(signed_in, cast.maya, cast.ada, route, **outside(cast, ada, day=late)),
        post(signed_in, cast.maya, cast.ada, route, **outside(cast, ada, day="soon")),
        post(signed_in, cast.maya, cast.ada, route, **outside(cast, ada, seen="an older page")),
    ]
    assert [one.status_code for one in refused] == [400] * 6 + [409]
    assert "Levels are stable" in refused[1].content.decode()
    assert not load(cast, ada).may_start.allowed
    # Then it counts, with both names, for the team and for the client; and lapses like any other
    post(signed_in, cast.maya, cast.ada, route, **outside(cast, ada))
    assert load(cast, ada).may_start.allowed
    url = reverse("client_screening", kwargs={"client_id": cast.ada.client.public_id})
    page = signed_in(cast.maya).get(url).content.decode()
    for words in ("Dr Away Invented", "XY 1234", "Folder 3, red", "Recorded by Maya Invented"):
        assert words in page
    own = signed_in(cast.ada).get(reverse("medicines")).content.decode()
    assert "Dr Away Invented (written down by Maya Invented)" in own
    takes(cast, ada, "tramadol")
    assert row(cast, ada).state is State.OPEN


def test_the_day_of_a_letter_is_the_client_s_and_another_plan_is_news(cast, ada):
    """In Los Angeles it is still the 9th when the server's day is the 10th."""
    Client.objects.filter(pk=ada.id).update(zone="America/Los_Angeles")
    ada = clients.find(ada.public_id, viewer=cast.maya.actor, at=timezone.now())
    by, evening = cast.maya.actor, datetime(2026, 11, 10, 4, tzinfo=UTC)
    actions.plan_substance(ada, Substance.PSILOCYBIN, by=by, at=evening - timedelta(days=1))
    actions.tell_medicines(ada, "lithium", Taken.NOW, None, uid=uuid7(), by=by, at=evening)
    assert answers_outside(cast, ada, date(2026, 11, 9), evening + timedelta(hours=1))
    with pytest.raises(actions.NotKept, match="has not come"):
        answers_outside(cast, ada, date(2026, 11, 10), evening + timedelta(hours=1))
    actions.plan_substance(ada, Substance.MDMA, by=by, at=evening + timedelta(days=2))
    with pytest.raises(actions.NotKept, match="older than the news of"):
        answers_outside(cast, ada, date(2026, 11, 10), evening + timedelta(days=3))


def answers_outside(cast, ada, day, at):
    told = {"seen": load(cast, ada).upto, "by": cast.maya.actor, "at": at}
    away = Outside("Dr Away Invented", "XY 1234", day, "Folder 3, red")
    return actions.judge(ada, LITHIUM, Kind.DECIDED, "Levels", outside=away, **told)


def test_nothing_barred_is_decided_outside_either(cast, ada, signed_in):
    takes(cast, ada, "lithium")
    profile.set_profile(Code.OREGON, by=cast.owner.actor, at=timezone.now())
    answer = post(signed_in, cast.maya, cast.ada, "client_screening_outside", **outside(cast, ada))
    assert answer.status_code == 400
    assert row(cast, ada).closes


def test_a_prescriber_who_leads_the_client_decides_only_with_a_recorded_licence(
    cast, ada, signed_in
):
    # Given Maya, who leads Ada, and has the role of a prescriber as well
    StaffRole.objects.create(
        practice=cast.practice, user=cast.maya.user, role=Role.PRESCRIBER, since=timezone.now()
    )
    takes(cast, ada, "lithium")
    answer = decide(signed_in, cast, ada, cast.maya)
    assert answer.status_code == 400
    assert "The owner records your licence" in answer.content.decode()
    # When the owner records her licence, she decides; when it is taken back, it no longer counts
    licence = {"staff": str(cast.maya.user.public_id), "licence": "XY 77"}
    signed_in(cast.maya).post(reverse("practice_profile"), licence)
    assert not PrescribingLicence.objects.exists()
    signed_in(cast.owner).post(reverse("practice_profile"), licence)
    assert decide(signed_in, cast, ada, cast.maya).status_code == 302
    assert row(cast, ada).state is State.DECIDED
    signed_in(cast.owner).post(reverse("practice_profile"), {**licence, "licence": ""})
    assert row(cast, ada).state is State.OPEN
    audited = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"recorded_licence", "took_back_licence"} <= audited


def test_nobody_records_a_licence_for_someone_of_another_practice(cast, signed_in):
    for staff in (str(cast.zoe.user.public_id), str(uuid7()), "nobody"):
        told = {"staff": staff, "licence": "XY 1"}
        signed_in(cast.owner).post(reverse("practice_profile"), told)
    assert not PrescribingLicence.objects.exists()


def test_a_prescriber_whose_decision_stands_and_who_comes_to_lead_decides_no_longer(
    cast, ada, signed_in
):
    takes(cast, ada, "lithium")
    refer(cast, ada)
    decide(signed_in, cast, ada)
    assert row(cast, ada).state is State.DECIDED
    CareMember.objects.filter(client=cast.ada.client, lead=True).update(lead=False)
    hold(cast.ada, cast.prescriber, lead=True)
    assert row(cast, ada).state is State.OPEN


def test_known_names_without_a_source_stand_in_one_folded_line(cast, ada, signed_in):
    takes(cast, ada, "vitamin D, metformin, Yasmin, simvastatin")
    url = reverse("client_screening", kwargs={"client_id": cast.ada.client.public_id})
    page = signed_in(cast.maya).get(url).content.decode()
    line = "Looked at, nothing known: metformin, simvastatin, vitamin D, Yasmin"
    assert f"<summary><b>{line}</b></summary>" in page
    assert page.count("Review: a person answers") == page.count("level-review")
    assert [one.subject for one in load(cast, ada).rows if "medicine:" in one.subject] == [
        "medicine:nothing_found"
    ]
    assert "safe" not in line


def test_withdrawal_and_harm_to_others_wait_for_a_person_also_after_a_no(cast, ada, signed_in):
    everything_else_is_known(cast, ada)
    told = {"withdrawal": "no", "harm_others": "no"}
    signed_in(cast.ada).post(reverse("health"), {**told, "withdrawal": "yes"})
    assert row(cast, ada, "condition:withdrawal").closes
    post(signed_in, cast.maya, cast.ada, "client_screening_tell", **told)
    assert load(cast, ada).may_start.allowed
    page = signed_in(cast.ada).get(reverse("health")).content.decode()
    assert "Do thoughts of hurting someone else come up" in page
    assert "do not stop all at once by yourself" in page


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
    actions.take_back_medicine(ada, entry, "Wrong client", by=by, at=timezone.now())
    assert row(cast, ada) is None
    signed_in(cast.ada).post(reverse("medicines"), told)
    assert row(cast, ada).level is Level.HARD


BACK = "taken_back:lithium"


def test_taking_lithium_back_asks_why_and_opens_nothing_until_another_agrees(cast, ada, signed_in):
    everything_else_is_known(cast, ada)
    takes(cast, ada, "lithium")
    entry = row(cast, ada).entry
    tell = "client_screening_tell"
    assert post(signed_in, cast.maya, cast.ada, tell, take_back=entry).status_code == 400
    assert row(cast, ada) is not None
    sent = post(signed_in, cast.maya, cast.ada, tell, take_back=entry, why="Wrong client")
    assert sent.status_code == 302
    everything_else_is_known(cast, ada)
    assert [one.subject for one in load(cast, ada).rows if one.closes] == [BACK]
    refer(cast, ada)
    url = reverse("client_screening", kwargs={"client_id": cast.ada.client.public_id})
    for who in (cast.maya, cast.prescriber):
        page = signed_in(who).get(url).content.decode()
        assert "<s>lithium, Taken now</s>" in page
        assert "Wrong client" in page
    theirs = signed_in(cast.ada).get(reverse("medicines")).content.decode()
    assert re.search("Taken off by Maya.*Until then no medicine session begins", theirs, re.S)
    told = {"subject": BACK, "kind": "answered", "reason": "It was", "seen": load(cast, ada).upto}
    mine = post(signed_in, cast.maya, cast.ada, "client_screening_answer", **told)
    assert mine.status_code == 400
    assert not load(cast, ada).may_start.allowed
    assert decide(signed_in, cast, ada, subject=BACK).status_code == 302
    assert load(cast, ada).may_start.allowed
    assert row(cast, ada, BACK).state is State.ANSWERED
    _says_that_two_agreed(signed_in, cast, url)


def _says_that_two_agreed(signed_in, cast, url):
    agreed = signed_in(cast.maya).get(url).content.decode()
    assert "it locks nothing now" in agreed
    assert "It stays locked" not in agreed
    theirs = signed_in(cast.ada).get(reverse("medicines")).content.decode()
    assert "Until then no medicine session begins" not in theirs


def test_a_prescribers_no_is_not_lost_with_the_entry(cast, ada, signed_in):
    everything_else_is_known(cast, ada)
    takes(cast, ada, "sertraline")
    refer(cast, ada)
    subject = next(one.subject for one in load(cast, ada).rows if one.entry)
    decide(signed_in, cast, ada, subject=subject, kind="declined")
    entry = row(cast, ada, subject).entry
    actions.take_back_medicine(ada, entry, "a slip", by=cast.maya.actor, at=timezone.now())
    everything_else_is_known(cast, ada)
    assert [one.subject for one in load(cast, ada).rows if one.closes] == ["taken_back:sertraline"]


def test_a_prescribers_no_stays_when_the_name_is_written_anew_until_they_decide(
    cast, ada, signed_in
):
    everything_else_is_known(cast, ada)
    takes(cast, ada, "Abc")
    refer(cast, ada)
    subject = "medicine:?:abc"
    decide(signed_in, cast, ada, subject=subject, kind="declined", reason="Too little is known")
    entry = row(cast, ada, subject).entry
    actions.identify(ada, entry, "sertraline", by=cast.maya.actor, at=timezone.now())
    assert [one.subject for one in load(cast, ada).rows if one.closes] == [subject]
    url = reverse("client_screening", kwargs={"client_id": cast.ada.client.public_id})
    page = signed_in(cast.prescriber).get(url).content.decode()
    assert "Their no stays until a prescriber decides anew" in page
    assert "Too little is known" in page
    assert signed_in(cast.ada).get(reverse("medicines")).status_code == 200
    assert decide(signed_in, cast, ada, subject=subject).status_code == 302
    assert load(cast, ada).may_start.allowed
    # What they decided anew is theirs to withdraw, and the no stands again
    anew = row(cast, ada, subject).judgement
    post(signed_in, cast.prescriber, cast.ada, "client_screening_decide", withdraw=str(anew.id))
    assert not load(cast, ada).may_start.allowed


def test_why_it_was_taken_back_cannot_be_withdrawn(cast, ada):
    takes(cast, ada, "lithium")
    by, at = cast.maya.actor, timezone.now()
    actions.take_back_medicine(ada, row(cast, ada).entry, "a slip", by=by, at=at)
    [kept] = ScreeningJudgement.objects.all()
    assert not actions.withdraw(ada, kept.uid, by=by, at=at)


def test_an_unknown_name_is_written_before_a_prescriber_lets_it_go_ahead(cast, ada, signed_in):
    takes(cast, ada, "Notamedicine")
    refer(cast, ada)
    subject = "medicine:?:notamedicine"
    url = reverse("client_screening", kwargs={"client_id": cast.ada.client.public_id})
    assert decide(signed_in, cast, ada, subject=subject).status_code == 400
    entry = row(cast, ada, subject).entry
    actions.identify(ada, entry, "nobodyknows", by=cast.maya.actor, at=timezone.now())
    assert decide(signed_in, cast, ada, subject=subject).status_code == 302
    assert signed_in(cast.prescriber).get(url).status_code == 200


def test_what_is_barred_says_that_no_prescriber_can_open_it(cast, ada, signed_in):
    profile.set_profile(Code.OREGON, by=cast.owner.actor, at=timezone.now())
    takes(cast, ada, "lithium")
    url = reverse("client_screening", kwargs={"client_id": cast.ada.client.public_id})
    page = signed_in(cast.maya).get(url).content.decode()
    assert "Barred here; no prescriber can open it." in page


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


QUERIES = 27


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
    referrals.end_referral(ada, referred.uid, by=cast.maya.actor, at=timezone.now())
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


def test_a_no_that_the_team_was_told_too_counts_where_a_clients_alone_does_not(cast, ada):
    """The form shows the client's no already: the same answer, kept once more, is the team's."""
    own, by = cast.ada.actor, cast.maya.actor
    told = {"withdrawal": Said.NO, "harm_others": Said.NO}
    actions.answer(ada, told, by=own, at=timezone.now())
    alone = {one.subject for one in load(cast, ada).rows if one.state is State.OPEN}
    assert {"condition:withdrawal", "condition:harm_others"} <= alone
    assert actions.answer(ada, told, by=by, at=timezone.now()) == 2
    together = {one.subject for one in load(cast, ada).rows if one.state is State.OPEN}
    assert not {"condition:withdrawal", "condition:harm_others"} & together
    assert actions.answer(ada, told, by=by, at=timezone.now()) == 0  # once is enough
