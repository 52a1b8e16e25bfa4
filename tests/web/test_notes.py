"""Notes over HTTP: what is drafted, parted, signed and added to; process notes stay with one."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from longarc.care.access import Role
from longarc.care.notes import LONGEST, Section
from longarc.care.relationship import Kind
from longarc.records.actions import relationship, reminders, threads
from longarc.records.actions.relationship import Named
from longarc.records.actions.threads import NewThread
from longarc.records.ids import uuid7
from longarc.records.models import (
    AuditEntry,
    CareMember,
    NoteAddendum,
    NoteDraft,
    Phrase,
    ProcessNote,
    SessionNote,
)
from longarc.records.queries import clients, notes
from longarc.web.routes import POLICY, Door
from tests.cast import make_cast
from tests.web.staff import story
from tests.web.test_concern_exits import (
    LEAVING,
    Scene,
    back_up,
    data_base,
    export_file,
    undone,
)
from tests.web.test_policy_matrix import choose, opened, refer, routes

pytestmark = pytest.mark.django_db
SRC = Path(__file__).parents[2] / "src" / "longarc"
MARK = "quicksilver-lantern"
#: What else a page can be asked for.
ASKED = {
    "client": ("?days=all",),
    "client_notes": ("?all=1",),
    "client_aligned": ("?of=relationship",),
    "client_csv": ("?of=arc",),
}


@pytest.fixture
def maya(cast, signed_in):
    return signed_in(cast.maya)


@pytest.fixture
def theirs(cast):
    return f"/clients/{cast.ada.client.public_id}/notes/"


def text(answer):
    return " ".join(answer.content.decode().split())


def write(browser, theirs, draft, **form):
    """Autosave, as the page's script does it."""
    told = {"page": uuid7(), "seen": 0, "on": timezone.localdate().isoformat(), **form}
    return browser.post(f"{theirs}draft/{draft}/", told, headers={"Accept": "application/json"})


def a_note(browser, theirs, **form):
    uid = uuid7()
    assert write(browser, theirs, uid, act="sign", **form).status_code == 200
    return uid


def test_a_note_is_prefilled_drafted_signed_and_then_only_added_to(cast, maya, signed_in, theirs):
    met = story.meets(cast.ada, cast.maya, -2)
    a_note(maya, theirs, next="Ask about the stairs.", on="2020-01-01")
    page = text(maya.get(f"{theirs}draft/{uuid7()}/"))
    assert "Ask about the stairs." in page
    assert f'value="{met.uid}" selected' in page
    assert f'value="{timezone.localdate(met.starts_at)}"' in page

    draft, form = uuid7(), {"page": uuid7(), "mattered": "The stairs.", "about": met.uid}
    kept = write(maya, theirs, draft, **form).json()
    assert (kept["seen"], kept["parted"]) == (1, False)
    finn, ada = signed_in(cast.finn), signed_in(cast.ada)
    for browser, path in ((finn, theirs), (ada, "/notes/"), (finn, f"{theirs}draft/{draft}/")):
        assert "The stairs." not in text(browser.get(path)), "a draft is its author's alone"

    signed = maya.post(f"{theirs}draft/{draft}/", {**form, "act": "sign", "on": "2026-01-05"})
    assert signed.status_code == 302
    again = maya.post(f"{theirs}draft/{draft}/", {**form, "act": "sign", "on": "2026-01-05"})
    assert (again.url, SessionNote.objects.count()) == (signed.url, 2)
    assert not NoteDraft.objects.exists()
    assert maya.get(f"{theirs}draft/{draft}/").url == signed.url
    added = {"uid": uuid7(), "text": "He rang."}
    for _ in range(2):
        assert finn.post(signed.url, added).status_code == 302
    assert NoteAddendum.objects.count() == 1
    assert finn.post(signed.url, {"uid": uuid7(), "text": " "}).status_code == 400
    for page in (text(maya.get(signed.url)), text(ada.get("/notes/"))):
        assert "The stairs." in page
        assert "Added by Finn Invented" in page


