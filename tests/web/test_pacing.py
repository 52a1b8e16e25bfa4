"""Readiness and pacing over HTTP: who decides, what is kept, what changed, and who reads what."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care import decided
from longarc.care.after import Slot, Step
from longarc.care.capacities import Answer as View
from longarc.care.capacities import Capacity
from longarc.care.finding import Code as Signal
from longarc.care.pacing import Answer, Code
from longarc.care.plan import Contacts, Needs
from longarc.care.plan import Step as PlanStep
from longarc.care.slower import Wish
from longarc.records.actions import pacing as actions
from longarc.records.actions.after import New, record
from longarc.records.actions.contact_plan import keep_plan
from longarc.records.actions.preparation import give_view
from longarc.records.actions.window import keep_session
from longarc.records.ids import uuid7
from longarc.records.models import PaceWord, PacingDecision
from longarc.records.queries import arc, clients
from longarc.records.queries import pacing as queries
from longarc.web.staff import readiness, readiness_terms, rule_words
from longarc.web.words import say
from tests.web.staff import story

pytestmark = pytest.mark.django_db
#: Reading all that the rules ask for; the page needs no more however much there is.
QUERIES = 57
OWN_WORDS = "You asked for time after the move, and I want that too."


@pytest.fixture
def ada(cast):
    """Ada as Maya knows her."""
    return clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=timezone.now())


def url(client, route):
    return reverse(route, args=[client.client.public_id])


def page(browser, cast):
    response = browser.get(url(cast.ada, "client_readiness"))
    assert response.status_code == 200
    return response.content.decode()


def field(html, name):
    return re.search(f'name="{name}" value="([^"]*)"', html)[1]


def form(html, **more):
    return {name: field(html, name) for name in ("uid", "seen", "after")} | more


def decide(browser, cast, **fields):
    return browser.post(url(cast.ada, "client_pacing_decide"), fields)


def made(cast, ada):
    return queries.history(ada, viewer=cast.maya.actor)


def say_slower(cast, wish=Wish.SLOWER, who=None):
    actor = (who or cast.ada).actor
    client = clients.find(cast.ada.client.public_id, viewer=actor, at=timezone.now())
    return actions.say_pace(client, wish, uid=uuid7(), by=actor, at=timezone.now())


def test_what_the_rules_say_and_what_is_decided_are_both_kept(signed_in, cast, ada):
    maya = signed_in(cast.maya)
    html = page(maya, cast)
    assert "The rules suggest: keep preparing" in html
    refused = decide(maya, cast, **form(html, answer="slow_down", why=" . "))
    assert (refused.status_code, made(cast, ada)) == (409, ())
    assert "the client reads it" in refused.content.decode()
    kept = decide(maya, cast, **form(html, answer="slow_down", why=OWN_WORDS))
    assert kept.status_code == 302
    decide(maya, cast, **form(html, answer="slow_down", why=OWN_WORDS))  # the same form once more
    (one,) = made(cast, ada)
    assert (one.suggested, one.decided.answer, one.decided.why) == (
        Answer.PREPARE,
        Answer.SLOW,
        OWN_WORDS,
    )
    assert {Code(reason.code) for reason in one.reasons} == {Code.CAPACITY}
    assert one.version in page(maya, cast)
    assert one.not_known == ("The risk questions: never asked in full.",)


def test_to_agree_needs_no_reason(signed_in, cast, ada):
    maya = signed_in(cast.maya)
    decide(maya, cast, **form(page(maya, cast), answer="keep_preparing", why=""))
    assert [one.agreed for one in made(cast, ada)] == [True]
    assert b"We go on with getting ready" in signed_in(cast.ada).get(reverse("decisions")).content


def test_when_facts_changed_meanwhile_nothing_is_lost_and_the_page_says_what(signed_in, cast, ada):
    maya = signed_in(cast.maya)
    old = page(maya, cast)
    say_slower(cast)
    keep_session(ada, timezone.now() - timedelta(days=3), by=cast.maya.actor, at=timezone.now())
    answer = decide(maya, cast, **form(old, answer="ready_to_talk", why=OWN_WORDS))
    again = answer.content.decode()
    assert (answer.status_code, made(cast, ada)) == (409, ())
    assert OWN_WORDS in again
    assert re.search(r'value="ready_to_talk" required checked', again)
    assert "New: The last medicine session" in again
    assert "New: The client asked for slower" in again
    assert (
        decide(maya, cast, **form(again, answer="ready_to_talk", why=OWN_WORDS)).status_code == 302
    )
    assert made(cast, ada)[0].suggested is Answer.INTEGRATE


def test_two_of_the_team_decide_at_once(signed_in, cast, ada):
    maya, finn = signed_in(cast.maya), signed_in(cast.finn)
    hers, his = page(maya, cast), page(finn, cast)
    decide(maya, cast, **form(hers, answer="keep_preparing", why=""))
    answer = decide(finn, cast, **form(his, answer="slow_down", why=OWN_WORDS))
    assert answer.status_code == 409
    assert "someone decided meanwhile" in answer.content.decode()
    assert OWN_WORDS in answer.content.decode()
    assert [one.decided.answer for one in made(cast, ada)] == [Answer.PREPARE]


def test_odd_input_keeps_nothing(signed_in, cast, ada):
    maya = signed_in(cast.maya)
    html = page(maya, cast)
    assert decide(maya, cast, **form(html, answer="slow_down") | {"uid": "x"}).status_code == 400
    for odd in ({"answer": "go"}, {}):
        refused = decide(maya, cast, **form(html, why=OWN_WORDS, **odd))
        assert (refused.status_code, OWN_WORDS in refused.content.decode()) == (409, True)
    assert decide(maya, cast, **form(html, answer="slow_down", why="a" * 2001)).status_code == 409
    broken = form(html, answer="keep_preparing", why="") | {"seen": "|x y|"}
    assert decide(maya, cast, **broken).status_code == 409
    assert (signed_in(cast.ada).post(reverse("decisions"), {"wish": "talked"})).status_code == 400
    assert made(cast, ada) == ()
    assert not PaceWord.objects.exists()


def test_asking_for_slower_stands_until_both_have_said_so(signed_in, cast):
    ada, maya = signed_in(cast.ada), signed_in(cast.maya)
    ask = {"wish": "slower", "uid": str(uuid7())}
    for _ in range(2):
        ada.post(reverse("decisions"), ask)
    assert PaceWord.objects.count() == 1
    html = page(maya, cast)
    assert "slow down" in html
    assert "It waits to be talked about" in html
    assert signals(cast) == {Signal.SLOWER}
    ada.post(reverse("decisions"), {"wish": "fine", "uid": str(uuid7())})
    assert PaceWord.objects.count() == 1  # nobody has talked about it yet
    decide(maya, cast, talked="1", uid=field(html, "uid"))
    assert signals(cast) == set()
    assert "talked about on" in page(maya, cast)
    assert b"This pace is fine" in ada.get(reverse("decisions")).content
    ada.post(reverse("decisions"), {"wish": "fine", "uid": str(uuid7())})
    assert "asked for slower" not in page(maya, cast)


def signals(cast):
    from longarc.care import signals as rule

    facts = arc.load_arcs([cast.ada.client.pk], viewer=cast.maya.actor, at=timezone.now())
    found = rule.findings(facts[cast.ada.client.pk], as_of=timezone.now())
    return {one.code for one in found} & {Signal.SLOWER}


def test_neither_says_the_word_of_the_other(cast):
    say_slower(cast)
    assert not say_slower(cast, Wish.TALKED)
    assert not say_slower(cast, Wish.BACK, cast.maya)
    assert [one.wish for one in queries.words(own(cast), viewer=cast.ada.actor)] == [Wish.SLOWER]


def own(cast):
    return clients.own(viewer=cast.ada.actor)


CLIENT_PAGES = (
    "today", "arc", "decisions", "preparing", "exercises", "patterns", "words", "looked", "export",
    "export_file", "formulation", "medicines", "health", "support",
)  # fmt: skip


def test_no_client_page_or_file_holds_a_word_of_what_the_program_said(signed_in, cast, ada):
    say_slower(cast)
    keep_session(ada, timezone.now() - timedelta(days=3), by=cast.maya.actor, at=timezone.now())
    not_yet = {"uid": uuid7(), "by": cast.maya.actor, "at": timezone.now()}
    give_view(ada, Capacity.TRUST, View.NOT_YET, **not_yet)
    maya = signed_in(cast.maya)
    decide(maya, cast, **form(page(maya, cast), answer="keep_preparing", why=OWN_WORDS))
    words = forbidden(cast, ada)
    assert len(words) > 25
    for name in CLIENT_PAGES:
        response = signed_in(cast.ada).get(reverse(name))
        text = b"".join(response) if response.streaming else response.content
        found = [word for word in words if word.lower() in text.decode().lower()]
        assert not found, (name, found)
    assert OWN_WORDS in signed_in(cast.ada).get(reverse("decisions")).content.decode()


def forbidden(cast, ada):
    """Codes, names and sentences of the program's output about this client."""
    (kept,) = queries.history(ada, viewer=cast.maya.actor)
    found = readiness.known(ada, viewer=cast.maya.actor, at=timezone.now())
    said = [one.what for one in kept.reasons] + [say(one.what) for one in found.suggestion.reasons]
    said += [*kept.not_known, kept.version, *Answer]
    said += [f'"{code}"' for code in Code if code not in {Code.RISK, Code.RUPTURE, Code.CAPACITY}]
    return {*said, *map(str, readiness_terms.ANSWERS.values())}


