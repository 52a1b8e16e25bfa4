"""What must hold for every risk path: answers never lower or close it; no single act closes it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from longarc.care import risk_findings, signals
from longarc.care.risk import Path, Standing, Step, StepKind, paths
from longarc.care.risk_questions import (
    ASKED,
    QUESTIONS,
    VERSION,
    VERSIONS,
    Answering,
    Level,
    Question,
    Reply,
    contact_by,
    for_screening,
    level,
    take_on_by,
)
from longarc.care.safety_plan import Section, together

T0 = datetime(2030, 5, 1, 9, tzinfo=UTC)
NO = dict.fromkeys(QUESTIONS, Reply.NO)
ASKED_NOW = st.sampled_from(QUESTIONS)

#: Few moments, so that answers and steps often fall on the same one.
moments = st.integers(0, 8).map(lambda hours: T0 + timedelta(hours=hours))
said = st.sampled_from(Reply)
replies = (
    st.just(NO)
    | st.dictionaries(ASKED_NOW, said)
    | st.fixed_dictionaries(dict.fromkeys(QUESTIONS, said))
)


def answering(told, at):
    return Answering(told, at, at.replace(hour=23, minute=59))


def step(kind, at):
    return Step(kind, at, "Maya", "words")


answerings = st.builds(answering, replies, moments)
steps = st.builds(step, st.sampled_from(StepKind), moments)
#: Most of what happens around one closing, in few moments.
around = (StepKind.REACHED, StepKind.PLAN, StepKind.CLOSED)
loose = st.builds(
    Standing,
    st.lists(answerings, min_size=1, max_size=4).map(tuple),
    st.lists(steps, max_size=6).map(tuple),
)


@st.composite
def stories(draw):
    """One thing after the other: an answer that calls, a no to all, or a step around closing."""
    told, done = [], []
    events = draw(st.permutations(["call", "no", *around, *around]))
    for hour, event in enumerate(["call", *events]):
        at = T0 + timedelta(hours=hour / 2)
        if event in around:
            done.append(step(event, at))
        else:
            told.append(answering(NO if event == "no" else {**NO, Question.WAY: Reply.YES}, at))
    return Standing(tuple(told), tuple(done))


standings = loose | stories()


@given(replies, ASKED_NOW, st.sampled_from([Reply.UNSURE, Reply.YES]))
def test_a_no_or_nothing_that_becomes_a_worse_answer_never_calls_for_less(told, question, reply):
    """That the care team knows of it is no worse answer."""
    assume(told.get(question) in (Reply.NO, None))
    assume((question, reply) != (Question.KNOWN, Reply.YES))
    one, more = answering(told, T0), answering({**told, question: reply}, T0)
    assert level(more) >= level(one)
    if level(one):
        assert contact_by(level(more), more) <= contact_by(level(one), one)


@given(replies)
def test_positive_and_unclear_answers_reach_someone_the_same_day(told):
    one = answering(told, T0)
    given_ = set(told.values())
    yes = {asked for asked, reply in told.items() if reply is Reply.YES}
    odd = yes == {Question.KNOWN} and told.get(Question.EVER) is Reply.NO
    calls = bool(given_ & {Reply.UNSURE, Reply.RATHER_NOT} or yes - {Question.KNOWN} or odd)
    assert (level(one) > Level.NONE) == calls
    if calls:
        assert take_on_by(level(one), one) <= one.day_ends
    if given_ & {Reply.UNSURE, Reply.RATHER_NOT} or (one.positive and not one.whole):
        assert level(one) >= Level.MODERATE


@given(standings, answerings)
def test_an_answer_more_never_lowers_closes_or_postpones_the_open_path(found, more):
    assume(found.open)
    more = replace(more, at=T0 + timedelta(hours=9))
    after = Standing((*found.answerings, more), found.steps)
    assert after.open
    assert after.path.level >= found.path.level
    if found.path.due:
        assert after.path.due <= found.path.due
    assert not after.gate(more.at).allowed


@given(st.lists(answerings, max_size=8))
def test_no_sequence_of_answers_closes_a_path(told):
    found = Standing(tuple(told))
    assert found.open == any(level(one, told) > Level.NONE for one in told)


@given(standings, steps)
def test_no_single_act_closes_a_path_that_was_not_ready(found, act):
    assume(found.open)
    after = replace(found, steps=(*found.steps, replace(act, at=T0 + timedelta(hours=9))))
    if not found.path.may_close.allowed:
        assert after.open
    if act.kind is not StepKind.CLOSED:
        assert after.open


@given(standings)
def test_a_closed_path_was_reached_and_its_plan_looked_at_after_the_newest_call(found):
    for path in found.paths:
        if path.closed is None:
            continue
        last = path.newest_call.answering.at
        kinds = {one.kind for one in path.steps if last < one.at <= path.closed.at}
        assert kinds & {StepKind.REACHED, StepKind.NOT_REACHED}
        assert kinds & {StepKind.PLAN, StepKind.NO_PLAN}


@given(standings, st.randoms(use_true_random=False))
def test_the_order_in_which_facts_arrive_changes_no_level(found, dice):
    told, done = list(found.answerings), list(found.steps)
    dice.shuffle(told)
    dice.shuffle(done)
    mixed = paths(told, done)
    shape = [(one.opened_at, one.level, one.closed is None) for one in found.paths]
    assert [(one.opened_at, one.level, one.closed is None) for one in mixed] == shape


@given(standings)
def test_the_gate_names_an_open_path_and_questions_that_were_left_out(found):
    codes = {one.code for one in found.gate(T0 + timedelta(hours=9)).reasons}
    assert ("risk_open" in codes) == found.open
    assert ("risk_never_asked" in codes) == (not any(one.whole for one in found.answerings))


@given(st.lists(answerings, max_size=4))
def test_screening_is_never_told_a_no(told):
    assert {one.said for one in for_screening(told)} <= {"yes", "rather_say"}


words = st.dictionaries(st.sampled_from(Section), st.sampled_from(["a", "b", "c"]))


@given(words, words, words)
def test_two_writers_of_a_plan_lose_nothing_unseen(base, now, mine):
    kept, both = together(base, now, mine)
    for section in Section:
        was, is_, wrote = (one.get(section, "") for one in (base, now, mine))
        stands = kept.get(section, "")
        assert stands == (is_ if wrote == was else wrote)
        if section not in both:
            assert is_ in (was, stands) or wrote == was


def test_a_path_needs_an_answer_that_calls():
    no = answering(NO, T0)
    assert paths([no], [step(StepKind.TOOK_ON, T0)]) == ()
    assert isinstance(paths([answering({Question.WAY: Reply.YES}, T0)], [])[0], Path)


versions = st.sampled_from(list(VERSIONS))


@st.composite
def of_any_version(draw):
    version = draw(versions)
    told = draw(st.fixed_dictionaries(dict.fromkeys(VERSIONS[version], said)))
    return replace(answering(told, draw(moments)), version=version)


@given(st.lists(of_any_version(), min_size=1, max_size=4))
def test_only_answers_to_the_questions_of_today_count_as_asked(told):
    found = Standing(tuple(told))
    today = [one.at for one in told if one.version == VERSION and one.whole]
    assert found.asked_at == max(today, default=None)


@given(of_any_version(), st.sampled_from(QUESTIONS))
def test_an_answer_of_another_version_says_nothing_to_a_question_it_did_not_ask(one, question):
    if question not in VERSIONS[one.version]:
        assert question not in one.replies
        assert not one.now


def test_every_question_that_was_ever_asked_keeps_its_words_and_asks_one_thing():
    assert set(ASKED) == {one for asked in VERSIONS.values() for one in asked}
    for one in QUESTIONS:
        assert " and your care team" not in ASKED[one]
        assert ASKED[one].count("?") == 1


def test_open_paths_stand_by_how_soon_then_untaken_then_due():
    """The one to contact now stands first, however long the others have been open."""
    now = {Question.ENDING: Reply.YES, Question.WAY: Reply.YES, Question.MIGHT: Reply.YES}
    today = {**NO, Question.WAY: Reply.RATHER_NOT}
    hour = [T0 + timedelta(hours=n) for n in range(5)]
    takes = step(StepKind.TOOK_ON, T0 + timedelta(hours=4, minutes=30))

    def opened(told, at, due, *steps):
        one = answering(told, at)
        (path,) = paths((replace(one, day_ends=due),), steps)
        return next(risk_findings.found([path], as_of=T0 + timedelta(days=1)))

    taken = opened(today, hour[0], hour[4], takes)
    later = opened(today, hour[1], T0 + timedelta(hours=12))
    sooner = opened(today, hour[2], T0 + timedelta(hours=9))
    urgent = opened(now, hour[3], T0 + timedelta(hours=14))
    assert (taken.level, urgent.level) == (Level.MODERATE, Level.HIGH)
    assert signals.ordered([taken, later, sooner, urgent]) == (urgent, sooner, later, taken)
