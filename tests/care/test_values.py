"""The plain values that rules are made of, the examples in their docstrings, their numbers."""

import doctest
import pkgutil
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from tests.spec import rulebook

from longarc import care
from longarc.care import chance, patterns, runs, shares, signals, silence
from longarc.care.arc import POSITION, Arc, CheckIn, Phase, PhaseStart, State, state_at
from longarc.care.decision import ALLOWED, NotAllowed, refuse
from longarc.care.text import Text

NOW = datetime(2030, 1, 1, 9, tzinfo=UTC)
MODULES = sorted(f"longarc.care.{module.name}" for module in pkgutil.iter_modules(care.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name):
    assert doctest.testmod(import_module(name)).failed == 0


def test_some_docstrings_have_examples():
    tried = sum(doctest.testmod(import_module(name)).attempted for name in MODULES)
    assert tried >= 5


def test_every_number_of_a_rule_says_what_it_does_and_where_it_is_from():
    modules = (chance, patterns, runs, shares, signals, silence)
    told = {row[0] for module in modules for row in rulebook.numbers(module) if all(row[2:])}
    numbers = {
        name
        for module in modules
        for name, value in vars(module).items()
        if name.isupper() and name[0] != "_" and isinstance(value, int | timedelta)
    }
    assert numbers - told == {"DAY"}


def test_the_rule_book_is_what_the_rules_say():
    """`python -m tests.spec.rulebook` prints it anew; a clinician reads the difference."""
    for path, text in rulebook.pages().items():
        assert path.read_text(encoding="utf-8") == text


def test_the_check_of_the_rule_book_notices_a_changed_page(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(rulebook, "PAGES", Path(tmp_path))
    assert rulebook.main(["--check"]) == 1
    assert rulebook.main([]) == 0
    assert rulebook.main(["--check"]) == 0
    page = tmp_path / "signals.md"
    page.write_text(
        page.read_text(encoding="utf-8").replace("10 days", "11 days"), encoding="utf-8"
    )
    capsys.readouterr()
    assert rulebook.main(["--check"]) == 1
    assert "python -m tests.spec.rulebook" in capsys.readouterr().out


@pytest.mark.parametrize("state", State)
def test_each_row_has_a_position_that_reads_back_as_that_row(state):
    assert state_at(POSITION[state]) is state


@pytest.mark.parametrize(
    ("position", "state"),
    [(0, "way_down"), (19, "way_down"), (20, "down"), (59, "within"), (60, "up"), (80, "way_up")],
)
def test_edges_between_rows(position, state):
    assert state_at(position) == state


@pytest.mark.parametrize("position", [-1, 101])
def test_a_position_off_the_ladder_is_refused(position):
    with pytest.raises(ValueError, match="outside 0 to 100"):
        state_at(position)


def test_mixed_is_extreme_and_never_within():
    mixed = CheckIn(NOW, None)
    assert mixed.extreme
    assert mixed.state is State.MIXED


def test_the_phase_of_a_day_is_the_latest_begun():
    day = NOW.date()
    starts = (
        PhaseStart(Phase.INTEGRATION, day + timedelta(days=9)),
        PhaseStart(Phase.ARRIVAL, day),
        PhaseStart(Phase.PREPARATION, day + timedelta(days=5)),
    )
    arc = Arc(phases=starts)
    assert arc.phase_on(day - timedelta(days=1)) is None
    assert arc.phase_on(day + timedelta(days=8)) is Phase.PREPARATION
    assert arc.phase_on(day + timedelta(days=9)) is Phase.INTEGRATION


def test_a_decision_joins_its_reasons_and_refuses_with_them():
    no_consent = refuse("no-consent", Text("There is no consent."))
    both = ALLOWED & no_consent & refuse("too-early", Text("It is %(n)s days early.", {"n": 3}))
    assert ALLOWED.allowed
    ALLOWED.require()
    with pytest.raises(NotAllowed, match=r"no consent\.; It is 3") as refused:
        both.require()
    assert [reason.code for reason in refused.value.decision.reasons] == ["no-consent", "too-early"]


def test_a_text_is_translated_with_the_texts_inside_it():
    german = {"Quiet for %(days)s.": "Still seit %(days)s.", "%(n)s days": "%(n)s Tagen"}
    days = Text("%(n)s day", {"n": 2}, many="%(n)s days")
    quiet = Text("Quiet for %(days)s.", {"days": days})
    assert quiet.plain() == "Quiet for 2 days."
    assert quiet.render(lambda one, many, _n: german[many or one], str) == "Still seit 2 Tagen."


def test_marks_of_a_signal_name_the_episode_by_its_first_check_in():
    made = tuple(CheckIn(NOW + timedelta(days=i), 10, UUID(int=i + 1)) for i in range(5))
    (run,) = signals.findings(Arc(made), as_of=NOW + timedelta(days=4))
    assert run.since == NOW
    assert run.evidence == tuple(check_in.uid for check_in in made)
