"""Somebody leaves, a detail is corrected, a life ends: each page narrow and wide."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.cast import make_cast
from tests.web.staff.story import url_of

from longarc.care.risk_questions import Question, Reply
from longarc.records.actions import risk
from longarc.records.ids import uuid7
from longarc.records.models import CareMember, StaffRole
from longarc.records.queries import clients

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    made = make_cast()
    StaffRole.objects.update(since=timezone.now() - timezone.timedelta(days=300))
    CareMember.objects.filter(user=made.finn.user).update(until=timezone.now())
    own = clients.own(viewer=made.ada.actor)
    replies = dict.fromkeys(Question, Reply.YES)
    risk.answer(own, replies, uid=uuid7(), by=made.ada.actor, at=timezone.now())
    return made


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_somebody_leaves_and_a_person_is_named(  # noqa: PLR0915
    cast, page_for, axe, no_sideways, width, dark
):
    owner = page_for(cast.owner, width=width, dark=dark, js=width != 320)

    def looked_at(page):
        no_sideways(page)
        if page.locator("#check-in").count():  # the rows, out from under the bar of tabs
            page.locator("#check-in").evaluate("form => form.scrollIntoView({block: 'center'})")
        if page is not owner or width != 320:
            axe(page)

    owner.goto("/practice/")
    owner.get_by_text("Change Maya Invented").click()
    owner.get_by_role("link", name="End access… Maya Invented").click()
    expect(owner.get_by_text("1 of them urgent")).to_be_visible()
    looked_at(owner)
    owner.get_by_role("button", name="End access now").click()
    expect(owner.get_by_text("Urgent: a person is needed now.")).to_be_visible()
    looked_at(owner)
    owner.goto("/practice/")
    looked_at(owner)
    bo = page_for(cast.bo, width=width, dark=dark)
    bo.goto("/clients/")
    expect(bo.get_by_text("Urgent: a person is needed now.")).to_be_visible()
    looked_at(bo)
    desk = page_for(cast.coordinator, width=width, dark=dark)
    desk.goto("/directory/")
    looked_at(desk)
    phone = page_for(cast.ada, width=width, dark=dark)
    phone.goto("/today/")
    expect(phone.get_by_text("Nobody is named for you here right now.")).to_be_visible()
    looked_at(phone)
    owner.goto("/hand-over/")
    owner.get_by_label("Who leads from now on").select_option("Bo Invented")
    owner.get_by_role("button", name="Name this person").click()
    expect(owner.get_by_text("Every client has somebody who leads.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("Bo Invented is your therapist from")).to_be_visible()
    looked_at(phone)


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_details_are_corrected(cast, page_for, axe, no_sideways, width, dark):
    maya = page_for(cast.maya, width=width, dark=dark)
    maya.goto(url_of("client", cast.ada))
    maya.get_by_role("link", name="add it").first.click()
    maya.get_by_label("Phone").fill("555 0142")
    maya.get_by_role("button", name="Save").click()
    expect(maya.get_by_text("Saved.")).to_be_visible()
    no_sideways(maya)
    axe(maya)
    phone = page_for(cast.ada, width=width, dark=dark)
    phone.goto(reverse("my_details"))
    expect(phone.get_by_label("Phone", exact=True)).to_have_value("555 0142")
    no_sideways(phone)
    axe(phone)


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_a_life_that_ended_is_recorded(cast, page_for, axe, no_sideways, width, dark):
    maya = page_for(cast.maya, width=width, dark=dark)
    phone = page_for(cast.ada, width=width, dark=dark)
    maya.goto(url_of("client_state", cast.ada))
    maya.get_by_label("Their life has ended").check()
    maya.get_by_label("Since which day").fill(timezone.localdate().isoformat())
    no_sideways(maya)
    axe(maya)
    maya.get_by_role("button", name="Save").click()
    expect(maya.get_by_text("Nothing is sent to them any more.")).to_be_visible()
    no_sideways(maya)
    axe(maya)
    phone.goto("/today/")
    expect(phone.get_by_role("heading", name="Your practice has paused this")).to_be_visible()
    no_sideways(phone)
    axe(phone)
    maya.goto("/clients/")
    expect(maya.get_by_text("their life has ended")).to_be_visible()
    no_sideways(maya)
    axe(maya)
