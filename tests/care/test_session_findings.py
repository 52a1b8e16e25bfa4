"""Leaving and touch that are not shown to be as they should be: which lines reach a person."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from longarc.care import hand_over, session_findings
from longarc.care.finding import Code
from longarc.care.session_checks import Recorded
from longarc.care.session_record import NO, YES, Fit, Kind, Line, Record, Taken, Told
from longarc.care.touch import Place, Statement, Terms, Touch

START = datetime(2030, 5, 15, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def line(n, kind=Kind.LEAVE, corrects=None, **facts):
    told = Told(kind, START + n * HOUR, facts=facts)
    gone = UUID(int=corrects) if corrects else None
    return Line(UUID(int=n), told, "Maya Invented", START + n * HOUR, corrects=gone)


def found(*lines, taken=(), agreed=None, hours=100):
    touch = Touch(statements=(Statement(agreed, True, START, START),)) if agreed else Touch()
    record = Record(UUID(int=99), START, lines, tuple(taken))
    recorded = Recorded((record,), touch)
    return list(session_findings.found(recorded, as_of=START + hours * HOUR))


def says(one):
    return one.what.plain()


def test_nothing_of_concern_says_nothing():
    assert found(line(1, **dict.fromkeys(Fit, YES))) == []


def test_not_wanting_to_live_with_concern_is_the_stronger_one():
    (one,) = found(line(1, **{Fit.SUICIDE: NO}))
    assert (one.code, one.level, one.since) == (Code.LEAVING, 1, START + HOUR)
    assert "asked about not wanting to live: there is concern" in says(one)
    assert "opens the risk path" in one.next_step.plain()


def test_a_leaving_that_says_nothing_of_it_is_asked_about():
    (one,) = found(line(1, **{Fit.AGREES: YES}))
    assert one.level == 1
    assert "nobody wrote that not wanting to live was asked about" in says(one)


@pytest.mark.parametrize("point", [one for one in Fit if one is not Fit.SUICIDE])
def test_every_other_point_that_is_a_no_is_told(point):
    (one,) = found(line(1, **{Fit.SUICIDE: YES, point: NO}))
    assert one.level == 0
    assert one.what.facts["points"].plain()


def test_a_later_yes_answers_a_point_but_never_not_wanting_to_live():
    no = {Fit.SUICIDE: NO, Fit.VITALS: NO}
    (one,) = found(line(1, **no), line(3, **dict.fromkeys(Fit, YES)))
    assert one.level == 1
    assert "vital signs" not in says(one)
    assert found(line(1, **{Fit.SUICIDE: YES, Fit.VITALS: NO}), line(3, **{Fit.VITALS: YES})) == []


@pytest.mark.parametrize(
    ("no", "yes", "answered"),
    [  # each: when it was, if that is said, and when it was written
        ((None, 5), (3, 3), False),  # the yes was written before anybody said no
        ((None, 3), (2, 5), True),
        ((None, 3), (None, 5), True),
        ((3, 5), (None, 4), False),
        ((None, 3), (None, 3), False),
        ((1, 8), (6, 7), False),  # the no was still to be written
        ((1, 8), (6, 8), True),  # written at one go, each with its time
        ((6, 8), (1, 9), False),
    ],
)
def test_a_yes_answers_a_no_only_when_it_was_also_written_after_it(no, yes, answered):
    def said(uid, times, **facts):
        at, written = times
        when = None if at is None else START + at * HOUR
        facts = {Fit.SUICIDE: YES, **facts}
        told = Told(Kind.LEAVE, when, facts=facts)
        return Line(UUID(int=uid), told, "Maya Invented", START + written * HOUR)

    points = said(1, no, **{Fit.ESCORT: NO}), said(2, yes, **{Fit.ESCORT: YES})
    assert (found(*points) == []) is answered


def test_a_corrected_line_is_gone_and_what_takes_its_place_is_a_fact_of_its_own():
    first = line(1, **{Fit.SUICIDE: NO})
    assert found(first, line(2, corrects=1, **{Fit.SUICIDE: YES})) == []
    (one,) = found(first, line(2, corrects=1, **{Fit.SUICIDE: NO}))
    assert one.since == START + 2 * HOUR  # a mark on the first does not answer it
    gone = Taken(UUID(int=1), START + 3 * HOUR, "Maya Invented", "another client")
    assert found(first, taken=[gone]) == []
    assert len(found(first, taken=[gone], hours=2.5)) == 1


def test_a_touch_within_the_agreement_says_nothing_and_beyond_it_is_told():
    agreed = Terms(frozenset({Place.HAND}))
    asked = {"places": "hand", "asked": YES}
    assert found(line(1, Kind.TOUCH, **asked), agreed=agreed) == []
    (one,) = found(line(1, Kind.TOUCH, places="hug", asked=NO), agreed=agreed)
    assert one.code is Code.TOUCH
    assert "a hug, not asked first. Agreed then: Touch: hand only, ask first" in says(one)
    (one,) = found(line(1, Kind.TOUCH, places="hand"), agreed=agreed)
    assert "asking is not written" in says(one)
    (one,) = found(line(1, Kind.TOUCH, asked=YES), agreed=agreed)
    assert "where is not written" in says(one)


@pytest.mark.parametrize(
    "told", [line(1, **{Fit.SUICIDE: NO}), line(1, Kind.TOUCH, places="hug", asked=NO)]
)
def test_either_is_urgent_the_same_day_where_nobody_holds_the_client(told):
    (one,) = found(told)
    assert hand_over.due([one], near=None) == (True, told.written_at + hand_over.SAME_DAY)


def test_what_is_written_later_is_not_known_before():
    assert found(line(5, **{Fit.SUICIDE: NO}), hours=4) == []


ASKED = {"places": "hand", "asked": YES}
HAND = Terms(frozenset({Place.HAND}))


def untimed(n, kind=Kind.TOUCH, **facts):
    """Written in hour `n`; when it was is not said."""
    return Line(UUID(int=n), Told(kind, None, facts=facts), "Maya Invented", START + n * HOUR)


def narrowed(*said):
    """The hand was agreed before; then what was said, each in its hour, signed or not."""
    told = [(HAND, -1, True), *said]
    statements = [
        Statement(terms, signed, START + n * HOUR, START + n * HOUR) for terms, n, signed in told
    ]
    return Touch(tuple(statements), (START,))


@pytest.mark.parametrize(
    ("written", "said", "told"),
    [
        (8, (), 0),
        (8, (Terms(), 4, False), 1),
        (3, (Terms(), 4, False), 0),  # it was written before the narrowing
        (40, (Terms(), 36, True), 0),  # a new agreement after the session: for the next one
        (40, (Terms(), 36, False), 1),
    ],
)
def test_touch_without_a_time_is_held_against_the_strictest_until_it_was_written(
    written, said, told
):
    agreed = narrowed(said) if said else narrowed()
    record = Record(UUID(int=99), START, (untimed(written, **ASKED),))
    found = list(session_findings.found(Recorded((record,), agreed), as_of=START + 50 * HOUR))
    assert len(found) == told
    assert all("Agreed then: No touch" in says(one) for one in found)
    timed = Record(UUID(int=99), START, (line(2, Kind.TOUCH, **ASKED),))
    assert list(session_findings.found(Recorded((timed,), agreed), as_of=START + 50 * HOUR)) == []