def test_what_is_signed_is_in_the_audit_and_in_the_clients_file(cast, maya, signed_in, theirs):
    uid = a_note(maya, theirs, mattered="The stairs.")
    maya.post(f"{theirs}{uid}/", {"uid": uuid7(), "text": "He rang."})
    write(maya, theirs, uuid7(), mattered="A draft.")
    maya.get(theirs)
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"kept_notedraft", "kept_sessionnote", "kept_noteaddendum"} <= acts
    assert AuditEntry.objects.filter(act="opened", detail="notes").exists()
    file = json.loads(b"".join(signed_in(cast.ada).get("/my-data/my-data.json").streaming_content))
    assert [one["what_mattered"] for one in file["notes"]] == ["The stairs."]
    assert [one["text"] for one in file["note_addenda"]] == ["He rang."]


def plainly(browser, theirs, draft, **form):
    """The button of a page without its script."""
    return browser.post(f"{theirs}draft/{draft}/", form)


@pytest.mark.parametrize("js", [True, False])
def test_a_note_in_two_tabs_parts_and_both_texts_are_kept(cast, maya, theirs, js):
    draft, one, two = uuid7(), uuid7(), uuid7()
    send = write if js else plainly
    send(maya, theirs, draft, page=one, seen=0, mattered="One.")
    send(maya, theirs, draft, page=two, seen=1, mattered="One. Two.")
    for seen, words in ((1, "One. Three."), (1, "One. Three, more.")):
        answer = send(maya, theirs, draft, page=one, seen=seen, mattered=words)
    mine = {str(row.uid): row for row in NoteDraft.objects.all()}
    assert set(mine) == {str(draft), str(one)}, "the page's own draft, however often it is sent"
    assert (mine[str(one)].apart_from, mine[str(draft)].page) == (draft, two)
    url = answer.json()["url"] if js else answer.url
    assert js is False or answer.json()["parted"]
    page = text(maya.get(url))
    assert "What the other page kept" in page
    assert "One. Two." in page
    assert "One. Three, more." in page
    # a page that goes on with its own draft is no second page; nor is the same text
    own = {"page": one, "seen": 0, "mattered": "Four."}
    assert write(maya, theirs, one, **own).json()["parted"] is False
    third = uuid7()
    same = write(maya, theirs, draft, page=third, seen=0, mattered="One. Two.")
    assert (same.json()["parted"], NoteDraft.objects.count()) == (not js, 3 - js)
    # signed in one tab, typed on in the other
    write(maya, theirs, draft, act="sign", page=third if js else two, seen=9, mattered="Signed.")
    late = write(maya, theirs, draft, page=uuid7(), seen=2, mattered="Late.").json()
    assert late["parted"]
    assert [note.words for note in known(cast)] == [{Section.MATTERED: "Signed."}]


def known(cast):
    ref = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=timezone.now())
    return notes.signed(ref, viewer=cast.maya.actor)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"mattered": "  "},
        {"mattered": "Words.", "on": ""},
        {"mattered": "Words.", "on": "5 May"},
        {"mattered": "Words.", "on": (timezone.now() + timedelta(days=3)).date().isoformat()},
        {"mattered": "w" * (LONGEST + 1)},
    ],
)
def test_what_cannot_be_signed_says_so_and_keeps_what_was_typed(cast, maya, theirs, form):
    told = {"on": timezone.localdate(), "page": uuid7(), **form, "act": "sign"}
    answer = maya.post(f"{theirs}draft/{uuid7()}/", told)
    assert answer.status_code == 400
    assert "yet." in text(answer)
    assert form.get("mattered", "").strip() in text(answer)
    assert not SessionNote.objects.exists()


def test_a_draft_is_removed_and_nobody_elses_is_touched(cast, maya, signed_in, theirs):
    draft = uuid7()
    write(maya, theirs, draft, mattered="Mine.")
    finn = signed_in(cast.finn)
    finn.post(f"{theirs}draft/{draft}/", {"act": "drop"})
    write(finn, theirs, draft, mattered="Not hers.")
    assert sorted(NoteDraft.objects.values_list("author__pk", flat=True)) == sorted(
        [cast.maya.user.pk, cast.finn.user.pk]
    )
    maya.post(f"{theirs}draft/{draft}/", {"act": "drop"})
    assert not NoteDraft.objects.filter(author=cast.maya.user).exists()


