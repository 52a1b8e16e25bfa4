"""Taking it in, as plain forms: threads with their pace, parts, small steps; what staff see of it.

Each was seen to fail on a planted fault: `readable` without its filter for staff; `say_near`
through `rows` instead of `mine`; `remove` without the test for shared.
"""

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from longarc.care import commitments as rule
from longarc.care.access import Relation
from longarc.care.commitments import Rhythm
from longarc.care.parts import Told
from longarc.care.threads import Near, State
from longarc.cli.commands.exporting import without_private_words
from longarc.records.actions import commitments as step_actions
from longarc.records.actions import parts as part_actions
from longarc.records.actions import threads as actions
from longarc.records.actions.imports import program
from longarc.records.ids import uuid7
from longarc.records.models import (
    Commitment,
    CommitmentAnswer,
    MedicineSession,
    Noticed,
    Part,
    Retraction,
    Thread,
    ThreadNear,
    ThreadNote,
    ThreadState,
)
from longarc.records.queries import clients, commitments, export, parts, threads
from tests.cast import NOW
from tests.web.client.test_export import PATH
from tests.web.staff.story import url_of

pytestmark = pytest.mark.django_db
SECRET = "the blue door at the end"


@pytest.fixture
def ada(cast, signed_in):
    browser = signed_in(cast.ada)
    browser.person = cast.ada
    browser.ref = clients.own(viewer=cast.ada.actor)
    return browser


@pytest.fixture
def maya(cast, signed_in):
    browser = signed_in(cast.maya)
    browser.page = url_of("client_threads", cast.ada)
    browser.ref = seen_by(cast, cast.maya)
    return browser


def seen_by(cast, person):
    found = clients.find(cast.ada.client.public_id, viewer=person.actor, at=NOW)
    assert found
    assert found.relation is not Relation.SELF
    return found


def writes(browser, words=SECRET, *, shared=False, **more):
    """A thread written on the client's page; its row."""
    form = {"uid": uuid7(), "words": words, **({"shared": "1"} if shared else {}), **more}
    assert browser.post("/arc/threads/", form).status_code == 302
    return Thread.objects.order_by("-seq").first()


def html(answer, status=200):
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def says(browser, thread, **form):
    return browser.post(f"/arc/threads/{thread.uid}/", {"uid": uuid7(), **form}, follow=True)


# -- private means nowhere ------------------------------------------------------------------


def test_a_private_thread_is_in_no_query_and_on_no_page_of_staff(cast, ada, maya):
    thread = writes(ada, name="Blue door")
    says(ada, thread, near="too_near", state="met")
    tied = Told(name="The Watcher", threads=(thread.uid,))
    kept = {"seen": None, "shared": True, "by": cast.ada.actor, "at": NOW}
    part_actions.keep_part(ada.ref, uuid7(), tied, **kept)
    hidden = Told(name="The Hidden One")
    part_actions.keep_part(ada.ref, uuid7(), hidden, **{**kept, "shared": False})
    ada.post("/arc/steps/", {"noticed": "I left the room", "uid": uuid7()})
    for person in (cast.maya, cast.finn, cast.supervisor, cast.owner):
        ref, viewer = seen_by(cast, person), person.actor
        assert threads.of_client(ref, viewer=viewer) == ()
        assert threads.open_ones(ref, viewer=viewer) == ()
        assert threads.near(ref, viewer=viewer) == ()
        assert threads.find(thread.uid, ref, viewer=viewer) is None
        assert [one.told for one in parts.of_client(ref, viewer=viewer)] == [Told("The Watcher")]
        assert commitments.noticed(ref, viewer=viewer) == ()
    page = html(maya.get(maya.page))
    assert "The Watcher" in page
    for gone in (SECRET, "Blue door", str(thread.uid), "The Hidden One", "I left the room"):
        assert gone not in page
    assert "too near, since" not in page


def test_what_is_shared_reaches_the_care_team_and_can_be_taken_back(cast, ada, maya):
    thread = writes(ada, shared=True)
    says(ada, thread, near="too_near")
    page = html(maya.get(maya.page))
    assert SECRET in page
    assert "The client says: too near" in page
    assert len(threads.near(maya.ref, viewer=cast.maya.actor)) == 1
    says(ada, thread, shared="0")
    assert SECRET not in html(maya.get(maya.page))
    assert threads.near(maya.ref, viewer=cast.maya.actor) == ()
    assert len(threads.near(ada.ref, viewer=cast.ada.actor)) == 1


