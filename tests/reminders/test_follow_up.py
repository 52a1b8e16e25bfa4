"""A follow-up is reminded of once, also after an arc is closed, until somebody ends it."""

from datetime import date, datetime, time, timedelta

import pytest

from longarc.care.after import Slot, Step
from longarc.care.reminder_states import Outcome
from longarc.care.reminders import Way
from longarc.records.actions import after, outgoing
from longarc.records.actions import rest as rests
from longarc.records.ids import uuid7
from longarc.records.insert import insert
from longarc.records.models import MedicineSession, ReminderSend
from longarc.records.queries import after as after_queries
from longarc.records.queries import worker as left
from tests.cast import check_in
from tests.reminders.story import DAY, SIX, Worker, chooses, ref

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LATER = SIX + DAY
WEEKS_4 = 28 * DAY


@pytest.fixture
def worker(cast):
    """Ada had a session 27 days ago; reminders are wanted for follow-ups alone."""
    at = SIX - WEEKS_4 + DAY
    who = {"practice": cast.practice, "client": cast.ada.client, "by": cast.maya.user}
    MedicineSession(**who, uid=uuid7(), at=at, received_at=at, starts_at=at).save()
    chooses(cast.ada, days=frozenset())
    sent = []

    def carry(letter, _at):
        sent.append(letter)
        return made.outcome

    made = Worker(cast.practice.pk, more={"carriers": {Way.EMAIL: carry}})
    made.sent, made.outcome = sent, Outcome.SENT
    return made


def records(cast, step: Step, at: datetime, slot: Slot = Slot.FOLLOW_UP) -> None:
    client = ref(cast.ada)
    seen = next(reversed(after_queries.told(client, viewer=cast.maya.actor)), None)
    new = after.New(slot, step, at.date(), "Because.")
    after.record(client, new, seen=seen, uid=uuid7(), by=cast.maya.actor, at=at)


def told(worker: Worker, begin: datetime, *days: int) -> list[date]:
    """The follow-ups that were told, with three looks at six o'clock of so many days later."""
    before = len(worker.sent)
    for n in days:
        for minutes in (-1, 0, 60):
            worker.looks(begin + n * DAY + minutes * MINUTE)
    uids = [one.uid for one in worker.sent[before:]]
    rows = ReminderSend.objects.filter(uid__in=uids).order_by("due_at")
    assert all(row.about for row in rows)
    return [row.about for row in rows]


DATES = [date(2030, 5, 16), date(2030, 7, 18), date(2030, 10, 18), date(2031, 4, 18)]


def test_it_comes_once_for_each_also_when_the_arc_is_closed_and_says_the_same(cast, worker):
    records(cast, Step.CLOSED, SIX, Slot.ARC)
    around = ((one - SIX.date()).days + n for one in DATES for n in (-1, 0, 1, 2))
    assert told(worker, SIX, *around) == DATES
    assert len({one.text for one in worker.sent}) == 1


def test_it_stops_when_somebody_ends_it_and_when_none_are_wanted(cast, worker):
    worker.looks(LATER)
    records(cast, Step.ENDED, LATER + DAY)
    assert told(worker, LATER + DAY, 0, 62, 63) == []
    records(cast, Step.AGAIN, LATER + 101 * DAY)
    chooses(cast.ada, Way.NONE, at=LATER + 102 * DAY)
    assert told(worker, LATER + 103 * DAY, 0, 52, 53) == []
    assert len(worker.sent) == 1


def test_what_is_said_or_ended_meanwhile_counts_until_it_is_claimed(cast, worker):
    outgoing.plan(by=worker.by, at=LATER)
    after.answer(ref(cast.ada), "Well.", uid=uuid7(), by=cast.ada.actor, at=LATER)
    assert worker.looks(LATER + MINUTE) == 0
    assert list(ReminderSend.objects.values_list("state", "why")) == [("dropped", "unwanted")]
    assert told(worker, LATER + DAY, 0, 1, 2) == [], "her answer stands for this one"


def test_a_check_in_is_no_answer_and_a_pause_puts_it_off(cast, worker):
    check_in(cast.ada, LATER - MINUTE)
    outgoing.plan(by=worker.by, at=LATER)
    rests.rest(until=LATER + 2 * DAY - MINUTE, by=cast.ada.actor, at=LATER)
    assert worker.looks(LATER + MINUTE) == 0
    assert told(worker, LATER + DAY, 0, 1, 2, 3) == [DATES[0]]
    row = ReminderSend.objects.get(state="sent")
    assert (row.about, row.due_at) == (DATES[0], LATER + 2 * DAY)


def test_one_whose_outcome_is_unknown_is_not_repeated_on_any_day(cast, worker):
    worker.outcome = Outcome.UNKNOWN
    assert told(worker, LATER, 0, 1, 2, 14) == [DATES[0]]
    other = ReminderSend.objects.get()
    assert not insert(_again(other)), "nor by a worker that knows nothing of it"


def _again(row: ReminderSend) -> ReminderSend:
    """The same follow-up on another day, as a worker would queue it that had not seen the first."""
    row.pk, row.uid, row.key, row.state = None, uuid7(), "2030-05-17:0", "queued"
    return row


def test_what_was_surely_not_taken_is_tried_on_the_next_day_of_theirs(cast, worker):
    worker.outcome = Outcome.REFUSED
    worker.looks(LATER)
    worker.outcome = Outcome.SENT
    assert told(worker, LATER + DAY, 0, 1, 2, 3) == [DATES[0]]
    states = ReminderSend.objects.order_by("due_at").values_list("state", flat=True)
    assert list(states) == ["failed", "sent"]


def test_where_daily_ones_are_wanted_a_day_still_has_one(cast, worker):
    chooses(cast.ada, at=SIX - MINUTE)
    for n in range(4):
        for minutes in (0, 1, 60):
            worker.looks(SIX + n * DAY + minutes * MINUTE)
    rows = ReminderSend.objects.order_by("due_at").values_list("about", "state")
    assert list(rows) == [(None, "sent"), (DATES[0], "sent"), (None, "sent"), (None, "sent")]


# -- what is chosen anew while one waits ------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "comes"),
    [({"first": time(19)}, LATER + HOUR), ({"zone": "America/New_York"}, LATER + 4 * HOUR)],
)  # fmt: skip
def test_a_time_or_a_zone_that_is_changed_while_one_waits_moves_it(cast, worker, choice, comes):
    """To the new time of the same date, once; neither lost nor sent at the old time."""
    chooses(cast.ada, at=SIX)
    outgoing.plan(by=worker.by, at=LATER)
    chooses(cast.ada, at=LATER + MINUTE, **choice)
    assert worker.looks(LATER + MINUTE) == 0
    assert left.waiting(viewer=worker.by, at=comes - MINUTE) == []
    assert [worker.looks(comes + n * MINUTE) for n in (0, 1, 2)] == [1, 0, 0]
    row = ReminderSend.objects.get(due_at=comes)
    assert (row.state, row.tries) == ("sent", 1)