def test_before_you_meet_says_what_is_open_with_its_source(cast, maya, theirs):
    def before():
        page = maya.get(story.url_of("client", cast.ada)).content.decode()
        return page.split('id="before-title"')[1].split("</section>")[0]

    uid = a_note(maya, theirs, mattered="Much.", next="Ask about\nthe stairs.")
    own, at = clients.own(viewer=cast.ada.actor), timezone.now()
    named = NewThread("It barked all night", "The dog in the yard")
    threads.add(own, named, shared=True, uid=uuid7(), by=cast.ada.actor, at=at)
    threads.add(
        own,
        NewThread("Mine alone"),
        shared=False,
        uid=uuid7(),
        by=cast.ada.actor,
        at=timezone.now(),
    )
    assert f'href="{theirs}{uid}/">Last time, Maya Invented: Ask about the stairs.' in before()
    assert "Open thread: The dog in the yard" in before()
    relationship.name(own, Named(Kind.OWN, None, "x"), uid=uuid7(), by=cast.ada.actor, at=at)
    assert "A rupture was named on" in before()  # it stands as a signal, in the list's order
    assert "Open thread" not in before()
    assert "Mine alone" not in before()


def test_phrases_are_their_authors_alone(cast, maya, signed_in, theirs):
    form = {"uid": uuid7(), "name": ";ground", "text": "We took time to arrive."}
    for _ in range(2):
        maya.post("/phrases/", form)
    assert Phrase.objects.count() == 1
    assert maya.post("/phrases/", {"name": "two words", "text": "x"}).status_code == 400
    assert '"ground": "We took time to arrive."' in text(maya.get(f"{theirs}draft/{uuid7()}/"))
    bo = signed_in(cast.bo)
    assert "We took time" not in text(bo.get("/phrases/"))
    bo.post("/phrases/", {"uid": form["uid"], "remove": "1"})
    assert Phrase.objects.count() == 1
    maya.post("/phrases/", {"uid": form["uid"], "remove": "1"})
    assert not Phrase.objects.exists()


# -- process notes: no exit but one --------------------------------------------------------


def test_a_process_note_is_on_its_authors_page_and_in_no_exit(db, signed_in, tmp_path, caplog):
    scene = Scene(make_cast())
    cast = scene.cast
    comes_near(cast)
    browsers = {who: signed_in(one) for who, one in scene.people.items() if one} | {
        "bo": signed_in(cast.bo),
        "anonymous": Browser(),
    }
    own = f"/clients/{cast.ada.client.public_id}/notes/process/"
    maya = browsers["maya"]
    form = {"uid": uuid7(), "text": f"I thought of {MARK}."}
    for _ in range(2):
        assert maya.post(own, form).status_code == 302
    written = ProcessNote.objects.get()
    caplog.set_level("INFO")

    with undone():
        seen = dict(everywhere(browsers, cast, written.uid))
        seen["export of the command line"] = export_file(scene, tmp_path)
        seen["calendar"] = feed(cast)
    assert [at for at, body in seen.items() if MARK in body] == ["maya client_process_note"]
    assert "could technically reach it" in seen["maya client_process_note"]
    assert MARK not in caplog.text
    assert_everyone_was_everywhere(scene, browsers, seen)

    assert_only_its_table_holds_it(tmp_path)
    about = AuditEntry.objects.filter(client=cast.ada.client).values_list("act", "detail")
    assert not [one for one in about if "process" in f"{one}"]


def comes_near(cast):
    """Whoever could read something of Ada's does: in an emergency, supervising, referred."""
    opened(cast.bo, cast.ada, hours=4)
    choose(cast.ada, given=True)
    refer(cast.ada, cast.prescriber)


