"""Names and contacts: corrected by those who may, everywhere at once, and nothing forgotten."""

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care.risk_questions import Question, Reply
from longarc.care.session_plan import Person, SessionPlan, written
from longarc.records.actions import care_team, invitations, support
from longarc.records.actions.emergency import open_record
from longarc.records.codec import seal
from longarc.records.ids import uuid7
from longarc.records.models import (
    Client,
    DetailChange,
    Invitation,
    SessionPlanVersion,
    StaffDetailChange,
    User,
)
from longarc.records.queries import clients, people
from longarc.records.support_page import Number
from tests.cast import make_staff
from tests.post import mail_server
from tests.reminders.story import SIX, Worker, chooses

pytestmark = pytest.mark.django_db
ALL = {
    "name": "Ada Invented",
    "pronouns": "she",
    "phone": "555 0142",
    "email": "ada@example.org",
    "emergency": "Her sister Eva, 555 0143",
}


def text(answer):
    return answer.content.decode()


def plain(answer):
    return " ".join(text(answer).split())


def url(cast):
    return reverse("client_details", args=[cast.ada.client.public_id])


def newest():
    row = DetailChange.objects.order_by("-seq").first()
    return str(row.uid) if row else ""


def corrects(cast, signed_in, who=None, **told):
    return signed_in(who or cast.maya).post(url(cast), {"seen": newest(), **told})


@pytest.mark.parametrize("who", ["maya", "finn", "coordinator"])
def test_those_whose_role_may_correct_every_part(cast, signed_in, who):
    person = getattr(cast, who)
    assert corrects(cast, signed_in, person, **ALL).status_code == 302
    page = text(signed_in(person).get(url(cast)))
    for value in ALL.values():
        assert f'value="{value}"' in page
    assert DetailChange.objects.count() == 4
    row = text(signed_in(cast.coordinator).get("/directory/")).split("Ada Invented")[1]
    row = row.split("</li>")[0]
    for part in ("she", "ada@example.org, 555 0142", "Eva, 555 0143"):
        assert part in row


def test_those_whose_role_may_not_reach_nothing(cast, signed_in):
    for who in (cast.bo, cast.owner, cast.supervisor, cast.prescriber, cast.zoe):
        assert corrects(cast, signed_in, who, **ALL).status_code == 404
    assert not DetailChange.objects.exists()


def test_a_new_name_stands_everywhere_at_once_and_the_old_one_still_finds(cast, signed_in):
    corrects(cast, signed_in, name="Adrian Invented")
    maya = signed_in(cast.maya)
    for path in (
        "/clients/",
        reverse("client", args=[cast.ada.client.public_id]),
        reverse("client_handover", args=[cast.ada.client.public_id]),
    ):
        shown = text(maya.get(path))
        assert "Adrian Invented" in shown
        assert "Ada Invented" not in shown
    directory = text(signed_in(cast.coordinator).get("/directory/"))
    assert "Ada Invented" not in directory
    found = text(maya.get("/clients/?find=ada+inv"))
    assert "Adrian Invented" in found.split("Everyone")[1]
    assert people.name_of(User.objects.get(pk=cast.ada.user.pk)) == "Adrian Invented"
    opened = open_record("Ada Invented", "invented reason", by=cast.bo.actor, at=timezone.now())
    assert opened
    assert opened.name == "Adrian Invented"


def test_a_link_that_waits_makes_the_account_under_the_new_name(cast, signed_in):
    support.publish_support(
        phone="555 0100", hours="weekdays",
        numbers=[Number("555 0199", "Invented line", "always")], looked_by="by noon",
        country="", checked_on=timezone.localdate(), by=cast.owner.actor, at=timezone.now(),
    )  # fmt: skip
    at = timezone.now()
    dee = care_team.add_client(
        name="Dee Invented", pronouns="", contact="dee@example.org, 555 0123", zone="UTC",
        lead=cast.maya.user.public_id, on=at.date(), by=cast.maya.actor, at=at,
    )  # fmt: skip
    told = {"email": "mistyped@exmaple.org", "by": cast.maya.actor, "at": at}
    old = invitations.invite_client(dee, **told)
    page = reverse("client_details", args=[dee.public_id])
    shown = text(signed_in(cast.maya).get(page))
    assert 'value="555 0123"' in shown
    assert 'value="dee@example.org"' in shown
    signed_in(cast.maya).post(page, {"seen": "", "name": "Dana Invented"})
    fresh = clients.find(dee.public_id, viewer=cast.maya.actor, at=at)
    new = invitations.invite_client(fresh, email="dee@example.org", by=cast.maya.actor, at=at)
    assert invitations.opens(old, at=at) is None
    user = invitations.accept(new, at=at)
    assert (user.email, people.name_of(user)) == ("dee@example.org", "Dana Invented")


