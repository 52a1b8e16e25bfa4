"""What must hold for every arc: the rules of `care.signals` under generated facts.

Check-ins are built in small steps of hours, so that several often fall on one moment.
"""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from longarc.care import runs, signals, silence
from longarc.care.arc import POSITION, Arc, CheckIn, ContactRequest, Rest, State
from longarc.care.chance import chance, is_rare, most_usual_hits
from longarc.care.finding import CLOSING, Code, Mark, MarkKind

DAY = timedelta(days=1)
T0 = datetime(2030, 1, 1, 9, tzinfo=UTC)
EXTREME_POSITIONS = [90, 10, None]

positions = st.sampled_from(list(POSITION.values()))
steps = st.sampled_from([0, 0, 12, 24, 24, 24, 48, 120, 240])


def check_ins_at(stretches):
    """Check-ins from (position, how many, hours between), one stretch after the other."""
    at, made = T0, []
    for position, how_many, hours in stretches:
        for _ in range(how_many):
            at += timedelta(hours=hours)
            made.append(CheckIn(at, position, UUID(int=len(made) + 1)))
    return tuple(made)


stretches = st.lists(st.tuples(positions, st.integers(1, 12), steps), max_size=14)
calm_then_anything = st.tuples(st.just(50), st.integers(0, 25), st.just(24)).flatmap(
    lambda first: stretches.map(lambda rest: [first, *rest])
)
check_ins = calm_then_anything.map(check_ins_at)
days = st.integers(0, 900).map(lambda halves: T0 + halves * DAY / 2)
rests = st.lists(st.builds(Rest, days, st.none() | days), max_size=3).map(tuple)
contacts = st.lists(st.builds(ContactRequest, days, st.uuids()), max_size=3).map(tuple)
arcs = st.builds(Arc, check_ins, rests, contacts)


@st.composite
def arcs_now(draw):
    """An arc and a moment that mostly lies near or shortly after its latest check-in."""
    arc = draw(arcs)
    last = arc.check_ins[-1].at if arc.check_ins else T0
    return arc, last + draw(st.integers(-60, 40)) * DAY / 2


def codes(found):
    return [(finding.code, finding.since) for finding in found]


@given(arcs_now())
def test_the_future_never_changes_the_answer_of_today(case):
    arc, now = case
    past = Arc(
        tuple(c for c in arc.check_ins if c.at <= now),
        tuple(r for r in arc.rests if r.at <= now),
        tuple(c for c in arc.contact_requests if c.at <= now),
    )
    assert signals.findings(arc, as_of=now) == signals.findings(past, as_of=now)


@given(arcs_now(), st.randoms(use_true_random=False))
def test_order_of_arrival_never_matters(case, random):
    """Offline check-ins arrive late and in any order."""
    arc, now = case
    mixed = [list(facts) for facts in (arc.check_ins, arc.rests, arc.contact_requests)]
    for facts in mixed:
        random.shuffle(facts)
    shuffled = Arc(*map(tuple, mixed))
    assert signals.findings(arc, as_of=now) == signals.findings(shuffled, as_of=now)


@given(arcs_now(), st.integers(1, 400))
def test_facts_before_the_look_back_never_matter(case, more):
    """The caller may load exactly `LOOK_BACK` before the latest check-in, or more."""
    arc, now = case
    known = [c.at for c in arc.check_ins if c.at <= now]
    if not known:
        return
    begin = max(known) - signals.LOOK_BACK
    older = tuple(CheckIn(begin - i * DAY / 3, 10) for i in range(1, more))
    longer = Arc(older + arc.check_ins, arc.rests, arc.contact_requests)
    held = Arc(tuple(c for c in arc.check_ins if c.at >= begin), arc.rests, arc.contact_requests)
    assert signals.findings(longer, as_of=now) == signals.findings(held, as_of=now)


@given(arcs_now(), st.sampled_from(EXTREME_POSITIONS), st.integers(0, 20))
def test_one_more_extreme_check_in_now_never_ends_a_run(case, position, later):
    """A run that goes on still does, from the same day, at the same level or above.

    Unless the new check-in moves its beginning out of the look-back.
    """
    arc, now = case
    known = tuple(c for c in arc.check_ins if c.at <= now)
    then = now + later * DAY / 2
    worse = Arc((*known, CheckIn(then, position)))
    after = {f.since: f for f in signals.findings(worse, as_of=then) if f.code is Code.RUN}
    for run in signals.findings(Arc(known), as_of=now):
        if run.code is Code.RUN and not run.eased and run.since >= known_from(then):
            assert after[run.since].eased is None
            assert after[run.since].level >= run.level


