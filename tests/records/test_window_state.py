"""The model's state of each client: what is kept is what a fresh look gives, to the last bit."""

import json
from datetime import timedelta
from random import Random

import pytest
from tests.cast import NOW, check_in, make_client
from tests.records.test_caseload import Life, common

from longarc.analytics import packed
from longarc.care.access import Actor
from longarc.care.arc import State
from longarc.care.flags import Outcome
from longarc.records.actions.window import count_inside, keep_session, set_flags
from longarc.records.ids import uuid7
from longarc.records.models import AuditEntry, Reading, WindowState
from longarc.records.queries import asks, clients, readings, window_state

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def steady_then_up(person, days=60, up_from=45, until=None):
    """Around within reach, then way up for good: three check-ins in two days."""
    random, made = Random(4), []
    for step in range(days * 3 // 2):
        at = NOW + step * 16 * HOUR
        if until and at > until:
            break
        usual = (30, 50, 50, 50, 70)
        position = random.choice((90, 90, 70) if at >= NOW + up_from * DAY else usual)
        made.append(check_in(person, at, position))
    return made


def flags(cast, person, at):
    found = window_state.flags_of([person.client.pk], viewer=cast.maya.actor, at=at)
    return found[person.client.pk]


def kept(person):
    row = WindowState.objects.get(client=person.client)
    return row.upto, row.made_with, row.state, row.flags


class Course(Life):
    """A life with medicine sessions and agreed rows in it, and mostly steady check-ins."""

    def next(self, at):
        turn = self.random.random()
        if turn < 0.7:
            self.made.append(check_in(self.person, at, self.random.choice((30, 50, 50, 70, None))))
        elif turn < 0.75:
            viewer = Actor(self.person.user.pk, self.person.actor.practice)
            client = clients.find(self.person.client.public_id, viewer=viewer, at=at)
            keep_session(client, at - 3 * HOUR, by=viewer, at=at)
        else:
            super().next(at)


@pytest.mark.parametrize("seed", range(3))
def test_a_state_carried_on_is_a_state_worked_out_anew(cast, seed):
    """After every new fact: check-ins, corrections, undone and recalled ones, sessions."""
    random, at = Random(seed), NOW
    life = Course(cast.ada, random, cast.maya)
    for _step in range(60):
        at += random.choice([2 * HOUR, 9 * HOUR, 3 * DAY])
        life.next(at)
        carried, one = flags(cast, cast.ada, at), kept(cast.ada)
        WindowState.objects.all().delete()
        assert flags(cast, cast.ada, at) == carried
        assert kept(cast.ada) == one


def test_a_flag_asks_first_and_goes_to_the_therapist_when_nobody_answers(cast):
    steady_then_up(cast.ada)
    (flag, *_) = flags(cast, cast.ada, NOW + 100 * DAY)
    assert NOW + 40 * DAY < flag.since < flag.at < NOW + 60 * DAY
    WindowState.objects.all().delete()
    Reading.objects.all()._raw_delete("default")
    cleo = make_client(cast.practice, "Quiet Invented")
    steady_then_up(cleo, until=flag.at)
    (asking,) = flags(cast, cleo, flag.at + HOUR)
    assert asking.outcome(flag.at + HOUR) is Outcome.ASKING
    (told,) = flags(cast, cleo, flag.at + 49 * HOUR)
    assert told.outcome(flag.at + 49 * HOUR) is Outcome.UNANSWERED
    kinds = list(Reading.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds == ["flag_raised", "flag_unanswered"]
    assert AuditEntry.objects.filter(act="flag_unanswered", client=cleo.client).count() == 1


def test_an_answer_that_comes_late_from_a_phone_is_still_an_answer(cast):
    """It was made within the 48 hours, and arrives after the flag went to the therapist."""
    steady_then_up(cast.ada)
    (flag, *_) = flags(cast, cast.ada, NOW + 100 * DAY)
    steady_then_up(cast.cleo, until=flag.at)
    later = flag.at + 60 * HOUR
    assert flags(cast, cast.cleo, later)[0].answers == ()
    check_in(cast.cleo, flag.at + 30 * HOUR, 90)
    (carried,) = flags(cast, cast.cleo, later)
    assert [one.at for one in carried.answers] == [flag.at + 30 * HOUR]
    WindowState.objects.all().delete()
    assert flags(cast, cast.cleo, later) == (carried,)


def test_the_client_is_asked_until_two_days_after(cast):
    steady_then_up(cast.ada)
    (flag, *_) = flags(cast, cast.ada, NOW + 100 * DAY)
    steady_then_up(cast.cleo, until=flag.at)
    own = clients.own(viewer=cast.cleo.actor)
    assert asks.asked(own, viewer=cast.cleo.actor, at=flag.at + HOUR) == flag.at + 2 * DAY
    assert asks.asked(own, viewer=cast.cleo.actor, at=flag.at + 3 * DAY) is None


def test_an_answer_back_in_the_usual_range_closes_a_flag(cast):
    steady_then_up(cast.ada)
    (flag, *_) = flags(cast, cast.ada, NOW + 100 * DAY)
    steady_then_up(cast.cleo, until=flag.at)
    for hours in range(1, 6):
        check_in(cast.cleo, flag.at + hours * HOUR, 50)
    outcome = flags(cast, cast.cleo, flag.at + 3 * DAY)[0].outcome(flag.at + 3 * DAY)
    assert outcome in {Outcome.CLOSED, Outcome.CONFIRMED}
    said = flags(cast, cast.cleo, flag.at + 3 * DAY)[0].answers
    assert (outcome is Outcome.CLOSED) == any(one.usual and not one.over for one in said)


def test_no_flag_where_the_practice_has_them_off(cast):
    steady_then_up(cast.ada)
    assert flags(cast, cast.ada, NOW + 100 * DAY)
    set_flags(on=False, budget=0.2, by=cast.owner.actor, at=NOW)
    viewer = cast.maya.actor
    assert not window_state.flags_of([cast.ada.client.pk], viewer=viewer, at=NOW + 100 * DAY)


def test_another_agreed_window_is_another_state(cast):
    steady_then_up(cast.ada)
    assert flags(cast, cast.ada, NOW + 100 * DAY)
    before = kept(cast.ada)
    for person in (cast.ada, cast.maya):
        client = clients.find(cast.ada.client.public_id, viewer=cast.maya.actor, at=NOW)
        up = [State.UP, State.WAY_UP]
        count_inside(client, up, uid=uuid7(), by=person.actor, at=NOW + 61 * DAY)
    assert not flags(cast, cast.ada, NOW + 100 * DAY)
    assert kept(cast.ada) != before


@pytest.mark.parametrize("how_many", [2, 12])
def test_the_number_of_queries_does_not_grow(cast, how_many, django_assert_num_queries):
    people = [make_client(cast.practice, f"C{n} Invented", account=False) for n in range(how_many)]
    for person in people:
        steady_then_up(person, days=10)
    ids, viewer = [person.client.pk for person in people], cast.maya.actor
    window_state.flags_of(ids, viewer=viewer, at=NOW + 60 * DAY)
    with django_assert_num_queries(3):
        window_state.flags_of(ids, viewer=viewer, at=NOW + 60 * DAY)
    for person in people:
        check_in(person, NOW + 60 * DAY, 50)
    with django_assert_num_queries(3 + 1 + 3):
        window_state.flags_of(ids, viewer=viewer, at=NOW + 60 * DAY)


def test_every_stored_reading_is_worked_out_again_exactly(cast):
    """Also after later entries, and after one of those under it was taken back."""
    made = steady_then_up(cast.ada)
    flags(cast, cast.ada, NOW + 100 * DAY)
    Life(cast.ada, Random(1), cast.maya).reports(NOW + 101 * DAY)
    made[3].__class__.objects.create(
        **common(cast.ada, NOW + 102 * DAY), position=10, corrects=made[3].uid
    )
    checked = list(readings.checked(viewer=cast.maya.actor))
    assert len(checked) >= 2
    assert all(one.same for one in checked)


def test_a_reading_that_does_not_come_out_again_is_told(cast):
    steady_then_up(cast.ada)
    flags(cast, cast.ada, NOW + 100 * DAY)
    row = Reading.objects.first()
    numbers = json.loads(row.numbers)
    numbers["flag"]["statistic"] += 1e-9
    Reading.objects.filter(pk=row.pk)._raw_delete("default")
    row.pk, row.numbers, row._state.adding = None, json.dumps(numbers), True
    row.save()
    assert [one.same for one in readings.checked(viewer=cast.maya.actor)].count(False) == 1


def test_packing_keeps_every_bit(cast):
    steady_then_up(cast.ada)
    flags(cast, cast.ada, NOW + 55 * DAY)
    row = WindowState.objects.get(client=cast.ada.client)
    again = packed.person(
        row.state, row.flags, window_state.prior.population(viewer=cast.maya.actor)
    )
    assert (packed.state(again), packed.flags(again)) == (row.state, row.flags)


def test_a_damaged_cache_takes_nothing_away(cast):
    """It is only a cache: what cannot be read is worked out again."""
    steady_then_up(cast.ada, days=40)
    flags(cast, cast.ada, NOW + 40 * DAY)
    WindowState.objects.update(state="{not a state")
    check_in(cast.ada, NOW + 41 * DAY, 50)
    carried = flags(cast, cast.ada, NOW + 42 * DAY)
    one = kept(cast.ada)
    WindowState.objects.all().delete()
    assert flags(cast, cast.ada, NOW + 42 * DAY) == carried
    assert kept(cast.ada) == one
