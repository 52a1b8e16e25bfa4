"""The trail of the window model: what is kept is what a look from the beginning gives."""

import json
from datetime import timedelta
from random import Random

import pytest
from tests.cast import NOW, check_in
from tests.records.test_window_state import Course, common

from longarc.analytics import packed
from longarc.analytics.kernels import lanes, trail
from longarc.records.actions.window import take_back_session
from longarc.records.models import WindowTrail
from longarc.records.queries import clients, window, window_trail
from longarc.records.queries.picture import picture

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """A place after every 2 events, and a grid that stands from 16 reports on."""
    for module in (lanes, trail):
        monkeypatch.setattr(module, "STRIDE", 2)
    monkeypatch.setattr(trail, "LAID_EACH_TIME", 16)


class WithSessions(Course):
    """Sessions are taken back too, and check-ins arrive that a telephone kept for days."""

    def next(self, at):
        turn = self.random.random()
        if turn < 0.1:
            check_in(self.person, at - self.random.randrange(9) * DAY, 10)
        elif turn < 0.2:
            self.takes_back_a_session(at)
        else:
            super().next(at)

    def takes_back_a_session(self, at):
        client = clients.find(self.person.client.public_id, viewer=self.person.actor, at=at)
        for one in window.sessions(client, viewer=self.person.actor)[:1]:
            take_back_session(client, one.uid, why="A slip.", by=self.person.actor, at=at)


def found(cast):
    return clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=NOW)


def looked(cast, at, days=90):
    return picture(found(cast), viewer=cast.maya.actor, at=at, days=days)


def a_life(cast, count=40):
    for step in range(count):
        check_in(cast.ada, NOW + step * 16 * HOUR, (30, 50, 50, 70)[step % 4])
    return NOW + count * 16 * HOUR


@pytest.mark.parametrize("seed", range(2))
def test_a_look_that_goes_on_is_a_look_from_the_beginning(cast, seed):
    """After every new fact: late, corrected, undone and recalled ones, sessions and undone ones."""
    random, at = Random(seed), a_life(cast, 16)
    life = WithSessions(cast.ada, random, cast.maya)
    for _step in range(14):
        at += random.choice([2 * HOUR, 9 * HOUR, 3 * DAY])
        life.next(at)
        days = random.choice([30, 90, None])
        going_on = looked(cast, at, days)
        told = WindowTrail.objects.values_list("trail", flat=True).get()
        WindowTrail.objects.all().delete()
        assert looked(cast, at, days) == going_on
        assert WindowTrail.objects.values_list("trail", flat=True).get() == told


def test_a_worsening_shows_at_once_and_so_does_what_was_taken_back(cast):
    at = a_life(cast)
    before = looked(cast, at)
    made = [check_in(cast.ada, at + n * HOUR, 90) for n in range(6)]
    after = looked(cast, at + 7 * HOUR)
    assert after.level.mid > before.level.mid + 0.02
    for one in made:
        one.__class__.objects.create(
            **common(cast.ada, at + 8 * HOUR), position=50, corrects=one.uid
        )
    assert looked(cast, at + 9 * HOUR).level.mid < after.level.mid


def test_it_is_written_only_where_it_went_on(cast, django_assert_num_queries):
    """The look itself is constant, and nothing is written between two places."""
    at = a_life(cast)
    looked(cast, at)
    told = WindowTrail.objects.get().trail
    check_in(cast.ada, at, 50)
    looked(cast, at + HOUR)
    with django_assert_num_queries(10):  # one for the trail
        looked(cast, at + HOUR)
    assert WindowTrail.objects.get().trail == told
    for step in range(8):
        check_in(cast.ada, at + step * HOUR, 50)
    looked(cast, at + DAY)
    assert WindowTrail.objects.get().trail != told


@pytest.mark.parametrize("told", ["{not a trail", "{}", '{"laid": 1}'])
def test_a_damaged_trail_takes_nothing_away(cast, told):
    at = a_life(cast)
    before = looked(cast, at)
    WindowTrail.objects.update(trail=told)
    assert looked(cast, at) == before
    assert list(window_trail.checked(viewer=cast.maya.actor)) == [True]


def test_a_trail_that_does_not_come_out_again_is_told(cast):
    at = a_life(cast)
    looked(cast, at)
    assert list(window_trail.checked(viewer=cast.maya.actor)) == [True]
    told = json.loads(WindowTrail.objects.get().trail)
    states = packed._array(told["state"]).copy()
    states[-1, 1] += 1e-6
    told["state"] = packed._packed(states)
    WindowTrail.objects.update(trail=json.dumps(told))
    assert list(window_trail.checked(viewer=cast.maya.actor)) == [False]
