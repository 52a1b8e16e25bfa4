"""The owner's and the coordinator's pages: what they do, and that they show nothing clinical."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from longarc.care.access import Role
from longarc.records import support_page
from longarc.records.actions import access, invitations, support
from longarc.records.codec import Where, seal
from longarc.records.ids import uuid7
from longarc.records.models import (
    AuditEntry,
    CareMember,
    CheckInMore,
    Choice,
    Client,
    ContactRequest,
    Invitation,
    Meeting,
    OwnPlan,
    PhaseStart,
    StateWords,
    SupportPage,
    Words,
)
from longarc.records.queries import clients
from longarc.web.routes import POLICY
from tests.cast import check_in, hold, make_client, make_staff

pytestmark = pytest.mark.django_db
# PostgreSQL is asked one thing more about how durable it is.
OWNERS_QUERIES = 35
DIRECTORYS_QUERIES = 12


def publish(cast, **more):
    said = {
        "phone": "+43 1 555 0100",
        "hours": "weekdays 9 to 17",
        "numbers": [support_page.Number("555 0199", "Invented helpline", "at any time")],
        "looked_by": "by 9:00 the next working day",
        "country": "",
        "checked_on": timezone.localdate(),
    }
    support.publish_support(**{**said, **more}, by=cast.owner.actor, at=timezone.now())


def text(answer):
    return answer.content.decode()


def page(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return text(answer)


# -- staff ---------------------------------------------------------------------------------


def test_the_owner_sees_who_works_here_and_whether_they_have_a_second_factor(cast, signed_in):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=cast.maya.user, type="totp", data={})
    Authenticator.objects.create(user=cast.bo.user, type="recovery_codes", data={})
    shown = page(signed_in(cast.owner), "/practice/")
    assert shown.count("Second factor: set up") == 1
    for person in (cast.maya, cast.bo, cast.coordinator):
        assert person.user.email in shown
    assert cast.zoe.user.email not in shown
    assert cast.ada.user.email not in shown


def test_inviting_shows_the_link_once(cast, signed_in):
    owner = signed_in(cast.owner)
    said = {
        "name": "Nia Invented",
        "email": "nia@example.org",
        "roles": ["therapist", "supervisor"],
    }
    answer = owner.post("/practice/staff/", said)
    row = Invitation.objects.get()
    assert row.roles == "supervisor therapist"
    token = text(answer).split("/welcome/")[1].split("/")[0]
    assert invitations.opens(token, at=timezone.now())
    assert answer.headers["Cache-Control"] == "no-store"
    shown = page(owner, "/practice/")
    assert "Nia Invented, until" in shown
    assert token not in shown


@pytest.mark.parametrize(
    "missing", [{"name": " "}, {"email": "nobody"}, {"roles": []}, {"roles": ["king"]}]
)
def test_what_was_typed_stays_when_something_is_missing(cast, signed_in, missing):
    said = {"name": "Nia Invented", "email": "nia@example.org", "roles": ["therapist"]}
    answer = signed_in(cast.owner).post("/practice/staff/", {**said, **missing})
    assert answer.status_code == 400
    assert "Nobody was invited." in text(answer)
    for field in {"name", "email"} - set(missing):
        assert f'value="{said[field]}"' in text(answer)
    if "roles" not in missing:
        assert 'value="therapist" checked' in text(answer)
    assert not Invitation.objects.exists()


def test_a_new_link_for_staff_who_are_locked_out(cast, signed_in):
    owner = signed_in(cast.owner)
    answer = owner.post("/practice/staff/", {"renew": str(cast.maya.user.public_id)})
    assert "/welcome/" in text(answer)
    assert Invitation.objects.get().user == cast.maya.user
    for nobody in (cast.zoe.user.public_id, cast.ada.user.public_id, uuid4(), "x"):
        assert owner.post("/practice/staff/", {"renew": str(nobody)}).status_code == 404


def test_ending_access_works_at_once_and_says_who_needs_a_lead(cast, signed_in):
    maya, owner = signed_in(cast.maya), signed_in(cast.owner)
    assert maya.get("/clients/").status_code == 200
    path = reverse("practice_staff_end", args=[cast.maya.user.public_id])
    assert owner.post(path).status_code == 302
    assert maya.get("/clients/").status_code == 302
    shown = page(owner, "/practice/")
    assert "access ended" in shown
    needs = shown.split("A person is needed")[1].split("</ul>")[0]
    assert "Ada Invented" in needs
    assert "Finn Invented holds them." in needs
    assert "Cleo Invented" not in needs
    assert CareMember.objects.filter(user=cast.maya.user, until=None).count() == 0


def test_the_last_owner_is_told_why_they_stay(cast, signed_in):
    answer = signed_in(cast.owner).post(
        reverse("practice_staff_end", args=[cast.owner.user.public_id])
    )
    assert answer.status_code == 400
    assert "Invite another owner first." in text(answer)


# -- the Support page ----------------------------------------------------------------------


def test_publishing_the_support_page(cast, signed_in):
    owner = signed_in(cast.owner)
    said = {
        "phone": "555 0100",
        "hours": "weekdays",
        "looked_by": "by noon",
        "country": "US",
        "checked_on": timezone.localdate().isoformat(),
        "name_1": "Invented line",
        "number_1": "555 0111",
        "when_1": "nights",
    }
    assert owner.post("/practice/support/", said).headers["Location"] == "/practice/"
    again = page(owner, "/practice/support/")
    for value in said.values():
        assert value in again
    assert SupportPage.objects.get().published


def test_typed_numbers_stay_when_publishing_is_refused(cast, signed_in):
    answer = signed_in(cast.owner).post(
        "/practice/support/",
        {"phone": "555 0100", "name_2": "Invented line", "number_2": "call us"},
    )
    assert answer.status_code == 400
    assert "Nothing was published." in text(answer)
    for typed in ("555 0100", "Invented line", "call us"):
        assert f'value="{typed}"' in text(answer)
    assert not SupportPage.objects.exists()


# -- what else the owner sees --------------------------------------------------------------


def test_requests_for_deletion_have_a_day_to_answer_by(cast, signed_in):
    asked = timezone.now() - timedelta(days=10)
    for given, at in ((True, asked), (True, asked)):
        Choice(
            uid=uuid7(),
            practice=cast.practice,
            client=cast.ada.client if at else None,
            at=at,
            received_at=at,
            kind="deletion",
            given=given,
        ).save()
    shown = page(signed_in(cast.owner), "/practice/")
    due = (asked + timedelta(days=30)).strftime("%-d %B %Y")
    assert shown.count(f"Answer by {due}") == 1
    Choice(
        uid=uuid7(),
        practice=cast.practice,
        client=cast.ada.client,
        at=asked,
        received_at=asked,
        kind="deletion",
        given=False,
    ).save()
    assert "Answer by" not in page(signed_in(cast.owner), "/practice/")


def test_the_age_of_the_backup(cast, signed_in, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    owner = signed_in(cast.owner)
    assert "none that is known here" in page(owner, "/practice/")
    (tmp_path / "backups").mkdir()
    told = tmp_path / "backups" / "last.json"
    at = timezone.now() - timedelta(hours=3)
    told.write_text(json.dumps({"at": at.isoformat(), "rows": 12, "file": "x"}))
    assert "3\xa0hours ago" in page(owner, "/practice/")
    for broken in ("", "[]", '{"at": 3}', "{"):
        told.write_text(broken)
        assert "none that is known here" in page(owner, "/practice/")


def test_how_many_records_each_person_opened(cast, signed_in):
    now = timezone.now()
    for client in (cast.ada, cast.ada, cast.cleo):
        found = clients.find(client.client.public_id, viewer=cast.maya.actor, at=now)
        access.record_view(found, by=cast.maya.actor, at=now)
    shown = page(signed_in(cast.owner), "/practice/")
    row = shown.split("Records opened in the last 7 days")[1].split("<tbody>")[1].split("</tr>")[0]
    cells = [cell.split("</td>")[0] for cell in row.split("<td>")[1:]]
    assert cells[1:] == ["Maya Invented", "2", "0", "0"]


def asked(browser, path):
    with CaptureQueriesContext(connection) as queries:
        page(browser, path)
    return len(queries)


def test_the_owners_page_asks_the_same_for_many(cast, signed_in):
    owner = signed_in(cast.owner)
    page(owner, "/practice/")
    few = asked(owner, "/practice/")
    assert few <= OWNERS_QUERIES
    for n in range(8):
        one = make_staff(cast.practice, f"Person{n} Invented", Role.THERAPIST)
        CareMember.objects.create(
            practice=cast.practice, client=cast.ada.client, user=one.user, since=timezone.now()
        )
    assert asked(owner, "/practice/") == few


# -- the coordinator -----------------------------------------------------------------------


def meet(cast, client, at, **more):
    now = timezone.now()
    row = Meeting(
        uid=uuid7(),
        practice=cast.practice,
        client=client.client,
        by=cast.maya.user,
        at=now,
        received_at=now,
        starts_at=at,
        with_user=cast.maya.user,
        **more,
    )
    row.save()
    return row


def test_the_directory_shows_the_next_meeting_that_stands(cast, signed_in):
    from longarc.records.models import Retraction

    now = timezone.now()
    meet(cast, cast.ada, now - timedelta(days=1))
    off = meet(cast, cast.ada, now + timedelta(days=1))
    on = meet(cast, cast.ada, now + timedelta(days=2))
    meet(cast, cast.ada, now + timedelta(days=3))
    Retraction(
        practice=cast.practice, client=cast.ada.client, at=now, received_at=now, target=off.uid
    ).save()
    shown = page(signed_in(cast.coordinator), "/directory/")
    assert on.starts_at.strftime("%H:%M with Maya Invented") in shown
    assert f"{on.starts_at.day} " in shown.split("Ada Invented")[1].split("</li>")[0]
    assert "no meeting planned" in shown.split("Cleo Invented")[1].split("</li>")[0]
    assert "Yan Invented" not in shown


def test_the_directory_asks_the_same_for_many(cast, signed_in, django_assert_num_queries):
    kim = signed_in(cast.coordinator)
    for many in (0, 8):
        for n in range(many):
            one = make_client(cast.practice, f"Many{n} Invented", account=False)
            hold(one, cast.maya, lead=True)
            meet(cast, one, timezone.now() + timedelta(days=1))
        page(kim, "/directory/")
        with django_assert_num_queries(DIRECTORYS_QUERIES):
            page(kim, "/directory/")


def test_being_in_the_directory_is_a_look_that_the_client_sees(cast, signed_in):
    kim = signed_in(cast.coordinator)
    for _ in range(3):
        page(kim, "/directory/")
    seen = AuditEntry.objects.filter(act="listed", user=cast.coordinator.user)
    assert sorted(seen.values_list("client_id", flat=True)) == sorted(
        [cast.ada.client.pk, cast.cleo.client.pk]
    )


NEW = {
    "name": "Dee Invented",
    "pronouns": "they",
    "email": "dee@example.org",
    "phone": "555 0123",
}


@pytest.mark.parametrize("who", ["coordinator", "maya"])
def test_a_new_client_with_a_link(cast, signed_in, who):
    publish(cast)
    said = {**NEW, "lead": str(cast.maya.user.public_id), "invite": "1"}
    answer = signed_in(getattr(cast, who)).post("/clients/new/", said)
    token = text(answer).split("/welcome/")[1].split("/")[0]
    assert invitations.opens(token, at=timezone.now())
    shown = page(signed_in(cast.coordinator), "/directory/")
    row = shown.split("Dee Invented")[1].split("</li>")[0]
    for part in ("dee@example.org, 555 0123", "Maya Invented", "link given"):
        assert part in row


def test_a_client_may_have_no_account_yet(cast, signed_in):
    said = {"name": "Dee Invented", "lead": str(cast.maya.user.public_id)}
    assert signed_in(cast.maya).post("/clients/new/", said).headers["Location"] == "/clients/"
    assert clients.held(viewer=cast.maya.actor)[-1].name == "Dee Invented"
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"lead": ""},
        {"lead": "someone"},
        {"email": "dee"},
        {"email": "", "invite": "1"},
    ],
)
def test_nothing_typed_about_a_new_client_is_lost(cast, signed_in, wrong):
    said = {**NEW, "lead": str(cast.maya.user.public_id), **wrong}
    answer = signed_in(cast.coordinator).post("/clients/new/", said)
    assert answer.status_code == 400
    assert "Nothing was kept yet." in text(answer)
    for field in set(NEW) - set(wrong):
        assert f'value="{NEW[field]}"' in text(answer)
    assert Client.objects.filter(practice=cast.practice).count() == 2


def test_a_lead_is_someone_who_holds_clients_here(cast, signed_in):
    for nobody in (cast.owner, cast.zoe, cast.ada):
        said = {**NEW, "lead": str(nobody.user.public_id)}
        answer = signed_in(cast.coordinator).post("/clients/new/", said)
        assert answer.status_code == 400
        assert "Choose a therapist or co-facilitator" in text(answer)


def test_no_link_before_the_support_page_and_it_says_why(cast, signed_in):
    kim = signed_in(cast.coordinator)
    path = reverse("client_invite", args=[cast.ada.client.public_id])
    answer = kim.post(path)
    assert answer.status_code == 400
    assert "The Support page is not published yet." in text(answer)
    assert "The Support page is not published yet." in page(kim, "/clients/new/")
    publish(cast)
    assert "/welcome/" in text(kim.post(path))


def test_a_link_for_a_client_without_an_account_needs_an_address(cast, signed_in):
    publish(cast)
    dee = make_client(cast.practice, "Dee Invented", account=False)
    hold(dee, cast.maya, lead=True)
    path = reverse("client_invite", args=[dee.client.public_id])
    maya = signed_in(cast.maya)
    assert maya.post(path).headers["Location"].endswith("/team/#link")
    assert "/welcome/" in text(maya.post(path, {"email": "dee@example.org"}))
    taken = maya.post(path, {"email": cast.bo.user.email})
    assert "This address cannot be used." in text(taken)


def test_the_care_team_changes_with_dates(cast, signed_in):
    kim, path = signed_in(cast.coordinator), f"/clients/{cast.ada.client.public_id}/team/"
    bo, maya = str(cast.bo.user.public_id), str(cast.maya.user.public_id)
    assert kim.post(path, {"add": bo}).status_code == 302
    refused = kim.post(path, {"end": maya})
    assert "A client always has a lead." in text(refused)
    assert kim.post(path, {"lead": bo}).status_code == 302
    assert kim.post(path, {"end": maya}).status_code == 302
    shown = page(kim, path)
    now, before = shown.split("<details>")
    assert "Bo Invented" in now
    assert "Maya Invented" in before
    assert before.count("led") == 1
    assert kim.post(path, {"add": "x"}).status_code == 400
    assert kim.post(path, {}).status_code == 400


# -- canaries ------------------------------------------------------------------------------

MARK = "canary-"


def plant(cast, client):
    """One marked text, or telling value, in every clinical place there is."""
    row, now, here = client.client, timezone.now(), Where(1, 1, "x", 1)

    def entry(**more):
        return {
            "practice_id": client.actor.practice,
            "client": row,
            "by": client.user,
            "at": now,
            "received_at": now,
            **more,
        }

    found = check_in(client, now, 10, method="canary-tap")
    CheckInMore(**entry(), check_in=found.uid, ease=1, body="chest:tight").save()
    words = entry(check_in=found.uid, text=seal(f"{MARK}words", here), shared_at=now)
    del words["by"]
    Words(**words).save()
    PhaseStart(**entry(phase="medicine", on=now.date(), why=seal(f"{MARK}why", here))).save()
    labels = json.dumps({"way_up": [f"{MARK}label", "hint"]})
    StateWords(**entry(labels=seal(labels, here))).save()
    ContactRequest(**entry(note=seal(f"{MARK}note", here))).save()
    OwnPlan(**entry(text=seal(f"{MARK}plan", here))).save()
    return found


def addresses(*about):
    """Every address of the policy, once for each client it could be about."""
    from tests.web.test_policy_matrix import routes

    for name, route in routes().items():
        if "GET" in POLICY.get(name, {}):
            ids = about if "client_id" in route.kinds else about[:1]
            yield from (route.url(client_id=client.client.public_id) for client in ids)


@pytest.mark.parametrize("who", ["owner", "coordinator", "prescriber", "safeguarding", "bo"])
def test_nothing_clinical_reaches_those_outside_the_care_team(cast, signed_in, who):
    plant(cast, cast.ada)
    assert MARK in page(signed_in(cast.maya), f"/clients/{cast.ada.client.public_id}/")
    browser, opened = signed_in(getattr(cast, who)), 0
    for path in addresses(cast.ada, cast.cleo):
        answer = browser.get(path)
        opened += answer.status_code == 200
        assert MARK not in answer.getvalue().decode(errors="replace"), path
    assert opened > 5


def test_the_owner_and_coordinator_do_not_learn_when_or_how_a_client_checked_in(cast, signed_in):
    """Their pages are the same to the byte, whatever a client told."""
    import re

    def shown():
        paths = [(cast.owner, "/practice/"), (cast.coordinator, "/directory/")]
        made = "".join(page(signed_in(who), path) for who, path in paths)
        return re.sub(
            r"value=\"[A-Za-z0-9]{64}\"|name=\"uid\" value=\"[0-9a-f-]+\"|\d+ MB", "", made
        )

    shown()
    before = shown()
    plant(cast, cast.ada)
    assert shown() == before


@pytest.mark.parametrize("who", ["zoe", "zoes_client"])
def test_nothing_of_this_practice_reaches_the_other_one(cast, signed_in, who):
    plant(cast, cast.ada)
    names = ["Ada", "Cleo", "Maya", "Finn", "Bo", "Olga", "Kim", "Sue", "Pat", "Gale"]
    marks = [MARK, *(f"{name} Invented" for name in names), cast.ada.user.email]
    marks += [str(one.user.public_id) for one in (cast.ada, cast.maya)]
    browser = signed_in(getattr(cast, who))
    for path in addresses(cast.ada, cast.zoes_client):
        shown = browser.get(path).getvalue().decode(errors="replace")
        asked = shown.replace(str(cast.ada.client.public_id), "")
        assert not [mark for mark in marks if mark in asked], path


def test_the_marks_are_where_they_were_planted(cast, signed_in):
    """The tests above would notice: Ada herself, and Maya, do see them."""
    plant(cast, cast.ada)
    seen = "".join(
        signed_in(cast.ada).get(path).getvalue().decode(errors="replace")
        for path in addresses(cast.ada)
        if not path.startswith(("/leave", "/account"))
    )
    for what in ("words", "why", "label", "plan"):
        assert MARK + what in seen
