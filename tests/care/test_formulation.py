"""Versions of the shared formulation: nothing typed is lost, and differences say it in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longarc.care import changes
from longarc.care.changes import How
from longarc.care.formulation import (
    EMPTY,
    LONGEST_SECTION,
    MOST_ADAPTATIONS,
    Adaptation,
    Formulation,
    Section,
    TooLong,
    made,
    parse,
    together,
    written,
)

WORDS = [section for section in Section if section is not Section.ADAPTATIONS]
TEXTS = st.sampled_from(["", "A door closes.", "A door closes. I freeze.", "Cold water."])
WAYS = st.lists(st.builds(Adaptation, TEXTS, TEXTS, TEXTS, TEXTS), max_size=3)
VALUES = st.builds(
    made, st.dictionaries(st.sampled_from(WORDS), TEXTS, max_size=4), WAYS
)  # fmt: skip
FORMS = st.sets(st.sampled_from(Section), min_size=1)


@given(VALUES)
def test_what_is_written_is_read_back(value):
    assert parse(written(value)) == value


@given(VALUES, VALUES, VALUES, FORMS)
def test_two_who_write_lose_nothing(base, now, mine, form):
    """Whatever I changed is in the value or was the same as theirs; whatever they changed is too,
    or I am told. What is not on my form is theirs."""
    found = together(base, now, mine, form)
    for section in Section:
        if section not in form:
            assert found.value.of(section) == now.of(section)
        elif mine.of(section) != base.of(section):
            assert found.value.of(section) == mine.of(section)
            assert section in found.both or now.of(section) in (base.of(section), mine.of(section))
        else:
            assert found.value.of(section) == now.of(section)
        if section in form and found.value.of(section) != now.of(section):
            assert section in found.both or now.of(section) == base.of(section)


@given(VALUES, VALUES, FORMS)
def test_nobody_else_wrote_and_nothing_is_to_be_told(base, mine, form):
    found = together(base, base, mine, form)
    assert not found.theirs
    assert all(found.value.of(section) == mine.of(section) for section in form)


@given(VALUES, VALUES)
def test_a_difference_holds_every_sentence_of_both(old, new):
    found = {change.section: change.lines for change in changes.changes(old, new)}
    for section in WORDS:
        if section in found:
            lines = found[section]
            kept = [line.text for line in lines if line.how is not How.ADDED]
            told = [line.text for line in lines if line.how is not How.LEFT_OUT]
            assert kept == changes.sentences(old.words.get(section, ""))
            assert told == changes.sentences(new.words.get(section, ""))
        else:
            assert old.words.get(section) == new.words.get(section)


def test_a_difference_is_told_sentence_by_sentence_and_words_first():
    old = made({Section.TRIGGER: "A door closes. Loud rooms."}, [Adaptation("Staying busy")])
    new = made(
        {Section.TRIGGER: "A door closes. A raised voice."},
        [Adaptation("Staying busy", gives="I am needed.")],
    )
    ways, trigger = changes.changes(old, new)
    assert changes.says([ways, trigger]).plain() == "2 parts are different."
    assert [(line.how, line.about, line.text) for line in ways.lines] == [
        (How.SAME, "name", "Staying busy"),
        (How.ADDED, "gives", "I am needed."),
    ]
    assert [(line.how, line.text) for line in trigger.lines] == [
        (How.SAME, "A door closes."),
        (How.LEFT_OUT, "Loud rooms."),
        (How.ADDED, "A raised voice."),
    ]


def test_a_pattern_is_a_trigger_a_response_and_something_that_helps():
    two = {Section.TRIGGER: "a door", Section.RESPONSE: "I freeze"}
    assert not made(two, ()).names_a_pattern
    assert made({**two, Section.HELPS: "cold water"}, ()).names_a_pattern
    assert not EMPTY.names_a_pattern


def test_more_than_is_kept_is_refused_with_its_place():
    with pytest.raises(TooLong) as refused:
        made({Section.HISTORY: "a" * (LONGEST_SECTION + 1)}, ())
    assert refused.value.section is Section.HISTORY
    with pytest.raises(TooLong):
        made({}, [Adaptation("one")] * (MOST_ADAPTATIONS + 1))


def test_the_longest_texts_can_be_compared():
    old = Formulation({Section.HISTORY: "a. b. " * (LONGEST_SECTION // 6)})
    new = Formulation({Section.HISTORY: "b. a. c. " * (LONGEST_SECTION // 9)})
    assert changes.changes(old, new)
