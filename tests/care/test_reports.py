"""What a device sends is understood, or answered with a sentence; it never breaks anything."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longarc.care.arc import POSITION, Ease, Resolution, State
from longarc.care.reports import (
    EARLIEST_RECALL,
    LONGEST_UNSENT,
    LONGEST_WORDS,
    NewCheckIn,
    NotUnderstood,
    parse,
)

NOW = datetime(2030, 5, 15, 9, 0, tzinfo=UTC)
UID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


def told(**more):
    return {"kind": "check_in", "uid": str(UID), "state": "down"} | more


def read(sent=None, **more):
    return parse(told(**more), received=NOW, sent=sent)


@pytest.mark.parametrize("state", State)
def test_each_row_has_its_place(state):
    entry = read(state=str(state))
    assert (entry.position, entry.resolution) == (POSITION[state], Resolution.ZONE)


def test_a_place_in_a_row_is_fine():
    entry = read(position=78)
    assert (entry.position, entry.resolution) == (78, Resolution.FINE)


def test_a_row_stands_when_no_place_was_told():
    assert read(position=None).position == POSITION[State.DOWN]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("state", "sparkling"),
        ("state", None),
        ("position", 101),
        ("position", float("inf")),
        ("position", float("nan")),
        ("position", "9" * 5000),
        ("position", [1]),
        ("uid", "7"),
        ("uid", None),
        ("at", "yesterday"),
        ("at", "2030-05-15T09:00:00"),
        ("recalled_for", "2030-05-16T09:00:00Z"),
        ("recalled_for", (NOW - EARLIEST_RECALL - timedelta(minutes=1)).isoformat()),
        ("latency", -1),
        ("corrects", "x"),
        ("kind", "dance"),
        ("kind", ["check_in"]),
    ],
)
def test_what_has_no_clear_meaning_is_answered_with_a_sentence(field, value):
    with pytest.raises(NotUnderstood) as refused:
        read(**{field: value})
    assert refused.value.field == field
    assert refused.value.text.plain().startswith("Nothing was changed.")


@pytest.mark.parametrize("raw", [None, [], "x", 7])
def test_what_is_no_entry_at_all_is_refused(raw):
    with pytest.raises(NotUnderstood):
        parse(raw, received=NOW)


class TestTime:
    """A device's clock may be anything: its entries are kept, at the best time that is known."""

    def test_a_clock_that_is_right_is_believed(self):
        at = NOW - timedelta(hours=30)
        entry = read(sent=NOW - timedelta(seconds=90), at=at.isoformat())
        assert (entry.stamp.at, entry.stamp.skew) == (at, None)

    @pytest.mark.parametrize("off", [timedelta(days=1), timedelta(hours=-3), timedelta(days=-9000)])
    def test_a_clock_that_is_off_is_put_right(self, off):
        made = NOW - timedelta(minutes=40)
        entry = read(sent=NOW + off, at=(made + off).isoformat())
        assert entry.stamp.at == made
        assert entry.stamp.skew == -off.total_seconds()

    def test_the_earlier_time_that_was_meant_moves_along(self):
        off = timedelta(days=1)
        then = NOW - timedelta(hours=5)
        entry = read(
            sent=NOW + off, at=(NOW + off).isoformat(), recalled_for=(then + off).isoformat()
        )
        assert entry.recalled_for == then

    def test_a_time_to_come_is_now(self):
        entry = read(at=(NOW + timedelta(hours=2)).isoformat())
        assert entry.stamp.at == NOW
        assert entry.stamp.skew == -7200

    def test_a_clock_that_was_never_set_counts_as_now(self):
        entry = read(sent=NOW, at="1970-01-01T00:03:00Z")
        assert entry.stamp.at == NOW

    def test_a_phone_that_was_away_for_a_year_is_believed(self):
        at = NOW - LONGEST_UNSENT + timedelta(days=1)
        assert read(sent=NOW, at=at.isoformat()).stamp.at == at

    @pytest.mark.parametrize(
        "sent", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
    )
    @pytest.mark.parametrize("at", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
    def test_no_clock_is_too_wrong(self, sent, at):
        entry = read(sent=sent, at=at)
        assert NOW - LONGEST_UNSENT <= entry.stamp.at <= NOW
        assert entry.stamp.skew is None or abs(entry.stamp.skew) < 2**31


def test_nothing_takes_its_own_place():
    assert read(corrects=str(UID)).corrects is None
    other = uuid4()
    assert read(corrects=str(other)).corrects == other


def test_added_answers_are_read_and_every_one_may_be_left_out():
    empty = parse({"kind": "more", "uid": str(UID), "check_in": str(UID)}, received=NOW)
    assert (empty.ease, empty.item, empty.answer, empty.body) == (None, "", "", "")
    full = {
        "kind": "more",
        "uid": str(UID),
        "check_in": str(UID),
        "ease": "2",
        "item": "sleep",
        "answer": "hard",
        "body": "foot_left: chest:tight",
    }
    entry = parse(full, received=NOW)
    assert (entry.ease, entry.item, entry.answer) == (Ease.WITH_HELP, "sleep", "hard")
    assert entry.body == "chest:tight foot_left:"
    skipped = parse(full | {"answer": ""}, received=NOW)
    assert (skipped.item, skipped.answer) == ("", "")


@pytest.mark.parametrize("more", [{"ease": 4}, {"item": "sleep", "answer": "x"}, {"body": "wing:"}])
def test_an_added_answer_that_is_not_known_is_refused(more):
    with pytest.raises(NotUnderstood):
        parse({"kind": "more", "uid": str(UID), "check_in": str(UID)} | more, received=NOW)


def words(text, **more):
    return parse({"kind": "words", "uid": str(UID), "text": text} | more, received=NOW)


def test_words_are_private_unless_shared():
    assert words("  Rain.\x00 ").text == "Rain."
    assert [words("a", shared=value).shared for value in (None, "0", False, "1", True)] == [
        False,
        False,
        False,
        True,
        True,
    ]


def test_words_have_a_longest_length():
    assert len(words("a" * LONGEST_WORDS).text) == LONGEST_WORDS
    with pytest.raises(NotUnderstood) as refused:
        words("a" * (LONGEST_WORDS + 1))
    assert refused.value.text.plain().startswith("Your words are still here.")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
FIELDS = [
    *("at", "zone", "offset", "state", "position", "recalled_for", "latency", "method", "app"),
    *("changed_mind", "corrects", "check_in", "ease", "item", "answer", "body", "target"),
    *("text", "shared", "note"),
]
KINDS = ("check_in", "more", "undo", "words", "contact_request")


def understood(raw, sent):
    """The entry; None when it was answered with a sentence. Anything else is a fault."""
    try:
        return parse(raw, received=NOW, sent=sent)
    except NotUnderstood as refused:
        return None if refused.text.plain() else refused


@given(
    kind=st.sampled_from(KINDS),
    fields=st.dictionaries(st.sampled_from(FIELDS), JSON | st.just(str(UID)), max_size=8),
    sent=st.none() | st.datetimes(timezones=st.just(UTC)),
)
def test_whatever_arrives_is_understood_or_answered(kind, fields, sent):
    raw = (
        {"state": "up", "check_in": str(UID), "target": str(UID)}
        | fields
        | {"kind": kind, "uid": str(UID)}
    )
    entry = understood(raw, sent)
    if entry is None:
        return
    assert NOW - LONGEST_UNSENT <= entry.stamp.at <= NOW
    assert "\x00" not in entry.stamp.zone
    entry.stamp.zone.encode()
    if isinstance(entry, NewCheckIn):
        assert entry.position is None or 0 <= entry.position <= 100
        entry.app.encode()
