"""Links: kept as a hash, opened once, for 14 days; a new one ends the old ways only when used."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.hashers import check_password
from tests.cast import NOW, PASSWORD, make_staff

from longarc.care.access import Actor, Relation, Role
from longarc.care.decision import NotAllowed
from longarc.records.actions import care_team, invitations
from longarc.records.actions import staff as staff_actions
from longarc.records.models import (
    AuditEntry,
    CareMember,
    Client,
    Invitation,
    PhaseStart,
    SafeguardingKey,
    StaffRole,
    SupportPage,
    User,
)
from longarc.records.queries import clients, directory, unheld

DAY = timedelta(days=1)


@pytest.fixture
def published(cast):
    from longarc.records.codec import Where, seal

    here = Where(cast.practice.pk, None, "supportpage.numbers", cast.practice.pk)
    SupportPage.objects.create(
        practice=cast.practice,
        hours=seal("", here),
        numbers=seal("[]", here),
        looked_by=seal("", here),
        published=True,
    )
    return cast


def ref(person, viewer):
    return clients.find(person.client.public_id, viewer=viewer, at=NOW)


def new_client(cast):
    return care_team.add_client(
        name="Dee Invented",
        pronouns="they",
        contact="dee@example.org",
        zone="Europe/Vienna",
        lead=cast.maya.user.public_id,
        on=NOW.date(),
        by=cast.coordinator.actor,
        at=NOW,
    )


def test_a_new_client_has_a_lead_and_has_arrived(cast):
    client = new_client(cast)
    row = Client.objects.get(pk=client.id)
    assert (client.name, client.pronouns, row.user) == ("Dee Invented", "they", None)
    assert directory.contact(client, viewer=cast.coordinator.actor) == "dee@example.org"
    held = CareMember.objects.get(client=row)
    assert (held.user, held.lead, held.until) == (cast.maya.user, True, None)
    began = PhaseStart.objects.get(client=row)
    assert (began.phase, began.on) == ("arrival", NOW.date())


def test_a_client_is_invited_only_after_the_support_page_is_published(cast):
    with pytest.raises(NotAllowed) as refused:
        invitations.invite_client(
            new_client(cast), email="dee@example.org", by=cast.maya.actor, at=NOW
        )
    assert [reason.code for reason in refused.value.decision.reasons] == ["no_support_page"]
    assert not Invitation.objects.exists()


def test_only_a_hash_of_the_token_is_kept(published):
    token = invitations.invite_client(
        new_client(published), email="Dee@Example.org", by=published.maya.actor, at=NOW
    )
    row = Invitation.objects.get()
    assert len(token) * 6 >= 128
    assert token not in repr(vars(row))
    assert re.fullmatch("[0-9a-f]{64}", row.token_hash)
    assert row.email == "dee@example.org"


def test_accepting_makes_the_account_of_that_client(published):
    client = new_client(published)
    token = invitations.invite_client(
        client, email="dee@example.org", by=published.maya.actor, at=NOW
    )
    user = invitations.accept(token, at=NOW + DAY)
    assert Client.objects.get(pk=client.id).user == user
    assert (user.email, user.zone) == ("dee@example.org", "Europe/Vienna")
    assert not user.has_usable_password()
    assert [(e.email, e.verified) for e in user.emailaddress_set.all()] == [(user.email, True)]
    assert set(AuditEntry.objects.values_list("act", flat=True)) >= {"invited", "opened_link"}


def test_the_link_works_until_a_way_in_is_set_and_then_never_again(published):
    token = invitations.invite_client(
        new_client(published), email="dee@example.org", by=published.maya.actor, at=NOW
    )
    first = invitations.accept(token, at=NOW)
    assert invitations.accept(token, at=NOW + DAY) == first
    by = Actor(first.pk, first.practice_id, frozenset(), first.client.pk)
    invitations.use_up(invitations.opens(token, at=NOW + DAY).id, by=by, at=NOW + DAY)
    assert invitations.opens(token, at=NOW + DAY) is None
    assert invitations.accept(token, at=NOW + DAY) is None


def test_nobody_else_uses_up_a_link(published):
    token = invitations.invite_client(
        new_client(published), email="dee@example.org", by=published.maya.actor, at=NOW
    )
    found = invitations.opens(token, at=NOW)
    invitations.accept(token, at=NOW)
    for someone in (published.maya, published.ada, published.zoe):
        invitations.use_up(found.id, by=someone.actor, at=NOW)
    assert invitations.opens(token, at=NOW)


@pytest.mark.parametrize(("later", "opens"), [(13.9, True), (14, False), (400, False)])
def test_a_link_lasts_fourteen_days(published, later, opens):
    token = invitations.invite_client(
        new_client(published), email="dee@example.org", by=published.maya.actor, at=NOW
    )
    assert bool(invitations.opens(token, at=NOW + later * DAY)) is opens
    assert bool(invitations.accept(token, at=NOW + later * DAY)) is opens


def test_a_new_link_replaces_the_one_before(published):
    client = new_client(published)
    give = lambda: invitations.invite_client(  # noqa: E731
        client, email="dee@example.org", by=published.maya.actor, at=NOW
    )
    first, second = give(), give()
    assert invitations.opens(first, at=NOW) is None
    assert invitations.opens(second, at=NOW)


def test_a_new_link_leaves_the_old_password_until_it_is_opened(published):
    ada = published.ada
    token = invitations.invite_client(
        ref(ada, published.maya.actor), email="", by=published.maya.actor, at=NOW
    )
    assert check_password(PASSWORD, User.objects.get(pk=ada.user.pk).password)
    assert invitations.accept(token, at=NOW) is None
    assert check_password(PASSWORD, User.objects.get(pk=ada.user.pk).password)
    assert invitations.accept(token, at=NOW + 3 * DAY) == ada.user
    after = User.objects.get(pk=ada.user.pk)
    assert not after.has_usable_password()
    assert after.get_session_auth_hash() != ada.user.get_session_auth_hash()


def test_a_new_link_removes_second_factors_when_it_is_opened(cast):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=cast.maya.user, type="totp", data={"secret": "x"})
    token = invitations.renew_staff(cast.maya.user, by=cast.owner.actor, at=NOW)
    assert invitations.accept(token, at=NOW) is None
    assert Authenticator.objects.filter(user=cast.maya.user).exists()
    assert invitations.accept(token, at=NOW + 3 * DAY) == cast.maya.user
    assert not Authenticator.objects.filter(user=cast.maya.user).exists()
    roles = StaffRole.objects.filter(user=cast.maya.user, until=None)
    assert list(roles.values_list("role", flat=True)) == ["therapist"]


def invite_nia(cast, *roles):
    return invitations.invite_staff(
        name="Nia Invented", email="nia@example.org", roles=roles, by=cast.owner.actor, at=NOW
    )


def test_accepting_gives_staff_their_roles(cast):
    user = invitations.accept(invite_nia(cast, Role.THERAPIST, Role.OWNER), at=NOW)
    held = StaffRole.objects.filter(user=user, until=None).values_list("role", flat=True)
    assert set(held) == {"therapist", "owner"}
    assert StaffRole.objects.filter(user=user).count() == 2


@pytest.mark.parametrize("taken", ["maya", "ada", "zoe"])
def test_an_address_opens_one_account_only(published, taken):
    address = getattr(published, taken).user.email
    with pytest.raises(NotAllowed):
        invitations.invite_staff(
            name="X",
            email=address.upper(),
            roles=[Role.THERAPIST],
            by=published.owner.actor,
            at=NOW,
        )
    with pytest.raises(NotAllowed):
        invitations.invite_client(
            new_client(published), email=address, by=published.maya.actor, at=NOW
        )


def test_two_links_to_one_address_make_one_account(published):
    client = new_client(published)
    theirs = invitations.invite_client(
        client, email="nia@example.org", by=published.maya.actor, at=NOW
    )
    staffs = invite_nia(published, Role.THERAPIST)
    assert invitations.accept(theirs, at=NOW)
    assert invitations.accept(staffs, at=NOW) is None


def test_someone_whose_access_ended_can_come_back_to_their_account(cast):
    staff_actions.end_access(cast.bo.user.public_id, by=cast.owner.actor, at=NOW)
    token = invitations.invite_staff(
        name="Bo", email=cast.bo.user.email, roles=[Role.SUPERVISOR], by=cast.owner.actor, at=NOW
    )
    assert invitations.accept(token, at=NOW) is None
    user = invitations.accept(token, at=NOW + 3 * DAY)
    assert (user, user.is_active) == (cast.bo.user, True)
    held = StaffRole.objects.filter(user=user, until=None).values_list("role", flat=True)
    assert list(held) == ["supervisor"]


def test_an_older_practice_goes_on_with_its_contacts_and_without_its_open_links(cast):
    """What the step to this version does with rows that were there."""
    renewed = invitations.renew_staff(cast.maya.user, by=cast.owner.actor, at=NOW)
    first = invite_nia(cast, Role.THERAPIST)
    key = SafeguardingKey.objects.create(
        practice=cast.practice, user=cast.safeguarding.user, public="ab" * 32, made_at=NOW,
        outside=True,
    )  # fmt: skip
    import_module("longarc.records.migrations.0007_ways_in_as_it_was").as_it_was(apps, None)
    key.refresh_from_db()
    assert key.stands_from == NOW
    assert invitations.opens(renewed, at=NOW) is None
    assert invitations.opens(first, at=NOW)


def test_ending_access_ends_open_links_and_care(cast):
    token = invitations.renew_staff(cast.maya.user, by=cast.owner.actor, at=NOW)
    assert staff_actions.end_access(cast.maya.user.public_id, by=cast.owner.actor, at=NOW)
    assert invitations.opens(token, at=NOW) is None
    led = unheld.without_lead(viewer=cast.owner.actor, at=NOW)
    assert [one.ref.name for one in led] == ["Ada Invented"]
    assert not staff_actions.end_access(cast.maya.user.public_id, by=cast.owner.actor, at=NOW)


def test_the_last_owner_stays(cast):
    with pytest.raises(NotAllowed):
        staff_actions.end_access(cast.owner.user.public_id, by=cast.owner.actor, at=NOW)
    make_staff(cast.practice, "Ona Invented", Role.OWNER)
    assert staff_actions.end_access(cast.owner.user.public_id, by=cast.owner.actor, at=NOW)


def test_another_practice_cannot_end_access(cast):
    other = Actor(cast.zoe.user.pk, cast.elsewhere.pk, frozenset({Role.OWNER}))
    assert not staff_actions.end_access(cast.maya.user.public_id, by=other, at=NOW)
    assert User.objects.get(pk=cast.maya.user.pk).is_active


# -- the care team -------------------------------------------------------------------------


def team(cast):
    history = directory.care_history(ref(cast.ada, cast.maya.actor), viewer=cast.maya.actor)
    return [(held.name.split()[0], held.lead, held.until is None) for held in history]


def test_the_lead_cannot_leave_but_can_hand_over(cast):
    ada, maya, at = ref(cast.ada, cast.maya.actor), cast.maya.actor, NOW
    with pytest.raises(NotAllowed):
        care_team.end_member(ada, cast.maya.user.public_id, by=maya, at=at)
    assert care_team.make_lead(ada, cast.finn.user.public_id, by=maya, at=at)
    assert team(cast) == [
        ("Finn", True, True),
        ("Maya", False, True),
        ("Maya", True, False),
        ("Finn", False, False),
    ]
    assert care_team.end_member(ada, cast.maya.user.public_id, by=maya, at=at + DAY)
    assert [name for name, _, now in team(cast) if now] == ["Finn"]


def test_joining_twice_is_joining_once(cast):
    ada = ref(cast.ada, cast.maya.actor)
    join = lambda: care_team.add_member(  # noqa: E731
        ada, cast.bo.user.public_id, by=cast.maya.actor, at=NOW
    )
    assert (join(), join()) == (True, False)
    assert CareMember.objects.filter(client_id=ada.id, user=cast.bo.user, until=None).count() == 1


@pytest.mark.parametrize("who", ["owner", "coordinator", "ada", "zoe"])
def test_only_those_who_hold_clients_here_join_a_team(cast, who):
    ada = ref(cast.ada, cast.maya.actor)
    staff = getattr(cast, who).user.public_id
    with pytest.raises(NotAllowed):
        care_team.add_member(ada, staff, by=cast.maya.actor, at=NOW)


def test_after_a_leaver_the_next_to_join_leads(cast):
    staff_actions.end_access(cast.bo.user.public_id, by=cast.owner.actor, at=NOW)
    cleo = clients.find(cast.cleo.client.public_id, viewer=cast.coordinator.actor, at=NOW)
    assert cleo.relation is Relation.NONE
    care_team.add_member(cleo, cast.maya.user.public_id, by=cast.coordinator.actor, at=NOW)
    assert not unheld.without_lead(viewer=cast.owner.actor, at=NOW)