def known_from(latest):
    return latest - signals.LOOK_BACK + runs.BASELINE + runs.SPAN


@given(arcs_now(), st.sampled_from(EXTREME_POSITIONS), st.data())
def test_one_more_extreme_check_in_after_it_was_noticed_never_hides_a_run(case, position, data):
    """Also one that arrives late, for a time within the run: it may join two runs, not hide one."""
    arc, now = case
    facts = Arc(tuple(c for c in arc.check_ins if c.at <= now))
    going = [f for f in signals.findings(facts, as_of=now) if f.code is Code.RUN]
    if not going:
        return
    run = data.draw(st.sampled_from(going))
    noticed = first_seen(facts, run)
    last = max(c.at for c in facts.check_ins)
    at = data.draw(st.sampled_from([c.at for c in facts.check_ins if noticed <= c.at <= last]))
    worse = Arc((*facts.check_ins, CheckIn(at, position)))
    (same,) = [
        f for f in signals.findings(worse, as_of=now) if (f.code, f.since) == (Code.RUN, run.since)
    ]
    assert same.level >= run.level


def first_seen(arc, run):
    """The first moment at which this run was found."""
    for at in sorted({c.at for c in arc.check_ins}):
        if (run.code, run.since) in codes(signals.findings(arc, as_of=at)):
            return at
    raise AssertionError("never found")


@given(arcs_now())
def test_a_run_that_goes_on_keeps_its_first_day(case):
    """Seen from each later check-in it is the same run, until it eases."""
    arc, _ = case
    moments = sorted({c.at for c in arc.check_ins})
    begun = None
    for now in moments[-15:]:
        found = [f for f in signals.findings(arc, as_of=now) if f.code is Code.RUN]
        if begun and begun >= known_from(now):
            assert begun in [f.since for f in found]
        begun = next((f.since for f in found if not f.eased), None)


tied = st.lists(st.tuples(positions, st.integers(1, 6), st.sampled_from([0, 0, 12])), max_size=9)


@given(tied.map(check_ins_at))
@example(check_ins_at([(10, 4, 0), (50, 3, 0), (90, 4, 0)]))
def test_code_and_first_moment_name_one_episode(made):
    """Marks are kept under these two, also when many check-ins fall on one moment."""
    found = codes(signals.findings(Arc(made), as_of=T0 + 30 * DAY))
    assert len(found) == len(set(found))


def test_a_check_in_within_reach_never_begins_a_run():
    """Not even when it makes the same four of five rare, by making the usual before them calmer."""
    usual_of = next(n for n in range(40, 90) if just_rare(n + 1) > just_rare(n))
    hits = just_rare(usual_of + 1)
    tail = [(50, 1, 24), (10, 4, 24), (50, 1, 24)]
    made = check_ins_at([(10, hits, 24), (50, usual_of - hits, 24), *tail])
    late = [f for f in signals.findings(Arc(made), as_of=made[-1].at) if f.since > T0 + 30 * DAY]
    assert late == []


def just_rare(usual_of):
    return most_usual_hits(runs.ENOUGH, runs.LATEST, usual_of)


kinds = st.sampled_from(list(MarkKind))


@given(arcs_now(), st.sampled_from(sorted(CLOSING)), st.integers(0, 200))
def test_closed_and_unchanged_never_comes_back(case, kind, later):
    """With no new fact, only a silence that has doubled comes back."""
    arc, now = case
    facts = Arc(
        tuple(c for c in arc.check_ins if c.at <= now),
        tuple(r for r in arc.rests if r.at <= now),
        tuple(c for c in arc.contact_requests if c.at <= now),
    )
    found = signals.findings(facts, as_of=now)
    marks = [Mark(f.code, f.since, f.level, kind, now) for f in found]
    assert signals.standing(found, marks, as_of=now) == ()
    then = now + later * DAY / 2
    levels = {(f.code, f.since): f.level for f in found}
    for back in signals.standing(signals.findings(facts, as_of=then), marks, as_of=then):
        assert back.code is Code.SILENCE
        assert back.level > levels.get((back.code, back.since), -1)


@given(arcs_now(), st.data())
def test_every_finding_is_in_exactly_one_place(case, data):
    arc, now = case
    found = signals.findings(arc, as_of=now)
    marks = [
        Mark(f.code, f.since, data.draw(st.integers(0, 3)), data.draw(kinds), data.draw(days),
             data.draw(st.none() | days))
        for f in found
    ]  # fmt: skip
    stands = signals.standing(found, marks, as_of=now)
    assert signals.ordered(stands + signals.earlier(found, marks, as_of=now)) == found
    assert stands == signals.ordered(stands)


