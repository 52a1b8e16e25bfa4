"""What a client says of their living is theirs: kept private, put otherwise, taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from longarc.care.living import Measure
from longarc.records.ids import uuid7
from longarc.records.models import (
    AuditEntry,
    Behaviour,
    BehaviourAnswer,
    BehaviourWording,
    DrinkingDay,
    DrinkMeaning,
    MoodInsight,
    Retraction,
    Shift,
)
from longarc.records.queries import clients, export, living
from tests.web.staff import story

pytestmark = pytest.mark.django_db
CHANGES, DIARY, SHIFTS = "/arc/changes/", "/arc/diary/", "/arc/shifts/"


@pytest.fixture
def ada(cast, signed_in):
    return signed_in(cast.ada)


@pytest.fixture
def read(cast, signed_in):
    """All that Maya gets of how Ada lives: the page and both files."""
    maya, csv = signed_in(cast.maya), story.url_of("client_csv", cast.ada)

    def everything():
        files = [maya.get(f"{csv}?of={name}") for name in ("living", "shifts")]
        pages = [maya.get(story.url_of("client_living", cast.ada)).content]
        pages += [b"".join(one.streaming_content) for one in files]
        return b" ".join(pages).decode()

    return everything


def text(answer):
    return " ".join(answer.content.decode().split())


def own(cast):
    return clients.own(viewer=cast.ada.actor)


def known_to(person, cast):
    """How many answers the rules read of each measure, as this person's page counts them."""
    facts = living.load(own(cast), viewer=person.actor).facts
    return {one.measure: len(one.points) for one in facts.courses if one.points}


def wants(ada, words="Ring my sister", **more):
    uid = uuid7()
    ada.post(CHANGES, {"act": "add", "uid": uid, "text": words, **more})
    return uid


def says(ada, behaviour, words="", answer="more"):
    told = {"act": "answer", "behaviour": behaviour, "uid": uuid7(), "answer": answer}
    return ada.post(CHANGES, {**told, f"words-{behaviour}": words}, follow=True)


def test_what_is_taken_back_is_gone_from_both_sides_and_from_every_count(ada, cast, read):
    """The record keeps it as taken back; nothing the rules read counts it."""
    wanted, day = wants(ada), timezone.localdate() - timedelta(days=2)
    says(ada, wanted, "Rang her on Monday")
    ada.post(CHANGES, {"act": "feel", "uid": uuid7(), "mood": "3"})
    ada.post(SHIFTS, {"uid": uuid7(), "rest": "3", "words": "A nap at noon"})
    for told in ({"drank": "none"}, {"drank": "some", "drinks": "3"}):
        ada.post(DIARY, {"act": "day", "uid": uuid7(), "day": day, **told})
    ada.post(DIARY, {"act": "means", "uid": uuid7(), "text": "A thimble"})
    assert known_to(cast.maya, cast).keys() == {Measure.MOOD, Measure.BEHAVIOUR, Measure.DIARY}
    backs = [
        (CHANGES, f"answer:{BehaviourAnswer.objects.get().uid}"),
        (CHANGES, f"felt:{MoodInsight.objects.get().uid}"),
        (SHIFTS, f"shift:{Shift.objects.get().uid}"),
        (DIARY, str(day)),
        (DIARY, "means"),
    ]
    for path, told in backs:
        assert "Taken back." in text(ada.post(path, {"take_back": told}, follow=True))
        assert "Nothing was changed." in text(ada.post(path, {"take_back": told}, follow=True))
    assert known_to(cast.maya, cast) == known_to(cast.ada, cast) == {}
    seen = read() + "".join(text(ada.get(path)) for path in (CHANGES, SHIFTS, DIARY))
    for words in ("Rang her", "A nap at noon", "A thimble", "3 drinks", "No drink</a>"):
        assert words not in seen
    assert f"{day:%A} {day.day} {day:%B}: open" in text(ada.get(DIARY))
    assert Retraction.objects.count() == 6  # both rows of the day: the first never comes back
    assert DrinkingDay.objects.count() == 2
    parts = dict(export.parts(own(cast), viewer=cast.ada.actor))
    for name in ("behaviour_answers", "mood_insight", "shifts", "drinking_days", "drink_means"):
        assert all(row["taken_back"] for row in parts[name]), name