def test_the_file_that_a_practice_writes_holds_nothing_private(cast, ada):
    thread = writes(ada)
    says(ada, thread, near="too_near", state="met")
    ada.post("/arc/steps/", {"noticed": "I left the room", "uid": uuid7()})
    by = program()
    ref = clients.find(cast.ada.client.public_id, viewer=by, at=NOW)
    told = {name: list(rows) for name, rows in without_private_words(export.parts(ref, viewer=by))}
    for part in ("threads", "thread_states", "thread_near", "noticed"):
        assert told[part] == []
    own = json.loads(b"".join(ada.get(PATH).streaming_content))
    assert [one["text"] for one in own["threads"]] == [SECRET]
    assert [one["how_near"] for one in own["thread_near"]] == ["too_near"]


def test_unshared_ones_go_at_once_and_shared_ones_do_not(ada):
    thread = writes(ada, shared=True)
    assert "made private first" in html(says(ada, thread, remove="1"))
    says(ada, thread, shared="0")
    assert "Removed." in html(says(ada, thread, remove="1"))
    assert not Thread.objects.exists()
    assert ada.get(f"/arc/threads/{thread.uid}/").status_code == 404


# -- nearness is the client's ---------------------------------------------------------------


def test_staff_cannot_set_nearness_in_any_way(cast, ada, maya):
    thread = writes(ada, shared=True)
    told = {"thread": thread.uid, "near": "near_enough", "uid": uuid7()}
    assert maya.post(maya.page, told).status_code == 400
    assert maya.post(f"/arc/threads/{thread.uid}/", told).status_code == 404
    for person in (cast.maya, cast.owner, cast.cleo, cast.zoes_client):
        at = {"uid": uuid7(), "by": person.actor, "at": NOW}
        assert not actions.say_near(thread.uid, Near.NEAR_ENOUGH, **at)
    assert not ThreadNear.objects.exists()


def test_a_row_that_staff_somehow_made_does_not_lift_it(cast, ada, maya):
    thread = writes(ada, shared=True)
    says(ada, thread, near="too_near")
    later = timezone.now() + timedelta(days=1)
    who = {"practice_id": cast.practice.pk, "client": cast.ada.client, "by": cast.maya.user}
    ThreadNear(**who, at=later, received_at=later, thread=thread.uid, near="near_enough").save()
    assert len(threads.near(maya.ref, viewer=cast.maya.actor)) == 1


def test_too_near_stands_until_the_client_says_near_enough(cast, ada, maya):
    thread = writes(ada, shared=True)
    page = html(says(ada, thread, near="too_near"))
    assert "too near. That stands until you say: near enough." in page
    says(ada, thread, near="not_today")
    assert "too near. That stands" in html(ada.get(f"/arc/threads/{thread.uid}/"))
    maya.post(maya.page, {"thread": thread.uid, "state": "landed"})
    assert [one.uid for one in threads.open_ones(maya.ref, viewer=cast.maya.actor)] == [thread.uid]
    says(ada, thread, near="near_enough")
    assert threads.near(maya.ref, viewer=cast.maya.actor) == ()
    assert threads.open_ones(maya.ref, viewer=cast.maya.actor) == ()


# -- states and notes -----------------------------------------------------------------------


def test_states_go_back_and_forth_and_all_of_it_is_kept(cast, ada, maya):
    thread = writes(ada, shared=True)
    for state in ("met", "landed", "touched"):
        says(ada, thread, state=state)
    says(ada, thread, state="touched")
    maya.post(maya.page, {"thread": thread.uid, "state": "resting"})
    found = threads.find(thread.uid, ada.ref, viewer=cast.ada.actor)
    states = [(one.state, one.by) for one in found.history]
    assert [one for one, _ in states] == ["met", "landed", "touched", "resting"]
    assert states[-1] == (State.RESTING, "Maya")
    assert "said by Maya" in html(ada.get(f"/arc/threads/{thread.uid}/"))


def test_the_therapist_writes_with_the_client_and_takes_a_mistake_back(cast, ada, maya):
    started = MedicineSession(
        practice_id=cast.practice.pk, client=cast.ada.client, at=NOW, received_at=NOW, starts_at=NOW
    )
    started.save()
    told = {"uid": uuid7(), "words": "Grief for the house", "session": started.uid, "kind": "bad"}
    maya.post(maya.page, told)
    maya.post(maya.page, told)
    [thread] = Thread.objects.all()
    maya.post(maya.page, {"thread": thread.uid, "note": "We stayed outside.", "uid": uuid7()})
    page = html(ada.get(f"/arc/threads/{thread.uid}/"))
    assert "in the words of Maya" in page
    assert "from the session on 15 May 2030" in page
    assert "We stayed outside." in page
    assert "Make private again" not in page
    assert not actions.share(thread.uid, shared=False, by=cast.ada.actor, at=NOW)
    undo = {"kind": "undo", "uid": str(uuid7()), "target": str(thread.uid)}
    ada.post("/today/undo/", undo)
    assert not Retraction.objects.exists()
    assert not actions.withdraw(maya.ref, thread.uid, by=cast.finn.actor, at=NOW)
    maya.post(maya.page, {"withdraw": thread.uid})
    assert ada.get(f"/arc/threads/{thread.uid}/").status_code == 404


