"""A form that is sent again: the same content is kept once; what was changed is never dropped.

Somebody goes Back, answers otherwise, and sends the same page once more. Each case was seen to
fail with the action as it was before (an id that is taken was "kept before", or a clash).
"""

from functools import partial
from types import SimpleNamespace

import pytest
from django.utils import timezone

from longarc.care import adverse, capacities, pacing, safety_plan, touch
from longarc.care.arc import State
from longarc.care.commitments import Rhythm
from longarc.care.consent_texts import Item
from longarc.care.decision import NotAllowed
from longarc.care.exercise_list import BY_CODE
from longarc.care.expectations import Expected
from longarc.care.formulation import Formulation, Section
from longarc.care.risk import StepKind
from longarc.care.risk_questions import Question, Reply
from longarc.care.screening_facts import Taken
from longarc.care.session_plan import SessionPlan
from longarc.care.session_record import Kind, Told, written
from longarc.care.slower import Wish
from longarc.care.threads import Near
from longarc.records import models
from longarc.records.actions import adverse as adverse_actions
from longarc.records.actions import (
    choices,
    commitments,
    consent,
    entries,
    formulation,
    preparation,
    risk,
    screening,
    session_plan,
    session_record,
    support,
    threads,
    window,
)
from longarc.records.actions import pacing as pacing_actions
from longarc.records.actions import safety_plan as safety_plan_actions
from longarc.records.actions import touch as touch_actions
from longarc.records.codec import PLAIN
from longarc.records.ids import uuid7
from longarc.records.queries import adverse as adverse_queries
from longarc.records.queries import clients
from longarc.records.queries import consent as consent_queries
from longarc.records.queries import risk as risk_queries
from longarc.records.queries import safety_plan as safety_plan_queries
from longarc.records.queries import touch as touch_queries
from longarc.records.queries.course import ChoiceKind
from tests.web.session_story import known_as, planned
from tests.web.staff.story import url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def of(cast):
    """Ada's record as she and as Maya know it."""
    own = clients.own(viewer=cast.ada.actor)
    return SimpleNamespace(
        cast=cast, own=own, ada=cast.ada.actor, team=known_as(cast.ada, cast.maya),
        maya=cast.maya.actor,
    )  # fmt: skip


def now(by):
    return {"by": by, "at": timezone.now()}


def replies(of, uid, told):
    return risk.answer(of.own, {Question.ENDING: told}, uid=uid, **now(of.ada))


def steps(of):
    risk.answer(of.own, {Question.ENDING: Reply.YES}, uid=uuid7(), **now(of.ada))
    return lambda uid, words: risk.record(of.team, StepKind.AGREED, words, uid=uid, **now(of.maya))


def medicines(of, uid, told):
    name, taken = told
    return bool(screening.tell_medicines(of.own, name, taken, None, uid=uid, **now(of.ada)))


def report(of, uid, words):
    return adverse_actions.report(of.own, words, None, uid=uid, **now(of.ada))


def follow_ups(of):
    report(of, event := uuid7(), "A fall on the stairs")
    seen = adverse_queries.find(of.team, event, viewer=of.maya).upto
    return lambda uid, words: adverse_actions.follow_up(
        of.team, event, adverse.Grade(words=words), seen=seen, uid=uid, **now(of.maya)
    )


def plans(of, uid, words):
    part = safety_plan.Section.SIGNS
    return safety_plan_actions.keep_plan(of.own, {part: words}, base=None, uid=uid, **now(of.ada))


def consents(of, uid, yes):
    """Both buttons of one page."""
    stands = consent_queries.load(of.own, viewer=of.ada).items[0]
    if not yes:
        return consent.say_no(of.own, stands.words.item, uid=uid, **now(of.ada))
    version = stands.words.version
    return consent.give(of.own, Item.SESSION, version, read="As read.", uid=uid, **now(of.ada))


HAND, NONE = touch.Terms(frozenset({touch.Place.HAND})), touch.NO_TOUCH


def signatures(of):
    seen = touch_queries.load(of.own, viewer=of.ada, at=timezone.now()).upto
    return lambda uid, terms: (
        touch_actions.sign(of.own, terms, purpose="", stop="", seen=seen, uid=uid, **now(of.ada))
        is touch_actions.Outcome.SIGNED
    )


def expects(of):
    plan = planned(of.cast)
    return lambda uid, fear: session_plan.expect(
        of.own, plan, Expected(fear=fear), uid=uid, **now(of.ada)
    )


