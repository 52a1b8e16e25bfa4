"""The record of a session: lines that are only added, and what is asked before one is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from longarc.care import cycles
from longarc.care.commitments import Commitment, Rhythm
from longarc.care.cycles import Known, Landed, Shift
from longarc.care.living import Area
from longarc.care.session_record import (
    NO,
    YES,
    Fit,
    Kind,
    Line,
    NotALine,
    Record,
    Signature,
    Taken,
    Told,
    Vital,
    asks,
    checked,
    parse,
    touched,
    written,
)
from longarc.care.threads import From, Moved, State, Thread
from longarc.care.touch import NO_TOUCH, Place, Statement, Terms, Touch

START = datetime(2030, 5, 15, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOW = START + 30 * HOUR
SHOULDER = Terms(frozenset({Place.SHOULDER}))


def line(n, kind=Kind.EVENT, hour=1.0, *, corrects=None, **facts):
    told = Told(kind, START + hour * HOUR, "", facts)
    uid = UUID(int=corrects) if corrects else None
    return Line(UUID(int=n), told, "Maya", NOW + n * HOUR, corrects=uid)


def record(*lines, **more):
    return Record(UUID(int=99), START, lines, **more)


def uids(found):
    return [one.uid.int for one in found]


def test_a_correction_takes_the_place_of_its_line_and_both_can_be_read():
    found = record(line(1, hour=3), line(2), line(3, hour=5, corrects=1), line(4, corrects=3))
    assert uids(found.standing) == [2, 4]
    assert uids(found.before(found.lines[3])) == [3, 1]


def test_what_was_taken_back_does_not_stand_nor_what_it_had_corrected():
    back = Taken(UUID(int=3), NOW, "Maya", "Another day.")
    found = record(line(1), line(2), line(3, corrects=1), taken=(back,))
    assert uids(found.standing) == [2]


def test_after_the_signature_of_the_lead_there_are_addenda():
    early = Signature(NOW, "Finn", lead=False)
    lead = Signature(NOW + 9 * HOUR, "Maya", lead=True, covers=1)
    found = record(line(2), line(4), signatures=(early, lead))
    assert found.signed == lead
    # Line 4 was sent before the signature and arrived after it: nobody signed it.
    assert found.standing[1].written_at < lead.at
    assert [found.is_addendum(one) for one in found.standing] == [False, True]
    assert not record(line(4), signatures=(early,)).is_addendum(line(4))


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        (Told(Kind.VITALS, START, facts={Vital.SYSTOLIC: 146, Vital.DIASTOLIC: 94}), 0),
        (Told(Kind.VITALS, START, facts={Vital.SYSTOLIC: 80, Vital.DIASTOLIC: 120}), 1),
        (Told(Kind.VITALS, START, facts={Vital.PULSE: 0, Vital.SPO2: 101}), 2),
        (Told(Kind.ENDED, START - HOUR), 1),
        (Told(Kind.EVENT, NOW + HOUR), 1),
        (Told(Kind.EVENT, START - 13 * HOUR), 1),
        (Told(Kind.LEAVE, START, facts={Fit.TRANSPORT: NO}), 1),
        (Told(Kind.LEAVE, START, facts={Fit.TRANSPORT: NO, "deviation": "A taxi."}), 0),
        (Told(Kind.LEAVE, START, facts={Fit.DISTRESS: NO}), 0),
    ],
)
def test_what_is_asked_can_still_be_kept(told, asked):
    assert len(asks(told, START, NOW)) == asked
    assert checked(told) is told


@pytest.mark.parametrize(
    "told",
    [
        Told(Kind.EVENT),
        Told(Kind.ENDED, words="in the evening"),
        Told(Kind.WORDS, words="x" * 4001),
        Told(Kind.DOSE, facts={"amount": "x" * 201}),
        Told(Kind.VITALS, facts={Vital.PULSE: 1000}),
    ],
)
def test_what_cannot_be_kept_says_why(told):
    with pytest.raises(NotALine, match=r"^Nothing was kept yet\."):
        checked(told)


def test_a_line_comes_back_as_it_was_written():
    told = Told(Kind.DOSE, START, "In tea.", {"amount": "25 mg", "substance": "psilocybin"})
    assert parse(told.kind, told.at, written(told)) == told


def test_touch_outside_the_agreement_in_force_is_said():
    on_shoulder = Told(Kind.TOUCH, START, facts={"places": "shoulder", "asked": YES})
    assert touched(on_shoulder, SHOULDER)
    assert not touched(Told(Kind.TOUCH, START, "A hand.", {"asked": YES}), SHOULDER)
    assert not touched(on_shoulder, NO_TOUCH)
    assert not touched(replace(on_shoulder, facts={"places": "shoulder"}), SHOULDER)
    assert touched(
        replace(on_shoulder, facts={"places": "shoulder"}), replace(SHOULDER, ask_first=False)
    )


def test_the_agreement_in_force_is_that_of_the_moment():
    def said(terms, hour, *, signed):
        when = START + hour * HOUR
        return Statement(terms, signed=signed, at=when, received_at=when)

    agreed = Touch((said(SHOULDER, -1, signed=True), said(NO_TOUCH, 3, signed=False)), (START,))
    assert agreed.stood(START + 2 * HOUR) == SHOULDER
    assert agreed.stood(START + 4 * HOUR) == NO_TOUCH


def test_a_recorded_end_ends_that_touch_can_only_become_less():
    """From when it was known, not from when it was: what was narrowed stays narrow."""

    def signs(hour):
        when = START + hour * HOUR
        return Statement(SHOULDER, signed=True, at=when, received_at=when)

    over = {START: START + 8 * HOUR}
    assert Touch((signs(9),), (START,), as_of=START + 9 * HOUR).under_way == START
    ended = Touch((signs(9),), (START,), as_of=START + 9 * HOUR, ends=over)
    assert (ended.under_way, ended.terms, ended.current) == (None, SHOULDER, True)
    assert Touch((signs(7),), (START,), ends=over).terms == NO_TOUCH
    late = {START: START + 50 * HOUR}  # written two days later: the hours had ended it before
    assert Touch((signs(25),), (START,), ends=late).terms == SHOULDER


def test_what_opened_and_what_landed_stay_apart():
    week = timedelta(weeks=1)
    landed = Moved(State.LANDED, START + week, by_client=True)
    here, other = From(session=START), From(session=START - 9 * week)
    known = Known(
        threads=(
            Thread(UUID(int=1), START, "the door", came=here, moves=(landed,)),
            Thread(UUID(int=2), START, "the stairs", came=here),
            Thread(UUID(int=3), START, "the sea", came=other),
        ),
        commitments=(
            step(4, "Walk"),
            step(5, "Let go", ended=START + 3 * week),
            step(6, "Rest at noon", ended=START + 3 * week, stayed=True),
            step(7, "Sing", ended=START + 6 * week, stayed=True),
        ),
        shifts=(Shift(START + 3 * week, {Area.REST: 3}),),
    )
    mine = record(line(1, Kind.STATE, state="up"), line(2, Kind.VITALS, pulse=70))
    later = Record(UUID(int=98), START + 5 * week)
    [first, second] = cycles.cycles((later, mine), known, as_of=START + 6 * week)
    assert uids(first.lines) == [1]
    assert [one.words for one in first.threads] == ["the door", "the stairs"]
    assert [one.words for one in first.landed.threads] == ["the door"]
    assert [one.text for one in first.landed.steps] == ["Rest at noon"]
    assert [one.steps for one in first.landed.shifts] == [{Area.REST: 3}]
    assert len(first.commitments) == 4
    assert (second.number, second.until, second.threads) == (2, None, ())
    assert [one.text for one in second.landed.steps] == ["Sing"]


def step(n, text, **more):
    return Commitment(UUID(int=n), START + timedelta(weeks=1), text, Rhythm.SOME_DAYS, **more)


def test_nothing_lands_that_nobody_marked():
    """However long ago the session is: time lands nothing, and neither does taking something up."""
    known = Known(
        threads=(Thread(UUID(int=1), START, "the door", came=From(session=START)),),
        commitments=(step(2, "Walk"),),
    )
    [only] = cycles.cycles((record(),), known, as_of=START + timedelta(weeks=99))
    assert only.landed == Landed()


def test_a_thread_of_the_day_of_a_session_opened_in_it_by_the_days_of_the_client():
    """A client who names the day and not the session does not read "nothing is written down"."""
    honolulu = ZoneInfo("Pacific/Honolulu")  # the evening before
    day = START.astimezone(honolulu).date()
    known = Known(
        threads=(
            Thread(UUID(int=1), START, "the door", came=From(day=day)),
            Thread(UUID(int=2), START, "the sea", came=From(day=day + timedelta(days=1))),
            Thread(UUID(int=3), START, "no day"),
            Thread(UUID(int=4), START, "another", came=From(START - timedelta(days=99), day)),
        ),
        zone=honolulu,
    )
    [only] = cycles.cycles((record(),), known, as_of=START + HOUR)
    assert [one.words for one in only.threads] == ["the door"]


def test_a_line_that_is_still_to_come_was_not_written_afterwards():
    at = datetime(2030, 5, 15, 18, tzinfo=UTC)
    line = Line(UUID(int=1), Told(Kind.ENDED, at), "Maya", at - timedelta(hours=2))
    assert line.was_to_come
    assert not replace(line, written_at=at + timedelta(minutes=1)).was_to_come
