"""Somebody leaves: nobody who waits is lost, and nobody is promised somebody who is gone."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from longarc.care.access import Role
from longarc.care.risk_questions import Question, Reply
from longarc.care.session_plan import OnCall, Person, SessionPlan, written
from longarc.records.codec import Where, seal
from longarc.records.details import cell
from longarc.records.ids import uuid7
from longarc.records.models import (
    AuditEntry,
    CareMember,
    Choice,
    EmergencyAccess,
    Meeting,
    Referral,
    SessionPlanVersion,
    StaffRole,
    User,
)
from longarc.records.queries import clients
from tests.cast import hold, make_client, make_staff
from tests.web import session_story
from tests.web.staff.story import asks_for_contact

pytestmark = pytest.mark.django_db
COUNT = "2 clients without a lead, 1 of them urgent"
URGENT = "Urgent: a person is needed now."
#: What the urgent line must never say.
KINDS = ("risk", "Risk", "Asked to be contacted", "adverse", "contact is due", "questions")


@pytest.fixture(autouse=True)
def worked_here_for_long(cast):
    """The cast lives in 2030; these pages live now."""
    StaffRole.objects.update(since=timezone.now() - timedelta(days=400))


def text(answer):
    return answer.content.decode()


def alone(cast):
    """Ada is held by Maya alone, and her number is known."""
    CareMember.objects.filter(user=cast.finn.user).update(until=timezone.now())
    row = cast.ada.client
    row.phone = seal("555 0142", cell(row, "phone"))
    row.save()


def says_yes(cast, signed_in):
    replies = dict.fromkeys(Question, Reply.YES)
    signed_in(cast.ada).post("/support/questions/", {**replies, "uid": uuid7()})


def ends(cast, signed_in, who):
    return signed_in(cast.owner).post(reverse("practice_staff_end", args=[who.user.public_id]))


def needed(browser, page):
    shown = text(browser.get(reverse(page)))
    if "A person is needed" not in shown:
        return ""
    return shown.split("A person is needed")[1].split("</section>")[0]


def meeting(cast, who):
    now = timezone.now()
    row = Meeting(
        uid=uuid7(),
        practice=cast.practice,
        client=cast.ada.client,
        by=who.user,
        at=now,
        received_at=now,
        starts_at=now + timedelta(days=5),
        with_user=who.user,
    )
    row.save()


def test_one_page_says_what_is_held_and_never_which_matter(cast, signed_in):
    alone(cast)
    says_yes(cast, signed_in)
    other = make_client(cast.practice, "Ivo Invented")
    hold(other, cast.maya, lead=True)
    url = reverse("practice_staff_end", args=[cast.maya.user.public_id])
    page = " ".join(text(signed_in(cast.owner).get(url)).split())
    assert "Maya Invented holds 2 clients." in page
    assert COUNT in page
    assert User.objects.get(pk=cast.maya.user.pk).is_active
    ends(cast, signed_in, cast.maya)
    assert COUNT in text(signed_in(cast.owner).get(reverse("hand_over")))
    assert COUNT in needed(signed_in(cast.owner), "practice")
    assert not [kind for kind in KINDS if kind in page]


def test_who_waits_stands_first_for_owner_coordinator_and_therapists(cast, signed_in):
    alone(cast)
    says_yes(cast, signed_in)
    assert ends(cast, signed_in, cast.maya).headers["Location"] == reverse("hand_over")
    for who, page in (
        (cast.owner, "practice"),
        (cast.coordinator, "directory"),
        (cast.bo, "caseload"),
    ):
        part = needed(signed_in(who), page)
        assert "Ada Invented" in part
        assert "555 0142" in part
        assert URGENT in part
        assert not [kind for kind in KINDS if kind in part]
    shown = text(signed_in(cast.bo).get(reverse("caseload")))
    assert shown.index("A person is needed") < shown.index("Who needs me today")
    assert not needed(signed_in(cast.supervisor), "caseload")
    assert "Ada Invented" in text(signed_in(cast.owner).get(reverse("hand_over")))


def test_who_waits_for_nothing_needs_a_person_too(cast, signed_in):
    alone(cast)
    ends(cast, signed_in, cast.maya)
    part = needed(signed_in(cast.owner), "practice")
    assert "Needs a person." in part
    assert URGENT not in part


@pytest.mark.parametrize("matter", ["risk", "contact", "meeting"])
def test_what_comes_later_for_a_client_whom_nobody_holds_is_urgent_too(cast, signed_in, matter):
    alone(cast)
    ends(cast, signed_in, cast.maya)
    assert URGENT not in needed(signed_in(cast.coordinator), "directory")
    if matter == "risk":
        says_yes(cast, signed_in)
    elif matter == "contact":
        signed_in(cast.ada).post("/support/contact/", {"uid": uuid7(), "note": "please"})
    else:
        now = timezone.now()
        Meeting(
            practice=cast.practice,
            client=cast.ada.client,
            at=now,
            received_at=now,
            starts_at=now + timedelta(hours=20),
            with_user=cast.maya.user,
        ).save()
    assert URGENT in needed(signed_in(cast.coordinator), "directory")


def test_whom_a_second_person_holds_needs_only_a_lead(cast, signed_in):
    says_yes(cast, signed_in)
    ends(cast, signed_in, cast.maya)
    part = needed(signed_in(cast.owner), "practice")
    assert "Needs a lead. Finn Invented holds them." in part
    assert URGENT in part
    assert not needed(signed_in(cast.bo), "caseload")
    assert "risk questions" in text(signed_in(cast.finn).get(reverse("caseload")))


def test_several_who_hold_a_client_are_said_as_several(cast, signed_in):
    hold(cast.ada, cast.bo)
    ends(cast, signed_in, cast.maya)
    several = "Invented hold them."  # Finn and Bo
    owner = signed_in(cast.owner)
    assert several in needed(owner, "practice")
    assert several in text(owner.get(reverse("hand_over")))


def names(signed_in, by, who, cast):
    told = {"client": cast.ada.client.public_id, "staff": who.user.public_id}
    return signed_in(by).post(reverse("hand_over"), told)


def test_whoever_is_named_is_told_to_the_client_before_any_record_opens(cast, signed_in):
    alone(cast)
    ends(cast, signed_in, cast.maya)
    assert "Nobody is named for you here right now." in text(signed_in(cast.ada).get("/today/"))
    assert names(signed_in, cast.owner, cast.bo, cast).status_code == 302
    day = timezone.localdate().strftime("%A %-d %B")
    assert f"Bo Invented is your therapist from {day}." in text(signed_in(cast.ada).get("/today/"))
    assert not AuditEntry.objects.filter(user=cast.bo.user, act="opened").exists()
    assert not needed(signed_in(cast.owner), "practice")
    assert (
        clients.find(cast.ada.client.public_id, viewer=cast.bo.actor, at=timezone.now()).relation
        == "team"
    )
    late = timezone.now() - timedelta(days=15)
    CareMember.objects.filter(user=cast.bo.user, client=cast.ada.client).update(since=late)
    CareMember.objects.filter(user=cast.maya.user).update(since=late - timedelta(days=9))
    assert "is your therapist from" not in text(signed_in(cast.ada).get("/today/"))


def test_who_is_new_here_is_not_named_by_the_owner_alone_nor_by_themself(cast, signed_in):
    alone(cast)
    ends(cast, signed_in, cast.maya)
    new = make_staff(cast.practice, "Nils Invented", Role.THERAPIST)
    began = timezone.now() - timedelta(hours=71)
    StaffRole.objects.filter(user=new.user).update(since=began)
    for by in (cast.owner, new):
        refused = names(signed_in, by, new, cast)
        assert refused.status_code == 400
        assert "younger than 72 hours" in text(refused)
    puppet = make_staff(cast.practice, "Pip Invented", Role.COORDINATOR)
    StaffRole.objects.filter(user=puppet.user).update(since=began)
    assert names(signed_in, puppet, new, cast).status_code == 400
    assert names(signed_in, cast.coordinator, new, cast).status_code == 302
    StaffRole.objects.filter(user=new.user).update(since=began - timedelta(hours=1))
    assert CareMember.objects.get(client=cast.ada.client, until=None).user == new.user


def test_the_owner_waits_where_nobody_else_works(cast, signed_in):
    alone(cast)
    ends(cast, signed_in, cast.maya)
    new = make_staff(cast.practice, "Nils Invented", Role.THERAPIST)
    began = timezone.now() - timedelta(hours=71)
    StaffRole.objects.filter(user=new.user).update(since=began)
    assert names(signed_in, cast.owner, new, cast).status_code == 400
    StaffRole.objects.filter(user=new.user).update(since=began - timedelta(hours=2))
    assert names(signed_in, cast.owner, new, cast).status_code == 302


def test_nobody_is_named_over_somebody_who_was_named_meanwhile(cast, signed_in):
    alone(cast)
    ends(cast, signed_in, cast.maya)
    names(signed_in, cast.coordinator, cast.bo, cast)
    late = names(signed_in, cast.owner, cast.finn, cast)
    assert late.status_code == 409
    assert "somebody was named for this client meanwhile" in text(late)
    lead = CareMember.objects.get(client=cast.ada.client, lead=True, until=None)
    assert lead.user == cast.bo.user


def test_a_therapist_takes_no_client_whom_others_hold(cast, signed_in):
    ends(cast, signed_in, cast.maya)
    assert names(signed_in, cast.bo, cast.bo, cast).status_code == 400
    assert names(signed_in, cast.finn, cast.finn, cast).status_code == 302


def test_an_owner_who_coordinates_passes_the_same_door(cast, signed_in):
    StaffRole.objects.create(
        practice=cast.practice,
        user=cast.owner.user,
        role="coordinator",
        since=timezone.now() - timedelta(days=100),
    )
    new = make_staff(cast.practice, "Nils Invented", Role.THERAPIST)
    StaffRole.objects.filter(user=new.user).update(since=timezone.now())
    path = reverse("client_team", args=[cast.ada.client.public_id])
    refused = signed_in(cast.owner).post(path, {"add": str(new.user.public_id)})
    assert refused.status_code == 400
    assert "younger than 72 hours" in text(refused)


def test_a_meeting_with_somebody_who_left_needs_a_new_person(cast, signed_in):
    meeting(cast, cast.maya)
    ends(cast, signed_in, cast.maya)
    arc = text(signed_in(cast.ada).get("/arc/"))
    assert "This meeting needs a new person." in arc
    assert "Maya Invented" not in arc
    directory = text(signed_in(cast.coordinator).get("/directory/"))
    assert "needs a new person" in directory
    assert "with Maya Invented" not in directory
    url = reverse("client", args=[cast.ada.client.public_id])
    page = text(signed_in(cast.finn).get(url))
    assert "needs a new person" in page
    assert "with Maya Invented" not in page
    assert "1 planned meeting needs a new person." in text(
        signed_in(cast.owner).get(reverse("hand_over"))
    )


def test_so_does_one_with_somebody_who_was_taken_out_of_the_team(cast, signed_in):
    meeting(cast, cast.finn)
    path = reverse("client_team", args=[cast.ada.client.public_id])
    signed_in(cast.coordinator).post(path, {"end": str(cast.finn.user.public_id)})
    assert "This meeting needs a new person." in text(signed_in(cast.ada).get("/arc/"))
    url = reverse("client", args=[cast.ada.client.public_id])
    assert "needs a new person" in text(signed_in(cast.maya).get(url))


def test_a_planned_session_names_nobody_who_left(cast, signed_in):
    now = timezone.now()
    maya = Person(cast.maya.user.public_id, "Maya Invented")
    finn = Person(cast.finn.user.public_id, "Finn Invented")
    plan = SessionPlan(
        starts_at=now + timedelta(days=9), minutes=480, lead=maya, second=finn,
        on_call=(OnCall(maya, "555 0107"),),
    )  # fmt: skip
    row = SessionPlanVersion(
        uid=uuid7(), practice=cast.practice, client=cast.ada.client, by=cast.maya.user,
        at=now, received_at=now, plan=uuid7(), draft=False,
    )  # fmt: skip
    row.told = seal(written(plan), row.where)
    row.save()
    mine = reverse("my_session")
    assert "Maya Invented leads." in text(signed_in(cast.ada).get(mine))
    ends(cast, signed_in, cast.maya)
    shown = text(signed_in(cast.ada).get(mine))
    assert "Maya Invented" not in shown
    assert "This needs a new person." in shown
    assert "555 0107" not in shown
    staff = text(
        signed_in(cast.finn).get(reverse("client_session_plan", args=[cast.ada.client.public_id]))
    )
    assert "Maya Invented was to be there and no longer holds this client." in staff
    assert "Maya Invented was on call here" in staff


def test_the_risk_page_does_not_say_that_somebody_is_there_who_is_not(cast, signed_in):
    alone(cast)
    says_yes(cast, signed_in)
    url = reverse("client_risk_step", args=[cast.ada.client.public_id])
    signed_in(cast.maya).post(url, {"uid": uuid7(), "kind": "took_on"})
    promise = "Maya Invented read your answers."
    assert promise in text(signed_in(cast.ada).get("/support/questions/"))
    ends(cast, signed_in, cast.maya)
    shown = text(signed_in(cast.ada).get("/support/questions/"))
    assert promise not in shown
    assert "Maya Invented read your answers then, and is no longer here for you." in shown
    assert "Nobody is named for you here right now." in shown


def test_a_prescriber_who_left_and_what_waits_for_them(cast, signed_in):
    now = timezone.now()
    told = {"practice": cast.practice, "client": cast.ada.client, "at": now, "received_at": now}
    Referral(uid=uuid7(), by=cast.maya.user, to=cast.prescriber.user, **told).save()
    url = reverse("practice_staff_end", args=[cast.prescriber.user.public_id])
    page = text(signed_in(cast.owner).get(url))
    assert "1 client is referred to them and needs another prescriber." in page
    assert "Nobody else is a prescriber" in page
    ends(cast, signed_in, cast.prescriber)
    screening = reverse("client_screening", args=[cast.ada.client.public_id])
    assert "no longer works here: refer to somebody else" in text(
        signed_in(cast.maya).get(screening)
    )


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("safeguarding", "Nobody else is a safeguarding contact."),
        ("coordinator", "Nobody else is a coordinator"),
        ("supervisor", "Nobody else is a supervisor."),
    ],
)
def test_the_last_of_a_role_is_said_before(cast, signed_in, who, says):
    url = reverse("practice_staff_end", args=[getattr(cast, who).user.public_id])
    assert says in text(signed_in(cast.owner).get(url))


def test_a_mistake_is_undone_with_roles_and_clients(cast, signed_in):
    alone(cast)
    ends(cast, signed_in, cast.maya)
    owner = signed_in(cast.owner)
    back = reverse("practice_staff_back", args=[cast.maya.user.public_id])
    assert owner.post(back).status_code == 302
    assert "Ada Invented" in text(signed_in(cast.maya).get("/clients/"))
    assert not needed(owner, "practice")
    assert owner.post(back).status_code == 404
    assert "is your therapist from" not in text(signed_in(cast.ada).get("/today/"))
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"ended_access", "gave_access_back"} <= acts


def test_undo_takes_nobodys_place_and_lasts_a_day(cast, signed_in):
    alone(cast)
    ends(cast, signed_in, cast.maya)
    names(signed_in, cast.owner, cast.bo, cast)
    back = reverse("practice_staff_back", args=[cast.maya.user.public_id])
    signed_in(cast.owner).post(back)
    team = CareMember.objects.filter(client=cast.ada.client, until=None)
    assert {(row.user_id, row.lead) for row in team} == {
        (cast.bo.user.pk, True),
    }
    ends(cast, signed_in, cast.maya)
    day = timezone.now() - timedelta(hours=25)
    StaffRole.objects.filter(user=cast.maya.user).update(until=day)
    assert signed_in(cast.owner).post(back).status_code == 404


def test_a_record_opened_in_an_emergency_closes_with_the_access(cast, signed_in):
    now = timezone.now()
    row = EmergencyAccess(
        uid=uuid7(), practice=cast.practice, client=cast.ada.client, by=cast.bo.user,
        at=now, received_at=now, until=now + timedelta(hours=4),
        reason=seal("invented reason", cell(cast.ada.client, "x")),
    )  # fmt: skip
    row.save()

    def relation():
        now = timezone.now()
        return clients.find(cast.ada.client.public_id, viewer=cast.bo.actor, at=now).relation

    assert relation() == "emergency"
    ends(cast, signed_in, cast.bo)
    StaffRole.objects.create(
        practice=cast.practice, user=cast.bo.user, role="therapist", since=timezone.now()
    )
    assert relation() == "none"


def test_the_list_asks_the_same_for_many(cast, signed_in):
    alone(cast)
    ends(cast, signed_in, cast.maya)
    owner = signed_in(cast.owner)

    def asked():
        owner.get("/practice/")
        with CaptureQueriesContext(connection) as queries:
            owner.get("/practice/")
        return len(queries)

    few = asked()
    for n in range(6):
        make_client(cast.practice, f"Many{n} Invented")
    assert asked() == few


def test_a_meeting_with_a_place_has_the_time_of_the_place(cast, signed_in):
    row = cast.ada.client
    row.zone = "Asia/Kolkata"
    row.save()
    at = (timezone.now() + timedelta(days=3)).replace(hour=20, minute=0)
    told = {"practice": cast.practice, "client": row, "with_user": cast.maya.user}
    now = timezone.now()
    one = Meeting(uid=uuid7(), at=now, received_at=now, starts_at=at, **told)
    one.place = seal("Room 2", Where(cast.practice.pk, row.pk, "meeting.place", one.uid))
    one.save()
    arc = " ".join(text(signed_in(cast.ada).get("/arc/")).split())
    assert f"{at:%-d %B, 20:00}</b> (time in UTC)" in arc
    assert "01:30 in your own time zone" in arc
    assert arc.index("20:00</b>") < arc.index("01:30")


def test_what_is_due_first_stands_first_and_the_alphabet_decides_nothing(cast, signed_in):
    names = ("Aaron", "Bea", "Cora", "Zara")
    aaron, bea, cora, zara = (make_client(cast.practice, f"{name} Invented") for name in names)
    for one in (aaron, bea, cora, zara):
        hold(one, cast.maya, lead=True)
    hold(zara, cast.finn)
    asks_for_contact(cora, 0.9)
    asks_for_contact(bea, 0.2)
    replies = dict.fromkeys(Question, Reply.YES)
    signed_in(zara).post("/support/questions/", {**replies, "uid": uuid7()})
    ends(cast, signed_in, cast.maya)
    shown = text(signed_in(cast.owner).get(reverse("hand_over")))
    places = [shown.index(f'"name">{name}') for name in ("Zara", "Cora", "Bea", "Aaron")]
    assert places == sorted(places)
    assert shown.count(URGENT) == 3
    assert "5 clients without a lead, 3 of them urgent" in shown


def test_who_is_on_the_care_team_is_named_while_nobody_leads(cast, signed_in):
    ends(cast, signed_in, cast.maya)
    today = text(signed_in(cast.ada).get("/today/"))
    assert "Finn Invented is on your care team. Your practice is naming who leads." in today
    assert "Nobody is named for you here" not in today
    ends(cast, signed_in, cast.finn)
    assert "Nobody is named for you here right now." in text(signed_in(cast.ada).get("/today/"))


def test_undo_says_who_stays_before_and_after(cast, signed_in):
    alone(cast)
    kept, too = make_client(cast.practice, "Ivo Invented"), make_client(cast.practice, "Dov Made")
    for one in (kept, too):
        hold(one, cast.maya, lead=True)
    meeting(cast, cast.maya)
    owner = signed_in(cast.owner)
    owner.post(reverse("practice_staff_end", args=[cast.maya.user.public_id]))
    assert "all of it comes back as it was" in text(owner.get(reverse("hand_over")))
    for one in (cast.ada, too):
        told = {"client": one.client.public_id, "staff": cast.bo.user.public_id}
        owner.post(reverse("hand_over"), told)
    said = "Named meanwhile: Ada Invented, Dov Made stay with Bo Invented."
    before = text(owner.get(reverse("hand_over")))
    assert said in before
    assert "all of it comes back as it was" not in before
    back = reverse("practice_staff_back", args=[cast.maya.user.public_id])
    assert said in text(owner.post(back, follow=True))
    led = CareMember.objects.filter(user=cast.maya.user, until=None)
    assert [row.client_id for row in led] == [kept.client.pk]
    assert "This meeting needs a new person." in text(signed_in(cast.ada).get("/arc/"))
    assert "needs a new person" in text(signed_in(cast.coordinator).get("/directory/"))


def test_a_session_to_come_is_led_by_nobody_who_left_wherever_it_stands(cast, signed_in):
    session_story.planned(cast, starts_at=session_story.in_days(5))
    pages = (
        (cast.finn, "/clients/"),
        (cast.finn, reverse("client", args=[cast.ada.client.public_id])),
        (cast.coordinator, "/directory/"),
    )
    for who, path in pages:
        assert "led by Maya Invented" in text(signed_in(who).get(path))
    assert "Your session with Maya Invented" in text(signed_in(cast.ada).get("/arc/"))
    ends(cast, signed_in, cast.maya)
    for who, path in pages:
        shown = text(signed_in(who).get(path))
        assert "led by Maya Invented" not in shown
        assert "on call: Maya Invented" not in shown
        assert "needs a new person" in shown
    arc = text(signed_in(cast.ada).get("/arc/"))
    assert "Your session with Maya Invented" not in arc
    assert "This session needs a new person." in arc


def supervised(cast):
    now = timezone.now()
    told = {"practice": cast.practice, "client": cast.ada.client, "by": cast.ada.user}
    Choice.objects.create(**told, at=now, received_at=now, kind="supervision", given=True)


def test_a_supervisor_follows_no_dead_link(cast, signed_in):
    supervised(cast)
    session_story.planned(cast)
    sue = signed_in(cast.supervisor)
    plan = reverse("client_session_plan", args=[cast.ada.client.public_id])
    pages = ("/clients/", reverse("client", args=[cast.ada.client.public_id]), plan)
    links = {
        link for page in pages for link in re.findall(r'href="(/[^"#?]*)', text(sue.get(page)))
    }
    assert plan in links
    static = ("/static/", "/api/", "/accounts/")
    dead = [one for one in links if not one.startswith(static) and sue.get(one).status_code == 404]
    assert not dead
    gate = reverse("client_session_start", args=[cast.ada.client.public_id])
    assert gate in text(signed_in(cast.maya).get("/clients/"))


def test_a_supervisor_is_not_told_that_all_is_well_while_nobody_holds_a_client(cast, signed_in):
    supervised(cast)
    good = "Nobody needs you today beyond your visits. Good."
    assert good in text(signed_in(cast.supervisor).get("/clients/"))
    for who in (cast.maya, cast.finn):
        ends(cast, signed_in, who)
    shown = text(signed_in(cast.supervisor).get("/clients/"))
    assert good not in shown
    assert "Ada Invented" in shown.split("Nobody holds them now")[1].split("</section>")[0]