def formulations(of, uid, words, base=None):
    mine = Formulation({Section.TRIGGER: words} if words else {})
    kept = {"form": (Section.TRIGGER, Section.HELPS), "base": base, "uid": uid}
    return formulation.keep_version(of.own, mine, **kept, **now(of.ada))


def session_plans(of, uid, room):
    """True when it is a version of its own."""
    found = models.SessionPlanVersion.objects.count
    told, before = SessionPlan(room=room), found()
    session_plan.keep_version(of.team, told, base=None, draft=True, uid=uid, **now(of.maya))
    return found() > before


def said(told):
    return told.removeprefix(PLAIN)


def lines(of):
    session = window.keep_session(of.team, began := timezone.now(), by=of.maya, at=began)
    return lambda uid, words: bool(
        session_record.write(
            of.team, session, words, page=session_record.Page(uid, sure=True), **now(of.maya)
        )
    )


def corrections(of):
    session = window.keep_session(of.team, began := timezone.now(), by=of.maya, at=began)
    at = {"page": session_record.Page(uuid7(), sure=True), **now(of.maya)}
    session_record.write(of.team, session, [Told(Kind.WORDS, None, "As it was")], **at)
    line = models.SessionLine.objects.get().uid
    return lambda uid, words: session_record.correct(
        of.team, session, line, Told(Kind.WORDS, None, words),
        page=session_record.Page(uid, sure=True), **now(of.maya),
    )  # fmt: skip


def own_plan(of, uid, words):
    return support.keep_plan(words, uid=uid, **now(of.ada))


def decides(of, uid, why):
    said = pacing.Suggestion(pacing.Answer.SLOW, (), (), "1")
    page, answer = pacing_actions.Page(uid, said.seen), pacing.Answer.PREPARE
    return pacing_actions.decide(of.team, said, answer, why, page, **now(of.maya))


def paces(of, uid, wish):
    return pacing_actions.say_pace(of.own, wish, uid=uid, **now(of.ada))


def back(of, uid, exercise):
    return preparation.bring_back(of.own, exercise, uid=uid, **now(of.ada))


def views(of, uid, answer):
    capacity = capacities.Capacity.TRACKING
    return preparation.give_view(of.own, capacity, answer, uid=uid, **now(of.ada))


def inside(of, uid, state):
    return window.count_inside(of.own, [state], uid=uid, **now(of.ada))


def commits(of, uid, told):
    text, rhythm = told
    return commitments.add(of.own, text, rhythm, uid=uid, **now(of.ada))


def noticed(of, uid, words):
    return commitments.notice(of.own, words, shared=False, uid=uid, **now(of.ada))


def chooses(of, uid, given):
    return choices.choose(ChoiceKind.RESEARCH, given=given, uid=uid, **now(of.ada))


def thread(of):
    uid = uuid7()
    threads.add(of.own, threads.NewThread("A blue door"), shared=True, uid=uid, **now(of.ada))
    return uid


def nears(of):
    about = thread(of)
    return lambda uid, near: threads.say_near(about, near, uid=uid, **now(of.ada))


def notes(of):
    about = thread(of)
    return lambda uid, words: threads.note(of.team, about, words, uid=uid, **now(of.maya))


def named(of, uid, name):
    new = threads.NewThread("A red gate", name)
    return threads.add(of.own, new, shared=False, uid=uid, **now(of.ada))


WORDS = ("The first words", "Other words")
EACH = [
    (models.RiskAnswering, replies, (Reply.NO, Reply.YES)),
    (models.MedicineTaken, medicines, (("Zoloft", Taken.NOW), ("Zoloft", Taken.STOPPED))),
    (models.MedicineTaken, medicines, (("Zoloft", Taken.NOW), ("Priadel", Taken.NOW))),
    (models.AdverseReport, report, WORDS),
    (models.SafetyPlanVersion, plans, WORDS),
    (models.ConsentAnswer, consents, (True, False)),
    (models.OwnPlan, own_plan, WORDS),
    (models.FormulationVersion, formulations, WORDS),
    (models.SessionPlanVersion, session_plans, WORDS),
    (models.PacingDecision, decides, WORDS),
    (models.PaceWord, paces, (Wish.SLOWER, Wish.BACK)),
    (models.ExerciseBack, back, tuple(BY_CODE)[:2]),
    (models.CapacityView, views, (capacities.Answer.YES, capacities.Answer.NOT_YET)),
    (models.InsideRows, inside, (State.WITHIN, State.UP)),
    (models.Commitment, commits, (("Walk", Rhythm.MOST_DAYS), ("Walk", Rhythm.SOME_DAYS))),
    (models.Noticed, noticed, WORDS),
    (models.Choice, chooses, (True, False)),
    (models.Thread, named, WORDS),
]
MADE = [
    (models.RiskStep, steps, WORDS),
    (models.AdverseFollowUp, follow_ups, WORDS),
    (models.TouchSigned, signatures, (HAND, NONE)),
    (models.Expectations, expects, WORDS),
    (models.SessionLine, corrections, WORDS),
    (models.ThreadNear, nears, (Near.NOT_TODAY, Near.TOO_NEAR)),
    (models.ThreadNote, notes, WORDS),
]
CASES = [(kind, lambda of, act=act: partial(act, of), told) for kind, act, told in EACH] + MADE