def test_a_behaviour_is_taken_back_with_all_that_was_said_of_it(ada, cast, read):
    wanted = wants(ada)
    says(ada, wanted, "Rang her on Monday")
    ada.post(CHANGES, {"take_back": f"behaviour:{wanted}"})
    assert "Ring my sister" not in text(ada.get(CHANGES)) + read()
    assert known_to(cast.maya, cast) == {}
    assert "Nothing was changed" in text(says(ada, wanted))
    assert Behaviour.objects.count() == BehaviourAnswer.objects.count() == 1
    for n in range(5):  # it no longer takes one of the five places
        wants(ada, f"Thing {n}")
    assert Behaviour.objects.count() == 6


def test_nobody_else_takes_back_or_reads_what_is_hers(ada, cast, signed_in):
    wanted = wants(ada)
    other = signed_in(cast.zoe)
    other.post(CHANGES, {"take_back": f"behaviour:{wanted}"})
    other.post(CHANGES, {"act": "private", "behaviour": wanted})
    mine = living.wanted(own(cast), viewer=cast.ada.actor)
    assert [(one.uid, one.shared) for one in mine] == [(wanted, True)]
    for told in ("behaviour:x", f"nothing:{wanted}", "felt", ""):
        assert "Nothing was changed" in text(ada.post(CHANGES, {"take_back": told}, follow=True))


def test_other_words_for_a_behaviour_keep_what_was_said_of_it(ada, cast, read):
    wanted = wants(ada)
    says(ada, wanted)
    told = {"act": "reword", "behaviour": wanted, "uid": uuid7()}
    for _ in range(2):  # the same form twice is kept once
        ada.post(CHANGES, {**told, f"wording-{wanted}": "Answer when she rings"})
    page = text(ada.get(CHANGES))
    assert '<h2 class="own-words" id="wanted-' in page
    assert ">Answer when she rings</h2>" in page
    (now,) = living.wanted(own(cast), viewer=cast.maya.actor)
    assert (now.text, len(now.answers)) == ("Answer when she rings", 1)
    assert "Earlier words for it" in read()
    assert BehaviourWording.objects.count() == 1
    long = ada.post(CHANGES, {**told, "uid": uuid7(), f"wording-{wanted}": "w" * 301})
    assert long.status_code == 400
    assert "w" * 301 in text(long)


def test_what_she_keeps_to_herself_reaches_no_page_no_file_and_no_rule(ada, cast, read):
    wanted, day = wants(ada, private="1"), timezone.localdate()
    says(ada, wanted, "Rang her on Monday")
    ada.post(CHANGES, {"act": "feel", "uid": uuid7(), "mood": "3", "private": "1"})
    ada.post(SHIFTS, {"uid": uuid7(), "rest": "3", "words": "A nap at noon", "private": "1"})
    ada.post(DIARY, {"act": "means", "uid": uuid7(), "text": "A thimble", "private": "1"})
    ada.post(DIARY, {"act": "day", "uid": uuid7(), "day": day, "drank": "some", "private": "1"})
    assert known_to(cast.maya, cast) == {}
    assert len(known_to(cast.ada, cast)) == 3
    seen = read()
    for words in ("Ring my", "Rang her", "A nap", "A thimble", "Much of the time", "A drink or"):
        assert words not in seen
    written = dict(export.parts(own(cast), viewer=cast.owner.actor))
    kept = ("behaviours", "behaviour_answers", "mood_insight", "drinking_days", "drink_means")
    assert not [row for name in (*kept, "shifts") for row in written[name]]
    for path in (CHANGES, DIARY, SHIFTS):
        assert "Only you" in text(ada.get(path))
    # The next form begins as the last was kept; shared as a whole, all of it is there
    assert 'name="private" value="1" checked' in text(ada.get(DIARY))
    for path in (CHANGES, DIARY, SHIFTS):
        ada.post(path, {"act": "readers", "shared": "1"})
    ada.post(CHANGES, {"act": "share", "behaviour": wanted})
    seen = read()
    for words in ("Ring my", "Rang her", "A nap", "A thimble", "Much of the time", "A drink or"):
        assert words in seen
    assert known_to(cast.maya, cast) == known_to(cast.ada, cast)


