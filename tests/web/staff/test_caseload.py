"""Who needs me today: what puts a client on the list, what takes them off, who sees it."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.records.models import AuditEntry
from longarc.web.staff import digest
from tests.cast import check_in, hold, make_client
from tests.web.staff import story

pytestmark = pytest.mark.django_db
NOBODY = "Nobody needs you today beyond your visits. Good."


@pytest.fixture
def maya(cast, signed_in):
    return signed_in(cast.maya)


def page(browser, **query):
    answer = browser.get(reverse("caseload"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def cards(html):
    return re.findall(r'class="card need".*?</li>', html, re.S)


def test_a_quiet_day_says_that_it_is_good(cast, maya):
    story.usual(cast.ada, until=0.5)
    html = page(maya)
    assert NOBODY in html
    assert not cards(html)


def test_a_run_of_way_down_puts_the_client_on_the_list_with_its_counts(cast, maya):
    story.usual(cast.ada)
    assert NOBODY in page(maya)
    story.way_down(cast.ada)
    (card,) = cards(page(maya))
    assert "Ada Invented" in card
    assert "5 of 5 check-ins since" in card
    assert "way down" in card
    assert "59 check-ins since" in card  # the last one before belongs to the first look
    assert "Fairly sure that this is a change" in card
    assert "People often call" in card
    assert "illness" in card


def test_one_row_a_client_and_the_others_behind_it(cast, maya):
    story.usual(cast.ada)
    story.way_down(cast.ada)
    story.asks_for_contact(cast.ada)
    (card,) = cards(page(maya))
    assert "Asked to be contacted" in card
    assert "1 more about this client" in card
    assert "5 of 5 check-ins since" in card


def many(cast, n, *, asking):
    """`n` clients of Maya's who asked for contact, or who are way down."""
    for number in range(n):
        client = make_client(cast.practice, f"Client{number} Invented", account=False)
        hold(client, cast.maya)
        if asking:
            story.asks_for_contact(client)
        else:
            story.way_down(client)


def test_seven_at_first_and_the_rest_one_tap_away(cast, maya):
    many(cast, 9, asking=False)
    html = page(maya)
    assert len(cards(html)) == 7
    assert "2 more below." in html
    assert "Show all 9" in html
    everything = page(maya, all="1")
    assert len(cards(everything)) == 9
    assert "Show all" not in everything


def test_worked_out_says_the_time_of_the_newest_part(cast, maya, monkeypatch):
    hold(make_client(cast.practice, "Ivo Invented", account=False), cast.maya)
    hour = digest.hour_of(story.now())
    monkeypatch.setattr(timezone, "now", lambda: hour.replace(minute=3))
    assert "Worked out" in page(maya)
    later = hour.replace(minute=41)
    monkeypatch.setattr(timezone, "now", lambda: later)
    check_in(cast.ada, hour.replace(minute=40), 50)
    assert f"Worked out {timezone.localtime(later):%H:%M}" in page(maya)


def test_requests_for_contact_are_never_behind_the_limit(cast, maya):
    many(cast, 9, asking=True)
    story.usual(cast.ada)
    story.way_down(cast.ada)
    shown = cards(page(maya))
    assert len(shown) == 9
    assert not any("Ada Invented" in card for card in shown)


def test_someone_elses_clients_are_not_there(cast, maya, signed_in):
    story.way_down(cast.cleo)
    assert "Cleo" not in page(maya)
    assert "Cleo" in page(signed_in(cast.bo))


def test_a_supervisor_sees_who_agreed_and_answers_nothing(cast, signed_in):
    from longarc.records.models import Choice

    story.way_down(cast.ada)
    browser = signed_in(cast.supervisor)
    assert "Ada" not in page(browser)
    given = {"practice": cast.practice, "client": cast.ada.client, "by": cast.ada.user}
    Choice.objects.create(
        **given, at=story.now(), received_at=story.now(), kind="supervision", given=True
    )
    html = page(browser)
    assert "Ada Invented" in html
    assert not cards(html)


@pytest.mark.parametrize("who", ["ada", "coordinator", "owner", "prescriber"])
def test_others_are_refused(cast, signed_in, who):
    assert signed_in(getattr(cast, who)).get(reverse("caseload")).status_code == 404