@pytest.mark.parametrize(
    ("kind", "act", "told"), CASES, ids=[f"{one.__name__}-{n}" for n, (one, *_) in enumerate(CASES)]
)
def test_what_was_changed_is_kept_and_what_was_not_is_kept_once(of, kind, act, told):
    send, uid, (first, other) = act(of), uuid7(), told
    before = kind.objects.count()
    assert send(uid, first)
    assert not send(uid, first)
    assert send(uid, other)
    assert not send(uid, other)
    assert kind.objects.count() == before + 2
    if kind is not models.MedicineTaken:  # another name does not take the first one's place
        assert send(uid, first)
        assert not send(uid, first)


def test_an_answer_that_was_changed_opens_the_path(of):
    replies(of, uid := uuid7(), Reply.NO)
    replies(of, uid, Reply.YES)
    assert risk_queries.load(of.own, viewer=of.ada).open


def test_the_same_yes_after_the_path_was_closed_opens_it_again(of):
    replies(of, uid := uuid7(), Reply.YES)
    for kind in (StepKind.REACHED, StepKind.NO_PLAN):
        risk.record(of.team, kind, "Tomorrow.", uid=uuid7(), **now(of.maya))
    seen = risk_queries.load(of.own, viewer=of.maya).upto
    risk.close(of.team, "Talked it through.", seen=seen, uid=uuid7(), **now(of.maya))
    assert not risk_queries.load(of.own, viewer=of.ada).open
    replies(of, uid, Reply.YES)
    assert risk_queries.load(of.own, viewer=of.ada).open


def test_words_for_a_path_that_is_closed_are_shown_again(of, signed_in):
    """Closed, gone back, other words: refused, and said so."""
    step, maya = steps(of), signed_in(of.cast.maya)
    for kind in (StepKind.REACHED, StepKind.NO_PLAN):
        risk.record(of.team, kind, "Tomorrow.", uid=uuid7(), **now(of.maya))
    seen = risk_queries.load(of.own, viewer=of.maya).upto
    told, page = (
        {"seen": seen, "sure": "yes", "uid": uuid7()},
        url_of("client_risk_close", of.cast.ada),
    )
    assert maya.post(page, {**told, "words": WORDS[0]}).status_code == 302
    again = maya.post(page, {**told, "words": WORDS[1]})
    assert again.status_code == 400
    assert WORDS[1] in again.content.decode()
    assert "no path is open" in again.content.decode()
    with pytest.raises(NotAllowed):
        step(uuid7(), WORDS[0])


def test_a_form_that_writes_on_takes_nothing_from_somebody_else(of):
    """The plan: what Maya wrote between the two sendings stays; what both wrote is a clash."""
    signs, alone, safer = list(safety_plan.Section)[:3]
    keep, uid = partial(safety_plan_actions.keep_plan, base=None), uuid7()
    keep(of.own, {signs: "No sleep"}, uid=uid, **now(of.ada))
    first = safety_plan_queries.load(of.own, viewer=of.ada)
    theirs = {signs: "No sleep", alone: "Walk the dog"}
    safety_plan_actions.keep_plan(of.team, theirs, base=first.uid, uid=uuid7(), **now(of.maya))
    assert keep(of.own, {signs: "No sleep, no food", safer: "Ring Bo"}, uid=uid, **now(of.ada))
    stands = safety_plan_queries.load(of.own, viewer=of.ada).words
    assert stands == {signs: "No sleep, no food", alone: "Walk the dog", safer: "Ring Bo"}
    with pytest.raises(safety_plan_actions.ChangedMeanwhile):
        keep(of.own, {signs: "No sleep", alone: "Ring Bo"}, uid=uid, **now(of.ada))


def test_a_line_added_before_another_does_not_double_it(of):
    send, uid = lines(of), uuid7()
    water, finn = (Told(Kind.WORDS, None, one) for one in ("A glass of water", "Finn came in"))
    assert send(uid, [water])
    assert send(uid, [finn, water])
    rows = models.SessionLine.objects.order_by("seq")
    assert [said(row.told) for row in rows] == [written(one) for one in (water, finn)]


