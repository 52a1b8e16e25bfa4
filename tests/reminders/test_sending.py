"""Each reminder is sent at most once, says nothing, and its log says what is known."""

from datetime import timedelta

import pytest
from django.core.mail import get_connection
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from longarc.care.reminder_states import AGAIN_AFTER, LEASE, Outcome
from longarc.care.reminder_words import TEXTS, Wording
from longarc.care.reminders import LASTS, Way
from longarc.cli import mail
from longarc.cli import worker as cli
from longarc.records.actions import outgoing
from longarc.records.actions import rest as rests
from longarc.records.models import ReminderSend, User, WorkerRun
from longarc.records.queries import reminders as queries
from longarc.records.queries import worker as left
from tests.cast import check_in
from tests.post import mail_server, subject
from tests.reminders.story import DAY, MORNING, SIX, Worker, chooses, ref, states

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def post(settings):
    """A mail server that the practice's settings name."""
    with mail_server() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 5
        settings.DEFAULT_FROM_EMAIL, settings.MAIL_READY = "notes@example.org", True
        yield box


@pytest.fixture
def worker(cast):
    chooses(cast.ada)
    return Worker(cast.practice.pk)


def test_one_sentence_goes_to_one_address_and_nothing_else(cast, worker, post):
    assert worker.looks() == 1
    [taken] = post.taken
    assert (taken["To"], taken["From"]) == (cast.ada.user.email, "Today <notes@example.org>")
    text = TEXTS[Wording.MOMENT]
    assert (subject(taken), taken.get_payload(decode=True).decode().strip()) == (text, text)
    assert {name.lower() for name in taken} == {
        "content-type", "mime-version", "content-transfer-encoding", "subject", "from", "to",
        "date", "message-id", "auto-submitted",
    }  # fmt: skip
    assert states() == [("sent", "")]


@examples(max_examples=30, deadline=None)
@given(st.sampled_from(Wording), st.emails(), st.uuids(), st.text(max_size=20))
def test_whoever_it_is_for_the_mail_says_the_same(text, address, uid, key):
    letter = outgoing.Letter(uid, Way.EMAIL, text, SIX, address)
    made = mail.message(letter, get_connection("django.core.mail.backends.dummy.EmailBackend"))
    assert (made.subject, made.body) == (TEXTS[text], f"{TEXTS[text]}\n")


def test_however_often_workers_look_it_is_sent_once(worker, post):
    sent = [worker.looks(SIX + n * MINUTE) for n in (-1, 0, 0, 1, 60, 121)]
    assert sent == [0, 1, 0, 0, 0, 0]
    assert len(post.taken) == 1


def test_what_the_client_says_counts_until_it_is_claimed(cast, worker, post):
    """Queued, then: she checks in, or rests, or chooses another way, or her account is closed."""
    outgoing.plan(by=worker.by, at=SIX)
    assert states() == [("queued", "")]
    check_in(cast.ada, SIX - MINUTE)
    assert worker.looks(SIX + MINUTE) == 0
    outgoing.plan(by=worker.by, at=SIX + DAY)
    rests.rest(until=None, by=cast.ada.actor, at=SIX + DAY)
    assert worker.looks(SIX + DAY + MINUTE) == 0
    rests.come_back(by=cast.ada.actor, at=SIX + DAY * 1.5)
    outgoing.plan(by=worker.by, at=SIX + DAY * 2)
    chooses(cast.ada, Way.NONE, at=SIX + DAY * 2)
    assert worker.looks(SIX + DAY * 2 + MINUTE) == 0
    chooses(cast.ada, at=SIX + DAY * 2.5)
    User.objects.filter(pk=cast.ada.user.pk).update(is_active=False)
    assert worker.looks(SIX + DAY * 3) == 0
    assert states() == [("dropped", "unwanted")] * 3
    assert post.taken == []


