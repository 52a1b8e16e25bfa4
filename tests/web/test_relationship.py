"""The relationship over HTTP: what is rated, named, kept private, repaired; who sees what."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from longarc.care import signals
from longarc.care.capacities import Capacity, Standing, evidence
from longarc.care.finding import Code
from longarc.care.relationship import Kind, Question, Step
from longarc.records.actions import relationship as actions
from longarc.records.actions.relationship import Felt, Named
from longarc.records.actions.relationship_later import Said, say_later
from longarc.records.actions.screening import NotKept
from longarc.records.codec import Where, seal
from longarc.records.ids import uuid7
from longarc.records.models import (
    AuditEntry,
    Meeting,
    MeetingRating,
    PrivateRupture,
    RelationshipStep,
    Rupture,
    Words,
)
from longarc.records.queries import arc, clients, preparation
from longarc.records.queries import relationship as queries
from longarc.records.relationship_forms import LONGEST_WORDS
from tests.cast import hold

pytestmark = pytest.mark.django_db
MINE = "/how-we-met/"
SECRET = "I felt small when you looked at the clock"


@pytest.fixture
def ada(cast, signed_in):
    return signed_in(cast.ada)


@pytest.fixture
def theirs(cast):
    return f"/clients/{cast.ada.client.public_id}/relationship/"


def meet(cast, ago, person=None):
    """A meeting with Maya that is over; its uid."""
    person = person or cast.ada
    uid, at = uuid7(), timezone.now() - ago
    place = seal("Room 2", Where(person.actor.practice, person.client.pk, "meeting.place", uid))
    Meeting.objects.create(
        uid=uid, practice=person.client.practice, client=person.client, by=cast.maya.user,
        at=at, received_at=at, starts_at=at, minutes=50, place=place, with_user=cast.maya.user,
    )  # fmt: skip
    return uid


def rate(person, steps, *, ago=timedelta(), about=None, near=None):
    felt = Felt(dict(zip(Question, steps, strict=False)), near, about)
    client, at = clients.own(viewer=person.actor), timezone.now() - ago
    actions.rate(client, felt, uid=uuid7(), by=person.actor, at=at)


def post(browser, act, **fields):
    return browser.post(MINE, {"act": act, "uid": uuid7(), **fields}, follow=True)


def text(answer):
    return " ".join(answer.content.decode().split())


def findings(cast, person, code):
    at = timezone.now()
    (facts,) = arc.load_arcs([person.client.pk], viewer=cast.maya.actor, at=at).values()
    return [one for one in signals.findings(facts, as_of=at) if one.code is code]


def test_a_meeting_is_rated_in_part_and_the_care_team_sees_it(cast, ada, signed_in, theirs):
    about = meet(cast, timedelta(hours=3))
    assert "You can say how it felt, or let it be." in text(ada.get("/arc/"))
    form = {"about": about, "heard": "4", "could_say_no": "1", "near": "0", "words": "Too fast."}
    assert "Kept." in text(post(ada, "rate", **form))
    row, words = MeetingRating.objects.get(), Words.objects.get()
    assert (row.heard, row.mattered, row.could_say_no, row.near) == (4, None, 1, 0)
    assert (row.about, words.about, words.shared_at) == (about, row.uid, None)
    assert "You can say how it felt" not in text(ada.get("/arc/"))
    page = text(signed_in(cast.maya).get(theirs))
    assert "A little" in page
    assert "Too early for a usual: 1 of 6 ratings." in page
    assert "Too fast." not in page
    assert AuditEntry.objects.filter(act="opened", detail="relationship").exists()


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"heard": "5"},
        {"heard": "-1"},
        {"near": "many"},
        {"heard": "٣"},
        {"words": "w" * (LONGEST_WORDS + 1)},
    ],
)
def test_what_cannot_be_kept_says_so_and_keeps_what_was_typed(cast, ada, form):
    answer = post(ada, "rate", **{"mattered": "2", "words": "Mine.", **form} if form else form)
    assert answer.status_code == 400
    assert "Nothing was kept yet." in text(answer)
    assert form == {} or form.get("words", "Mine.")[:20] in text(answer)
    assert not MeetingRating.objects.exists()
    assert form == {} or '<option value="2" selected>' in text(answer)


def test_a_form_that_is_sent_twice_is_kept_once(cast, ada):
    form = {"act": "rate", "uid": uuid7(), "heard": "3", "words": "Once."}
    strain = {"act": "private", "uid": uuid7(), "kind": "own", "happened": "Once."}
    for _ in range(2):
        ada.post(MINE, form)
        ada.post(MINE, strain)
    counts = (MeetingRating.objects.count(), Words.objects.count(), PrivateRupture.objects.count())
    assert counts == (1, 1, 1)
    ada.post(MINE, {"act": "remove", "strain": strain["uid"]})
    again = ada.post(MINE, strain)
    assert "You removed this before" in text(again)
    assert ">Once.</textarea>" in text(again)
    assert not PrivateRupture.objects.exists()


def test_ratings_are_never_compared_with_anyone_elses(cast):
    """Ada's fall is hers; Cleo, loaded with her and rating low ever since, is asked nothing."""
    hold(cast.cleo, cast.maya)
    for week in range(7, 1, -1):
        rate(cast.ada, (4, 3, 4, 3), ago=timedelta(weeks=week))
        rate(cast.cleo, (1, 0, 1, 0), ago=timedelta(weeks=week))
    rate(cast.ada, (1, 1, 1, 1))
    rate(cast.cleo, (1, 0, 1, 0))
    both = [cast.ada.client.pk, cast.cleo.client.pk]
    together = queries.facts_of(both, viewer=cast.maya.actor)
    for person in (cast.ada, cast.cleo):
        own = clients.own(viewer=person.actor)
        assert together[own.id] == queries.load(own, viewer=person.actor)
    assert len(findings(cast, cast.ada, Code.RELATION)) == 1
    assert not findings(cast, cast.cleo, Code.RELATION)


