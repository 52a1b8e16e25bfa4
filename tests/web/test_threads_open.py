"""What stays open, what is named anew, and what a client takes back of their small steps.

Each was seen to fail on a planted fault, which its docstring names.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from longarc.care.after import Slot, Step
from longarc.care.formulation import Adaptation, Formulation, Section
from longarc.records.actions import after, formulation, window
from longarc.records.ids import uuid7
from longarc.records.models import Commitment, Noticed, Part, Thread
from longarc.records.queries import clients, commitments, export, threads
from longarc.records.queries import formulation as formulation_now
from tests.cast import NOW
from tests.web.staff.story import url_of
from tests.web.test_threads import ada as ada
from tests.web.test_threads import html, says, writes
from tests.web.test_threads import maya as maya

pytestmark = pytest.mark.django_db
WORDS = "the blue door at the end"


def test_a_thread_outlives_the_session_that_it_came_from(cast, ada, maya):
    """Planted: `_came` without `gone`."""
    began, by = timezone.now() - timedelta(days=9), cast.maya.actor
    session = window.keep_session(maya.ref, began, by=by, at=began)
    thread = writes(ada, shared=True, session=session)
    window.take_back_session(maya.ref, session, why="A slip.", by=by, at=timezone.now())
    for page in (ada.get(f"/arc/threads/{thread.uid}/"), maya.get(maya.page)):
        assert "that session was taken back" in html(page)
    window.begin_anew(
        maya.ref,
        session,
        began + timedelta(hours=2),
        why="Another clock.",
        by=by,
        at=timezone.now(),
    )
    page = html(ada.get(f"/arc/threads/{thread.uid}/"))
    assert "from the session on" in page
    assert "taken back" not in page


def test_a_part_and_what_it_is_tied_to_are_named_anew(cast, ada, maya):
    """Planted: `queries.parts` that keeps the first version; `_form` without the old ways."""
    own, told = clients.own(viewer=cast.ada.actor), {Section.TRIGGER: "A raised voice"}
    kept = {"form": tuple(Section), "by": cast.ada.actor, "at": NOW}
    first = Formulation(told, (Adaptation("Staying useful"),))
    formulation.keep_version(own, first, base=None, **kept)
    base = formulation_now.load(own, viewer=cast.ada.actor).now
    thread, part = writes(ada, shared=True, name="Blue door"), uuid7()
    tied = {"threads": thread.uid, "ways": "Staying useful", "shared": "1"}
    ada.post("/arc/parts/", {"part": part, "name": "The Watcher", **tied})
    seen = Part.objects.get().uid
    ada.post(f"/arc/parts/{part}/", {"seen": seen, "name": "The Guard", **tied})
    later = Formulation(told, (Adaptation("Being of use"),))
    formulation.keep_version(own, later, base=base.uid if base else None, **kept)
    pages = [f"/arc/threads/{thread.uid}/", "/arc/parts/", f"/arc/parts/{part}/"]
    for page in (*(ada.get(path) for path in pages), maya.get(maya.page)):
        assert "The Guard" in html(page)
        assert "The Watcher" not in html(page)
    page = html(ada.get(f"/arc/parts/{part}/"))
    assert f'<a href="/arc/threads/{thread.uid}/">Blue door</a>' in page
    assert 'value="Staying useful" checked' in page
    assert f'<a href="#thread-{thread.uid}">Blue door</a>' in html(maya.get(maya.page))


def test_threads_of_one_name_stay_apart_on_the_map(ada):
    """Planted: `labels` without a day; things of the map by their label alone."""
    ones = [writes(ada, words=words, kind="memory") for words in ("one", "two", "three")]
    Thread.objects.filter(uid=ones[0].uid).update(day="2030-05-01")
    tied = {"threads": [one.uid for one in ones]}
    ada.post("/arc/parts/", {"part": uuid7(), "name": "The Watcher", **tied})
    page = html(ada.get("/arc/parts/"))
    assert "A memory, 1 May 2030" in page
    assert f"A memory, {timezone.now():%-d %b %Y} (2)" in page
    assert page.count("L560") == 3
    ada.post("/arc/parts/", {"part": uuid7(), "name": "The Other", "threads": ones[1].uid})
    drawn = ada.get("/arc/parts/").context["map"]
    assert drawn.count("L560") == 4


def test_lists_call_a_thread_by_its_kind_and_never_by_what_surfaced(cast, ada, maya):
    """Planted: `label` that falls back on the words."""
    began, by = timezone.now() - timedelta(days=9), cast.maya.actor
    session = window.keep_session(maya.ref, began, by=by, at=began)
    writes(ada, words=WORDS, shared=True, session=session, kind="memory")
    for path in (url_of(name, cast.ada) for name in ("client", "client_handover")):
        page = html(maya.get(path))
        assert WORDS not in page, path
        assert "A memory" in page, path


def test_closing_the_arc_lands_nothing(cast, ada, maya):
    """What is open when an arc is closed is what the next cycle starts from.

    Planted: `open` by the state alone.
    """
    began, by = timezone.now() - timedelta(days=400), cast.maya.actor
    window.keep_session(maya.ref, began, by=by, at=began)
    thread = writes(ada, shared=True)
    says(ada, thread, near="too_near")
    says(ada, thread, state="landed")
    closed = after.New(Slot.ARC, Step.CLOSED, began.date(), "She goes on with her choir.")
    after.record(maya.ref, closed, seen=None, uid=uuid7(), by=by, at=timezone.now())
    assert [one.uid for one in threads.open_ones(maya.ref, viewer=by)] == [thread.uid]
    assert "The client says: too near" in html(maya.get(maya.page))


def test_a_shared_thread_says_so_when_nobody_holds_the_client(cast, ada):
    """Planted: the page without `held`."""
    thread = writes(ada, shared=True)
    assert "plans with it" in html(says(ada, thread, near="too_near"))
    cast.ada.client.care_team.update(until=NOW)
    page = html(ada.get(f"/arc/threads/{thread.uid}/"))
    assert "Nobody holds a place in your care team now." in page
    assert "plans with it" not in page


def test_a_step_that_was_let_go_is_taken_up_again_with_all_that_was_done(cast, ada):
    """Planted: `ends_of` that reads ends that were taken back."""
    ada.post("/arc/steps/", {"uid": uuid7(), "step": "walk", "rhythm": "some_days"})
    step = Commitment.objects.get().uid
    ada.post("/arc/steps/done/", {"uid": uuid7(), "commitment": step, "answer": "did"})
    ada.post("/arc/steps/", {"let_go": step})
    assert commitments.current(ada.ref, viewer=cast.ada.actor) == ()
    assert "It is back." in html(ada.post("/arc/steps/", {"again": step}, follow=True))
    [one] = commitments.current(ada.ref, viewer=cast.ada.actor)
    assert len(one.answers) == 1
    assert "walk" in html(ada.get("/today/"))
    ada.post("/arc/steps/", {"let_go": step})
    for text in ("tea", "call", "sing"):
        ada.post("/arc/steps/", {"uid": uuid7(), "step": text})
    answer = ada.post("/arc/steps/", {"again": step}, follow=True)
    assert "Three at a time is enough." in html(answer)


def test_a_step_that_was_sent_by_mistake_is_taken_back(cast, ada, maya, signed_in):
    """Planted: `of_client` over `rows` instead of `standing`."""
    ada.post("/arc/steps/", {"uid": uuid7(), "step": "not for anyone"})
    step = Commitment.objects.get().uid
    signed_in(cast.cleo).post("/arc/steps/", {"take_back": step})
    assert "not for anyone" in html(maya.get(maya.page))
    ada.post("/arc/steps/", {"take_back": step})
    for page in (maya.get(maya.page), ada.get("/today/"), ada.get("/arc/steps/")):
        assert "not for anyone" not in html(page)
    [row] = dict(export.parts(ada.ref, viewer=cast.ada.actor))["commitments"]
    assert (row["text"], row["taken_back"]) == ("not for anyone", True)


CLIENTS_WAY = {
    "/today/": ["/arc/"],
    "/arc/": ["/arc/threads/", "/arc/parts/", "/arc/steps/", "/how-we-met/"],
    "/arc/threads/": ["/arc/threads/{thread}/", "/arc/parts/", "/arc/steps/"],
    "/arc/parts/": ["/arc/parts/{part}/", "/arc/threads/"],
}
CAN_SAY = {
    "/arc/threads/{thread}/": {
        "state": {"touched", "met", "resting", "landed"},
        "near": {"not_today", "near_enough", "too_near"},
    },
    "/arc/parts/{part}/": {"threads": {"{thread}"}, "ways": {"Staying useful"}, "trigger": {"1"}},
    "/arc/steps/": {
        "answer": {"did", "not_today"},
        "rhythm": {"most_days", "some_days", "comes_up"},
    },
    "/today/": {"answer": {"did", "not_today"}},
}


def test_everything_is_a_few_links_away_and_can_be_said_without_a_script(cast, ada, maya):
    """Links and plain forms alone, from Today and from the list of clients.

    Planted: `arc.html` without the link to parts; `thread.html` without "resting".
    """
    own = clients.own(viewer=cast.ada.actor)
    first = Formulation({Section.TRIGGER: "A raised voice"}, (Adaptation("Staying useful"),))
    kept = {"form": tuple(Section), "base": None, "by": cast.ada.actor, "at": NOW}
    formulation.keep_version(own, first, **kept)
    places = {"thread": writes(ada, name="Blue door").uid, "part": uuid7()}
    ada.post("/arc/parts/", {"part": places["part"], "name": "The Watcher"})
    ada.post("/arc/steps/", {"uid": uuid7(), "step": "walk"})
    for page, links in CLIENTS_WAY.items():
        shown = html(ada.get(page))
        for link in links:
            assert f'href="{link.format(**places)}"' in shown, (page, link)
    for page, fields in CAN_SAY.items():
        shown = html(ada.get(page.format(**places)))
        for field, values in fields.items():
            found = set(re.findall(rf'name="{field}" value="([^"]+)"', shown))
            assert {one.format(**places) for one in values} <= found, (page, field)
    assert "What did you do?" in html(ada.get("/arc/steps/"))
    assert url_of("client", cast.ada) in html(maya.get("/clients/"))
    shown = html(maya.get(url_of("client", cast.ada)))
    for name in ("client_threads", "client_relationship"):
        assert f'href="{url_of(name, cast.ada)}"' in shown


def test_who_went_back_and_keeps_it_to_themselves_is_heard(ada):
    """Planted: a form that was kept before is left as it was, also when it is private now."""
    thread, step = {"uid": uuid7(), "words": WORDS}, {"uid": uuid7(), "noticed": WORDS}
    for more in ({"shared": "1"}, {}, {"shared": "1"}):
        ada.post("/arc/threads/", {**thread, **more})
        ada.post("/arc/steps/", {**step, **more})
    assert [kind.objects.get().shared_at for kind in (Thread, Noticed)] == [None, None]
