"""What holds of the relationship rules for every story, not only for those in the rule book."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from longarc.care import signals
from longarc.care.arc import Arc
from longarc.care.finding import Mark, MarkKind
from longarc.care.relationship import (
    TOP,
    Facts,
    Kind,
    Question,
    Rating,
    Rupture,
    Said,
    Step,
    closed_at,
    open_ones,
    prompts,
    rated,
)

FEW = Facts().needed - 1
START = datetime(2030, 1, 1, tzinfo=UTC)
END = START + timedelta(days=1000)
steps = st.dictionaries(st.sampled_from(Question), st.integers(0, TOP))
moments = st.integers(0, 900).map(lambda day: START + timedelta(days=day))
uids = st.integers(1, 6).map(lambda n: UUID(int=n))
ratings = st.builds(
    Rating,
    at=moments,
    steps=steps,
    near=st.none() | st.integers(0, TOP),
    about=st.none() | st.integers(100, 110).map(lambda n: UUID(int=n)),
)
ruptures = st.builds(
    Rupture, uid=uids, at=moments, kind=st.sampled_from(Kind), from_client=st.booleans()
)
said = st.builds(Said, step=st.sampled_from(Step), at=moments, rupture=uids)
talks = st.builds(Said, step=st.just(Step.TALKED), at=moments)


def numbered(found):
    return tuple(replace(one, uid=UUID(int=1000 + n)) for n, one in enumerate(found))


facts = st.builds(
    Facts,
    ratings=st.lists(ratings, max_size=14).map(numbered),
    ruptures=st.lists(ruptures, max_size=4, unique_by=lambda one: one.uid).map(tuple),
    said=st.lists(said | talks, max_size=8).map(tuple),
)


@given(st.lists(ratings, max_size=FEW, min_size=FEW).map(numbered))
def test_too_few_ratings_never_ask(few):
    assert prompts(Facts(few), END) == ()


@given(facts, st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_matters(told, random):
    mixed = replace(
        told,
        ratings=tuple(random.sample(told.ratings, len(told.ratings))),
        ruptures=tuple(random.sample(told.ruptures, len(told.ruptures))),
        said=tuple(random.sample(told.said, len(told.said))),
    )
    assert (prompts(mixed, END), open_ones(mixed, END)) == (
        prompts(told, END),
        open_ones(told, END),
    )


@given(facts, steps)
def test_a_later_rating_takes_no_prompt_back(told, given_steps):
    """Only what was talked about does; here nothing is recorded after the story."""
    later = Rating(END, given_steps, uid=UUID(int=1))
    more = replace(told, ratings=(*told.ratings, later))
    assert prompts(more, END)[: len(prompts(told, END))] == prompts(told, END)


@given(facts, st.integers(0, TOP))
def test_near_and_far_is_part_of_no_rule(told, near):
    """Another nearness on each rating that was given changes nothing that is asked."""
    other = replace(told, ratings=tuple(replace(one, near=near) for one in told.ratings))
    assert prompts(other, END) == prompts(told, END)


@given(facts)
def test_what_was_talked_about_answers_everything_so_far(told):
    talked = replace(told, said=(*told.said, Said(Step.TALKED, END)))
    assert prompts(talked, END) == ()


@given(facts, moments)
def test_a_repair_closes_nothing_that_the_client_still_calls_open(told, at):
    """The client named it and never said "mended", or their last word is "not yet"."""
    repairs = tuple(Said(Step.REPAIR, at, one.uid) for one in told.ruptures)
    repaired = replace(told, said=(*told.said, *repairs))
    for one in open_ones(told, END):
        words = [
            s for s in told.said if s.rupture == one.uid and s.step in (Step.MENDED, Step.NOT_YET)
        ]
        last = max(words, key=lambda s: (s.at, s.step is Step.NOT_YET), default=None)
        still = last.step is Step.NOT_YET if last else one.from_client
        if still:
            assert one in open_ones(repaired, END)


@given(facts)
def test_not_yet_always_opens(told):
    said_so = tuple(Said(Step.NOT_YET, END, one.uid) for one in told.ruptures)
    opened = replace(told, said=(*told.said, *said_so))
    assert set(open_ones(opened, END)) == set(told.ruptures)


@given(facts)
def test_without_a_recorded_repair_nothing_closes(told):
    unsaid = tuple(one for one in told.said if one.step is not Step.REPAIR)
    assert all(closed_at(one, unsaid, END) is None for one in told.ruptures)


@given(facts, st.sampled_from([kind for kind in MarkKind if kind is not MarkKind.LATER]))
def test_no_button_answers_the_relationship(told, kind):
    arc = Arc(relationship=told)
    noticed = signals.findings(arc, as_of=END)
    marks = [Mark(one.code, one.since, 9, kind, END, END + timedelta(days=9)) for one in noticed]
    assert signals.standing(noticed, marks, as_of=END) == noticed


@given(facts)
def test_two_ratings_of_one_meeting_count_once(told):
    abouts = [one.about for one in rated(told, END) if one.about]
    assert len(abouts) == len(set(abouts))
