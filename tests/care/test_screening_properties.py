"""What must hold for every screening: nothing added opens a gate, and nothing unknown is clear."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longarc.care.conditions import CONDITIONS
from longarc.care.interactions import INTERACTIONS
from longarc.care.jurisdiction import NONE, PROFILES, Code
from longarc.care.screening import State, may_start, rows
from longarc.care.screening_facts import (
    MEDICINES,
    Answer,
    Facts,
    Judgement,
    Kind,
    Medicine,
    Said,
    Taken,
    standing,
)
from longarc.care.sources import SOURCES, Level, Substance, cells
from longarc.records.medicines import contents, known

T0 = datetime(2030, 5, 1, 9, tzinfo=UTC)
ON = date(2030, 5, 20)
AFTER = T0 + timedelta(hours=7)
NAMES = ["lithium", "Priadel 400", "lithum", "Zoloft", "sumatriptan", "Notamedicine", ""]

#: Few moments, so that facts and judgements often fall on the same one.
moments = st.integers(0, 6).map(lambda hours: T0 + timedelta(hours=hours))
days = st.none() | st.integers(0, 90).map(lambda back: ON - timedelta(days=back))
substances = st.none() | st.sampled_from(Substance)
profiles = st.sampled_from(list(PROFILES.values()))
medicines = st.builds(Medicine, st.sampled_from(NAMES), st.sampled_from(Taken), days, moments)
later = st.builds(
    Medicine,
    st.sampled_from(NAMES),
    st.sampled_from(Taken),
    days,
    st.just(AFTER + timedelta(days=1)),
)
conditions = st.sampled_from(list(CONDITIONS))
answers = st.builds(
    Answer, conditions, st.sampled_from([Said.YES, Said.NO, Said.SAY]), moments, st.booleans()
)


@st.composite
def cases(draw):
    """Most things are answered and judged, so that one row often decides whether the gate opens."""
    told = [Answer(code, Said.NO, T0, by_staff=True) for code in CONDITIONS]
    whole = Answer(MEDICINES, Said.ALL, T0)
    told += [whole, *draw(st.lists(answers, max_size=1))]
    if draw(st.integers(0, 2)) == 0:
        told.remove(draw(st.just(whole) | st.sampled_from(told)))
    substance = draw(st.just(Substance.PSILOCYBIN) | substances)
    facts = Facts(tuple(draw(st.lists(medicines, max_size=2))), tuple(told), substance)
    profile = draw(st.just(NONE) | profiles)
    before = rows(facts, names=known(), on=ON, profile=profile)
    judged = [draw(judgements(row, substance)) for row in before]
    kept = tuple(one for one in judged if one)
    return Facts(facts.medicines, facts.answers, substance, kept), profile


@st.composite
def judgements(draw, row, substance):
    """Of seven: five as they are meant, one declined, one not at all or odd in some way."""
    which = draw(st.integers(0, 6))
    if which == 0:
        return draw(st.none() | odd_judgements(row))
    meant = Kind.DECIDED if row.level is Level.HARD else Kind.ANSWERED
    kind = Kind.DECLINED if which == 1 else meant
    return Judgement(row.subject, kind, row.level, substance, AFTER, "Pat Invented", "because")


def odd_judgements(row):
    return st.builds(
        Judgement,
        st.just(row.subject),
        st.sampled_from(Kind),
        st.sampled_from(Level),
        substances,
        moments,
        st.just("Pat Invented"),
        st.just("because"),
        st.booleans(),
    )


def allowed(facts, profile):
    return may_start(rows(facts, names=known(), on=ON, profile=profile)).allowed


def with_more(facts, *, medicines=(), answers=()):
    return Facts(
        (*facts.medicines, *medicines),
        (*facts.answers, *answers),
        facts.substance,
        facts.judgements,
    )


@settings(max_examples=300)
@given(cases(), medicines | later)
def test_one_more_medicine_never_opens_the_gate(case, more):
    """A medicine told before may become known to be stopped; any other word only makes it worse."""
    facts, profile = case
    before = {one.name for one in facts.medicines}
    if more.taken is Taken.STOPPED and more.name in before:
        more = Medicine(more.name, Taken.NOW, None, more.at)
    assert allowed(facts, profile) or not allowed(with_more(facts, medicines=[more]), profile)


@given(cases(), conditions, st.sampled_from([Said.YES, Said.SAY]), moments, st.booleans())
def test_a_condition_or_a_silence_never_opens_the_gate(case, code, word, at, by_staff):
    facts, profile = case
    silent = set(CONDITIONS) - {one.about for one in facts.answers}
    code = min(silent, default=code)
    told = [one for one in facts.answers if one.about == code and one.said is Said.YES]
    if word is Said.SAY and told:
        word = Said.YES  # the care team may say that a yes is not known; that is not a worse fact
    more = Answer(code, word, at, by_staff)
    assert allowed(facts, profile) or not allowed(with_more(facts, answers=[more]), profile)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_what_was_told_never_matters(case, random):
    facts, profile = case
    mixed = [list(part) for part in (facts.medicines, facts.answers, facts.judgements)]
    for part in mixed:
        random.shuffle(part)
    shuffled = Facts(tuple(mixed[0]), tuple(mixed[1]), facts.substance, tuple(mixed[2]))
    asked = {"names": known(), "on": ON, "profile": profile}
    assert rows(facts, **asked) == rows(shuffled, **asked)


@given(cases(), st.text(max_size=30), moments)
def test_a_name_that_is_unknown_is_never_clear(case, name, at):
    facts, profile = case
    more = with_more(facts, medicines=[Medicine(name, Taken.NOW, None, at)])
    found = rows(more, names=known(), on=ON, profile=profile)
    if not known().look_up(name).recognised:
        assert any(row.subject.startswith("medicine:?:") for row in found)
    for row in found:
        if row.subject.startswith("medicine:?:"):
            assert row.level >= Level.REVIEW


@given(cases())
def test_every_gate_that_is_closed_says_why_and_nothing_barred_is_ever_decided(case):
    facts, profile = case
    found = rows(facts, names=known(), on=ON, profile=profile)
    assert len(may_start(found).reasons) == sum(row.closes for row in found)
    for row in found:
        if row.level is Level.BARRED:
            assert row.state in (State.OPEN, State.DECLINED)
            assert row.closes


few = st.builds(
    Medicine, st.sampled_from(["lithium", "Lithium 300"]), st.sampled_from(Taken), days, moments
)


@given(st.lists(few, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_of_several_words_about_one_medicine_the_same_one_always_stands(told, random):
    mixed = list(told)
    random.shuffle(mixed)
    assert standing(Facts(tuple(told))) == standing(Facts(tuple(mixed)))


LITHIUM = "medicine:lithium:lithium"


def lithium_judged(level, at, profile=NONE):
    """The row of someone who takes lithium, and what a prescriber recorded at that level."""
    planned = Substance.PSILOCYBIN
    judged = Judgement(LITHIUM, Kind.DECIDED, level, planned, at, "Pat", "why")
    facts = Facts((Medicine("lithium", Taken.NOW, None, T0),), (), planned, (judged,))
    found = rows(facts, names=known(), on=ON, profile=profile)
    return next(row for row in found if row.subject == LITHIUM)


def test_a_judgement_counts_only_after_the_fact_at_its_level_and_never_where_it_is_barred():
    later = T0 + timedelta(hours=1)
    assert lithium_judged(Level.HARD, later).state is State.DECIDED
    assert lithium_judged(Level.HARD, T0).state is State.OPEN
    assert lithium_judged(Level.REVIEW, later).state is State.OPEN
    barred = lithium_judged(Level.BARRED, later, PROFILES[Code.OREGON])
    assert (barred.state, barred.closes) == (State.OPEN, True)


# -- the tables ----------------------------------------------------------------------------


def test_an_unconfirmed_cell_is_never_weaker_than_review():
    with pytest.raises(ValueError, match="NOTE"):
        cells("NOTE?", "HARD", "HARD")
    for one in (*INTERACTIONS.values(), *CONDITIONS.values()):
        assert all(cell.confirmed or cell.level >= Level.REVIEW for cell in one.cells.values())


def test_every_source_named_is_there_and_every_class_of_names_has_a_row():
    for one in (*INTERACTIONS.values(), *CONDITIONS.values()):
        assert set(one.sources) <= set(SOURCES)
    for profile in PROFILES.values():
        lines = (*profile.bars, *profile.times, *profile.more, *(p.line for p in profile.papers))
        assert all(line.read.urls for line in lines)
        assert set(profile.barred_days) <= set(INTERACTIONS)
        assert profile.barred <= set(CONDITIONS)
    assert set(contents()["classes"]) == set(INTERACTIONS)
    assert {one["source"] for one in contents()["classes"].values()} <= set(SOURCES)


def test_there_are_at_least_150_generic_names_and_each_is_found():
    generics = {name for one in contents()["classes"].values() for name in one["names"]}
    assert len(generics) >= 150
    for code, one in contents()["classes"].items():
        for generic, brands in one["names"].items():
            for name in (generic, *brands):
                assert code in known().look_up(name).classes, name


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("lithum", "lithium"),
        ("Prozak", "Prozac"),
        ("zolft 50 mg", "Zoloft"),
        ("Tramadoll", "tramadol"),
    ],
)
def test_a_misspelling_is_offered_back_and_not_decided(written, offered):
    found = known().look_up(written)
    assert not found.recognised
    assert found.offered[0] == offered


@pytest.mark.parametrize("written", ["", "   ", "50 mg", "x" * 500, "\u0000", "💊", "lithium" * 80])
def test_odd_writing_is_not_recognised(written):
    assert not known().look_up(written).recognised
