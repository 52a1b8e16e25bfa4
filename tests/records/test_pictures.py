"""A picture is kept until the arc changes, and never longer than the hour."""

from datetime import timedelta

import pytest
from tests.cast import NOW, check_in

from longarc.records.queries import caseload
from longarc.web.staff.pictures import Pictures

pytestmark = pytest.mark.django_db
AT = NOW.replace(minute=10)


def test_a_picture_is_kept_until_the_arc_changes(cast, django_assert_num_queries):
    for day in range(20):
        check_in(cast.ada, NOW - timedelta(days=day + 1), 50)
    pictures, viewer = Pictures(room=2), cast.maya.actor

    def listed():
        found = caseload.listed(viewer=viewer, at=AT)
        return next(one for one in found if one.ref.id == cast.ada.client.pk)

    first = pictures.of(listed(), viewer=viewer, at=AT, days=90)
    one = listed()
    with django_assert_num_queries(0):
        assert pictures.of(one, viewer=viewer, at=AT + timedelta(minutes=40), days=90) is first
    assert pictures.of(one, viewer=viewer, at=AT + timedelta(hours=1), days=90) is not first
    check_in(cast.ada, NOW, 90)
    assert pictures.of(listed(), viewer=viewer, at=AT, days=90).reports == first.reports + 1
    assert len(pictures._kept) == 2
