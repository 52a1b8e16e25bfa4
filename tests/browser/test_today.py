"""Today in a real browser: one tap keeps, nothing moves, nothing is forced."""

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.browser.looks import LOOKS
from tests.cast import check_in

from longarc.care.arc import State
from longarc.records.models import CheckIn, CheckInMore, Rest, Retraction, StateWords, Words
from longarc.records.queries import check_ins

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = [(320, 568), (360, 640), (375, 667), (390, 844), (412, 915)]
LARGER = {
    "100": lambda _: None,
    "130 by the browser's own setting": lambda page: _font(page, 21),
    "130 by the page": lambda page: page.evaluate(
        "document.documentElement.style.fontSize = '138.1%'"
    ),
}


def _font(page, size):
    devtools = page.context.new_cdp_session(page)
    devtools.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
    page.reload()


def rung(page, state):
    return page.locator(f".rung:has([value={state}])")


def said(page, text):
    expect(page.locator("#said")).to_have_text(text)


def standing(person):
    found = check_ins.standing(person.actor, [person.client.pk]).order_by("seq")
    return [row.position for row in found]


def eventually(page, holds):
    """Waits up to 8 s. The page is let run meanwhile: its requests pass through this process."""
    deadline = time.monotonic() + 8
    while not holds() and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    return holds()


def arrives(page, person, positions):
    """What stands in the record, once the phone has had time to send it."""
    assert eventually(page, lambda: standing(person) == positions), standing(person)


def opened(page_for, person, *args, **more):
    page = page_for(person, *args, **more)
    page.goto("/today/")
    if more.get("js", True):
        expect(page.locator("#keep")).to_have_count(0)
    return page


def test_one_tap_keeps_and_nothing_above_moves(cast, page_for):
    page = opened(page_for, cast.ada, has_touch=True)
    before = [row.bounding_box() for row in page.locator(".rung").all()]
    rung(page, "down").tap()
    said(page, "Kept.")
    assert [row.bounding_box() for row in page.locator(".rung").all()] == before
    row = CheckIn.objects.get()
    assert (row.position, row.method, row.changed_mind) == (30, "touch", 0)
    assert row.uid.version == 7
    assert 0 < row.latency < 60_000
    expect(page.locator("#ease legend")).to_have_text("Can you get back to steady just now?")


def test_undo_takes_the_answer_back(cast, page_for):
    page = opened(page_for, cast.ada)
    rung(page, "up").click()
    said(page, "Kept.")
    page.get_by_role("button", name="Undo").click()
    said(page, "Taken back.")
    arrives(page, cast.ada, [])
    assert CheckIn.objects.get().uid == Retraction.objects.get().target
    expect(page.locator("[name=state]:checked")).to_have_count(0)


def test_another_row_takes_the_place_of_the_first(cast, page_for):
    page = opened(page_for, cast.ada)
    rung(page, "up").click()
    said(page, "Kept.")
    rung(page, "up").click()  # a double tap is one answer
    rung(page, "within").click()
    rung(page, "down").click()
    arrives(page, cast.ada, [30])
    first, second, third = CheckIn.objects.order_by("seq")
    assert (second.corrects, third.corrects) == (first.uid, second.uid)
    assert (second.changed_mind, third.changed_mind) == (1, 2)


def test_later_it_is_a_second_answer(cast, page_for):
    page = page_for(cast.ada)
    page.clock.install()
    page.goto("/today/")
    rung(page, "up").click()
    page.clock.run_for(1000)
    said(page, "Kept.")
    page.clock.fast_forward(121_000)
    rung(page, "up").click()
    page.clock.run_for(1000)
    expect(page.locator("#said")).to_have_text(re.compile(r"Kept again, \d\d:\d\d\."))
    arrives(page, cast.ada, [70, 70])


