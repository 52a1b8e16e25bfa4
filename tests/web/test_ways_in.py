"""Attempts to take over an account by a link, and the ways back in that are one's own (ADR 36).

Each attempt is made by hand over HTTP: it fails or waits, the person is told on her own page and
can stop it, and the audit names who made the link.
"""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.core.cache import caches
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from longarc.care.access import Role
from longarc.cli import worker
from longarc.records.actions import ways_in as actions
from longarc.records.actions.imports import program
from longarc.records.ids import uuid7
from longarc.records.models import (
    AuditEntry,
    Invitation,
    LinkNotice,
    Practice,
    StaffRole,
    User,
    Words,
)
from longarc.web.staff.needed import links_part
from tests.cast import PASSWORD, make_staff
from tests.web.client.test_export import text_of
from tests.web.test_accounts import code, is_in, sign_in, with_code_app
from tests.web.test_practice import publish

pytestmark = pytest.mark.django_db
NEW = {"password1": "four calm herons", "password2": "four calm herons"}
MINE = "Nobody is to read this one"
HOW = "I called the number on file and knew her voice."


@pytest.fixture(autouse=True)
def no_guesses_yet(db):
    caches["default"].clear()


@pytest.fixture
def scene(cast):
    """The Support page is published, everyone's account is old, Ada keeps something to herself."""
    publish(cast)
    User.objects.update(created_at=timezone.now() - timedelta(days=400))
    StaffRole.objects.update(since=timezone.now() - timedelta(days=400))
    Words.objects.create(**text_of(cast.ada, "words.text", MINE))
    return cast


