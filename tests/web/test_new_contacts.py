"""A new safeguarding contact: not ticked, and not "outside", by their own word alone (ADR 36)."""

import re
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from longarc.care import written
from longarc.care.access import Role
from longarc.records import concern_boxes
from longarc.records.actions import concerns as actions
from longarc.records.models import AuditEntry, SafeguardingKey, StaffRole
from longarc.records.queries import concerns as queries
from tests.cast import make_staff
from tests.web.concern_scene import MARK, RAISE, READ, WORDS, Scene, field, open_with, tell, text

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scene(cast):
    return Scene(cast)


def key_for(person, *, outside=True, at=None, before=None):
    private = concern_boxes.new_key()
    at = at or timezone.now()
    actions.keep_key(private, outside=outside, by=person.actor, at=at, before=before)
    return private


def sham_of(scene):
    """Somebody whom the owner invented, with a key of their own."""
    sham = make_staff(scene.cast.practice, "Sham Invented", Role.SAFEGUARDING)
    return sham, key_for(sham)


def line(page, name):
    found = re.search(rf"<label><input[^>]*>\s*<span><b>{name}</b>.*?</label>", page, re.S)
    return found[0] if found else ""


def standing(scene, person, at=None):
    here = queries.contacts(viewer=scene.otto.actor, at=at or timezone.now())
    return [one.stands for one in here if one.user == person.user.pk]


def confirm(browser, key, private, where="outside"):
    told = {"contact": str(key), "key": written.written(private), "where": where}
    return browser.post(reverse("concerns_confirm"), told)


def test_a_sham_contact_reads_nothing_that_was_sent_with_the_ticks_as_they_were(scene, signed_in):
    sham, private = sham_of(scene)
    page = text(Browser().get(RAISE))
    assert "checked" not in line(page, "Sham Invented")
    assert "checked" in line(page, "Otto Invented")
    assert "not yet confirmed" in line(page, "Sham Invented")
    assert "says: outside the practice" in line(page, "Sham Invented")
    tell(Browser())
    assert MARK not in text(open_with(signed_in(sham), private))
    assert MARK in text(open_with(signed_in(scene.otto), scene.ottos_key))


def test_it_never_stands_by_itself_while_another_contact_does(scene):
    sham, _ = sham_of(scene)
    assert standing(scene, sham, timezone.now() + 400 * DAY) == [False]


def test_a_contact_who_stands_confirms_it_with_their_own_key(scene, signed_in):
    nora = make_staff(scene.cast.practice, "Nora Invented", Role.SAFEGUARDING)
    key_for(nora)
    key = SafeguardingKey.objects.get(user=nora.user)
    otto = signed_in(scene.otto)
    assert "Confirm" in text(otto.get(READ))
    for wrong in (concern_boxes.new_key(), scene.gales_key):
        assert confirm(otto, key.pk, wrong).status_code == 400
    assert confirm(otto, key.pk, scene.ottos_key, "elsewhere").status_code == 400
    assert standing(scene, nora) == [False]
    assert confirm(otto, key.pk, scene.ottos_key).status_code == 302
    page = text(Browser().get(RAISE))
    assert "checked" in line(page, "Nora Invented")
    assert "outside the practice" in line(page, "Nora Invented")
    assert "says" not in line(page, "Nora Invented")
    (row,) = AuditEntry.objects.filter(act="confirmed_contact", user=scene.otto.user)
    assert row.target == nora.user.public_id


def test_nobody_confirms_themselves_and_a_sham_confirms_no_other(scene, signed_in):
    sham, private = sham_of(scene)
    other = make_staff(scene.cast.practice, "Second Invented", Role.SAFEGUARDING)
    key_for(other)
    browser = signed_in(sham)
    for whose in (sham, other):
        key = SafeguardingKey.objects.get(user=whose.user)
        assert confirm(browser, key.pk, private).status_code == 400
    assert standing(scene, sham) == standing(scene, other) == [False]
    for odd in ("", "x", "9" * 30, "-1"):
        assert confirm(browser, odd, private).status_code == 400


