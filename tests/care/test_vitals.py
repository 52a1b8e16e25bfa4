"""The newest vital signs of a record, and whether it shows that they are from before a dose."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from longarc.care import vitals
from longarc.care.capacities import Standing
from longarc.care.session_record import Kind, Line, Record, Taken, Told, Vital
from longarc.care.sources import Substance

START = datetime(2030, 5, 15, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
HIGH = {Vital.SYSTOLIC: 150, Vital.DIASTOLIC: 80}
LOW = {Vital.SYSTOLIC: 120, Vital.DIASTOLIC: 80}


def line(kind, hour=None, **facts):
    at = START + hour * HOUR if hour is not None else None
    return Line(uuid4(), Told(kind, at, "", facts), "Maya", START + 9 * HOUR)


def taken(hour, **facts):
    return line(Kind.VITALS, hour, **(facts or HIGH))


def record(*lines, **more):
    return Record(uuid4(), START, lines, **more)


def last(*lines, **more):
    return vitals.last([record(*lines, **more)], START + 10 * HOUR)


@pytest.mark.parametrize(
    ("others", "before"),
    [
        ((), True),
        ((line(Kind.DOSE, 2),), True),
        ((line(Kind.DOSE, 1),), False),  # at the same minute nobody knows which came first
        ((line(Kind.DOSE, 0.5),), False),
        ((line(Kind.DOSE, 2), line(Kind.DOSE)), False),  # a dose without its time
        ((line(Kind.PEAK, 0.5),), False),
        ((line(Kind.ENDED, 0.5),), False),
    ],
)
def test_before_a_dose_is_what_the_record_shows(others, before):
    assert last(taken(1), *others).before_dose is before


def test_a_measurement_without_its_time_is_of_that_session_and_before_nothing():
    found = last(taken(None))
    assert (found.at, found.before_dose) == (START, False)


def test_the_newest_that_stands_counts_and_none_to_come():
    early, late, ahead = taken(1, pulse=70), taken(3, pulse=80), taken(11, pulse=90)
    assert last(early, late, ahead).signs == {Vital.PULSE: 80}
    back = Taken(late.uid, START, "Maya", "Of another.")
    assert last(early, late, ahead, taken=(back,)).signs == {Vital.PULSE: 70}
    assert last(line(Kind.VITALS, 1, words="Not taken.")) is None


def test_what_is_kept_is_always_said():
    """Also where it cannot be read by anything."""
    kept = last(taken(1, systolic=128, diastolic=79, pulse=64, spo2=97))
    for substance in (None, *Substance):
        standing, what = vitals.read(kept, substance, START + 2 * HOUR)
        assert "blood pressure 128 over 79, pulse 64, oxygen saturation 97 %" in what.plain()
        met = standing is Standing.MET
        assert met == (substance is Substance.KETAMINE)
        assert "limit is set" in what.plain()


@pytest.mark.parametrize("first", [HIGH, LOW])
def test_of_two_of_one_minute_the_one_above_the_line_is_not_hidden(first):
    second = LOW if first is HIGH else HIGH
    lines = (replace(taken(1, **told), uid=UUID(int=n)) for n, told in enumerate((first, second)))
    assert last(*lines).signs == HIGH