def test_the_keyboard_looks_without_saving(cast, page_for):
    page = opened(page_for, cast.ada)
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "way_up"
    for key in ("ArrowDown", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    page.wait_for_timeout(700)
    assert not CheckIn.objects.exists()
    page.keyboard.press("Enter")
    said(page, "Kept.")
    assert (CheckIn.objects.get().position, CheckIn.objects.get().method) == (30, "keyboard")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "undo"


def test_a_short_rest_or_the_space_bar_saves(cast, page_for):
    page = opened(page_for, cast.ada)
    page.locator("[value=way_up]").focus()
    page.keyboard.press("Space")
    said(page, "Kept.")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(1000)
    assert standing(cast.ada) == [90]
    page.wait_for_timeout(1200)
    assert standing(cast.ada) == [70]


@pytest.mark.parametrize("larger", LARGER)
def test_all_six_rows_stand_above_the_tabs(cast, page_for, larger):
    check_in(cast.ada, timezone.now() - timedelta(days=30))  # the greeting takes its room, too
    page = opened(page_for, cast.ada)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.reload()
        LARGER[larger](page)
        page.evaluate("scrollTo(0, 0)")  # a window made smaller may stand a pixel down
        expect(page.locator("#lead")).to_be_visible()
        _rows_fit(page, height)
        _confirmation_fits(page)


@pytest.mark.parametrize("larger", LARGER)
def test_what_waits_moves_nothing(cast, page_for, larger):
    page = opened(page_for, cast.ada, 320, 568)
    LARGER[larger](page)
    before = rung(page, "way_up").bounding_box()
    page.context.set_offline(True)
    rung(page, "way_down").click()
    expect(page.locator("#waiting")).to_have_text("1 not sent yet")
    assert rung(page, "way_up").bounding_box() == before


@pytest.mark.parametrize(("width", "size"), [(320, 32), (360, 32), (1280, 64)])
def test_very_large_text_has_room(cast, page_for, no_sideways, width, size):
    page = opened(page_for, cast.ada, width, 640)
    _font(page, size)
    page.context.set_offline(True)
    rung(page, "way_down").click()
    expect(page.locator("#waiting")).to_have_text("1 not sent yet")
    assert page.locator(".bar").bounding_box()["height"] < 320
    no_sideways(page)


def _floor(page):
    return page.locator(".tabs").bounding_box()["y"]


def _rows_fit(page, height):
    boxes = [row.bounding_box() for row in page.locator(".rung").all()]
    assert len(boxes) == len(State)
    assert boxes[0]["y"] >= page.locator(".bar").bounding_box()["height"]
    assert boxes[-1]["y"] + boxes[-1]["height"] <= _floor(page)
    assert min(box["height"] for box in boxes) >= (46 if height < 600 else 48)


def _confirmation_fits(page):
    rung(page, "way_down").click()
    expect(page.locator("#said")).to_contain_text("Kept")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_in_viewport(ratio=1)
    box = undo.bounding_box()
    assert box["y"] + box["height"] <= _floor(page)
    assert box["height"] >= 48
    assert page.evaluate("scrollY") == 0
    expect(page.locator("#waiting")).to_be_hidden()


@pytest.mark.parametrize("state", ["way_up", "way_down"])
def test_a_hard_answer_adds_one_card_that_closes(cast, page_for, state):
    page = opened(page_for, cast.ada)
    card = page.locator("#hard")
    rung(page, "within").click()
    said(page, "Kept.")
    expect(card).to_be_hidden()
    rung(page, state).click()
    expect(card).to_be_visible()
    expect(card.get_by_role("link", name="I need support now")).to_have_attribute(
        "href", "/support/"
    )
    card.get_by_role("button", name="No thanks").click()
    expect(card).to_be_hidden()
    rung(page, "within").click()
    rung(page, state).click()
    page.wait_for_timeout(600)
    expect(card).to_be_hidden()


def test_more_can_be_added(cast, page_for):
    page = opened(page_for, cast.ada)
    rung(page, "down").click()
    page.get_by_role("button", name="With some help").click()
    expect(page.locator("#ease-said")).to_have_text("Kept.")
    page.get_by_text("Add more").click()
    page.locator("[name=answer]").nth(1).check()
    page.get_by_text("Where in the body").click()
    page.locator("#body-chest").check()
    page.locator("#feels-chest").select_option("tight")
    page.locator("#words").fill("Rain on the window.")
    page.locator("#more-form").get_by_role("button", name="Keep this").click()
    expect(page.locator("#more-said")).to_have_text("Kept.")
    assert eventually(page, Words.objects.exists)
    ease, more = CheckInMore.objects.order_by("seq")
    assert (ease.ease, more.body) == (2, "chest:tight")
    assert more.item
    assert more.answer
    words = Words.objects.get()
    assert words.shared_at is None
    assert {ease.check_in, more.check_in, words.check_in} == {CheckIn.objects.get().uid}
    expect(page.locator("#words")).to_have_value("")


def test_an_answer_can_be_for_earlier(cast, page_for):
    page = page_for(cast.ada, timezone_id="Europe/Vienna")
    page.clock.install(time=timezone.now())
    page.goto("/today/")
    rung(page, "down").click()
    page.clock.run_for(1000)
    said(page, "Kept.")
    page.get_by_text("Add more").click()
    page.get_by_text("Last evening or night").click()
    page.locator("#more-form").get_by_role("button", name="Keep this").click()
    page.clock.run_for(1000)
    said(page, "Kept for earlier.")
    assert eventually(page, lambda: CheckIn.objects.count() == 2)
    first, second = CheckIn.objects.order_by("seq")
    assert (second.corrects, second.position) == (first.uid, 30)
    assert timedelta(0) < second.at - second.recalled_for < timedelta(hours=30)
    arrives(page, cast.ada, [30])


def test_words_that_were_begun_survive_a_closed_page(cast, page_for):
    page = opened(page_for, cast.ada)
    page.get_by_text("Add more").click()
    page.locator("#words").fill("Half a thought")
    page.wait_for_timeout(700)
    page.close()
    again = page.context.new_page()
    again.goto("/today/")
    expect(again.locator("#words")).to_have_value("Half a thought")
    assert not Words.objects.exists()


def test_coming_back_after_a_gap(cast, page_for):
    check_in(cast.ada, timezone.now() - timedelta(days=20))
    page = opened(page_for, cast.ada)
    expect(page.locator("#lead")).to_have_text("Good to see you. Nothing to catch up on.")
    page.get_by_role("button", name="Mostly down").click()
    expect(page.locator("#gap-said")).to_have_text("Kept.")
    assert eventually(page, lambda: CheckIn.objects.count() == 2)
    row = CheckIn.objects.order_by("-seq").first()
    assert row.position == 30
    assert timedelta(days=9) < row.at - row.recalled_for < timedelta(days=11)


def test_the_gap_may_be_skipped(cast, page_for):
    check_in(cast.ada, timezone.now() - timedelta(days=20))
    page = opened(page_for, cast.ada)
    page.get_by_role("button", name="Skip this").click()
    expect(page.locator("#gap")).to_be_hidden()
    assert CheckIn.objects.count() == 1


def test_fine_mode_keeps_where_in_the_row(cast, page_for):
    cast.ada.client.fine = True
    cast.ada.client.save()
    page = opened(page_for, cast.ada, has_touch=True)
    expect(page.get_by_text("Higher or lower in a band counts too.")).to_be_visible()
    box = rung(page, "up").bounding_box()
    page.touchscreen.tap(box["x"] + 100, box["y"] + 3)
    said(page, "Kept.")
    page.locator("[value=up]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert eventually(page, lambda: CheckIn.objects.count() == 2)
    high, row = CheckIn.objects.order_by("seq")
    assert (high.resolution, row.resolution, row.position) == (2, 1, 50)
    assert 77 <= high.position <= 79


def test_rest_in_two_taps_and_back(cast, page_for):
    page = opened(page_for, cast.ada)
    page.get_by_text("Rest for a while").click()
    page.get_by_role("button", name="For 1 week").click()
    expect(page.locator(".resting")).to_contain_text("Resting until")
    expect(page.locator(".resting")).to_contain_text("Nothing to do here.")
    expect(rung(page, "way_up")).to_be_visible()
    page.get_by_role("button", name="I'm back").click()
    expect(page.locator(".resting")).to_have_count(0)
    rest, back = Rest.objects.order_by("seq")
    assert timedelta(days=6) < rest.until - timezone.now() <= timedelta(days=7)
    assert back.back


def test_without_javascript(cast, page_for):
    page = opened(page_for, cast.ada, js=False)
    page.locator("[value=way_down]").check()
    page.get_by_role("button", name="Keep this").first.click()
    expect(page.get_by_role("heading", name="Kept.")).to_be_visible()
    expect(page.get_by_text("That sounds like a lot.")).to_be_visible()
    page.get_by_role("button", name="Not just now").click()
    assert CheckInMore.objects.get().ease == 1
    page.get_by_text("Add more").click()
    page.get_by_text("Last evening or night").click()
    page.locator("#words").fill("Too much today.")
    page.get_by_role("button", name="Keep this").click()
    assert Words.objects.get().check_in == CheckIn.objects.order_by("-seq").first().uid
    assert standing(cast.ada) == [10]
    assert CheckIn.objects.order_by("-seq").first().recalled_for is not None
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert standing(cast.ada) == []


def test_own_words_stand_in_the_rows(cast, page_for):
    page = page_for(cast.ada)
    page.goto("/today/my-words/")
    page.locator("#label-way_up").fill("On fire")
    page.locator("#label-mixed").fill("Fog & sparks")
    page.locator("#hint-mixed").fill("<b>both</b>")
    page.get_by_label("Extra dim").check()
    page.get_by_role("button", name="Keep this").click()
    expect(rung(page, "way_up")).to_have_text("On fire")
    expect(rung(page, "mixed")).to_have_text("Fog & sparks <b>both</b>")
    expect(page.locator("html")).to_have_attribute("data-theme", "dim")
    assert "On fire" in StateWords.objects.get().labels


def whole(page):
    """Nothing lies under the tabs: what a sticky bar covers depends on where one scrolled."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height + 50})


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_today_is_accessible(cast, page_for, axe, no_sideways, width, dark):
    page = opened(page_for, cast.ada, width, 800, dark=dark)
    whole(page)
    axe(page)
    rung(page, "way_down").click()
    said(page, "Kept.")
    for summary in page.locator("main details > summary").all():
        if summary.is_visible():
            summary.click()
    no_sideways(page)
    whole(page)
    axe(page)


@pytest.mark.parametrize("path", ["/today/my-words/", "/words/", "/offline/", "/lock/"])
def test_the_pages_around_it_are_accessible(cast, page_for, axe, no_sideways, path):
    page = page_for(cast.ada, 320, 640)
    page.goto(path)
    no_sideways(page)
    whole(page)
    axe(page)


def test_targets_are_large_and_borders_can_be_seen(cast, page_for):
    page = opened(page_for, cast.ada)
    rung(page, "way_down").click()
    said(page, "Kept.")
    page.get_by_text("Add more").click()
    small = page.evaluate(
        """() => [...document.querySelectorAll(
              "button, a:not(.skip), summary, label.rung, .opts label")]
          .filter((e) => e.checkVisibility())
          .map((e) => [e.textContent.trim(), e.getBoundingClientRect().height])
          .filter(([, height]) => height < 48)"""
    )
    assert small == []