def test_everyone_has_words_a_place_and_a_next_meeting(cast, maya):
    story.usual(cast.ada, until=3)
    story.begins(cast.ada, "integration", 17)
    story.meets(cast.ada, cast.maya, 2)
    row = page(maya).split("<tbody>")[1]
    assert "Integration, day 18" in row
    assert "mostly within" in row
    assert "3 days ago" in row
    assert 'class="spark"' in row
    assert re.search(r'data-label="Next meeting">\w{3} \d\d:\d\d<', row)


def test_rest_that_was_asked_for_is_not_called_quiet(cast, maya):
    story.usual(cast.ada, until=20)
    assert "quiet" in page(maya).split("<tbody>")[1]
    story.rests(cast.ada, 19)
    row = page(maya).split("<tbody>")[1]
    assert "resting until they say" in row
    assert "quiet" not in row
    story.rests(cast.ada, 0.01, back=True)
    assert "resting" not in page(maya).split("<tbody>")[1]


def test_find_filter_and_order(cast, maya):
    many(cast, 3, asking=False)
    story.begins(cast.ada, "preparation", 3)
    found = page(maya, find="ada").split("<tbody>")[1]
    assert "Ada" in found
    assert "Client0" not in found
    assert "Client0" not in page(maya, phase="preparation").split("<tbody>")[1]
    assert "No client of yours fits this" in page(maya, find="nobody")
    quiet_first = page(maya, order="quiet").split("<tbody>")[1]
    assert quiet_first.index("Ada") < quiet_first.index("Client0")


def test_pages_of_a_hundred(cast, maya):
    for number in range(120):
        hold(make_client(cast.practice, f"Client{number:03} Invented", account=False), cast.maya)
    html = page(maya)
    assert html.count("<tr>") == 1 + 100
    assert "Page 1 of 2" in html
    assert page(maya, page=2).count("<tr>") == 1 + 21


def test_names_only_shows_nothing_else(cast, maya):
    story.usual(cast.ada)
    story.way_down(cast.ada)
    story.begins(cast.ada, "integration", 17)
    html = page(maya, names="1")
    assert "Ada Invented" in html
    for word in ("way down", "Integration, day", "spark", "check-ins since"):
        assert word not in html


def test_who_was_shown_is_recorded_once_a_day(cast, maya):
    page(maya)
    page(maya)
    seen = AuditEntry.objects.filter(act="listed", user=cast.maya.user)
    assert [row.client_id for row in seen] == [cast.ada.client.pk]


def test_a_fault_in_one_record_does_not_hide_the_others(cast, maya):
    client = make_client(cast.practice, "Broken Invented", account=False)
    hold(client, cast.maya)
    check_in(client, story.ago(1), 500)  # cannot arrive, but a damaged row could hold it
    story.way_down(cast.ada)
    html = page(maya)
    assert len(cards(html)) == 1
    assert "please use your own reading" in html
    assert "Broken Invented" in html


def test_it_is_not_called_good_while_something_is_not_known(cast, maya):
    assert NOBODY in page(maya)
    check_in(cast.ada, story.ago(1), 500)
    html = page(maya)
    assert "please use your own reading" in html
    assert NOBODY not in html


def test_it_is_not_called_good_while_a_link_waits(cast, maya, signed_in):
    assert NOBODY in page(maya)
    signed_in(cast.owner).post("/practice/staff/", {"renew": str(cast.bo.user.public_id)})
    html = page(maya)
    assert "A sign-in link for Bo Invented waits" in html
    assert NOBODY not in html


def test_todays_visits(cast, maya):
    assert "No visits are planned for today." in page(maya)
    midday = story.now().replace(hour=12, minute=0)
    from longarc.records.models import Meeting

    Meeting.objects.create(
        practice=cast.practice,
        client=cast.ada.client,
        by=cast.maya.user,
        at=midday,
        received_at=midday,
        starts_at=midday,
        with_user=cast.finn.user,
    )
    html = page(maya)
    assert "12:00" in html
    assert "with Finn Invented" in html


def test_names_are_blurred_from_the_first_byte_on(cast, maya):
    assert 'class="staff"' in page(maya)
    maya.cookies["blur_names"] = "1"
    assert 'class="staff blurred"' in page(maya)


@pytest.mark.parametrize("clients", [5, 50])
def test_the_number_of_queries_does_not_grow(cast, maya, clients, django_assert_num_queries):
    many(cast, clients, asking=False)
    for days in range(3):
        story.meets(cast.ada, cast.maya, days)
    story.usual(cast.ada)
    page(maya)  # today's "listed" rows are written
    digest.digests._kept.clear()
    with django_assert_num_queries(41):
        page(maya)
    with django_assert_num_queries(14):
        page(maya)