def test_what_an_older_version_kept_in_one_line_is_split_and_not_lost(cast, signed_in):
    row = cast.ada.client
    from longarc.records.details import cell

    row.contact = seal("ada@example.org, 555 0123, evenings", cell(row, "contact"))
    row.save()
    corrects(cast, signed_in, pronouns="they")
    row = Client.objects.get(pk=row.pk)
    assert row.contact is None
    page = text(signed_in(cast.maya).get(url(cast)))
    assert 'value="555 0123, evenings"' in page
    assert 'value="ada@example.org"' in page


def test_her_own_page_corrects_and_says_who_did(cast, signed_in):
    corrects(cast, signed_in, phone="555 0142")
    ada = signed_in(cast.ada)
    page = plain(ada.get("/my-details/"))
    assert "Maya Invented: Phone, - became 555 0142" in page
    told = {"name": "Adrian Invented", "pronouns": "he", "phone": "555 0150", "email": "x@y.zz"}
    assert ada.post("/my-details/", {"seen": newest(), **told}).status_code == 302
    page = plain(ada.get("/my-details/"))
    assert "you: Phone, 555 0142 became 555 0150" in page
    staff = plain(signed_in(cast.maya).get(url(cast)))
    assert "the client: Name, Ada Invented became Adrian Invented" in staff
    assert "x@y.zz" not in staff
    assert not DetailChange.objects.filter(detail="email").exists()


def test_nothing_newer_is_overtaken_and_both_stand_on_the_page(cast, signed_in):
    seen = newest()
    signed_in(cast.ada).post("/my-details/", {"seen": seen, "phone": "555 0150"})
    clash = signed_in(cast.maya).post(url(cast), {"seen": seen, "phone": "555 0160"})
    assert clash.status_code == 409
    assert 'value="555 0160"' in text(clash)
    assert "Stands now: <b>555 0150</b>" in plain(clash)
    assert (
        clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=timezone.now()).phone
        == "555 0150"
    )
    again = signed_in(cast.maya).post(url(cast), {"seen": newest(), "phone": "555 0160"})
    assert again.status_code == 302
    mine = signed_in(cast.ada).post("/my-details/", {"seen": seen, "phone": "555 0170"})
    assert mine.status_code == 409
    assert 'value="555 0170"' in text(mine)


def test_sent_twice_is_kept_once(cast, signed_in):
    told = {"seen": "", "phone": "555 0150"}
    for _ in range(2):
        assert signed_in(cast.maya).post(url(cast), told).status_code == 302
    assert DetailChange.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"email": "ada"},
        {"phone": "5" * 61},
        {"phone": "abc 1234"},
        {"emergency": "x" * 301},
    ],
)
def test_what_does_not_fit_stays_in_its_box(cast, signed_in, wrong):
    refused = corrects(cast, signed_in, **{**ALL, "pronouns": "fae", **wrong})
    assert refused.status_code == 400
    assert "Nothing was changed." in text(refused)
    assert 'value="fae"' in text(refused)
    assert not DetailChange.objects.exists()


