"""Receipts as people write them, and messages that are all of one size."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longarc.care import written
from longarc.care.access import Actor, Can, Role, may
from longarc.care.concerns import (
    KEY_BYTES,
    LONGEST,
    RECEIPT_BYTES,
    SIZE,
    Handle,
    Kind,
    Message,
    concerns,
    handle,
    may_be_contact,
    may_tell,
    packed,
    tidy,
    unpacked,
)

NOW = datetime(2030, 5, 15, 9, 0, tzinfo=UTC)
SECRETS = st.one_of(st.binary(min_size=size, max_size=size) for size in (RECEIPT_BYTES, KEY_BYTES))
THREADS = st.integers(0, 3).map(lambda n: Handle(f"{n:064x}", "a" * 64, (n + 1, 7)))


@given(SECRETS, st.sampled_from(["", " ", "-", "\n"]), st.booleans())
def test_what_was_written_is_read_back(secret, between, small):
    text = written.written(secret).replace(" ", between)
    assert written.read(text.lower() if small else text, len(secret)) == secret
    assert written.read(text.replace("0", "O").replace("1", "l"), len(secret)) == secret


def test_most_slips_are_noticed():
    text, noticed, made = written.written(bytes(range(16))), 0, 0
    for place in range(len(text)):
        for sign in written.SIGNS:
            slipped = text[:place] + sign + text[place + 1 :]
            if text[place] not in {" ", sign}:
                made += 1
                noticed += written.read(slipped, 16) is None
    assert made == 28 * 31
    assert noticed >= made - 2


@pytest.mark.parametrize("bad", ["", "0", "AAAA " * 7, "é" * 28, "0" * 29, "٣" * 28])
def test_what_is_no_receipt_is_none(bad):
    assert written.read(bad, RECEIPT_BYTES) is None


@given(st.text(max_size=LONGEST), st.sampled_from(Kind), THREADS)
def test_every_message_is_of_one_size_and_comes_back(text, kind, told):
    message = Message(kind, NOW, tidy(text), "Gale Invented", told)
    data = packed(message)
    assert len(data) == SIZE
    assert unpacked(data) == message


@pytest.mark.parametrize("sign", ["\U0001f343", "\n", '"', "\\", "\x00"])
def test_the_longest_words_fit_in_every_writing(sign):
    message = Message(Kind.TOLD, NOW, tidy("a" + sign * (LONGEST - 2) + "a"), "Ñ" * 120)
    assert unpacked(packed(message)) == message


@given(THREADS)
def test_a_handle_comes_back_from_a_form(told):
    assert handle(str(told)) == told


@pytest.mark.parametrize(
    "bad", ["", "a.b.c", f"{'a' * 64}.{'b' * 64}.", f"{'a' * 64}.{'b' * 64}.x"]
)
def test_what_is_no_handle_is_none(bad):
    assert handle(bad) is None


def test_messages_come_together_by_thread_and_the_closed_come_last():
    one, two = Handle("1" * 64, "a" * 64, (1,)), Handle("2" * 64, "a" * 64, (1,))
    messages = [
        Message(Kind.CLOSED, NOW, "done", "Gale", one),
        Message(Kind.TOLD, NOW - timedelta(days=2), "first", handle=one),
        Message(Kind.TOLD, NOW - timedelta(days=1), "second", handle=two),
        Message(Kind.NOTHING),
    ]
    found = concerns(messages)
    assert [[m.text for m in concern.messages] for concern in found] == [
        ["second"],
        ["first", "done"],
    ]
    assert [concern.closed for concern in found] == [False, True]


def test_words_that_may_not_be_told_say_why():
    assert may_tell("a", 1).allowed
    codes = [
        may_tell(*case).reasons[0].code for case in (("", 1), ("a" * (LONGEST + 1), 1), ("a", 0))
    ]
    assert codes == ["no_words", "too_long", "nobody"]


@pytest.mark.parametrize("role", sorted(set(Role)))
def test_nobody_reads_concerns_who_is_an_owner_or_holds_clients(role):
    """Not even with the safeguarding role beside it."""
    kept_from = role in {Role.OWNER, Role.THERAPIST, Role.CO_FACILITATOR}
    both = Actor(1, 1, frozenset({role, Role.SAFEGUARDING}))
    assert may(both, Can.READ_CONCERNS) is not kept_from
    assert may_be_contact(both.roles).allowed is not kept_from
    assert may(Actor(1, 1, frozenset({role})), Can.READ_CONCERNS) is (role is Role.SAFEGUARDING)