def test_a_formulation_that_somebody_else_wrote_in_is_still_a_clash(of):
    formulations(of, uid := uuid7(), "A raised voice")
    theirs = Formulation({Section.TRIGGER: "A slammed door"})
    base = models.FormulationVersion.objects.get().uid
    kept = {"form": (Section.TRIGGER,), "base": base, **now(of.maya)}
    formulation.keep_version(of.team, theirs, **kept)
    with pytest.raises(formulation.ChangedMeanwhile):
        formulations(of, uid, "A raised voice, at night")


def test_a_follow_up_of_somebody_else_is_still_a_clash(of):
    send, uid = follow_ups(of), uuid7()
    send(uid, WORDS[0])
    send_other = partial(send, uuid7())
    with pytest.raises(adverse_actions.ChangedMeanwhile):
        send_other(WORDS[1])


def test_each_button_for_less_touch_counts_on_a_page_that_was_gone_back_to(cast, of, signed_in):
    both = touch.Terms(frozenset({touch.Place.HAND, touch.Place.ARM}))
    signatures(of)(uuid7(), both)
    ada, uid = signed_in(cast.ada), uuid7()
    for less in ("hand", "none", "none"):
        ada.post("/arc/touch/", {"less": less, "uid": uid})
    assert touch_queries.load(of.own, viewer=of.ada, at=timezone.now()).terms == NONE
    assert models.TouchNarrowed.objects.count() == 2


def test_what_protects_counts_again_when_something_else_was_said_since(of):
    """Another page said otherwise meanwhile; then somebody goes back to the first and sends it."""
    consents(of, uuid7(), yes=True)
    consents(of, no := uuid7(), yes=False)
    consents(of, uuid7(), yes=True)
    assert consents(of, no, yes=False)
    signatures(of)(uuid7(), HAND)
    touch_actions.narrow(of.own, NONE, uid=(less := uuid7()), **now(of.ada))
    signatures(of)(uuid7(), HAND)
    assert touch_actions.narrow(of.own, NONE, uid=less, **now(of.ada))
    paces(of, slower := uuid7(), Wish.SLOWER)
    pacing_actions.say_pace(of.team, Wish.TALKED, uid=uuid7(), **now(of.maya))
    assert paces(of, slower, Wish.SLOWER)
    near, too = nears(of), uuid7()
    near(too, Near.TOO_NEAR)
    near(uuid7(), Near.NEAR_ENOUGH)
    assert near(too, Near.TOO_NEAR)
    assert not any(
        (
            consents(of, no, yes=False),
            touch_actions.narrow(of.own, NONE, uid=less, **now(of.ada)),
            paces(of, slower, Wish.SLOWER),
            near(too, Near.TOO_NEAR),
        )
    )


def test_who_asks_for_contact_again_after_taking_it_back_is_heard(cast, signed_in):
    ada, uid = signed_in(cast.ada), uuid7()
    for told in ({"uid": uid}, {"uid": uuid7(), "target": uid}, {"uid": uid}, {"uid": uid}):
        ada.post("/support/contact/", told)
    back = models.Retraction.objects.values("target")
    assert models.ContactRequest.objects.exclude(uid__in=back).count() == 1


def test_words_written_where_others_were_removed_are_not_said_to_be_kept(cast, signed_in):
    """They may be the very words that were removed: the page asks once more, under a new id."""
    ada, told = signed_in(cast.ada), {"check_in": uuid7(), "words_uid": uuid7()}
    ada.post("/today/more/", {**told, "text": WORDS[0]})
    entries.remove_words(told["words_uid"], **now(cast.ada.actor))
    again = ada.post("/today/more/", {**told, "text": WORDS[1]})
    assert again.status_code == 400
    assert WORDS[1] in again.content.decode()
    told["words_uid"] = again.context["words_uid"]
    assert ada.post("/today/more/", {**told, "text": WORDS[1]}).status_code == 302
    assert models.Words.objects.count() == 1


def test_words_to_be_called_and_words_of_today_are_kept_when_they_change(cast, signed_in):
    """A device's own sending (the API) is as it was: other content under an id is a conflict."""
    ada, uid, about, words = signed_in(cast.ada), uuid7(), uuid7(), uuid7()
    for text in (*WORDS, WORDS[1]):
        ada.post("/support/contact/", {"uid": uid, "note": text})
        ada.post("/today/more/", {"check_in": about, "words_uid": words, "text": text})
    assert models.ContactRequest.objects.count() == 2
    assert models.Words.objects.count() == 2