def shown(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def link_in(answer):
    return re.search(r"/welcome/[\w-]+/", answer.content.decode())[0]


def for_client(browser, person, **more):
    return link_in(browser.post(reverse("client_invite", args=[person.client.public_id]), more))


def for_staff(browser, person, **more):
    told = {"renew": str(person.user.public_id), **more}
    return link_in(browser.post("/practice/staff/", told))


def codes_of(person, *, seen=True):
    """Recovery codes that the person made and wrote down."""
    codes = RecoveryCodes.activate(person.user)
    if seen:
        codes.mark_as_viewed()
    return codes.get_unused_codes()


def audited(act):
    rows = AuditEntry.objects.filter(act=act).order_by("pk")
    return [(row.user_id, row.target) for row in rows]


def over(hours=73):
    """So much time passes for every link that waits."""
    for row in Invitation.objects.filter(opens_at__isnull=False):
        row.opens_at -= timedelta(hours=hours)
        row.made_at -= timedelta(hours=hours)
        row.save(update_fields=["opens_at", "made_at"])


# -- coordinator, therapist, co-facilitator to client --------------------------------------


@pytest.mark.parametrize("who", ["coordinator", "maya", "finn"])
def test_who_makes_a_link_for_a_client_does_not_come_in_with_it(scene, signed_in, who):
    maker, hers = getattr(scene, who), signed_in(scene.ada)
    link = for_client(signed_in(maker), scene.ada)
    thief = Browser()
    assert "This link is waiting" in shown(thief.get(link))
    thief.post(link)
    assert not is_in(thief)
    assert MINE not in thief.get("/my-data/my-data.json").content.decode()
    # her old way in goes on, on every device
    assert is_in(hers)
    assert sign_in(Browser(), scene.ada.user.email).status_code == 302
    # and she reads who made it, on every page of hers
    for path in ("/today/", "/arc/", "/account/", "/looked/"):
        page = shown(hers.get(path))
        assert f"{maker.user.email.split('.')[0].title()} Invented made a new link" in page
        assert "This was not me" in page
    assert audited("link_made") == [(maker.user.pk, scene.ada.user.public_id)]


def test_one_press_stops_it_and_maker_and_owner_see_that(scene, signed_in):
    kim, hers = signed_in(scene.coordinator), signed_in(scene.ada)
    link = for_client(kim, scene.ada)
    assert "It is stopped." in shown(hers.post(reverse("stop_own_link"), follow=True))
    assert "This link was stopped" in shown(Browser().get(link))
    over()
    thief = Browser()
    assert thief.post(link).status_code == 410
    assert not is_in(thief)
    for browser, path in ((kim, "/links/"), (signed_in(scene.owner), "/practice/")):
        assert "Stopped by Ada Invented" in shown(browser.get(path))
    assert "This was not me" not in shown(hers.get("/today/"))
    assert audited("link_stopped") == [(scene.ada.user.pk, scene.ada.user.public_id)]
    assert "It was stopped on" in shown(hers.get("/looked/"))


def test_who_may_act_on_a_link_reads_on_their_start_page_that_it_waits(scene, signed_in):
    starts = (
        (scene.owner, "/practice/"),
        (scene.maya, "/clients/"),
        (scene.coordinator, "/directory/"),
    )
    for who, path in starts:
        page = signed_in(who).get(path).content.decode()
        assert "sign-in link for" not in page
        assert '<a href="/links/"' in page.split("</nav>")[0]
    for_client(signed_in(scene.coordinator), scene.ada)
    day = timezone.localtime(Invitation.objects.get().opens_at).strftime("%-d %B")
    waits = f"A sign-in link for Ada Invented waits until {day}"
    for who, path in starts:
        assert waits in shown(signed_in(who).get(path))
    assert "confirm or stop it" in shown(signed_in(scene.maya).get("/clients/"))
    assert "Nothing waits." not in shown(signed_in(scene.owner).get("/practice/"))
    assert waits not in shown(signed_in(scene.bo).get("/clients/"))
    sue = signed_in(scene.supervisor).get("/clients/").content.decode()
    assert "/links/" not in sue

    signed_in(scene.ada).post(reverse("stop_own_link"))
    said = f"Ada Invented said: this was not me ({timezone.localdate():%-d %B}). Kim Invented made"
    for days, there in ((0, True), (29, True), (31, False)):
        at = timezone.now() - timedelta(days=days)
        Invitation.objects.update(stopped_at=at)
        found = shown(signed_in(scene.owner).get("/practice/"))
        assert ("said: this was not me" in found) is there
        assert ("Kim Invented made the link." in found) is there
        assert waits not in found
    Invitation.objects.update(stopped_at=timezone.now())
    for who, path in starts:
        assert said in shown(signed_in(who).get(path))


def test_after_the_wait_it_opens_and_what_she_kept_for_herself_stays_shut(scene, signed_in):
    link = for_client(signed_in(scene.coordinator), scene.ada)
    hers = signed_in(scene.ada)
    assert MINE in hers.get("/my-data/my-data.json").getvalue().decode()
    over()
    back = Browser()
    back.post(link)
    assert not is_in(hers)
    assert back.get("/today/").headers["Location"] == reverse("choose_way_in")
    back.post(reverse("account_set_password"), NEW)
    assert MINE not in back.get("/my-data/my-data.json").getvalue().decode()
    assert MINE not in shown(back.get("/words/"))
    assert "What you kept for yourself is shut for now." in shown(back.get("/today/"))
    assert "unless somebody says before then" in shown(back.get(reverse("open_words")))
    # the opening, too, is told with the name of who made the link
    assert audited("link_opened") == [(scene.coordinator.user.pk, scene.ada.user.public_id)]
    page = shown(back.get("/looked/"))
    assert "Kim Invented made a new link on" in page
    assert "It was opened on" in page
    # codes made after the opening prove nothing about what was before
    User.objects.filter(pk=scene.ada.user.pk).update(words_open_at=None)
    Authenticator.objects.filter(user=scene.ada.user).delete()
    new = codes_of(scene.ada)
    back.post(reverse("open_words"), {"code": new[0]})
    assert MINE not in shown(back.get("/words/"))


def test_without_codes_it_opens_after_thirty_days_and_with_codes_never_by_itself(scene, signed_in):
    codes = codes_of(scene.cleo)
    kim = signed_in(scene.coordinator)
    links = [for_client(kim, one) for one in (scene.ada, scene.cleo)]
    over()
    for link in links:
        Browser().post(link)
    ada, cleo = (User.objects.get(pk=one.user.pk) for one in (scene.ada, scene.cleo))
    assert timedelta(days=29) < ada.words_open_at - timezone.now() < timedelta(days=31)
    assert (cleo.words_open_at, cleo.words_shut_at is None) == (None, False)
    assert codes


def test_with_her_own_code_it_opens_at_once_and_whole(scene, signed_in):
    codes = codes_of(scene.ada)
    link = for_client(signed_in(scene.coordinator), scene.ada)
    back = Browser()
    assert back.post(link, {"code": "00000000"}).status_code == 400
    assert not is_in(back)
    back.post(link, {"code": codes[3]})
    assert back.post(reverse("account_set_password"), NEW).status_code == 302
    assert MINE in shown(back.get("/words/"))
    assert Invitation.objects.get().opened_how == "code"
    # and the code is used
    assert codes[3] not in RecoveryCodes.activate(scene.ada.user).get_unused_codes()


def test_a_code_opened_it_half_way_and_the_link_alone_opens_it_no_further(scene, signed_in):
    codes = codes_of(scene.ada)
    link = for_client(signed_in(scene.coordinator), scene.ada)
    Browser().post(link, {"code": codes[0]})
    thief = Browser()
    thief.post(link)
    assert not is_in(thief)


def test_a_code_from_before_opens_what_stayed_shut(scene, signed_in):
    codes = codes_of(scene.ada)
    link = for_client(signed_in(scene.coordinator), scene.ada)
    over()
    back = Browser()
    back.post(link)
    back.post(reverse("account_set_password"), NEW)
    # whoever came in by the wait does not get to see or replace her codes
    for route in ("mfa_view_recovery_codes", "mfa_generate_recovery_codes"):
        assert back.get(reverse(route)).headers["Location"] == reverse("open_words")
    assert back.get(reverse("mfa_download_recovery_codes")).status_code == 302
    assert back.post(reverse("mfa_generate_recovery_codes")).status_code == 302
    assert back.post(reverse("open_words"), {"code": "12345678"}).status_code == 400
    assert MINE not in shown(back.get("/words/"))
    back.post(reverse("open_words"), {"code": codes[1]})
    assert MINE in shown(back.get("/words/"))


def test_guessing_codes_ends_after_five(scene, signed_in):
    codes = codes_of(scene.ada)
    link = for_client(signed_in(scene.coordinator), scene.ada)
    for n in range(5):
        Browser().post(link, {"code": f"{n:08}"})
    told = Browser().post(link, {"code": codes[0]})
    assert "Wait 15 minutes" in shown(told)
    assert not User.objects.get(pk=scene.ada.user.pk).words_shut_at


# -- the second person ---------------------------------------------------------------------


def confirm(browser, how=HOW):
    return browser.post("/links/", {"confirm": str(Invitation.objects.latest("pk").pk), "how": how})


def test_a_second_person_confirms_with_their_reason_and_it_opens(scene, signed_in):
    kim, maya, hers = (signed_in(one) for one in (scene.coordinator, scene.maya, scene.ada))
    link = for_client(kim, scene.ada)
    assert "It takes someone who did not make this link." in shown(confirm(kim))
    assert "Write in a sentence how you knew" in shown(confirm(maya, "yes"))
    assert confirm(maya).status_code == 302
    assert HOW in shown(kim.get("/links/"))
    assert "Maya Invented said that it is for you." in shown(hers.get("/today/"))
    back = Browser()
    back.post(link)
    assert is_in(back)
    assert User.objects.get(pk=scene.ada.user.pk).words_shut_at
    assert audited("link_confirmed") == [(scene.maya.user.pk, scene.ada.user.public_id)]


@pytest.mark.parametrize("who", ["bo", "supervisor", "prescriber", "safeguarding", "zoe", "cleo"])
def test_who_makes_no_links_for_her_confirms_none(scene, signed_in, who):
    link = for_client(signed_in(scene.coordinator), scene.ada)
    browser = signed_in(getattr(scene, who))
    assert confirm(browser).status_code == 404
    assert "Ada Invented" not in shown(browser.get("/links/"))
    back = Browser()
    back.post(link)
    assert not is_in(back)


def test_an_account_made_for_it_confirms_nothing(scene, signed_in):
    """Three days are to pass before somebody new counts as a second person."""
    sham = make_staff(scene.practice, "Sham Invented", Role.COORDINATOR)
    User.objects.filter(pk=sham.user.pk).update(created_at=timezone.now() - timedelta(hours=71))
    StaffRole.objects.filter(user=sham.user).update(since=timezone.now() - timedelta(hours=71))
    for_client(signed_in(scene.coordinator), scene.ada)
    assert "is new, or was opened anew" in shown(confirm(signed_in(sham)))
    User.objects.filter(pk=scene.maya.user.pk).update(words_shut_at=timezone.now())
    assert "is new, or was opened anew" in shown(confirm(signed_in(scene.maya)))
    assert not Invitation.objects.get().confirmed_at


# -- owner to therapist --------------------------------------------------------------------


def test_an_account_that_was_opened_anew_confirms_again_once_that_is_long_ago(scene, signed_in):
    long_ago = timezone.now() - timedelta(days=31)
    mine = User.objects.filter(pk=scene.maya.user.pk)
    mine.update(words_shut_at=long_ago, words_open_at=long_ago + timedelta(days=30))
    mine.update(records_from=long_ago)
    for_client(signed_in(scene.coordinator), scene.ada)
    maya = signed_in(scene.maya)
    mine.update(words_open_at=timezone.now() + timedelta(days=1))
    assert "is new, or was opened anew" in shown(confirm(maya))
    mine.update(words_open_at=long_ago + timedelta(days=30))
    assert confirm(maya).status_code == 302


def test_a_link_that_was_stopped_is_not_handed_out_again(scene, signed_in):
    kim, form = signed_in(scene.coordinator), {"uid": str(uuid7())}
    link = for_client(kim, scene.ada, **form)
    assert for_client(kim, scene.ada, **form) == link
    kim.post("/links/", {"stop": str(Invitation.objects.get().pk)})
    assert for_client(kim, scene.ada, **form) != link


def test_an_address_that_is_none_is_named_and_makes_no_link(scene, signed_in):
    kim, url = (
        signed_in(scene.coordinator),
        reverse("client_invite", args=[scene.ada.client.public_id]),
    )
    said = kim.post(url, {"email": "ada at home"}, follow=True)
    assert "“ada at home” is not an address yet" in shown(said)
    assert not Invitation.objects.exists()


def test_an_owner_does_not_become_a_therapist(scene, signed_in):
    secret, hers = with_code_app(scene.maya.user), signed_in(scene.maya)
    owner = signed_in(scene.owner)
    link = for_staff(owner, scene.maya)
    thief = Browser()
    thief.post(link)
    assert not is_in(thief)
    assert "Olga Invented made a new link to your account" in shown(hers.get("/clients/"))
    assert confirm(owner).status_code == 400
    mine = Browser()
    sign_in(mine, scene.maya.user.email)
    mine.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert mine.get("/clients/").status_code == 200
    mine.post(reverse("stop_own_link"))
    over()
    thief.post(link)
    assert not is_in(thief)
    assert audited("link_made") == [(scene.owner.user.pk, scene.maya.user.public_id)]


def test_ending_an_access_and_inviting_the_same_address_is_no_way_round(scene, signed_in):
    owner = signed_in(scene.owner)
    owner.post(reverse("practice_staff_end", args=[scene.bo.user.public_id]))
    said = {"name": "Bo Invented", "email": scene.bo.user.email, "roles": ["therapist"]}
    link = link_in(owner.post("/practice/staff/", said))
    thief = Browser()
    thief.post(link)
    assert not is_in(thief)
    assert audited("link_made") == [(scene.owner.user.pk, scene.bo.user.public_id)]


def test_a_first_link_that_was_opened_half_way_shows_nothing_to_the_next(scene, signed_in):
    """Nothing can be kept before a way in was chosen, so that its maker finds nothing."""
    said = {"name": "Nia Invented", "email": "nia@example.org", "roles": ["therapist"]}
    link = link_in(signed_in(scene.owner).post("/practice/staff/", said))
    nia = Browser()
    nia.post(link)
    assert nia.get("/clients/").headers["Location"] == reverse("choose_way_in")
    again = link_in(
        signed_in(scene.owner).post(
            "/practice/staff/", {"renew": str(User.objects.get(email="nia@example.org").public_id)}
        )
    )
    other = Browser()
    other.post(again)
    assert is_in(other)  # nobody has had a way in: it is still a first one
    other.post(reverse("account_set_password"), NEW)
    assert other.get(again).status_code == 404


# -- the address, the wait, and all at once -------------------------------------------------


def test_a_new_sign_in_address_holds_from_the_opening_and_the_old_one_is_told(scene, signed_in):
    old = scene.ada.user.email
    link = for_client(signed_in(scene.coordinator), scene.ada, email="ada.new@example.org")
    hers = signed_in(scene.ada)
    assert "ada.new@example.org" in shown(hers.get("/today/"))
    assert User.objects.get(pk=scene.ada.user.pk).email == old
    over()
    back = Browser()
    back.post(link)
    assert User.objects.get(pk=scene.ada.user.pk).email == "ada.new@example.org"
    back.post(reverse("account_set_password"), NEW)
    for_client(signed_in(scene.coordinator), scene.ada)
    told = LinkNotice.objects.filter(invitation=Invitation.objects.latest("pk"))
    assert set(told.values_list("address", flat=True)) == {old, "ada.new@example.org"}
    # somebody else's address is none
    taken = signed_in(scene.coordinator).post(
        reverse("client_invite", args=[scene.ada.client.public_id]),
        {"email": scene.bo.user.email},
    )
    assert taken.status_code == 400


def test_a_shorter_setting_shortens_no_wait_and_no_wait_is_under_a_day(scene, signed_in):
    owner = signed_in(scene.owner)
    owner.post(reverse("practice_link_wait"), {"hours": "168"})
    for_staff(owner, scene.maya)
    stood = Invitation.objects.get().opens_at
    for wrong in ("23", "0", "-1", "x", "", "99999999", "337"):
        owner.post(reverse("practice_link_wait"), {"hours": wrong})
        assert Practice.objects.get(pk=scene.practice.pk).link_wait_hours == 168
    owner.post(reverse("practice_link_wait"), {"hours": "24"})
    assert Invitation.objects.get().opens_at == stood
    for_staff(owner, scene.maya)
    assert Invitation.objects.latest("pk").opens_at == stood


def test_a_stop_covers_every_link_and_a_new_one_takes_the_earlier_ones_place(scene, signed_in):
    owner = signed_in(scene.owner)
    first, second = for_staff(owner, scene.maya), for_staff(owner, scene.maya)
    assert Browser().get(first).status_code == 404
    signed_in(scene.maya).post(reverse("stop_own_link"))
    over()
    for link in (first, second):
        thief = Browser()
        thief.post(link)
        assert not is_in(thief)


def test_an_expired_link_a_used_one_and_one_of_an_ended_account_open_nothing(scene, signed_in):
    owner = signed_in(scene.owner)
    link = for_staff(owner, scene.bo)
    owner.post(reverse("practice_staff_end", args=[scene.bo.user.public_id]))
    over()
    assert Browser().post(link).status_code == 404
    link = for_staff(owner, scene.maya)
    over()
    back = Browser()
    back.post(link)
    back.post(reverse("account_set_password"), NEW)
    assert Browser().post(link).status_code == 404
    link = for_client(signed_in(scene.coordinator), scene.ada)
    Invitation.objects.update(expires_at=timezone.now())
    assert Browser().get(link).status_code == 404


def test_the_secret_part_of_a_link_is_in_no_log(scene, signed_in, caplog):
    link = for_client(signed_in(scene.coordinator), scene.ada)
    Browser().post(link, {"code": "00000000"})
    Browser().post(link)
    Invitation.objects.update(expires_at=timezone.now())
    Browser().get(link)
    assert link not in caplog.text


# -- told by mail ---------------------------------------------------------------------------


def send(settings):
    settings.MAIL_READY = True
    settings.DEFAULT_FROM_EMAIL = "post@example.org"
    worker.tell(timezone.now, by=program())
    sent, mail.outbox = mail.outbox, []
    return sent


def test_a_mail_tells_it_and_its_button_stops_it_without_signing_in(scene, signed_in, settings):
    link = for_client(signed_in(scene.coordinator), scene.ada)
    (told,) = send(settings)
    assert told.to == [scene.ada.user.email]
    assert "Kim" not in told.body
    path = re.search(r"/not-me/\w+/", told.body)[0]
    assert Browser().get(path).status_code == 200
    assert not Invitation.objects.get().stopped_at
    assert "It is stopped" in shown(Browser().post(path))
    over()
    assert Browser().post(link).status_code == 410
    assert Browser().get("/not-me/none/").status_code == 404
    assert send(settings) == []


def test_a_stop_by_mail_puts_out_whoever_came_in_after_the_wait(scene, signed_in, settings):
    link = for_client(signed_in(scene.coordinator), scene.ada)
    over()
    thief = Browser()
    thief.post(link)
    thief.post(reverse("account_set_password"), NEW)
    new = codes_of(scene.ada)
    assert is_in(thief)
    made, opened = send(settings)
    Browser().post(re.search(r"/not-me/\w+/", opened.body)[0])
    assert not is_in(thief)
    assert sign_in(Browser(), scene.ada.user.email, NEW["password1"]).status_code == 200
    by_code = Browser()
    by_code.post(reverse("open_by_code"), {"email": scene.ada.user.email, "code": new[0]})
    assert not is_in(by_code)
    assert made.subject != opened.subject


def test_codes_of_after_the_opening_do_not_make_it_their_own(scene, signed_in, settings):
    """Whoever came in by the wait opens the link once more with codes that they made themselves."""
    link = for_client(signed_in(scene.coordinator), scene.ada)
    over()
    thief = Browser()
    thief.post(link)
    new = codes_of(scene.ada)
    assert "That code is not right" in shown(thief.post(link, {"code": new[0]}))
    assert Invitation.objects.get().opened_how == "waited"
    thief.post(reverse("account_set_password"), NEW)
    (*_, opened) = send(settings)
    Browser().post(re.search(r"/not-me/\w+/", opened.body)[0])
    assert not is_in(thief)


@pytest.mark.parametrize("who", ["maya", "ada"])
def test_a_stop_puts_out_whoever_came_in_and_has_chosen_nothing(scene, signed_in, who):
    link = for_client(signed_in(scene.coordinator), scene.ada)
    over()
    thief = Browser()
    thief.post(link)
    assert thief.session.get("invitation")
    if who == "maya":
        stop = {"stop": str(Invitation.objects.get().pk)}
        assert signed_in(scene.maya).post("/links/", stop).status_code == 302
    else:
        actions.stop_own(by=scene.ada.actor, at=timezone.now())
    thief.post(reverse("account_set_password"), NEW)
    assert not is_in(thief)
    assert sign_in(Browser(), scene.ada.user.email, NEW["password1"]).status_code == 200


def test_with_all_codes_used_up_what_is_shut_opens_by_itself(scene, signed_in):
    codes = codes_of(scene.ada)
    link = for_client(signed_in(scene.coordinator), scene.ada)
    over()
    back = Browser()
    back.post(link)
    assert User.objects.get(pk=scene.ada.user.pk).words_open_at is None
    back.post(reverse("account_set_password"), NEW)
    row = RecoveryCodes(Authenticator.objects.get(user=scene.ada.user, type="recovery_codes"))
    for one in codes:
        assert row.validate_code(one)
    assert "It opens by itself on" in shown(back.get(reverse("open_words")))
    day = User.objects.get(pk=scene.ada.user.pk).words_open_at
    assert timedelta(days=29) < day - timezone.now() < timedelta(days=31)


def test_a_stop_by_mail_opens_no_ended_account(scene, signed_in, settings):
    link = for_staff(signed_in(scene.owner), scene.maya)
    over()
    Browser().post(link)
    User.objects.filter(pk=scene.maya.user.pk).update(is_active=False)
    (*_, opened) = send(settings)
    Browser().post(re.search(r"/not-me/\w+/", opened.body)[0])
    assert not User.objects.get(pk=scene.maya.user.pk).is_active


def test_who_proved_that_it_is_her_is_not_put_out_by_a_mail(scene, signed_in, settings):
    codes = codes_of(scene.ada)
    link = for_client(signed_in(scene.coordinator), scene.ada)
    back = Browser()
    back.post(link, {"code": codes[0]})
    back.post(reverse("account_set_password"), NEW)
    for one in send(settings):
        Browser().post(re.search(r"/not-me/\w+/", one.body)[0])
    assert is_in(back)


# -- recovery codes -------------------------------------------------------------------------


def test_a_client_gets_codes_with_the_welcome_and_prints_them_from_the_account(scene, signed_in):
    link = for_client(signed_in(scene.coordinator), scene.ada)
    over()
    back = Browser()
    back.post(link)
    chosen = back.post(reverse("account_set_password"), NEW)
    assert chosen.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert re.findall(r"<code>\d{8}</code>", back.get(chosen.headers["Location"]).content.decode())


def test_an_older_client_without_codes_reads_so_and_makes_some(scene):
    back = Browser()
    sign_in(back, scene.ada.user.email)
    page = shown(back.get("/account/"))
    assert "You have none yet" in page
    assert "stays shut for 30 days" in page
    assert back.get(reverse("mfa_view_recovery_codes")).headers["Location"] == reverse(
        "mfa_generate_recovery_codes"
    )
    assert len(made_now(back)) == 10
    assert "You have some." in shown(back.get("/account/"))
    # a client with codes and no other factor signs in as before
    assert is_in_by_password(scene.ada)


def test_whoever_has_no_password_reads_the_codes_that_they_made(scene, signed_in):
    scene.ada.user.set_unusable_password()
    scene.ada.user.save()
    hers = signed_in(scene.ada)
    page = hers.post(reverse("mfa_generate_recovery_codes"), follow=True)
    assert re.search(r"\d{8}", shown(page))
    assert "Is it you?" not in shown(page)


def made_now(browser):
    """New codes, after the password was asked for once more."""
    ask = browser.get(reverse("mfa_generate_recovery_codes")).headers["Location"]
    browser.post(ask, {"password": PASSWORD})
    made = browser.post(reverse("mfa_generate_recovery_codes"), follow=True)
    return re.findall(r"<code>\d{8}</code>", made.content.decode())


def is_in_by_password(person):
    browser = Browser()
    sign_in(browser, person.user.email)
    return is_in(browser)


def test_without_a_password_a_code_opens_and_with_one_it_does_not_alone(scene):
    codes = codes_of(scene.maya)
    told = {"email": scene.maya.user.email, "code": codes[0]}
    browser = Browser()
    assert browser.post(reverse("open_by_code"), told).status_code == 400
    assert not is_in(browser)
    User.objects.filter(pk=scene.maya.user.pk).update(password="!none")
    Authenticator.objects.create(user=scene.maya.user, type="webauthn", data={"name": "x"})
    opened = browser.post(reverse("open_by_code"), told)
    assert opened.headers["Location"] == reverse("mfa_add_webauthn")
    assert browser.get("/clients/").status_code == 200
    assert Browser().post(reverse("open_by_code"), told).status_code == 400  # once
    unknown = Browser().post(reverse("open_by_code"), {"email": "no@example.org", "code": "1"})
    assert "That did not open it." in shown(unknown)


# -- a key that was lost or replaced ---------------------------------------------------------


def test_a_code_app_that_cannot_be_read_says_so_and_is_no_way_round(scene, settings, signed_in):
    secret = with_code_app(scene.maya.user)
    codes = codes_of(scene.maya)
    from longarc.records import small_secrets

    settings.SECRET_KEY = "another key, after a restore onto another machine " * 2
    small_secrets.fernet.cache_clear()
    try:
        browser = Browser()
        sign_in(browser, scene.maya.user.email)
        page = browser.get(reverse("mfa_authenticate"))
        assert "cannot be read here any more" in shown(page)
        for wrong in (code(secret), codes[0], "000000"):
            told = browser.post(reverse("mfa_authenticate"), {"code": wrong})
            assert told.status_code == 200
            assert not is_in(browser)
        # the way on: a link that someone else confirms
        link = for_staff(signed_in(scene.owner), scene.maya)
        confirm(signed_in(scene.coordinator))
        browser.post(link)
        browser.post(reverse("account_set_password"), NEW)
        assert browser.get(reverse("mfa_activate_totp")).status_code == 200
        assert not Authenticator.objects.filter(user=scene.maya.user).exists()
    finally:
        small_secrets.fernet.cache_clear()


def test_codes_that_cannot_be_read_are_made_anew_by_who_is_in(scene, settings):
    codes_of(scene.ada)
    from longarc.records import small_secrets

    settings.SECRET_KEY = "another key, after a restore onto another machine " * 2
    small_secrets.fernet.cache_clear()
    try:
        browser = Browser()
        sign_in(browser, scene.ada.user.email)
        assert "You have none yet" in shown(browser.get("/account/"))
        assert len(made_now(browser)) == 10
    finally:
        small_secrets.fernet.cache_clear()


@pytest.mark.parametrize(
    ("who", "path"),
    [("owner", "/practice/"), ("owner", "/links/"), ("coordinator", "/links/")],
)
def test_who_saw_a_clients_link_stands_in_who_has_looked(scene, signed_in, who, path):
    for _twice in range(2):
        for_client(signed_in(scene.coordinator), scene.ada)
    AuditEntry.objects.filter(act="listed")._raw_delete("default")
    viewer = getattr(scene, who)
    browser = signed_in(viewer)
    for _twice in range(2):
        assert "Ada Invented" in shown(browser.get(path))
    seen = AuditEntry.objects.filter(act="listed", user=viewer.user, client=scene.ada.client)
    assert seen.count() == 1


def test_a_start_page_that_names_a_link_is_in_who_has_looked(scene, signed_in):
    """By its part alone: the other lists of the page have lines of their own."""
    for_client(signed_in(scene.coordinator), scene.ada)
    now = timezone.now()
    AuditEntry.objects.filter(act="listed")._raw_delete("default")
    named = links_part(scene.owner.actor, now)["link_needs"]
    assert [one.client for one in named] == [scene.ada.client.pk]
    seen = AuditEntry.objects.filter(act="listed", user=scene.owner.user)
    assert [row.client_id for row in seen] == [scene.ada.client.pk]


def test_nothing_waits_and_pages_ask_nothing_more(scene, signed_in):
    """A link costs two queries on the person's own pages, and none while there is none."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ada = signed_in(scene.ada)
    ada.get("/looked/")
    with CaptureQueriesContext(connection) as before:
        ada.get("/looked/")
    for_client(signed_in(scene.coordinator), scene.ada)
    with CaptureQueriesContext(connection) as after:
        ada.get("/looked/")
    assert len(after) <= len(before) + 4  # two for the link, two for who was named in a list


def test_links_of_another_practice_answer_like_no_links(scene, signed_in):
    for_client(signed_in(scene.coordinator), scene.ada)
    elsewhere = make_staff(scene.elsewhere, "Ivo Invented", Role.OWNER)
    browser = signed_in(elsewhere)
    assert confirm(browser).status_code == 404
    number = str(Invitation.objects.get().pk)
    assert browser.post("/links/", {"stop": number}).status_code == 404
    for odd in ("", "x", "9" * 40, "-1"):
        assert browser.post("/links/", {"stop": odd}).status_code == 404
    assert actions.stop_own(by=elsewhere.actor, at=timezone.now()) == 0
