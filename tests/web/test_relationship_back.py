"""What was sent of the relationship can be taken back; what two people write at once is not lost.

Each was seen to fail on a planted fault, which its docstring names.
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from longarc.care.finding import Code
from longarc.records.ids import uuid7
from longarc.records.models import (
    MeetingRating,
    PrivateRupture,
    RelationshipStep,
    Retraction,
    Rupture,
    Words,
)
from longarc.records.queries import clients, export
from longarc.records.queries import relationship as queries
from tests.cast import hold
from tests.web.test_relationship import MINE, findings, meet, post, rate, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(cast, signed_in):
    return signed_in(cast.ada)


@pytest.fixture
def theirs(cast):
    return f"/clients/{cast.ada.client.public_id}/relationship/"


@pytest.fixture
def keep(cast):
    return reverse("client_rupture", args=[cast.ada.client.public_id])


def exported(cast, part):
    own = clients.own(viewer=cast.ada.actor)
    return list(dict(export.parts(own, viewer=cast.ada.actor))[part])


def test_a_rating_is_taken_back_and_no_rule_reads_it(cast, ada, signed_in, theirs):
    """Planted: `_of` without `taken_back=False`; `_withdraw_rating` without the words."""
    about = meet(cast, timedelta(hours=3))
    for week in range(6, 0, -1):
        rate(cast.ada, (4, 3, 4, 3), ago=timedelta(weeks=week))
    post(ada, "rate", about=about, heard="0", could_say_no="0", words="Too fast.", shared="1")
    post(ada, "rate", about=about, heard="1")
    assert findings(cast, cast.ada, Code.RELATION)
    newest = MeetingRating.objects.order_by("-seq").first()
    assert "Taken back." in text(post(ada, "take_back", entry=newest.uid))
    assert not findings(cast, cast.ada, Code.RELATION)
    own = clients.own(viewer=cast.ada.actor)
    assert len(queries.ratings(own, viewer=cast.ada.actor)) == 6
    page = text(signed_in(cast.maya).get(theirs))
    assert "Too fast." not in page
    assert Words.objects.get().shared_at is None
    assert MeetingRating.objects.count() == 8
    assert [one["taken_back"] for one in exported(cast, "meeting_ratings")][-2:] == [True, True]
    assert "You can say how it felt" not in text(ada.get("/arc/"))


def test_what_is_somebody_elses_cannot_be_taken_back(cast, ada, signed_in, keep):
    """Planted: `_is_theirs` without `by_id`."""
    rate(cast.ada, (4, 3, 4, 3))
    post(ada, "name", kind="withdrawal")
    mine = [MeetingRating.objects.get().uid, Rupture.objects.get().uid]
    maya = signed_in(cast.maya)
    for uid in mine:
        assert "Nothing was changed." in text(post(signed_in(cast.cleo), "take_back", entry=uid))
        maya.post(keep, {"act": "withdraw", "uid": uid})
    assert not Retraction.objects.exists()


def test_a_told_strain_is_taken_back_and_what_was_answered_is_kept(
    cast, ada, signed_in, theirs, keep
):
    """Planted: `told` with strains that were taken back."""
    post(ada, "name", kind="withdrawal", happened="I went quiet.")
    strain, maya = Rupture.objects.get().uid, signed_in(cast.maya)
    maya.post(keep, {"act": "repair", "rupture": strain, "words": "We slowed.", "uid": uuid7()})
    post(ada, "take_back", entry=strain)
    assert not findings(cast, cast.ada, Code.RUPTURE)
    page = text(maya.get(theirs))
    assert "I went quiet." not in page
    assert "We slowed." in page
    own = text(ada.get(MINE))
    assert "What I took back" in own
    assert "I went quiet." in own
    # and what is typed about it meanwhile is not lost
    late = {"act": "repair", "rupture": strain, "words": "Ten minutes more.", "uid": uuid7()}
    answer = maya.post(keep, late)
    assert answer.status_code == 400
    assert "Ten minutes more." in text(answer)
    assert RelationshipStep.objects.count() == 1


def test_two_who_repair_one_rupture_read_each_other(cast, ada, signed_in, theirs, keep):
    """Planted: `_check` without `theirs`."""
    hold(cast.ada, cast.bo)
    post(ada, "name", kind="withdrawal")
    strain = Rupture.objects.get().uid
    maya, bo = signed_in(cast.maya), signed_in(cast.bo)
    form = {"act": "repair", "rupture": strain, "seen": ""}
    maya.post(keep, {**form, "words": "Maya heard her.", "uid": uuid7()})
    answer = bo.post(keep, {**form, "words": "Bo heard her, too.", "uid": uuid7()})
    assert answer.status_code == 409
    assert "Maya heard her." in text(answer)
    assert ">Bo heard her, too.</textarea>" in text(answer)
    assert RelationshipStep.objects.count() == 1
    seen = RelationshipStep.objects.get().uid
    bo.post(keep, {**form, "seen": seen, "words": "Bo heard her, too.", "uid": uuid7()})
    assert RelationshipStep.objects.count() == 2


def test_the_care_team_takes_back_what_was_written_on_the_wrong_page(
    cast, ada, signed_in, theirs, keep
):
    """A repair that was none opens it again; what the client has answered stays hers.

    Planted: `_spoken_of` that is always False.
    """
    maya = signed_in(cast.maya)
    maya.post(keep, {"act": "name", "kind": "own", "words": "Of someone else.", "uid": uuid7()})
    strain = Rupture.objects.get().uid
    maya.post(keep, {"act": "repair", "rupture": strain, "words": "Wrong page.", "uid": uuid7()})
    assert not findings(cast, cast.ada, Code.RUPTURE)
    maya.post(keep, {"act": "withdraw", "uid": RelationshipStep.objects.get().uid})
    assert findings(cast, cast.ada, Code.RUPTURE)
    post(ada, "not_yet", strain=strain)
    maya.post(keep, {"act": "withdraw", "uid": strain})
    assert findings(cast, cast.ada, Code.RUPTURE)
    maya.post(keep, {"act": "name", "kind": "own", "words": "Again wrong.", "uid": uuid7()})
    maya.post(keep, {"act": "withdraw", "uid": Rupture.objects.order_by("-seq").first().uid})
    assert "Again wrong." not in text(ada.get(MINE))


def test_a_form_that_is_changed_after_going_back_is_kept(cast, ada):
    """Planted: any row under the page's id counts as this form."""
    about, uid = meet(cast, timedelta(hours=3)), uuid7()
    for heard in ("4", "4", "1"):
        ada.post(MINE, {"act": "rate", "uid": uid, "about": about, "heard": heard})
    assert MeetingRating.objects.count() == 2
    strain = {"uid": uuid7(), "kind": "own", "happened": "The clock."}
    ada.post(MINE, {"act": "private", **strain})
    ada.post(MINE, {"act": "name", **strain})
    assert (Rupture.objects.count(), PrivateRupture.objects.count()) == (1, 0)
    answer = ada.post(MINE, {"act": "private", **strain})
    assert "Your care team can see this one already." in text(answer)
    ada.post(MINE, {"act": "name", **strain, "happened": "The clock, and the door."})
    assert Rupture.objects.count() == 2


def test_no_two_boxes_of_a_page_share_a_name(cast, ada):
    """What a phone keeps of a strain must not come back in the box that the care team reads.

    Planted: both boxes named "words".
    """
    names = re.findall(r"<textarea[^>]* name=\"([^\"]+)\"", ada.get(MINE).content.decode())
    assert len(names) == len(set(names)) == 2


@pytest.mark.parametrize("near", ["2", "3"])
def test_words_that_are_kept_to_oneself_after_going_back_are_private(ada, near):
    """Planted: the same words are left shared; also where an answer beside them was changed."""
    told = {"act": "rate", "uid": uuid7(), "near": "2", "words": MINE}
    ada.post("/how-we-met/", {**told, "shared": "1"})
    assert Words.objects.get().shared_at
    ada.post("/how-we-met/", {**told, "near": near})
    assert not Words.objects.filter(shared_at__isnull=False).exists()