def test_reminders_go_where_they_sign_in_whatever_the_contact_is(cast, signed_in, settings):
    corrects(cast, signed_in, email="elsewhere@example.org")
    assert "reminders by e-mail go there" in plain(signed_in(cast.maya).get(url(cast)))
    own = plain(signed_in(cast.ada).get("/my-details/"))
    assert f"You sign in with {cast.ada.user.email}. Reminders by e-mail go there." in own
    with mail_server() as (post, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 5
        settings.DEFAULT_FROM_EMAIL, settings.MAIL_READY = "notes@example.org", True
        chooses(cast.ada)
        Worker(cast.practice.pk, SIX).looks()
        assert [one["To"] for one in post.taken] == [cast.ada.user.email]


def asks(cast, signed_in):
    signed_in(cast.ada).post("/support/contact/", {"uid": uuid7(), "note": "Could you ring?"})
    signed_in(cast.ada).post(
        "/support/questions/", {**dict.fromkeys(Question, Reply.YES), "uid": uuid7()}
    )


def places(cast):
    client = cast.ada.client.public_id
    return "/clients/", reverse("client", args=[client]), reverse("client_risk", args=[client])


def test_the_number_stands_where_somebody_has_to_ring(cast, signed_in):
    asks(cast, signed_in)
    for place in places(cast):
        shown = text(signed_in(cast.maya).get(place))
        assert "No number written down" in shown, place
        assert url(cast) in shown, place
    corrects(cast, signed_in, phone="555 0142")
    for place in places(cast):
        shown = text(signed_in(cast.maya).get(place))
        assert 'href="tel:555 0142"' in shown, place
        assert "No number written down" not in shown, place


# -- who works here ------------------------------------------------------------------------


def test_the_owner_corrects_a_name_and_it_stands_everywhere(cast, signed_in):
    page = reverse("practice_staff_details", args=[cast.maya.user.public_id])
    owner = signed_in(cast.owner)
    told = {"seen": "", "name": "Maja Invented", "contact": "555 0177"}
    assert owner.post(page, told).status_code == 302
    assert "Maja Invented" in text(owner.get("/practice/"))
    assert "Maja Invented" in text(signed_in(cast.ada).get("/arc/"))
    assert "Maya Invented" not in text(signed_in(cast.ada).get("/arc/"))
    assert "Olga Invented: Name, Maya Invented became Maja Invented" in plain(owner.get(page))
    assert {row.detail for row in StaffDetailChange.objects.all()} == {"name", "contact"}
    clash = owner.post(page, {"seen": "", "name": "Mia Invented"})
    assert clash.status_code == 409
    assert 'value="Mia Invented"' in text(clash)
    assert signed_in(cast.coordinator).get(page).status_code == 404
    other = reverse("practice_staff_details", args=[cast.zoe.user.public_id])
    assert owner.get(other).status_code == 404
    assert owner.post(other, told).status_code == 404


def test_a_plan_that_was_written_before_has_the_name_of_today(cast, signed_in):
    now = timezone.now()
    row = SessionPlanVersion(
        uid=uuid7(), practice=cast.practice, client=cast.ada.client, by=cast.maya.user,
        at=now, received_at=now, plan=uuid7(), draft=False,
    )  # fmt: skip
    plan = SessionPlan(lead=Person(cast.maya.user.public_id, "Maya Invented"))
    row.told = seal(written(plan), row.where)
    row.save()
    page = reverse("practice_staff_details", args=[cast.maya.user.public_id])
    signed_in(cast.owner).post(page, {"seen": "", "name": "Maja Invented"})
    assert "Maja Invented leads." in text(signed_in(cast.ada).get(reverse("my_session")))


def test_a_mistyped_address_of_a_link_that_nobody_opened_is_corrected(cast, signed_in):
    owner, at = signed_in(cast.owner), timezone.now()
    old = invitations.invite_staff(
        name="Nia Invented", email="nia@exmaple.org", roles=["therapist"],
        by=cast.owner.actor, at=at,
    )  # fmt: skip
    row = Invitation.objects.get()
    answer = owner.post("/practice/link/", {"link": row.pk, "email": "nia@example.org"})
    token = text(answer).split("/welcome/")[1].split("/")[0]
    assert invitations.opens(old, at=timezone.now()) is None
    user = invitations.accept(token, at=timezone.now())
    assert user.email == "nia@example.org"
    assert user.staff_roles.get().role == "therapist"
    made = Invitation.objects.get(email="nia@example.org")
    again = owner.post("/practice/link/", {"link": made.pk, "email": "nia2@example.org"})
    assert again.status_code == 404
    taken = invitations.invite_staff(
        name="Nils Invented", email="nils@example.org", roles=["therapist"],
        by=cast.owner.actor, at=at,
    )  # fmt: skip
    row = Invitation.objects.get(email="nils@example.org")
    refused = owner.post("/practice/link/", {"link": row.pk, "email": cast.bo.user.email})
    assert "This address cannot be used." in text(refused)
    assert invitations.opens(taken, at=timezone.now())
    other = make_staff(cast.elsewhere, "Xan Invented", "owner")
    foreign = signed_in(other).post("/practice/link/", {"link": row.pk, "email": "x@example.org"})
    assert foreign.status_code == 404