def everywhere(browsers, cast, uid):
    """Every page as everyone, about Ada where it is about someone, and else of this very note."""
    for who, browser in browsers.items():
        for name, route in routes().items():
            if "GET" in POLICY.get(name, {}) and name not in LEAVING:
                ids = dict.fromkeys(route.kinds, uid) | {"client_id": cast.ada.client.public_id}
                for query in ("", *ASKED.get(name, ())):
                    body = browser.get(route.url(**ids) + query).getvalue()
                    yield f"{who} {name}{query}", body.decode(errors="replace")


def feed(cast):
    own, by = clients.own(viewer=cast.ada.actor), cast.ada.actor
    token = reminders.make_link(own, by=by, at=timezone.now())
    answer = Browser().get(reverse("calendar_feed", args=[token]))
    assert answer.status_code == 200
    return answer.content.decode()


def assert_everyone_was_everywhere(scene, browsers, seen):
    """Every declared page, also those that come later, as every role; who may read did read."""
    pages = {name for name, methods in POLICY.items() if "GET" in methods}
    closed = {name for name, methods in POLICY.items() if Door.CLOSED in methods.values()}
    for who in browsers:
        missing = pages - LEAVING - closed - {at.split()[1] for at in seen if at.startswith(who)}
        assert not missing, missing
    there = {role for one in scene.people.values() if one for role in one.actor.roles}
    assert there == set(Role)
    for who in ("maya", "finn", "bo", "supervisor"):
        assert "History in two minutes" in seen[f"{who} client_handover"], who


def assert_only_its_table_holds_it(folder):
    holds = [name for name, rows in data_base().items() if MARK in json.dumps(rows, default=str)]
    assert holds == [ProcessNote._meta.db_table]
    with back_up(folder) as archive:
        files = [name for name in archive.namelist() if MARK in archive.read(name).decode()]
    assert files == [f"tables/{ProcessNote._meta.db_table}.jsonl"]


def test_who_left_the_team_or_opened_in_an_emergency_reaches_no_process_note(cast, signed_in):
    own = f"/clients/{cast.ada.client.public_id}/notes/process/"
    opened(cast.bo, cast.ada, hours=4)
    bo, maya = signed_in(cast.bo), signed_in(cast.maya)
    assert (bo.get(own).status_code, maya.get(own).status_code) == (404, 200)
    CareMember.objects.filter(user=cast.maya.user).update(until=timezone.now())
    assert maya.get(own).status_code == 404


def test_one_query_and_one_action_know_the_table_of_process_notes():
    known_to = {
        str(path.relative_to(SRC))
        for path in SRC.rglob("*.py")
        if "ProcessNote" in path.read_text() and "migrations" not in path.parts
    }
    assert known_to == {
        "records/models/__init__.py",
        "records/models/process_notes.py",
        "records/queries/process_notes.py",
        "records/actions/process_notes.py",
        "records/demo/notes.py",
    }


# -- the handover page ---------------------------------------------------------------------


def test_the_history_says_what_is_not_known_and_leads_to_its_sources(cast, maya):
    page = text(maya.get(story.url_of("client_handover", cast.ada)))
    for said in (
        "Nothing is written yet.",
        "No medicine session so far.",
        "Not known: the questions were never all answered.",
        "There is none.",
        "None is planned.",
        "Missing or out of date:",
    ):
        assert said in page
    for name in ("client_formulation", "client_risk", "client_consents", "client_notes"):
        assert f'href="{story.url_of(name, cast.ada)}"' in page
    assert AuditEntry.objects.filter(act="opened", detail="history").exists()


def test_pages_ask_the_same_however_much_there_is(cast, maya, theirs, django_assert_num_queries):
    history = story.url_of("client_handover", cast.ada)
    for more in (2, 12):
        for number in range(more):
            a_note(maya, theirs, mattered="Again.", on=f"2026-01-{number + 1:02}")
            story.meets(cast.ada, cast.maya, -number - 1)
        story.usual(cast.ada, days=30 * more)
        maya.get(history)  # the window model keeps what it worked out
        for url, number in ((theirs, 10), (f"{theirs}draft/{uuid7()}/", 24), (history, 43)):
            with django_assert_num_queries(number):
                maya.get(url)
