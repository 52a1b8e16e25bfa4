"""What screening tells the list: what waits, what a prescriber said, what changed since."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from longarc.care import screening_findings
from longarc.care.finding import Code
from longarc.care.jurisdiction import PROFILES
from longarc.care.jurisdiction import Code as Law
from longarc.care.medicine_names import names
from longarc.care.risk_questions import SCREENING_ROW
from longarc.care.screening_facts import (
    Answer,
    Facts,
    Identified,
    Judgement,
    Kind,
    Medicine,
    Planned,
    Said,
    Taken,
)
from longarc.care.screening_told import Told
from longarc.care.sources import Level, Substance

DAY_0 = datetime(2030, 5, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)
NAMES = names({"lithium": {"lithium": []}, "maoi": {"phenelzine": []}, "ssri": {"sertraline": []}})


def at(day):
    return DAY_0 + day * DAY


def takes(name, day):
    return Medicine(name, Taken.NOW, None, at(day), id=UUID(int=1000 + day))


def judged(kind, day, subject="medicine:lithium:lithium", **more):
    more = {"level": Level.HARD, "substance": None, "by": "Pat Invented", **more}
    return Judgement(subject, kind, at=at(day), reason="invented", id=UUID(int=day), **more)


def found(facts, day=20, **more):
    told = Told(facts, NAMES, **more)
    return list(screening_findings.found(told, as_of=at(day)))


def codes(facts, day=20, **more):
    return [one.code for one in found(facts, day, **more)]


def test_lithium_that_was_told_waits_for_a_prescriber():
    (one,) = found(Facts(medicines=(takes("lithium", 3),)))
    assert (one.code, one.since, one.level) == (Code.SCREENING, at(3), Level.HARD)
    assert "lithium" in one.what.plain()
    assert not found(Facts(medicines=(takes("lithium", 3),)), day=2)


def test_a_name_that_nobody_knows_waits_for_somebody_to_write_what_it_is():
    (one,) = found(Facts(medicines=(takes("Inventedol", 3),)))
    assert (one.code, one.level) == (Code.SCREENING, Level.HARD)
    assert "until someone writes what it is" in one.what.plain()
    assert "prescriber decides" not in one.what.plain()


def test_what_is_only_not_known_and_what_a_review_asks_are_not_told_here():
    assert not found(Facts())
    assert not found(Facts(medicines=(takes("sertraline", 3),), substance=Substance.PSILOCYBIN))


def test_what_is_told_later_is_news_of_its_own():
    two = Facts(medicines=(takes("lithium", 3), takes("phenelzine", 5)))
    assert [one.since for one in found(two)] == [at(3), at(5)]


def test_a_condition_that_locks_is_told_and_one_of_the_risk_path_is_not():
    (one,) = found(Facts(answers=(Answer("psychosis", Said.YES, at(2)),)))
    assert one.code is Code.SCREENING
    assert not found(Facts(answers=(Answer(SCREENING_ROW, Said.YES, at(2)),)))


def test_a_decision_answers_it_and_is_told_of_for_two_weeks():
    facts = Facts(medicines=(takes("lithium", 3),), judgements=(judged(Kind.DECIDED, 6),))
    assert codes(facts, day=19) == [Code.DECIDED]
    assert codes(facts, day=20) == []


def test_a_no_is_told_with_its_reason_until_somebody_marks_it():
    facts = Facts(medicines=(takes("lithium", 3),), judgements=(judged(Kind.DECLINED, 6),))
    (one,) = found(facts, day=400)
    assert one.code is Code.DECLINED
    assert "Pat Invented" in one.what.plain()
    assert "invented" in one.sure.plain()


def named(name, day):
    return Identified("Abc", name, at(day), "Maya Invented")


def test_what_an_entry_is_found_to_be_later_is_news_of_its_own():
    told = {"medicines": (takes("Abc", 3),), "substance": Substance.PSILOCYBIN}
    assert [one.since for one in found(Facts(**told))] == [at(3)]
    (one,) = found(Facts(**told, identified=(named("phenelzine", 6),)))
    assert one.since == at(6)


def test_a_plan_with_which_it_is_stricter_is_news_and_one_with_which_it_is_not_is_none():
    told = {"medicines": (takes("sertraline", 3), takes("phenelzine", 4))}
    told["answers"] = (Answer("purging", Said.YES, at(2)),)
    plan = (Planned(Substance.PSILOCYBIN, at(1)), Planned(Substance.MDMA, at(8)))
    then = Facts(**told, substance=Substance.PSILOCYBIN, planned=plan[:1])
    assert [one.since for one in found(then)] == [at(4)]
    now = Facts(**told, substance=Substance.MDMA, planned=plan)
    assert [one.since for one in found(now)] == [at(4), at(8)]


def lapsed(**more):
    yes = more.pop("yes", judged(Kind.DECIDED, 6))
    facts = {"medicines": (takes("lithium", 3),), "judgements": (yes,), **more}
    found_ = [one for one in found(Facts(**facts)) if one.code is Code.LAPSED]
    return found_[0] if found_ else None


def test_a_decision_that_no_longer_counts_says_what_changed():
    assert lapsed() is None
    both = (takes("lithium", 3), takes("sertraline", 8))
    assert "sertraline was told on" in lapsed(medicines=both).what.plain()
    assert lapsed(medicines=both).since == at(8)  # a mark on an earlier change does not answer it
    answers = (Answer("psychosis", Said.YES, at(9)),)
    assert "a psychotic disorder of their own" in lapsed(answers=answers).what.plain()
    assert "a medicine was taken back" in lapsed(taken_back=at(7)).what.plain()
    planned = lapsed(substance=Substance.MDMA).what.plain()
    assert "planned with MDMA now, and then with nothing chosen" in planned
    gone = judged(Kind.DECIDED, 6, holds=False)
    assert "Pat Invented is no longer a prescriber here" in lapsed(yes=gone).what.plain()
    stricter = judged(Kind.DECIDED, 6, level=Level.REVIEW)
    assert "stricter here now" in lapsed(yes=stricter).what.plain()


def test_a_decision_that_lapsed_comes_back_with_a_later_plan_and_with_what_a_name_is():
    both = (takes("lithium", 3), takes("sertraline", 8))
    plan = (Planned(Substance.MDMA, at(9)),)
    assert lapsed(medicines=both, substance=Substance.MDMA, planned=plan).since == at(9)
    one = lapsed(medicines=both, identified=(named("sertraline", 10),))
    assert one.since == at(10)
    assert "Abc was said on" in one.what.plain()


def test_one_that_lapsed_is_not_told_twice():
    both = (takes("lithium", 3), takes("sertraline", 8))
    facts = Facts(medicines=both, judgements=(judged(Kind.DECIDED, 6),))
    assert codes(facts) == [Code.LAPSED]


def test_what_the_law_bars_here_is_said_as_that():
    profile = PROFILES[Law.OREGON]
    (one,) = found(Facts(medicines=(takes("lithium", 3),)), profile=profile)
    assert one.level == Level.BARRED
    assert "bars a medicine session here" in one.what.plain()
