"""A note as Maya writes it, her process note, and Ada's history as somebody new prints it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.browser.test_client_window import whole
from tests.cast import make_cast
from tests.web.staff import story

from longarc.care.adverse import Grade, Severity, Status
from longarc.care.conditions import CONDITIONS
from longarc.care.formulation import Formulation, Section
from longarc.care.notes import Section as Box
from longarc.care.relationship import Kind
from longarc.care.screening_facts import MEDICINES, Said, Taken
from longarc.care.screening_facts import Kind as Judged
from longarc.records.actions import (
    adverse,
    formulation,
    notes,
    referrals,
    relationship,
    screening,
    threads,
    window,
)
from longarc.records.actions.notes import Page, Typed
from longarc.records.actions.relationship import Named
from longarc.records.actions.threads import NewThread
from longarc.records.ids import uuid7
from longarc.records.models import NoteDraft, SessionNote
from longarc.records.queries import clients
from longarc.records.queries import screening as screened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = 2


@pytest.fixture
def cast(transactional_db):
    made = make_cast()
    story.meets(made.ada, made.maya, -1)
    by = made.maya.actor
    notes.keep_phrase("ground", "We took time to arrive.", uid=uuid7(), by=by, at=timezone.now())
    return made


def test_a_note_keeps_itself_parts_from_another_tab_is_signed_and_added_to(
    cast, page_for, no_sideways
):
    # Given Maya, who writes a note after the meeting, with a phrase of hers
    desk = page_for(cast.maya, width=1280)
    desk.goto(story.url_of("client_notes", cast.ada))
    desk.get_by_role("link", name="Write a note").click()
    box = desk.get_by_label("What mattered")
    desk.wait_for_load_state()
    box.press_sequentially(";ground Then the stairs.")
    expect(box).to_have_value("We took time to arrive. Then the stairs.")
    # Then it is kept without a button; and what two tabs hold is kept as two texts
    expect(desk.get_by_text("Draft kept")).to_be_visible()
    goes_on_in_another_tab(desk.context.new_page(), desk.url)
    comes_back_to_the_first(desk)
    # When she has put it together she signs with the keys, and later adds to it
    desk.get_by_label("Next", exact=True).fill("Begin with the stairs.")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("Signed by Maya Invented")).to_be_visible()
    desk.get_by_label("Add to it").fill("She rang: it had settled.")
    desk.get_by_role("button", name="Sign the addition").click()
    expect(desk.get_by_text("Added by Maya Invented")).to_be_visible()
    # Then it stands before the next meeting, and in Ada's own record for her to open
    desk.goto(story.url_of("client", cast.ada))
    desk.get_by_role("link", name="Last time, Maya Invented").click()
    expect(desk).to_have_url(re.compile(str(SessionNote.objects.get().uid)))
    opens_it_if_she_likes(page_for(cast.ada), no_sideways)
    thinks_for_herself(desk, cast)


def goes_on_in_another_tab(other, url):
    other.goto(url)
    expect(other.get_by_label("What mattered")).to_have_value(re.compile("the stairs"))
    other.get_by_label("Next", exact=True).fill("Begin with the stairs.")
    expect(other.get_by_text("Not kept yet.")).to_be_visible()
    expect(other.get_by_text("Draft kept")).to_be_visible()


def comes_back_to_the_first(desk):
    expect(desk.locator("[data-parted]")).to_be_hidden()
    desk.get_by_label("What I hold").fill("Slower.")
    expect(desk.get_by_role("alert")).to_contain_text("Nothing is lost")
    desk.get_by_role("link", name="See both texts").click()
    expect(desk.get_by_role("heading", name="What the other page kept")).to_be_visible()
    expect(desk.get_by_text("Begin with the stairs.")).to_be_visible()
    expect(desk.get_by_label("What I hold")).to_have_value("Slower.")
    assert NoteDraft.objects.count() == 2


def opens_it_if_she_likes(phone, no_sideways):
    phone.goto("/arc/")
    phone.get_by_role("link", name="Notes by my care team").click()
    expect(phone.get_by_text("Then the stairs.")).to_be_hidden()
    phone.locator("main summary").click()
    expect(phone.get_by_text("Then the stairs.")).to_be_visible()
    no_sideways(phone)


def thinks_for_herself(desk, cast):
    """A process note is on her page, and not in what another of the team opens."""
    desk.goto(story.url_of("client_notes", cast.ada))
    desk.get_by_role("link", name="My process notes").click()
    desk.get_by_label("For me alone").fill("I was quick to comfort.")
    desk.get_by_role("button", name="Keep it to myself").click()
    expect(desk.get_by_text("I was quick to comfort.")).to_be_visible()
    expect(desk.get_by_text("could technically reach it")).to_be_visible()


def test_without_javascript_a_button_keeps_the_draft(cast, page_for, no_sideways):
    desk = page_for(cast.maya, js=False)
    desk.goto(f"{story.url_of('client_notes', cast.ada)}draft/{uuid7()}/")
    desk.get_by_label("What mattered").fill("The stairs.")
    no_sideways(desk)
    desk.get_by_role("button", name="Keep as a draft").click()
    expect(desk.get_by_role("status").first).to_contain_text("Draft kept")
    expect(desk.get_by_label("What mattered")).to_have_value("The stairs.")


def much(cast):
    """Five years of one record, every text as long as it may be."""
    own, by = clients.own(viewer=cast.ada.actor), cast.ada.actor
    ada = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=timezone.now())
    long = "Longer than anybody reads in two minutes. " * 30
    told = Formulation({section: long for section in Section if section is not Section.ADAPTATIONS})
    formulation.keep_version(own, told, form=tuple(Section), base=None, by=by, at=timezone.now())
    for number in range(12):
        begin = timezone.now() - timedelta(days=150 * number + 20)
        uid = window.keep_session(ada, begin, by=cast.maya.actor, at=timezone.now())
        for which in range(2):
            new = NewThread(long, name=f"Thread {which} of {number}", session=uid)
            threads.add(own, new, shared=True, uid=uuid7(), by=by, at=timezone.now())
        relationship.name(own, Named(Kind.OWN, None, long), uid=uuid7(), by=by, at=begin)
        typed, page = Typed(dict.fromkeys(Box, long), begin.date()), Page(uuid7(), uuid7())
        notes.sign(ada, typed, page, by=cast.maya.actor, at=timezone.now())
    story.usual(cast.ada, days=120)
    harm(cast, ada, long)


def harm(cast, ada, long):
    """Medicines, conditions and adverse events, as many and as long as there may be."""
    by, at = cast.maya.actor, timezone.now()
    told = dict.fromkeys(CONDITIONS, Said.YES)
    screening.answer(ada, {**told, MEDICINES: Said.ALL}, by=by, at=at)
    for number in range(15):
        for taken in Taken:
            name, uid = f"{taken}{number} of a name that is long", uuid7()
            screening.tell_medicines(ada, name, taken, None, uid=uid, by=by, at=at)
        for grade in (None, Grade(severity=Severity.MODERATE), Grade(Status.REMAINS)):
            uid = uuid7()
            adverse.report(ada, long, None, uid=uid, by=by, at=at)
            if grade:
                adverse.follow_up(ada, uid, grade, seen="0", uid=uuid7(), by=by, at=at)
    referrals.refer(ada, cast.prescriber.user.public_id, by=by, at=at)
    found = screened.load(ada, viewer=by, on=timezone.localdate())
    for row in found.rows[:6]:
        who, now = cast.prescriber.actor, timezone.now()
        seen = screened.load(ada, viewer=by, on=timezone.localdate()).upto
        screening.judge(ada, row.subject, Judged.DECLINED, long, seen=seen, by=who, at=now)


def test_the_history_prints_on_two_pages(cast, page_for, axe, no_sideways, tmp_path):
    much(cast)
    desk = page_for(cast.finn, width=1280)
    desk.goto(story.url_of("client_handover", cast.ada))
    expect(desk.get_by_role("button", name="Print")).to_be_visible()
    axe(desk)
    told = ("What brings them", "12. ", "And 8 earlier sessions.", "Last note, Maya Invented")
    told = (*told, "more in the list of screening.", "Taken now", "more that are open.")
    for text in told:
        expect(desk.get_by_text(text).first).to_be_visible()
    pdf = desk.pdf(path=tmp_path / "history.pdf", prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= PAGES
    desk.emulate_media(media="print")
    for text in told:
        expect(desk.get_by_text(text).first).to_be_visible()
    expect(desk.get_by_role("navigation")).to_have_count(0)
    desk.emulate_media(media="screen")
    desk.set_viewport_size({"width": 320, "height": 640})
    no_sideways(desk)


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_pages_are_clean_and_fit(cast, page_for, axe, no_sideways, width, dark):
    ada = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=timezone.now())
    typed, page = Typed(dict.fromkeys(Box, "Words."), timezone.localdate()), Page(uuid7(), uuid7())
    uid = notes.sign(ada, typed, page, by=cast.maya.actor, at=timezone.now()).draft
    theirs = story.url_of("client_notes", cast.ada)
    for who, path in (
        (cast.ada, "/notes/"),
        (cast.maya, theirs),
        (cast.maya, f"{theirs}{uid}/"),
        (cast.maya, f"{theirs}draft/{uuid7()}/"),
        (cast.maya, f"{theirs}process/"),
        (cast.maya, "/phrases/"),
    ):
        page = page_for(who, width=width, dark=dark)
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        no_sideways(page)
        whole(page)
        axe(page)