# -- nothing typed is lost ------------------------------------------------------------------


def test_what_cannot_be_kept_stays_on_the_page(cast, ada, maya):
    long = "x" * 4001
    assert long in html(ada.post("/arc/threads/", {"words": long}), 400)
    assert "A few words are enough" in html(ada.post("/arc/threads/", {"words": " "}), 400)
    private = writes(ada)
    told = {"thread": private.uid, "note": "A note on the way", "uid": uuid7()}
    assert "A note on the way" in html(maya.post(maya.page, told), 409)
    assert not ThreadNote.objects.exists()
    assert long in html(maya.post(maya.page, {"words": long}), 400)
    assert long in html(ada.post("/arc/steps/", {"noticed": long}), 400)
    named = {"name": "The Watcher", "asks": "y" * 1001, "part": uuid7()}
    assert "y" * 1001 in html(ada.post("/arc/parts/", named), 400)


def test_a_form_sent_twice_is_kept_once_and_other_words_are_not_lost(ada):
    form = {"uid": uuid7(), "words": "first"}
    ada.post("/arc/threads/", form)
    ada.post("/arc/threads/", form)
    ada.post("/arc/threads/", {**form, "words": "went back and wrote on"})
    assert Thread.objects.count() == 2


def test_a_part_changed_on_two_pages_keeps_what_was_typed(cast, ada):
    part = uuid7()
    ada.post("/arc/parts/", {"part": part, "name": "The Watcher", "shared": "1"})
    ada.post("/arc/parts/", {"part": part, "name": "The Watcher", "shared": "1"})
    seen = Part.objects.get().uid
    ada.post(f"/arc/parts/{part}/", {"seen": seen, "name": "The Guard", "asks": "rest"})
    page = html(ada.post(f"/arc/parts/{part}/", {"seen": seen, "name": "Keeper", "asks": "x"}), 409)
    assert "It is not kept yet." in page
    assert 'value="Keeper"' in page
    [found] = parts.of_client(ada.ref, viewer=cast.ada.actor)
    assert (found.told.name, found.shared) == ("The Guard", False)
    # made private: no earlier version stays with the care team
    assert parts.of_client(seen_by(cast, cast.maya), viewer=cast.maya.actor) == ()
    ada.post(f"/arc/parts/{part}/", {"remove": "1"})
    assert not Part.objects.exists()
    gone = {"seen": seen, "name": "Keeper", "asks": "still typed"}
    assert "still typed" in html(ada.post(f"/arc/parts/{part}/", gone), 409)


def test_a_part_of_somebody_else_is_out_of_reach(cast, ada, signed_in):
    part = uuid7()
    ada.post("/arc/parts/", {"part": part, "name": "The Watcher"})
    cleo = signed_in(cast.cleo)
    assert cleo.get(f"/arc/parts/{part}/").status_code == 404
    cleo.post(f"/arc/parts/{part}/", {"remove": "1"})
    cleo.post("/arc/parts/", {"part": part, "name": "Mine"})
    [hers] = parts.of_client(ada.ref, viewer=cast.ada.actor)
    assert hers.told.name == "The Watcher"
    assert {row.part for row in Part.objects.filter(client=cast.cleo.client)} != {part}


# -- small steps ----------------------------------------------------------------------------


def takes_up(person, text, at=NOW):
    ref = clients.own(viewer=person.actor)
    uid = uuid7()
    step_actions.add(ref, text, Rhythm.MOST_DAYS, uid=uid, by=person.actor, at=at)
    return uid


def test_three_at_a_time_and_the_fourth_is_not_lost(cast, ada):
    for text in ("walk", "tea", "call"):
        ada.post("/arc/steps/", {"uid": uuid7(), "step": text, "rhythm": "some_days"})
    page = html(ada.post("/arc/steps/", {"uid": uuid7(), "step": "sing"}), 409)
    assert "Three at a time is enough." in page
    assert ">sing</textarea>" in page
    first = Commitment.objects.order_by("seq").first()
    ada.post("/arc/steps/", {"let_go": first.uid})
    ada.post("/arc/steps/", {"uid": uuid7(), "step": "sing"})
    now = commitments.current(ada.ref, viewer=cast.ada.actor)
    assert [one.text for one in now] == ["tea", "call", "sing"]


