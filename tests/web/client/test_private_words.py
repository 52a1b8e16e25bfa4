"""Private words stand where the client opens them, on no page that was opened for other things.

Every page of a client is looked at; what is theirs alone is marked, kind by kind.
"""

from datetime import timedelta
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web.session_story import known_as

from longarc.care.access import Can
from longarc.care.exercise_list import EXERCISES
from longarc.care.formulation import Section
from longarc.records.actions import window
from longarc.records.models import Behaviour, Part, PrivateRupture, Thread, Words
from longarc.records.models.threads import Own
from longarc.web.routes import POLICY

pytestmark = pytest.mark.django_db
#: Each kind of private words, and the pages that are theirs.
HOMES = {
    "WORDS": {"words"},
    "SURFACED": {"thread"},
    "NAMED": {"threads", "thread", "parts", "part"},  # a part is tied to threads by their names
    "PART": {"parts", "part", "threads", "thread"},
    "PROTECTS": {"parts", "part"},
    "NOTICED": {"steps"},
    "WANTED": {"changes"},
    "ANSWERED": {"changes"},
    "MEANING": {"diary"},
    "SHIFTED": {"shifts"},
    "STRAINED": {"how_we_met"},
    "RATED": {"words"},
}
#: On these pages they are closed until she opens them; the others are lists of names or boxes.
CLOSED = {"WORDS", "SURFACED", "NOTICED", "ANSWERED", "SHIFTED", "STRAINED", "RATED"}
#: The client's own files: all of it, on purpose.
FILES = {"export_file", "patterns_csv", "api_check_ins"}
ALSO = ("support", "account", "export")


@pytest.fixture
def ada(cast, signed_in):
    """Ada with private words of every kind, a session, and a phase in which pages are full."""
    start = timezone.now() - timedelta(weeks=6)
    session = window.keep_session(
        known_as(cast.ada, cast.maya), start, by=cast.maya.actor, at=timezone.now()
    )
    browser = signed_in(cast.ada)
    for path, told in forms(session):
        answer = browser.post(path, {"uid": uuid4(), **told})
        assert answer.status_code == 302, (path, answer.status_code)
    wanted = Behaviour.objects.get()
    answered = {
        "act": "answer",
        "behaviour": wanted.uid,
        "answer": "same",
        f"words-{wanted.uid}": "ANSWERED",
    }
    browser.post("/arc/changes/", {"uid": uuid4(), **answered})
    return browser


def forms(session):
    yield "/today/check-in/", {"state": "down"}
    yield "/today/more/", {"check_in": uuid4(), "text": "WORDS"}
    yield "/arc/threads/", {"words": "SURFACED", "name": "NAMED", "session": session}
    yield "/arc/threads/", {"words": "SURFACED", "session": session}
    thread = Thread.objects.exclude(name=None).get().uid
    part = {"part": uuid4(), "name": "PART", "protects": "PROTECTS", "threads": [thread]}
    yield "/arc/parts/", part
    yield "/arc/steps/", {"noticed": "NOTICED"}
    yield "/arc/changes/", {"act": "add", "text": "WANTED", "private": "1"}
    yield "/arc/diary/", {"act": "means", "text": "MEANING", "private": "1"}
    yield "/arc/shifts/", {"rest": "3", "words": "SHIFTED", "private": "1", "landed": "1"}
    yield "/how-we-met/", {"act": "private", "kind": "withdrawal", "happened": "STRAINED"}
    yield "/how-we-met/", {"act": "rate", "heard": "3", "words": "RATED"}


def pages():
    """Every page that a client may open, with an id where it takes one."""
    own = [name for name, access in POLICY.items() if access.get("GET") is Can.BE_CLIENT]
    ids = {
        "thread": [[one] for one in Thread.objects.values_list("uid", flat=True)],
        "part": [[Part.objects.get().part]],
        "exercise": [[EXERCISES[0].code]],
        "formulation_part": [[section] for section in Section],
    }
    for name in [*own, *ALSO]:
        for args in ids.get(name, [[]]):
            yield name, reverse(name, args=args)


def test_they_stand_where_she_opens_them_and_nowhere_else(ada):
    looked, found = 0, {mark: set() for mark in HOMES}
    for name, path in pages():
        if name in FILES:
            continue
        answer = ada.get(path)
        assert answer.status_code in (200, 302, 404), path  # 302: asks to sign in once more
        looked += answer.status_code == 200
        for mark in HOMES:
            if mark in answer.content.decode():
                found[mark].add(name)
    assert looked > 35
    for mark, homes in HOMES.items():
        assert found[mark] <= homes, mark
        assert found[mark], f"{mark} is nowhere: this test looks at nothing"


def test_on_their_own_page_they_are_closed_until_she_opens_them(ada):
    for name, path in pages():
        if name in FILES:
            continue
        shown = Shown()
        shown.feed(ada.get(path).content.decode())
        seen = {mark for mark in CLOSED if mark in shown.text}
        assert not seen, (path, seen)


class Shown(HTMLParser):
    """What can be read without opening anything: no closed `details`, no attributes."""

    def __init__(self):
        super().__init__()
        self.closed, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        if tag == "details":
            self.closed.append("open" not in dict(attrs))

    def handle_endtag(self, tag):
        if tag == "details":
            self.closed.pop()

    def handle_data(self, data):
        if not any(self.closed):
            self.text += data


def test_every_kind_of_words_of_ones_own_is_marked_here():
    """A new model of private words brings a mark and its pages with it."""
    kinds = {one.__name__ for one in Own.__subclasses__()} | {
        Words.__name__,
        PrivateRupture.__name__,
    }
    without_words = {"MoodInsight", "DrinkingDay"}
    assert kinds - without_words == {
        "Words",
        "Thread",
        "Part",
        "Noticed",
        "Behaviour",
        "BehaviourWording",
        "BehaviourAnswer",
        "DrinkMeaning",
        "Shift",
        "PrivateRupture",
    }