def test_a_worker_that_was_away_says_what_came_too_late_and_sends_none_of_it(worker, post):
    worker.looks(MORNING + MINUTE)
    assert worker.looks(SIX + DAY * 3 + LASTS) == 0
    assert states() == [("dropped", "late")] * 4
    assert worker.looks(SIX + DAY * 30 + MINUTE) == 1
    assert [state for state, _ in states()].count("dropped") == 4 + 6, "a week back, no more"
    assert len(post.taken) == 1


def test_a_process_that_dies_in_the_middle_leaves_unknown_and_it_is_never_sent_again(worker, post):
    outgoing.plan(by=worker.by, at=SIX)
    [uid] = left.waiting(viewer=worker.by, at=SIX)
    assert outgoing.claim(uid, by=worker.by, at=SIX) is not None
    assert worker.looks(SIX + LEASE - MINUTE) == 0
    assert states() == [("sending", "")]
    for minutes in (0, 1, 30, 119):
        assert worker.looks(SIX + LEASE + minutes * MINUTE) == 0
    assert states() == [("unknown", "stopped")]
    assert post.taken == []


def test_of_two_that_claim_one_gets_it(worker):
    outgoing.plan(by=worker.by, at=SIX)
    [uid] = left.waiting(viewer=worker.by, at=SIX)
    assert outgoing.claim(uid, by=worker.by, at=SIX)
    assert outgoing.claim(uid, by=worker.by, at=SIX) is None


def test_one_that_was_only_slow_may_still_say_what_became_of_it_but_not_send_again(worker):
    outgoing.plan(by=worker.by, at=SIX)
    [uid] = left.waiting(viewer=worker.by, at=SIX)
    letter = outgoing.claim(uid, by=worker.by, at=SIX)
    outgoing.tidy(by=worker.by, at=SIX + LEASE)
    outgoing.settle(letter, Outcome.NOT_TAKEN, by=worker.by, at=SIX + LEASE + MINUTE)
    assert states() == [("unknown", "stopped")]
    outgoing.settle(letter, Outcome.SENT, by=worker.by, at=SIX + LEASE + MINUTE)
    assert states() == [("sent", "")]


def test_a_refusal_is_final_and_a_not_now_is_tried_again_in_its_time(worker, post):
    post.about_address = lambda _: "550 no such mailbox"
    worker.looks()
    assert states() == [("failed", "refused")]
    post.about_address = lambda _: "250 taken"
    post.answer = lambda _: "451 come back later"
    worker.looks(SIX + DAY)
    assert states()[1] == ("queued", "")
    post.answer = lambda _: "250 taken"
    assert worker.looks(SIX + DAY + MINUTE) == 0, "not before its time"
    assert worker.looks(SIX + DAY + AGAIN_AFTER) == 1
    assert [state for state, _ in states()] == ["failed", "sent"]
    assert len(post.taken) == 1


def test_a_mail_server_that_is_away_is_tried_again_and_then_it_is_said(worker, post, settings):
    settings.EMAIL_PORT = 1
    tries = [worker.looks(SIX + n * AGAIN_AFTER) for n in range(40)]
    assert sum(tries) == LASTS / AGAIN_AFTER
    assert states() == [("failed", "no_contact")]


def test_when_nobody_knows_whether_it_was_taken_it_stays_so(worker, post):
    """The server takes it and hangs up before it has said so."""

    def hang_up(_mail):
        raise ConnectionResetError

    post.after = hang_up
    worker.looks()
    worker.looks(SIX + AGAIN_AFTER)
    worker.looks(SIX + LASTS)
    assert len(post.taken) == 1
    assert states() == [("unknown", "no_answer")]


def test_without_a_mail_server_nothing_leaves_and_the_log_says_so(worker, settings):
    settings.MAIL_READY = False
    worker.looks()
    assert states() == [("failed", "not_set_up")]


def test_a_clock_that_is_put_back_sends_nothing_twice_and_a_dead_worker_is_noticed(worker, post):
    worker.looks(SIX)
    looks = [worker.looks(SIX - HOUR + n * 10 * MINUTE) for n in range(10)]
    assert sum(looks) == 0
    worker.looks(SIX - HOUR)
    assert left.silent(viewer=worker.by, at=SIX - HOUR + 10 * MINUTE), "by the clock as it is now"
    assert (len(post.taken), states()) == (1, [("sent", "")])