@given(arcs_now())
def test_marks_and_findings_of_the_future_are_not_seen(case):
    arc, now = case
    found = signals.findings(arc, as_of=now)
    tomorrow = [Mark(f.code, f.since, f.level, MarkKind.DONE, now + DAY) for f in found]
    assert signals.standing(found, tomorrow, as_of=now) == signals.standing(found, [], as_of=now)
    past = now - 30 * DAY
    seen = (*signals.standing(found, [], as_of=past), *signals.earlier(found, [], as_of=past))
    assert all(f.since <= past for f in seen)


@given(check_ins, st.integers(0, 400), rests)
def test_rest_never_makes_or_lengthens_the_silence_that_goes_on(made, later, asked):
    """Rests from the latest check-in on: silence shrinks or stays, and never begins."""
    if not made:
        return
    last = made[-1].at
    now = last + later * DAY / 4
    resting = tuple(Rest(max(r.at, last), r.until) for r in asked)
    level = silence_level(Arc(made), now)
    assert silence_level(Arc(made, resting), now) <= level
    assert silence_level(Arc(made, (*resting, Rest(last))), now) == -1


def test_a_change_of_clocks_is_no_time():
    """Clocks go forward on 10 March: four days on the wall, 95 hours passed."""
    zone = ZoneInfo("America/New_York")
    last = datetime(2030, 3, 8, 9, tzinfo=zone)
    made = tuple(CheckIn((last.astimezone(UTC) - i * DAY).astimezone(zone), 50) for i in range(40))
    on_the_wall = last + 4 * DAY
    assert on_the_wall - last == 4 * DAY
    assert silence_level(Arc(made), on_the_wall) == -1
    assert silence_level(Arc(made), on_the_wall + timedelta(hours=1)) == 0
    rest = Rest(last, on_the_wall)
    assert silence_level(Arc(made, (rest,)), on_the_wall + timedelta(hours=95)) == -1
    assert silence_level(Arc(made, (rest,)), on_the_wall + timedelta(hours=96)) == 0


def silence_level(arc, now):
    going = [f for f in signals.findings(arc, as_of=now) if f.code is Code.SILENCE and not f.eased]
    return going[0].level if going else -1


@given(st.lists(st.tuples(days, days), max_size=4), days, days)
def test_time_awake_counts_every_quarter_day_once(spans, one, other):
    """Against the plain count: quarter days that lie in no rest."""
    begin, end = sorted((one, other))
    asked = [Rest(min(span), max(span)) for span in spans]
    pauses = silence.resting(asked, end)
    quarters = int((end - begin) / (DAY / 4))
    awake = sum(
        not any(r.at <= begin + i * DAY / 4 < r.until for r in asked) for i in range(quarters)
    )
    assert silence.awake(begin, end, pauses) == awake * DAY / 4


def urn(hits, of, a, b):
    """The same chance by drawing one after the other and putting two back (Polya's urn)."""
    if hits <= 0:
        return Fraction(1)
    if of == 0:
        return Fraction(0)
    return Fraction(a, a + b) * urn(hits - 1, of - 1, a + 1, b) + Fraction(b, a + b) * urn(
        hits, of - 1, a, b + 1
    )


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 60), st.integers(0, 60))
def test_the_chance_agrees_with_an_urn(hits, of, usual_hits, others):
    usual_of = usual_hits + others
    expected = urn(hits, of, usual_hits + 1, others + 1)
    assert chance(hits, of, usual_hits=usual_hits, usual_of=usual_of) == expected


@pytest.mark.parametrize(("hits", "of"), [(4, 4), (4, 5), (5, 5)])
def test_the_one_number_answers_for_every_usual(hits, of):
    for usual_of in (0, 1, 13, 14, 15, 40, 90):
        most = most_usual_hits(hits, of, usual_of)
        rare = [is_rare(hits, of, usual_hits=k, usual_of=usual_of) for k in range(usual_of + 1)]
        assert rare == [k <= most for k in range(usual_of + 1)]


@given(check_ins, st.integers(0, 40))
def test_the_words_hold_no_blame(made, later):
    now = (made[-1].at if made else T0) + later * DAY
    for found in signals.findings(Arc(made), as_of=now):
        texts = (found.what, found.sure, found.next_step, found.goes_when, *found.could_be)
        said = " ".join(text.plain().lower() for text in texts)
        for word in ("missed", "failed", "patient", "alert", "risk", "should", "relapse", "!"):
            assert word not in said


def test_states_are_read_from_one_table():
    assert {p for p, far in runs.IS_EXTREME.items() if not far} == set(range(20, 80))
    assert runs.IS_EXTREME[POSITION[State.MIXED]]
