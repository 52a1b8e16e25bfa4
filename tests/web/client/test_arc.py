"""My arc: the phases in order, what comes next, and choices that are live."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from longarc.care.arc import Phase
from longarc.records.codec import Where, seal
from longarc.records.ids import uuid7
from longarc.records.models import AuditEntry, Choice, Meeting, PhaseStart, Retraction
from longarc.records.queries import clients, course
from longarc.records.queries.course import Begun, ChoiceKind
from longarc.web.client.arc import WORDS, steps

TODAY = timezone.now().date()


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def begin(cast, phase, days_ago, why=""):
    uid = uuid7()
    where = Where(cast.practice.pk, cast.ada.client.pk, "phasestart.why", uid)
    return PhaseStart.objects.create(
        uid=uid, practice=cast.practice, client=cast.ada.client, by=cast.maya.user,
        at=timezone.now(), received_at=timezone.now(), phase=phase,
        on=TODAY - timedelta(days=days_ago), why=seal(why, where) if why else None,
    )  # fmt: skip


def meet(cast, client, starts_at, place=""):
    uid = uuid7()
    where = Where(cast.practice.pk, client.client.pk, "meeting.place", uid)
    return Meeting.objects.create(
        uid=uid, practice=cast.practice, client=client.client, by=cast.maya.user,
        at=timezone.now(), received_at=timezone.now(), starts_at=starts_at, minutes=75,
        place=seal(place, where) if place else None, with_user=cast.maya.user,
    )  # fmt: skip


def choose(browser, kind, given, uid=None, **more):
    told = {"uid": uid or uuid7(), "kind": kind, "given": given, **more}
    return browser.post("/arc/choice/", told, follow=True)


def own(cast):
    client = clients.own(viewer=cast.ada.actor)
    return course.choices(client, viewer=cast.ada.actor)


# Phases


def walked(*phases):
    """Steps after these phases began, one a day, the last of them today."""
    first = len(phases) - 1
    begun = [
        Begun(phase, TODAY - timedelta(days=first - n), "because", uuid7())
        for n, phase in enumerate(phases)
    ]
    return steps(begun, TODAY)


def test_nothing_has_begun(cast, signed_in):
    page = text(signed_in(cast.ada).get("/arc/"))
    assert "You and Maya Invented will fill this in together." in page
    assert 'aria-current="step"' not in page


def test_one_step_is_here_and_the_earlier_ones_are_done():
    made = walked(Phase.ARRIVAL, Phase.PREPARATION)
    assert [str(step.name) for step in made if step.here] == ["Preparing"]
    assert [step.phase for step in made if step.been] == [Phase.ARRIVAL, Phase.PREPARATION]
    assert [step.phase for step in made] == list(Phase)


@pytest.mark.parametrize(
    ("phases", "name"),
    [
        ((Phase.PREPARATION, Phase.MEDICINE, Phase.PREPARATION), "Preparing again"),
        ((Phase.PREPARATION, Phase.PREPARATION), "Preparing"),
        ((Phase.MEDICINE, Phase.INTEGRATION, Phase.MEDICINE), "Medicine session again"),
        ((Phase.ARRIVAL, Phase.INTEGRATION), "Taking it in"),
    ],
)
def test_going_back_is_called_again(phases, name):
    assert [str(step.name) for step in walked(*phases) if step.here] == [name]


def test_a_phase_that_is_still_to_come_is_not_shown(cast, signed_in):
    begin(cast, "preparation", 3)
    begin(cast, "medicine", -3)
    page = text(signed_in(cast.ada).get("/arc/"))
    assert "You are in Preparing. No deadline." in page


def test_the_page_marks_one_step_and_gives_the_reason_in_her_words(cast, signed_in):
    begin(cast, "preparation", 30)
    begin(cast, "integration", 20)
    begin(cast, "preparation", 10, why="I want more <ground> first")
    page = signed_in(cast.ada).get("/arc/").content.decode()
    assert page.count('aria-current="step"') == 1
    assert "You are in Preparing again. No deadline." in page
    assert "I want more &lt;ground&gt; first" in page
    assert "you were here before" in page
    assert "%" not in page.split("<main")[1].split("</main")[0]


def test_a_phase_that_was_taken_back_is_gone(cast, signed_in):
    begin(cast, "arrival", 9)
    wrong = begin(cast, "medicine", 2)
    Retraction.objects.create(
        practice=cast.practice, client=cast.ada.client, by=cast.maya.user,
        at=timezone.now(), received_at=timezone.now(), target=wrong.uid,
    )  # fmt: skip
    assert "You are in Getting to know each other." in text(signed_in(cast.ada).get("/arc/"))


# Meetings


@pytest.mark.parametrize(
    ("phase", "open_"),
    [
        (None, ["Preparing", "My session", "Taking it in"]),
        (Phase.PREPARATION, ["Preparing"]),
        (Phase.MEDICINE, ["My session"]),
        (Phase.FOLLOW_UP, ["Taking it in"]),
    ],
)
def test_links_that_are_not_of_now_are_folded_and_stay_links(cast, signed_in, phase, open_):
    if phase:
        begin(cast, phase, 3)
    page = signed_in(cast.ada).get("/arc/").content.decode()
    found = re.findall(r"<details class=\"card fold\"( open)?>\s*<summary><h2[^>]*>([^<]+)", page)
    assert [name for is_open, name in found if is_open] == open_
    assert len(found) == 3
    assert "/support/hard-hours/" in page


def test_the_next_meeting_is_in_the_clients_own_time(cast, signed_in):
    cast.ada.client.zone = "Pacific/Auckland"
    cast.ada.client.save()
    noon = timezone.now().replace(year=timezone.now().year + 1, month=6, day=5, hour=14, minute=0)
    meet(cast, cast.ada, noon, "room 2, by the garden")
    page = text(signed_in(cast.ada).get("/arc/"))
    assert re.search(r"\w{3} 6 June( \d{4})?, 02:00", page)
    assert "75 minutes with Maya Invented" in page
    assert "room 2, by the garden" in page


def test_only_her_own_coming_meetings_that_stand(cast, signed_in):
    now = timezone.now()
    meet(cast, cast.ada, now - timedelta(hours=1), "past")
    off = meet(cast, cast.ada, now + timedelta(days=1), "cancelled")
    meet(cast, cast.cleo, now + timedelta(days=1), "of another")
    Retraction.objects.create(
        practice=cast.practice, client=cast.ada.client, by=cast.maya.user,
        at=now, received_at=now, target=off.uid,
    )  # fmt: skip
    page = text(signed_in(cast.ada).get("/arc/"))
    assert "No meeting is planned here yet." in page
    assert not re.search("past|cancelled|of another", page)


# Choices


def test_nothing_is_given_until_she_says_so(cast, signed_in):
    page = text(signed_in(cast.ada).get("/arc/"))
    assert not any(history.given for history in own(cast).values())
    assert "My words: only me" in page
    assert "Research: no" in page
    assert "changed" not in page


@pytest.mark.parametrize("kind", WORDS)
def test_taking_back_is_the_same_one_tap_as_giving(cast, signed_in, kind):
    browser = signed_in(cast.ada)

    def button():
        page = browser.get("/arc/").content.decode()
        found = re.search(
            rf'name="kind" value="{kind}">\s*<button name="given" value="(.)"[^>]*>([^<]+)<', page
        )
        return found[1], found[2]

    assert button() == ("1", str(WORDS[kind].give))
    choose(browser, kind, "1")
    assert own(cast)[kind].given
    assert button() == ("0", str(WORDS[kind].take_back))
    choose(browser, kind, "0")
    assert not own(cast)[kind].given


def test_every_change_is_kept_with_its_day(cast, signed_in):
    browser = signed_in(cast.ada)
    for given in "101":
        choose(browser, "research", given)
    assert [one.given for one in own(cast)[ChoiceKind.RESEARCH].made] == [True, False, True]
    page = text(browser.get("/arc/"))
    assert f"changed {TODAY.day} " in page
    assert AuditEntry.objects.filter(act="chose_research").count() == 3


def test_a_choice_sent_twice_is_kept_once(cast, signed_in):
    browser, uid = signed_in(cast.ada), uuid7()
    choose(browser, "research", "1", uid)
    choose(browser, "research", "0")
    choose(browser, "research", "1", uid)
    choose(browser, "research", "0")
    assert Choice.objects.count() == 2
    assert not own(cast)[ChoiceKind.RESEARCH].given


@pytest.mark.parametrize(
    "told", [{"kind": "all"}, {"given": "maybe"}, {"given": ""}, {"kind": ""}, {"kind": "\0"}]
)
def test_an_unknown_choice_changes_nothing_and_says_so(cast, signed_in, told):
    page = choose(signed_in(cast.ada), **{"kind": "research", "given": "1", **told})
    assert page.status_code == 400
    assert "Nothing changed." in text(page)
    assert not Choice.objects.exists()


def test_afterwards_she_is_on_the_page_she_was_on_and_nowhere_else(cast, signed_in):
    browser = signed_in(cast.ada)
    there = choose(browser, "hide_patterns", "1", next="patterns")
    assert there.redirect_chain[-1][0] == "/patterns/"
    there = choose(browser, "hide_patterns", "0", next="https://example.org/")
    assert there.redirect_chain[-1][0] == "/arc/"


@pytest.mark.parametrize("who", ["maya", "owner", "supervisor", "zoe"])
def test_nobody_chooses_for_a_client(cast, signed_in, who):
    browser = signed_in(getattr(cast, who))
    assert choose(browser, "supervision", "1").status_code == 404
    assert browser.get("/arc/").status_code == 404
    assert not Choice.objects.exists()


def test_the_page_names_who_can_see_check_ins(cast, signed_in):
    page = text(signed_in(cast.ada).get("/arc/"))
    assert re.search(r"Maya Invented leads my care, since \d+ \w+ \d{4}", page)
    assert re.search(r"Finn Invented, since \d+ \w+ \d{4}", page)
    assert "Bo Invented" not in page


def test_a_supervisor_sees_only_after_the_choice(cast, signed_in):
    sue = cast.supervisor.actor
    found = clients.find(cast.ada.client.public_id, viewer=sue, at=timezone.now())
    assert found.relation == "none"
    choose(signed_in(cast.ada), "supervision", "1")
    found = clients.find(cast.ada.client.public_id, viewer=sue, at=timezone.now())
    assert found.relation == "supervision"


def test_sharing_new_words_is_the_start_of_each_form_and_no_more(cast, signed_in):
    browser = signed_in(cast.ada)
    box = '<input type="checkbox" name="shared" value="1"{}>'
    assert box.format("") in browser.get("/today/").content.decode()
    choose(browser, "share_words", "1")
    assert box.format(" checked") in browser.get("/today/").content.decode()
    choose(browser, "share_words", "0")
    assert box.format("") in browser.get("/today/").content.decode()


def test_requests_for_deletion_reach_the_practice_with_their_day(cast, signed_in):
    choose(signed_in(cast.ada), "deletion", "1", next="export")
    choose(signed_in(cast.cleo), "deletion", "1", next="export")
    choose(signed_in(cast.cleo), "deletion", "0", next="export")
    choose(signed_in(cast.zoes_client), "deletion", "1", next="export")
    (asked,) = course.deletions_asked(viewer=cast.owner.actor)
    assert asked.name == "Ada Invented"
    assert asked.due - asked.at == timedelta(days=30)


def test_the_page_needs_the_same_queries_however_long_the_arc(
    cast, signed_in, django_assert_num_queries
):
    browser = signed_in(cast.ada)
    for n in range(2):
        for more in range(1 + 5 * n):
            begin(cast, "preparation", more)
            meet(cast, cast.ada, timezone.now() + timedelta(days=1 + more))
            choose(browser, "research", str(more % 2))
        with django_assert_num_queries(16):
            browser.get("/arc/")
