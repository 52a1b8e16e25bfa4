"""The one table of kinds and the one of facts: nothing is in one place and missing elsewhere."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from longarc.care import signals
from longarc.care.adverse import Event, FollowUp, Grade, Severity, YesNo
from longarc.care.after import Facts as After
from longarc.care.after import Session
from longarc.care.arc import Arc
from longarc.care.arc_facts import FACTS, up_to
from longarc.care.finding import CLOSING, Code, Finding, Mark, MarkKind
from longarc.care.finding_kinds import KINDS, by_record, explained, may_be_useless, may_wait
from longarc.care.text import Text

NOW = datetime(2030, 5, 15, 9, tzinfo=UTC)
DAY = timedelta(days=1)
NOTHING = Text("")


def finding(code, since=NOW, **more):
    words = dict.fromkeys(("what", "sure", "next_step", "goes_when"), NOTHING)
    return Finding(code=code, since=since, **{"level": 0, **words, **more})


def test_every_kind_has_a_row_and_every_field_of_the_arc_too():
    assert set(KINDS) == set(Code)
    assert set(FACTS) == {field.name for field in fields(Arc)}
    assert all(kind.label and kind.title and kind.what for kind in KINDS.values())
    assert [code for code, *_ in explained(6)] == sorted(KINDS, key=lambda c: KINDS[c].place)


def test_the_order_of_the_list_is_the_one_that_was_decided():
    found = [finding(code, since=NOW - n * DAY) for n, code in enumerate(Code)]
    found += [finding(Code.ADVERSE, below=True, since=NOW - 90 * DAY)]
    order = [(one.code, one.below) for one in signals.ordered(found)]
    groups = [
        {"risk"},
        {"wrote_again"},
        {"leaving", "touch"},
        {"contact"},
        {"screening", "declined", "lapsed"},
        {"adverse"},
        {"slower", "exercise", "ungated"},
        {"rupture"},
        {"contact_due"},
        {"run"},
        {"rise", "fall"},
        {"silence"},
        {"relation", "follow_up", "below"},
        {"decided"},
    ]
    for group in groups:
        here = {"below" if below else str(code) for code, below in order[: len(group)]}
        assert here == group
        order = order[len(group) :]
    assert not order


def test_not_wanting_to_live_and_serious_events_come_first_of_theirs():
    found = [
        finding(Code.TOUCH, since=NOW - 9 * DAY),
        finding(Code.LEAVING, since=NOW - 8 * DAY),
        finding(Code.LEAVING, level=1),
        finding(Code.RISK),
    ]
    assert [(one.code, one.level) for one in signals.ordered(found)] == [
        (Code.RISK, 0),
        (Code.LEAVING, 1),
        (Code.TOUCH, 0),
        (Code.LEAVING, 0),
    ]


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("kind", MarkKind)
def test_what_a_mark_does_to_each_kind(code, kind):
    """Everything but a risk path can be put off; what a record answers is closed by no button."""
    mark = Mark(code, NOW, 0, kind, NOW, NOW + DAY if kind is MarkKind.LATER else None)
    stands = signals.standing([finding(code)], [mark], as_of=NOW + DAY / 2)
    answered = may_wait(code) if kind is MarkKind.LATER else kind in CLOSING and not by_record(code)
    assert bool(stands) is not answered
    assert may_wait(code) is (code is not Code.RISK)
    newer = [finding(code, level=1)]
    assert signals.standing(newer, [mark], as_of=NOW + DAY / 2)  # a newer fact brings it back
    if kind is MarkKind.LATER:
        assert signals.standing([finding(code)], [mark], as_of=NOW + DAY)


def test_only_what_a_rule_found_may_be_called_not_useful():
    assert {code for code in Code if may_be_useless(code)} == {"run", "silence", "rise", "fall"}


def event(severity, serious):
    grade = Grade(severity=severity, serious=serious)
    told = (FollowUp(NOW, grade),) if severity or serious else ()
    return Event(UUID(int=1), NOW, follow_ups=told)


@pytest.mark.parametrize(
    ("severity", "serious", "below"),
    [
        (None, None, False),
        (Severity.MILD, YesNo.NO, True),
        (Severity.MILD, None, False),
        (Severity.MILD, YesNo.YES, False),
        (Severity.MODERATE, YesNo.NO, False),
        (None, YesNo.NO, False),
    ],
)
def test_an_adverse_event_goes_below_only_when_mild_not_serious_and_followed_up(
    severity, serious, below
):
    arc = Arc(adverse=(event(severity, serious),))
    (found,) = signals.findings(arc, as_of=NOW + DAY)
    assert found.below is below
    told = found.next_step.plain()
    assert ("Last followed up on" in told) is (severity is not None or serious is not None)


def test_contacts_put_off_come_back_when_the_next_one_is_due():
    held = Session(UUID(int=1), NOW, NOW)
    arc = Arc(after=After(sessions=(held,)))

    def due(day):
        found = signals.findings(arc, as_of=NOW + day * DAY)
        return next(one for one in found if one.code is Code.CONTACT_DUE)

    first = due(2)
    later = Mark(
        first.code, first.since, first.level, MarkKind.LATER, NOW + 2 * DAY, NOW + 90 * DAY
    )
    assert not signals.standing([due(3)], [later], as_of=NOW + 3 * DAY)
    assert signals.standing([due(8)], [later], as_of=NOW + 8 * DAY)  # days 2 to 7 are over


def test_a_fact_that_is_later_than_the_page_is_seen_by_the_table():
    arc = Arc(adverse=(Event(UUID(int=1), NOW, follow_ups=(FollowUp(NOW + DAY, Grade()),)),))
    assert not up_to(arc, NOW)
    assert up_to(arc, NOW + DAY)
