"""Exercises as data, and the properties of the rules for suggestions and capacities."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from tests.copy.words import grade, sentences

from longarc.care import capacities, exercises, signals
from longarc.care.arc import Arc, MadeWorse, State
from longarc.care.capacities import Answer, Capacity, Facts, Formulated, Rupture, Standing, View
from longarc.care.exercise_list import BY_CODE, EXERCISES, NOT_LISTED, Kind, title_of
from longarc.care.exercises import BroughtBack, Did, Effect
from longarc.care.finding import Code, Mark, MarkKind
from longarc.care.numbers import ABOUT, STARTING, Area, Asks, Numbers
from longarc.care.window import Named

NOW = datetime(2030, 5, 15, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HISTORIES = 400
STRENGTH = {"press_palms", "push_the_wall", "shake_out"}
CODES = ("feet_down", "hum", "long_out")


class TestTheList:
    def test_every_kind_is_there_and_every_state_has_enough(self):
        assert len(EXERCISES) >= 14
        assert {one.kind for one in EXERCISES} == set(Kind)
        for state in (None, *State):
            assert sum(one.fits(state) for one in EXERCISES) > 3

    @pytest.mark.parametrize("one", EXERCISES, ids=lambda one: one.code)
    def test_steps_are_short_and_plain(self, one):
        texts = [one.title, *one.steps, one.leave_if, one.stop_if]
        assert 3 <= len(one.steps) <= 6
        assert 1 <= one.minutes <= 5
        assert all(len(s.split()) <= 16 for text in texts for s in sentences(text))
        assert grade([*one.steps, one.leave_if]) <= 6
        assert one.leave_if.startswith("Leave it if")

    @pytest.mark.parametrize("one", EXERCISES, ids=lambda one: one.code)
    def test_pain_in_the_chest_is_a_reason_to_call_and_not_to_pick_another(self, one):
        assert "chest" not in one.leave_if
        assert ("stop and call for help" in one.stop_if) == (one.code in STRENGTH)

    @pytest.mark.parametrize("one", EXERCISES, ids=lambda one: one.code)
    def test_no_words_point_at_the_hard_time_hold_the_breath_or_empty_the_lungs(self, one):
        told = " ".join(one.steps).lower()
        for words in ("hard time", "wait until the next breath", "until the air is gone"):
            assert words not in told

    def test_breath_always_has_another_way_without_breath(self):
        others = [BY_CODE[one.instead] for one in EXERCISES if one.kind is Kind.BREATH]
        assert others
        assert all(other.kind is not Kind.BREATH for other in others)
        assert all(one.instead in {"", *BY_CODE} for one in EXERCISES)

    def test_a_code_of_another_version_has_a_title(self):
        assert title_of("never_heard_of") == NOT_LISTED


def a_did(dice, at):
    effects, states = (None, *[Effect.HELPED] * 6, Effect.SAME, Effect.WORSE), (None, *State)
    chosen = (dice.choice(effects), dice.choice(states), dice.choice(states))
    return Did(dice.choice(CODES), at, *chosen)


def moments(dice, n):
    """Few moments, so that entries collide."""
    return [NOW - DAY * dice.randint(-5, 25) for _ in range(n)]


def history(seed):
    """Facts on both sides of NOW, in any order."""
    dice = random.Random(seed)
    flip = lambda: dice.random() < 0.5  # noqa: E731
    maybe = lambda made: tuple(made) if flip() else None  # noqa: E731
    rows = tuple(State)
    return Facts(
        check_ins=tuple(
            capacities.Noticed(at, at.date(), dice.choice(rows), flip())
            for at in moments(dice, dice.randint(0, 20))
        ),
        labels=tuple(
            capacities.OwnLabels(at, frozenset(dice.sample(rows, dice.randint(0, 5))))
            for at in moments(dice, dice.randint(0, 3))
        ),
        done=tuple(a_did(dice, at) for at in moments(dice, dice.randint(0, 25))),
        named=tuple(
            Named(dice.choice(((State.WITHIN,), (State.WITHIN, State.UP))), flip(), at)
            for at in moments(dice, dice.randint(0, 4))
        ),
        meetings=tuple(moments(dice, dice.randint(0, 5))),
        views=tuple(
            View(dice.choice(tuple(Capacity)), dice.choice(tuple(Answer)), at, flip())
            for at in moments(dice, dice.randint(0, 6))
        ),
        ratings=maybe(moments(dice, dice.randint(0, 20))),
        ruptures=maybe(
            Rupture(at, at + DAY * dice.randint(0, 9) if flip() else None)
            for at in moments(dice, dice.randint(0, 2))
        ),
        formulations=maybe(
            Formulated(at, *dice.choices((True, False), (3, 1), k=3), at + DAY if flip() else None)
            for at in dice.choices((NOW, NOW - DAY, NOW + DAY), k=dice.randint(0, 3))
        ),
    )


LISTS = ("check_ins", "labels", "done", "named", "meetings", "views")
MAYBE = ("ratings", "ruptures", "formulations")


def each(facts, change):
    told = {name: change(getattr(facts, name)) for name in LISTS}
    told |= {
        name: change(getattr(facts, name)) for name in MAYBE if getattr(facts, name) is not None
    }
    return replace(facts, **told)


def known(facts):
    return each(facts, lambda ones: tuple(o for o in ones if getattr(o, "at", o) <= NOW))


def standings(facts, numbers=STARTING):
    return [one.standing for one in capacities.evidence(facts, as_of=NOW, numbers=numbers)]


@pytest.fixture(scope="module")
def histories():
    return [history(seed) for seed in range(HISTORIES)]


def test_the_histories_are_worth_asking(histories):
    """Each capacity is met in some of them, not met in some, and not known in some."""
    found = [standings(facts) for facts in histories]
    for n in range(len(Capacity)):
        assert {one[n] for one in found} == set(Standing)


def test_the_future_never_changes_todays_answer(histories):
    for facts in histories:
        assert capacities.evidence(facts, as_of=NOW) == capacities.evidence(known(facts), as_of=NOW)


def test_order_never_matters(histories):
    for seed, facts in enumerate(histories):
        shuffled = each(facts, lambda ones: tuple(random.Random(seed).sample(ones, len(ones))))  # noqa: B023
        assert capacities.evidence(facts, as_of=NOW) == capacities.evidence(shuffled, as_of=NOW)


def worse_facts(facts, dice):
    """The same history with one worse fact more, in each way there is."""
    at = NOW - DAY * dice.randint(0, 30)
    code, states = dice.choice(CODES), dice.choices((None, *State), k=2)
    yield replace(facts, done=(*facts.done, Did(code, at, Effect.WORSE, *states)))
    if facts.done:
        n = dice.randrange(len(facts.done))
        bad = replace(facts.done[n], effect=Effect.WORSE)
        yield replace(facts, done=(*facts.done[:n], bad, *facts.done[n + 1 :]))
    yield replace(facts, ruptures=(*(facts.ruptures or ()), Rupture(at)))
    missing = Formulated(NOW, True, False, True, NOW)
    yield replace(facts, formulations=(*(facts.formulations or ()), missing))
    yield replace(facts, labels=(*facts.labels, capacities.OwnLabels(NOW, frozenset())))
    what = dice.choice(tuple(Capacity))
    yield replace(facts, views=(*facts.views, View(what, Answer.NOT_YET, NOW, True)))


def test_a_worse_fact_never_turns_a_capacity_to_met(histories):
    for seed, facts in enumerate(histories):
        before = standings(facts)
        for worse in worse_facts(facts, random.Random(seed)):
            for was, now in zip(before, standings(worse), strict=True):
                assert was is Standing.MET or now is not Standing.MET


ASKING = [number for number, about in ABOUT.items() if about.area is Area.CAPACITIES]


def tightened(dice):
    """Numbers that a practice may sign, and the same with one that asks for more."""
    near = {n: dice.randint(ABOUT[n].least, ABOUT[n].start) for n in ASKING}
    number = dice.choice([n for n in ASKING if ABOUT[n].asks is not Asks.EITHER])
    about, was = ABOUT[number], near[number]
    more = (was, about.most) if about.asks is Asks.HIGHER else (about.least, was)
    return Numbers(near), Numbers({**near, number: dice.randint(*more)})


def test_a_number_that_asks_for_more_never_turns_a_capacity_to_met(histories):
    """Each number says on the page which way asks for more: this is that promise."""
    met = changed = 0
    for seed, facts in enumerate(histories):
        for again in range(3):
            numbers, tighter = tightened(random.Random(seed * 3 + again))
            found = zip(standings(facts, numbers), standings(facts, tighter), strict=True)
            for before, after in found:
                assert before is Standing.MET or after is not Standing.MET
                met += before is Standing.MET
                changed += before is not after
    assert met > 300
    assert changed > 100


@pytest.mark.parametrize("number", ASKING)
def test_every_number_is_heard(histories, number):
    """What was signed is asked, and not the starting value."""

    def seen(facts, value):
        found = capacities.evidence(facts, as_of=NOW, numbers=Numbers({number: value}))
        return [([p.standing for p in one.parts], one.client, one.therapist) for one in found]

    about = ABOUT[number]
    assert any(seen(facts, about.least) != seen(facts, about.most) for facts in histories)


def test_a_view_not_yet_stands_over_an_earlier_yes(histories):
    for facts in histories:
        later = View(Capacity.TRUST, Answer.NOT_YET, NOW, True)
        found = capacities.evidence(replace(facts, views=(*facts.views, later)), as_of=NOW)
        assert found[3].client.answer is Answer.NOT_YET


class TestSuggestions:
    def histories(self):
        for seed in range(HISTORIES):
            dice = random.Random(seed)
            done = [a_did(dice, at) for at in moments(dice, dice.randint(0, 25))]
            yield done, dice.choice((None, *State))

    def test_what_made_it_worse_is_never_suggested(self):
        for done, state in self.histories():
            worse = {d.exercise for d in done if d.effect is Effect.WORSE and d.at <= NOW}
            found = {one.exercise.code for one in exercises.suggested(done, state, as_of=NOW)}
            assert not found & worse

    def test_neither_order_nor_future_matter_and_there_is_always_one(self):
        for done, state in self.histories():
            found = exercises.suggested(done, state, as_of=NOW)
            past = [did for did in reversed(done) if did.at <= NOW]
            assert found == exercises.suggested(past, state, as_of=NOW)
            assert len(found) == exercises.SUGGESTED

    def test_it_is_left_out_until_it_is_brought_back_and_again_after_that(self):
        done = [Did("hum", NOW - 9 * DAY, Effect.WORSE), Did("hum", NOW - DAY, Effect.WORSE)]
        back = [BroughtBack("hum", NOW - 5 * DAY), BroughtBack("long_out", NOW)]
        for as_of, left in ((8, {"hum"}), (4, set()), (0, {"hum"})):
            found = exercises.left_out(done, back, as_of=NOW - as_of * DAY)
            assert found == left


def test_an_exercise_that_made_it_worse_stands_until_someone_answers():
    asked = MadeWorse(NOW - 200 * DAY, "long_out", UUID(int=7))
    (found,) = signals.findings(Arc(worse=(asked,)), as_of=NOW)
    assert (found.code, found.evidence) == (Code.EXERCISE, (UUID(int=7),))
    assert "A longer out-breath" in found.what.plain()
    assert signals.standing([found], [], as_of=NOW) == (found,)
    done = Mark(Code.EXERCISE, found.since, 0, MarkKind.DONE, NOW)
    assert signals.standing([found], [done], as_of=NOW) == ()
    assert signals.findings(Arc(worse=(asked,)), as_of=asked.at - DAY) == ()


def test_what_the_client_reads_is_calm(histories):
    from tests.copy.test_client_words import BANNED, LONGEST_SENTENCE

    texts = {
        part.client.plain()
        for facts in histories
        for one in capacities.evidence(facts, as_of=NOW)
        for part in one.parts
    }
    assert len(texts) > 20
    assert not [text for text in texts if BANNED.search(text) or "!" in text]
    assert all(len(s.split()) <= LONGEST_SENTENCE for text in texts for s in sentences(text))
    assert grade(sorted(texts)) <= 6