def test_the_file_holds_the_decision_in_words_and_the_wish(signed_in, cast):
    say_slower(cast)
    maya = signed_in(cast.maya)
    decide(maya, cast, **form(page(maya, cast), answer="ready_to_talk", why=OWN_WORDS))
    told = json.loads(b"".join(signed_in(cast.ada).get(reverse("export_file"))))
    (one,), (wish,) = told["next_steps"], told["pace"]
    assert (one["next_step"], one["reason"]) == (
        decided.WORDS[Answer.READY].plain(),
        OWN_WORDS,
    )
    assert (wish["wish"], "suggested" in one) == ("slower", False)


def test_the_day_of_a_signature_is_in_words():
    kept = "Longarc 1, 3 of 28 numbers signed, last on 2020-11-22 by Petra Nonesuch"
    said = "Longarc 1, 3 of 28 numbers signed, last on 22 November 2020 by Petra Nonesuch"
    assert rule_words.kept(kept) == said
    assert rule_words.kept("Longarc 1, unsigned") == "Longarc 1, unsigned"


def test_as_many_queries_however_much_there_is(signed_in, cast, ada, django_assert_num_queries):
    maya = signed_in(cast.maya)
    keep_session(ada, timezone.now() - timedelta(days=30), by=cast.maya.actor, at=timezone.now())

    def grow(times):
        for n in range(times):
            html = page(maya, cast)
            answer = "slow_down" if n % 2 else "integrate_first"
            decide(maya, cast, **form(html, answer=answer, why=OWN_WORDS))
            say_slower(cast)
            say_slower(cast, Wish.BACK)
            for one in Capacity:
                told = {"uid": uuid7(), "by": cast.ada.actor, "at": timezone.now()}
                give_view(own(cast), one, View.PARTLY, **told)

    grow(1)
    page(maya, cast)
    with django_assert_num_queries(QUERIES):
        page(maya, cast)
    grow(3)
    page(maya, cast)
    assert PacingDecision.objects.count() == 4
    with django_assert_num_queries(QUERIES):
        page(maya, cast)


def test_only_contacts_that_somebody_recorded_as_held_count(signed_in, cast, ada):
    """Three meetings stood in the calendar; one call is recorded, one try, one message."""
    by, now = cast.maya.actor, timezone.now()
    plan_step = PlanStep(Needs.STABLE, Contacts(3, 4))
    keep_plan(ada, plan_step, "Daily life holds.", by=by, at=now)
    keep_session(ada, now - timedelta(days=40), by=by, at=now - timedelta(days=40))
    for days in (30, 20, 10):
        story.meets(cast.ada, cast.maya, -days)
    for days, step in ((30, Step.CALLED), (20, Step.TRIED), (10, Step.WROTE)):
        on = (now - timedelta(days=days)).date()
        record(ada, New(Slot.OTHER, step, on), seen=None, uid=uuid7(), by=by, at=timezone.now())
    html = " ".join(page(signed_in(cast.maya), cast).split())
    assert "1 of 4 planned integration contacts are recorded as held" in html
    assert story.url_of("client_follow_up", cast.ada) in html