def test_it_stands_until_what_was_talked_about_is_recorded(cast, signed_in, theirs):
    for week in range(6, 0, -1):
        rate(cast.ada, (4, 4, 4, 4), ago=timedelta(weeks=week))
    maya = signed_in(cast.maya)
    client_page = f"/clients/{cast.ada.client.public_id}/"
    (prompt,) = findings(cast, cast.ada, Code.RELATION)
    assert "Worth asking about" in text(maya.get(client_page))
    done = {"code": "relation", "since": prompt.since.isoformat(), "level": 0, "say": "done"}
    assert maya.post(f"{client_page}signal/", done).status_code == 400
    keep = reverse("client_rupture", args=[cast.ada.client.public_id])
    empty = maya.post(keep, {"act": "talked", "uid": uuid7(), "words": "  "})
    assert (empty.status_code, RelationshipStep.objects.count()) == (400, 0)
    said = {"act": "talked", "uid": uuid7(), "words": "It is as good as she says."}
    assert maya.post(keep, said).status_code == 302
    assert not findings(cast, cast.ada, Code.RELATION)
    assert "Worth asking about" not in text(maya.get(client_page))
    assert "It is as good as she says." in text(maya.get(theirs))


def test_a_private_rupture_is_in_no_view_of_staff_until_it_is_told(cast, ada, signed_in, theirs):
    about = meet(cast, timedelta(hours=3))
    post(ada, "private", kind="confrontation", about=about, happened=SECRET)
    assert SECRET in text(ada.get(MINE))
    row = PrivateRupture.objects.get()
    maya = signed_in(cast.maya)
    for name in ("client", "client_relationship", "client_preparing", "client_patterns"):
        page = text(maya.get(reverse(name, args=[cast.ada.client.public_id])))
        assert SECRET not in page
        assert "onfrontation: a clash" not in page.split("Name a rupture")[0]
    for of in ("arc", "relationship"):
        file = maya.get(reverse("client_csv", args=[cast.ada.client.public_id]), {"of": of})
        assert SECRET not in b"".join(file.streaming_content).decode()
    assert not findings(cast, cast.ada, Code.RUPTURE)
    assert queries.private(viewer=cast.maya.actor) == ()
    client = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=timezone.now())
    assert queries.ruptures(client, viewer=cast.maya.actor) == ()
    assert not AuditEntry.objects.filter(act__contains="rupture").exists()
    post(ada, "tell", strain=row.uid)
    assert not PrivateRupture.objects.exists()
    assert SECRET in text(maya.get(theirs))
    assert len(findings(cast, cast.ada, Code.RUPTURE)) == 1


def test_a_private_rupture_that_is_told_keeps_the_day_it_was_named(cast, ada):
    own, by, uid = clients.own(viewer=cast.ada.actor), cast.ada.actor, uuid7()
    named, now = timezone.now() - timedelta(days=20), timezone.now()
    actions.name_privately(own, Named(Kind.WITHDRAWAL), uid=uid, by=by, at=named)
    actions.name(own, Named(Kind.CONFRONTATION), uid=uuid7(), by=by, at=now - timedelta(days=3))
    post(ada, "tell", strain=uid)
    told = queries.told(own, viewer=by).strains
    assert [one.at for one in told] == [named, now - timedelta(days=3)]
    audited = AuditEntry.objects.get(act="kept_rupture", target=uid)
    assert audited.at >= now  # it was told today