def test_what_was_shared_can_be_kept_to_herself_and_then_goes_for_good(ada, cast, read):
    wanted = wants(ada)
    says(ada, wanted, "Rang her on Monday")
    ada.post(CHANGES, {"act": "private", "behaviour": wanted})
    says(ada, wanted, "Wrote to her on Friday")  # an answer is as private as what it is about
    assert "Rang her" not in read()
    assert "Wrote to her" not in read()
    ada.post(CHANGES, {"take_back": f"behaviour:{wanted}"})
    assert not Behaviour.objects.exists()
    assert not BehaviourAnswer.objects.exists()
    assert AuditEntry.objects.filter(act="removed_behaviour", target=wanted).exists()


def test_a_day_that_is_put_right_in_private_leaves_no_older_answer_to_be_read(ada, cast):
    day = timezone.localdate()
    told = {"act": "day", "day": day}
    ada.post(DIARY, {**told, "uid": uuid7(), "drank": "none"})
    ada.post(DIARY, {**told, "uid": uuid7(), "drank": "some", "private": "1"})
    assert living.days(own(cast), viewer=cast.maya.actor) == ()


def test_who_went_back_and_wrote_on_loses_nothing(ada, cast):
    """One form, sent with other words: both are kept; the very same once."""
    uid = uuid7()
    for words in ("Ring my sister", "Ring my sister", "Go to bed at ten"):
        ada.post(CHANGES, {"act": "add", "uid": uid, "text": words})
    assert Behaviour.objects.count() == 2
    for words in ("Calm.", "Calm.", "Calm, and then not."):
        ada.post("/arc/follow-up/", {"uid": uid, "words": words})
        ada.post("/arc/days-after/", {"uid": uid, "words": words})
    for path in ("/arc/follow-up/", "/arc/days-after/"):
        assert text(ada.get(path)).count("Calm, and then not.") == 1
        assert text(ada.get(path)).count("<p>Calm.</p>") == 1


SENT = {
    Behaviour: (CHANGES, {"act": "add", "text": "Ring my sister"}),
    MoodInsight: (CHANGES, {"act": "feel", "mood": "2"}),
    Shift: (SHIFTS, {"rest": "2", "words": "I sleep."}),
    DrinkingDay: (DIARY, {"act": "day", "drank": "some"}),
    DrinkMeaning: (DIARY, {"act": "means", "text": "a small glass of gin"}),
}


@pytest.mark.parametrize("kind", SENT, ids=[kind.__name__ for kind in SENT])
def test_who_went_back_and_chose_to_keep_it_to_herself_is_heard(ada, kind):
    """The very same form, now private; and a late one that shares opens nothing again."""
    page, told = SENT[kind]
    told = {**told, "uid": uuid7(), "day": timezone.localdate()}
    for more in ({}, {"private": "1"}, {}):
        ada.post(page, {**told, **more})
    assert kind.objects.get().shared_at is None


def test_what_was_taken_back_can_be_said_again_from_the_page_before(ada, cast):
    told = {"act": "add", "uid": uuid7(), "text": "Ring my sister"}
    ada.post(CHANGES, told)
    ada.post(CHANGES, {"take_back": f"behaviour:{told['uid']}"})
    ada.post(CHANGES, told)
    assert [one.text for one in living.wanted(own(cast), viewer=cast.maya.actor)] == [told["text"]]


def test_the_diary_says_who_reads_what_a_drink_means(ada, cast):
    """It is one list with the days: "only you" while the care team reads it would be untrue."""
    ada.post(DIARY, {"act": "means", "uid": uuid7(), "text": "a small glass of gin"})
    told = {"act": "day", "day": timezone.localdate(), "drank": "some"}
    ada.post(DIARY, {**told, "uid": uuid7(), "private": "1"})
    assert "Your care team can read a part of it." in text(ada.get(DIARY))
    ada.post(DIARY, {"act": "readers", "shared": "0"})
    assert "Only you." in text(ada.get(DIARY))
    assert living.drink_means(own(cast), viewer=cast.maya.actor) is None
    ada.post(DIARY, {**told, "uid": uuid7()})
    _day, means = text(ada.get(DIARY)).split("What one drink means to me")
    assert 'name="private" value="1" checked' not in _day
    assert 'name="private" value="1" checked' in means


def test_what_another_form_of_the_page_lacked_unticks_nothing(ada):
    ada.post(CHANGES, {"act": "feel", "uid": uuid7(), "mood": "2", "private": "1"})
    refused = ada.post(CHANGES, {"act": "add", "uid": uuid7(), "text": ""})
    assert refused.status_code == 400
    assert text(refused).count('name="private" value="1" checked') == 1