def test_the_first_contact_stands_after_three_days(cast):
    now = timezone.now()
    key_for(cast.safeguarding, at=now)
    viewer = cast.safeguarding.actor
    stands = lambda at: [o.stands for o in queries.contacts(viewer=viewer, at=at)]  # noqa: E731
    assert (stands(now), stands(now + 71 * DAY / 24)) == ([False], [False])
    assert stands(now + 72 * DAY / 24) == [True]
    page = text(Browser().get(RAISE))
    assert "not yet confirmed" in page
    # who writes can still choose them
    form = {"receipt": field(page, "receipt"), "uid": field(page, "uid"), "text": WORDS}
    assert Browser().post(RAISE, {**form, "to": []}).status_code == 400
    (to,) = re.findall(r'name="to" value="(\d+)"', page)
    assert "Your words are sealed" in text(Browser().post(RAISE, {**form, "to": [to]}))


def test_one_who_waited_beside_others_does_not_stand_when_they_are_sent_away(scene):
    sham, _ = sham_of(scene)
    StaffRole.objects.filter(user__in=[scene.otto.user, scene.cast.safeguarding.user]).update(
        until=timezone.now()
    )
    later = timezone.now() + 30 * DAY
    assert standing(scene, sham, later) == [False]
    key_for(sham, at=later)
    assert standing(scene, sham, later + 2 * DAY) == [False]
    assert standing(scene, sham, later + 3 * DAY) == [True]


def test_a_new_key_stands_at_once_with_the_one_before_and_else_beside_it(scene, signed_in):
    otto = signed_in(scene.otto)
    new = key_for(scene.otto, before=scene.ottos_key)
    (mine,) = [o for o in queries.contacts(viewer=scene.otto.actor, at=timezone.now()) if o.outside]
    assert (mine.public, mine.stands) == (concern_boxes.public_of(new), True)
    # somebody who got into his account has no key of his: theirs waits, his stands
    stolen = key_for(scene.otto)
    assert standing(scene, scene.otto) == [True, False]
    tell(Browser())
    assert MARK not in text(open_with(otto, stolen))
    assert MARK in text(open_with(otto, new))


def test_nothing_more_is_sealed_for_a_key_that_was_lost(scene, signed_in):
    """Both lose theirs: the first new key waits for another contact, the second for three days."""
    otto, gale = scene.otto, scene.cast.safeguarding
    for person in (otto, gale):
        told = {"key": written.written(concern_boxes.new_key()), "where": "inside", "lost": "on"}
        assert signed_in(person).post(reverse("concerns_key"), told).status_code == 302
    assert standing(scene, otto) == standing(scene, gale) == [False]
    later = timezone.now() + 73 * DAY / 24
    assert (standing(scene, otto, later), standing(scene, gale, later)) == ([False], [True])
    assert "checked" not in text(Browser().get(RAISE))


def test_the_owner_sees_who_is_confirmed_and_nothing_of_concerns(scene, signed_in):
    sham_of(scene)
    tell(Browser())
    page = text(signed_in(scene.cast.owner).get("/practice/safeguarding/"))
    assert "not yet confirmed" in page
    assert MARK not in page
    assert signed_in(scene.cast.owner).post(reverse("concerns_confirm")).status_code == 404


def test_an_older_page_takes_nothing_back_that_was_confirmed(scene, signed_in):
    sham, _ = sham_of(scene)
    key = SafeguardingKey.objects.get(user=sham.user).pk
    assert confirm(signed_in(scene.otto), key, scene.ottos_key, "inside").status_code == 302
    older = confirm(signed_in(scene.otto), key, scene.ottos_key, "outside")
    assert older.status_code != 302
    assert "Another contact has confirmed them already" in text(older)
    assert SafeguardingKey.objects.get(pk=key).outside is False
    assert confirm(signed_in(scene.otto), key, scene.ottos_key, "inside").status_code == 302