def test_it_goes_to_the_address_of_the_moment_and_to_none_when_there_is_none(cast, worker, post):
    """Her address is changed, and later taken away, between queue and send."""
    user = User.objects.filter(pk=cast.ada.user.pk)
    outgoing.plan(by=worker.by, at=SIX)
    user.update(email="other@example.org")
    worker.looks(SIX)
    outgoing.plan(by=worker.by, at=SIX + DAY)
    user.update(email="")
    worker.looks(SIX + DAY)
    assert [mail["To"] for mail in post.taken] == ["other@example.org"]
    assert states() == [("sent", ""), ("failed", "no_address")]


@pytest.mark.parametrize(
    "address", ["a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "a@b@c", "@"]
)
def test_an_address_that_is_none_writes_no_line_of_its_own(cast, worker, post, address):
    chooses(cast.cleo)
    User.objects.filter(pk=cast.ada.user.pk).update(email=address)
    worker.looks()
    assert [mail["To"] for mail in post.taken] == [cast.cleo.user.email], "the others still go"
    assert sorted(states()) == [("failed", "refused"), ("sent", "")]


def test_a_name_with_a_line_break_writes_no_line_of_its_own(worker, post, settings):
    settings.APP_NAME = "Today\r\nBcc: b@example.org"
    worker.looks()
    assert (post.taken, states()) == ([], [("failed", "refused")])


def test_a_slow_send_makes_no_other_one_too_late(cast, worker, post):
    """The clock is read before each: what came to be past its time meanwhile is dropped."""
    chooses(cast.cleo)
    times = iter([SIX, SIX, SIX, SIX + LASTS - MINUTE, SIX + LASTS - MINUTE, SIX + LASTS * 2])
    cli.look(lambda: next(times, SIX + LASTS * 2), by=worker.by)
    assert sorted(states()) == [("dropped", "late"), ("sent", "")]
    assert len(post.taken) == 1


def test_the_log_is_the_clients_own_and_holds_nothing_but_codes(cast, worker, post):
    worker.looks()
    [line] = queries.log(ref(cast.ada), viewer=cast.ada.actor)
    assert (line.at, line.way, line.state) == (SIX, Way.EMAIL, "sent")
    assert queries.log(ref(cast.cleo), viewer=cast.cleo.actor) == ()
    row = ReminderSend.objects.values().get()
    assert {row[name] for name in ("key", "way", "text", "why")} == {
        "2030-05-15:0", "email", "moment", "",
    }  # fmt: skip


def test_another_practice_is_not_touched(cast, post):
    chooses(cast.zoes_client)
    assert Worker(cast.practice.pk).looks() == 0
    assert Worker(cast.elsewhere.pk).looks() == 1


def test_the_nights_work_is_done_once_a_day(cast, worker, post):
    worker.looks()
    assert left.last_run(viewer=worker.by) == SIX
    later = SIX + DAY * 401
    assert outgoing.night(later.date(), by=worker.by, at=later)
    assert not outgoing.night(later.date(), by=worker.by, at=later)
    assert states() == []
    assert WorkerRun.objects.count() == 1


def test_a_silent_worker_is_noticed_only_where_someone_waits(cast, worker):
    assert left.silent(viewer=worker.by, at=SIX), "it never ran"
    worker.looks()
    assert not left.silent(viewer=worker.by, at=SIX + 9 * MINUTE)
    assert left.silent(viewer=worker.by, at=SIX + 10 * MINUTE)
    chooses(cast.ada, Way.CALENDAR, at=SIX)
    assert not left.silent(viewer=worker.by, at=SIX + DAY)


def test_a_look_costs_the_same_queries_for_many_clients(cast, worker, django_assert_num_queries):
    worker.looks(MORNING)
    with django_assert_num_queries(9):
        outgoing.plan(by=worker.by, at=MORNING + MINUTE)
    chooses(cast.cleo)
    with django_assert_num_queries(9):
        outgoing.plan(by=worker.by, at=MORNING + MINUTE * 2)