def test_a_private_rupture_goes_at_once_and_nobody_elses_can_be_told(cast, ada, signed_in):
    post(ada, "private", kind="withdrawal")
    uid = PrivateRupture.objects.get().uid
    for act in ("tell", "remove"):
        assert "Nothing was changed." in text(post(signed_in(cast.cleo), act, strain=uid))
    assert PrivateRupture.objects.exists()
    assert "Removed." in text(post(ada, "remove", strain=uid))
    assert not PrivateRupture.objects.exists()
    assert not Rupture.objects.exists()


def test_a_rupture_of_hers_closes_with_a_repair_and_her_word(cast, ada, signed_in, theirs):
    post(ada, "name", kind="withdrawal", happened="I went quiet.")
    strain, maya = Rupture.objects.get().uid, signed_in(cast.maya)
    keep = reverse("client_rupture", args=[cast.ada.client.public_id])
    repair = {"act": "repair", "rupture": strain, "words": "We slowed down.", "uid": uuid7()}
    maya.post(keep, repair)
    maya.post(keep, repair)
    assert RelationshipStep.objects.count() == 1
    assert "repair recorded, not mended for the client" in text(maya.get(theirs))
    assert "We slowed down." in text(ada.get(MINE))
    assert findings(cast, cast.ada, Code.RUPTURE)
    post(ada, "mended", strain=strain)
    assert not findings(cast, cast.ada, Code.RUPTURE)
    post(ada, "not_yet", strain=strain)
    assert findings(cast, cast.ada, Code.RUPTURE)


def test_each_side_says_only_what_is_theirs(cast, ada, signed_in):
    by, at = cast.maya.actor, timezone.now()
    client = clients.find(cast.ada.client.public_id, viewer=by, at=at)
    actions.name(client, Named(Kind.WITHDRAWAL), uid=uuid7(), by=by, at=at)
    strain = Rupture.objects.get().uid
    own = clients.own(viewer=cast.ada.actor)
    ways = [(by, Step.MENDED, strain), (by, Step.TALKED, strain), (by, Step.REPAIR, uuid7())]
    ways += [(cast.ada.actor, Step.REPAIR, strain), (cast.ada.actor, Step.TALKED, None)]
    for who, step, about in ways:
        place = client if who is by else own
        assert not said_by(who, place, step, about, at)
    assert not RelationshipStep.objects.exists()
    assert "Nothing was changed." in text(post(signed_in(cast.cleo), "mended", strain=strain))
    assert ada.post(MINE, {"act": "repair", "rupture": strain}, follow=True).status_code == 200
    assert not RelationshipStep.objects.exists()


def said_by(who, place, step, about, at):
    """Nothing is kept: it says so, and of the care team with the reason."""
    try:
        return say_later(place, Said(step, about, "words"), uid=uuid7(), by=who, at=at)
    except NotKept:
        return False


def test_trust_becomes_known(cast):
    """Ratings and ruptures now are facts of the capacity."""
    at = timezone.now()
    for days in (20, 13, 6):
        uid = meet(cast, timedelta(days=days))
        rate(cast.ada, (3, 3), ago=timedelta(days=days, hours=-2), about=uid)
    assert trust(cast, at).standing is Standing.MET
    own = clients.own(viewer=cast.ada.actor)
    actions.name(own, Named(Kind.WITHDRAWAL), uid=uuid7(), by=cast.ada.actor, at=at)
    assert trust(cast, at + timedelta(seconds=1)).standing is Standing.NOT_MET


def trust(cast, at):
    client = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=at)
    facts = preparation.facts(client, viewer=cast.maya.actor, at=at)
    return next(one for one in evidence(facts, as_of=at) if one.capacity is Capacity.TRUST)


def test_a_meeting_of_someone_else_is_not_named(cast, ada):
    """An id from elsewhere is left out; what was said is kept."""
    elsewhere = meet(cast, timedelta(hours=3), cast.cleo)
    post(ada, "rate", heard="2", about=elsewhere)
    assert MeetingRating.objects.get().about is None


def test_the_pages_ask_the_same_however_much_was_said(
    cast, ada, signed_in, theirs, django_assert_num_queries
):
    maya = signed_in(cast.maya)
    for n in range(2):
        for more in range(1 + 6 * n):
            rate(
                cast.ada,
                (3, 4, 2, 4),
                ago=timedelta(days=more),
                about=meet(cast, timedelta(days=more + 1)),
            )
            post(ada, "name", kind="own", happened="Again.")
            post(ada, "private", kind="own", happened="Mine.")
        with django_assert_num_queries(14):
            ada.get(MINE)
        with django_assert_num_queries(18):
            maya.get(theirs)