def test_did_it_from_a_form_and_from_the_phone_are_one_entry(cast, ada):
    step, uid = takes_up(cast.ada, "walk to the river"), str(uuid7())
    form = {"uid": uid, "commitment": step, "answer": "did", "from": "today"}
    assert ada.post("/arc/steps/done/", form)["Location"] == "/today/"
    sent_at = timezone.now().isoformat()
    sent = {"kind": "commitment", "uid": uid, "commitment": str(step), "answer": "did"}
    told = {"client": str(cast.ada.client.public_id), "entries": [sent], "sent_at": sent_at}
    answer = ada.post("/api/entries", told, content_type="application/json").json()
    assert [one["outcome"] for one in answer["results"]] == ["already"]
    page = html(ada.get("/today/"))
    assert page.index("Way down") < page.index("walk to the river")
    assert "Done today." in page
    later = {**form, "uid": uuid7(), "answer": "not_today"}
    assert "Not today. That is fine." in html(ada.post("/arc/steps/done/", later, follow=True))
    assert CommitmentAnswer.objects.count() == 2


def test_somebody_elses_step_and_an_unknown_answer_change_nothing(cast, ada):
    theirs, mine = takes_up(cast.cleo, "tea"), takes_up(cast.ada, "walk")
    for told in ({"commitment": theirs, "answer": "did"}, {"commitment": mine, "answer": "maybe"}):
        page = html(ada.post("/arc/steps/done/", {"uid": uuid7(), **told}, follow=True))
        assert "Nothing was changed." in page
    assert not CommitmentAnswer.objects.exists()


def test_resting_asks_for_no_step(cast, ada):
    takes_up(cast.ada, "walk to the river")
    assert "walk to the river" in html(ada.get("/today/"))
    ada.post("/today/rest/", {"for": "week"})
    assert "walk to the river" not in html(ada.get("/today/"))


def test_the_pages_ask_the_same_however_much_there_is(cast, ada, maya, django_assert_num_queries):
    def more(n):
        for _ in range(n):
            thread = writes(ada, shared=True)
            says(ada, thread, near="too_near", state="met")
            ada.post("/arc/parts/", {"part": uuid7(), "name": "One", "shared": "1"})
            ada.post("/arc/steps/", {"uid": uuid7(), "noticed": "left", "shared": "1"})
        for step in Commitment.objects.all():
            form = {"uid": uuid7(), "commitment": step.uid, "answer": "did"}
            ada.post("/arc/steps/done/", form)

    takes_up(cast.ada, "walk")
    pages = {"/arc/threads/": 0, "/arc/parts/": 0, "/arc/steps/": 0, "/today/": 0}
    for size in (1, 3):
        more(size)
        html(ada.get("/today/"))  # the model takes in what is new
        for path, before in pages.items():
            pages[path] = counted(ada, path)
            assert before in (0, pages[path]), path
    staff = counted(maya, maya.page)
    more(2)
    assert counted(maya, maya.page) == staff
    with django_assert_num_queries(1):
        threads.near(maya.ref, viewer=cast.maya.actor)


def counted(browser, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        html(browser.get(path))
    return len(queries)


def test_the_day_of_a_step_is_the_clients_day(cast, ada):
    late = NOW.replace(hour=2)
    one = rule.Commitment(
        uuid7(), late, "walk", Rhythm.MOST_DAYS, (rule.Answered(rule.Answer.DID, late),)
    )
    assert one.on(late.date(), ZoneInfo("UTC"))
    assert one.on(late.date(), ZoneInfo("America/Los_Angeles")) is None


def test_noticing_is_private_until_it_is_shared(cast, ada, maya):
    ada.post("/arc/steps/", {"uid": uuid7(), "noticed": "I named it and sat down"})
    [row] = Noticed.objects.all()
    assert "I named it" not in html(maya.get(maya.page))
    ada.post("/arc/steps/", {"share": row.uid, "shared": "1"})
    assert "I named it" in html(maya.get(maya.page))
    ada.post("/arc/steps/", {"remove": row.uid})
    assert Noticed.objects.exists()
    ada.post("/arc/steps/", {"share": row.uid, "shared": "0"})
    ada.post("/arc/steps/", {"remove": row.uid})
    assert not Noticed.objects.exists()


def test_states_are_only_said_by_those_who_may(cast, ada, signed_in):
    thread = writes(ada, shared=True)
    for person in (cast.bo, cast.owner, cast.supervisor):
        told = {"thread": thread.uid, "state": "landed"}
        answer = signed_in(person).post(url_of("client_threads", cast.ada), told)
        assert answer.status_code == 404
    assert not ThreadState.objects.exists()
