"""A locked-out owner is let in from the server: their page at once, records later (ADR 43)."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import caches
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from longarc.care.access import Role
from longarc.cli import worker
from longarc.records.actions.imports import program
from longarc.records.actions.practice import owner_link
from longarc.records.models import AuditEntry, Invitation, StaffRole, User
from longarc.records.refused import Refused
from tests.cast import hold, make_staff
from tests.web.test_accounts import is_in, with_code_app
from tests.web.test_ways_in import NEW, audited, shown, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(cast):
    """Olga runs the practice alone and holds a client, too; she has lost everything."""
    caches["default"].clear()
    cast.olga = make_staff(cast.practice, "Ola Invented", Role.OWNER, Role.THERAPIST)
    hold(cast.cleo, cast.olga)
    return cast


def made(alone):
    return owner_link(alone.olga.user.email, by=program(), at=timezone.now())


def come_in(token):
    browser = Browser()
    browser.post(f"/welcome/{token}/")
    browser.post(reverse("account_set_password"), NEW)
    browser.get(reverse("mfa_activate_totp"))
    session = browser.session  # a second factor was set up: as the code app's page leaves it
    session["account_authentication_methods"] = [
        *session["account_authentication_methods"],
        {"method": "mfa", "type": "totp"},
    ]
    session.save()
    return browser


def test_the_owners_page_opens_at_once_and_records_after_the_wait(alone):
    here = f"/clients/{alone.cleo.client.public_id}/"
    olga = come_in(made(alone).token)
    assert olga.get("/practice/").status_code == 200
    assert "Clients' records open under it from" in shown(olga.get("/practice/"))
    for path in (here, "/clients/", f"{here}notes/", "/emergency/"):
        assert olga.get(path).status_code == 404
    User.objects.filter(pk=alone.olga.user.pk).update(records_from=timezone.now())
    assert olga.get(here).status_code == 200


def test_the_old_way_in_works_until_it_is_opened(alone):
    with_code_app(alone.olga.user)
    link = made(alone)
    old = Browser()
    sign_in(old, alone.olga.user.email)
    assert old.get(reverse("mfa_authenticate")).status_code == 200
    come_in(link.token)
    assert sign_in(Browser(), alone.olga.user.email).status_code == 200


def test_everyone_is_told_and_the_audit_says_from_the_server(alone, signed_in, settings):
    made(alone)
    otto = make_staff(alone.practice, "Otto Invented", Role.SAFEGUARDING)
    for person, path in (
        (alone.maya, "/clients/"),
        (alone.coordinator, "/directory/"),
        (alone.safeguarding, "/concerns/"),
    ):
        assert "for Ola Invented was made from the server" in shown(signed_in(person).get(path))
    assert "from the server" not in shown(signed_in(alone.ada).get("/today/"))
    (row,) = AuditEntry.objects.filter(act="link_made")
    assert (row.user, row.detail) == (None, "from the server")
    settings.MAIL_READY, settings.DEFAULT_FROM_EMAIL = True, "post@example.org"
    worker.tell(timezone.now, by=program())
    told = {one.to[0] for one in mail.outbox}
    staff = User.objects.filter(staff_roles__until=None, practice=alone.practice, client=None)
    assert told == set(staff.exclude(pk=otto.user.pk).values_list("email", flat=True))
    hers = next(one for one in mail.outbox if one.to == [alone.olga.user.email])
    others = next(one for one in mail.outbox if one.to == [alone.maya.user.email])
    assert "/not-me/" in hers.body
    assert "/not-me/" not in others.body


def test_the_owner_stops_it_from_a_mail_also_after_somebody_came_in(alone, settings):
    thief = come_in(made(alone).token)
    settings.MAIL_READY, settings.DEFAULT_FROM_EMAIL = True, "post@example.org"
    worker.tell(timezone.now, by=program())
    hers = next(one for one in mail.outbox if one.to == [alone.olga.user.email])
    Browser().post(re.search(r"/not-me/\w+/", hers.body)[0])
    assert not is_in(thief)
    assert audited("link_opened") == [(None, alone.olga.user.public_id)]


def test_only_for_someone_who_runs_the_practice_now(alone):
    for person in (alone.maya, alone.ada, alone.zoe):
        with pytest.raises(Refused):
            owner_link(person.user.email, by=program(), at=timezone.now())
    StaffRole.objects.filter(user=alone.olga.user, role=Role.OWNER).update(until=timezone.now())
    with pytest.raises(Refused):
        made(alone)
    assert not Invitation.objects.exists()


def test_a_new_one_does_not_bring_the_records_nearer(alone):
    first, second = made(alone), made(alone)
    assert second.opens_at >= first.opens_at
    assert Browser().get(f"/welcome/{first.token}/").status_code == 404
    assert timedelta(hours=71) < second.opens_at - timezone.now() < timedelta(hours=73)
