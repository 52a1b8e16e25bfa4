"""Sealing: different every time, opened by one key under one tag, and not when anything changed."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longarc.care.concerns import Kind, Message
from longarc.records import concern_boxes as boxes
from longarc.records import concern_slots as slots
from longarc.records.concern_slots import Pool
from longarc.records.models import ConcernSlot

NOW = datetime(2030, 5, 15, 9, 0, tzinfo=UTC)
KEY, OTHER = boxes.new_key(), boxes.new_key()
TAG = "7" * 64


def sealed(text: str, tag: str = TAG) -> str:
    return boxes.seal(Message(Kind.TOLD, NOW, text), boxes.public_of(KEY), tag)


@given(st.text(max_size=300))
@settings(max_examples=50)
def test_the_same_words_are_sealed_differently_and_to_the_same_length(text):
    one, two = sealed(text), sealed(text)
    assert one != two
    assert len(one) == len(two) == len(sealed(""))
    assert boxes.unseal(one, KEY, TAG) == boxes.unseal(two, KEY, TAG)


@given(st.data())
@settings(max_examples=200)
def test_a_box_in_which_any_bit_was_changed_does_not_open(data):
    raw = bytearray(base64.b64decode(sealed("words")))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(boxes.NotOpened):
        boxes.unseal(base64.b64encode(raw).decode(), KEY, TAG)


@pytest.mark.parametrize("damage", ["", "not base64", "AAAA", "é"])
def test_what_is_no_box_does_not_open(damage):
    with pytest.raises(boxes.NotOpened):
        boxes.unseal(damage, KEY, TAG)


def test_a_box_opens_with_its_own_key_and_under_its_own_tag_only():
    box = sealed("words")
    for key, tag in ((OTHER, TAG), (KEY, "8" * 64)):
        with pytest.raises(boxes.NotOpened):
            boxes.unseal(box, key, tag)


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
@settings(max_examples=50)
def test_two_receipts_share_nothing_that_is_derived_from_them(one, two):
    derived = [
        {boxes.reply_key(r).hex(), boxes.handle_of(r).thread, boxes.handle_of(r).reply}
        for r in (one, two)
    ]
    assert len(derived[0]) == 3
    assert bool(derived[0] & derived[1]) is (one == two)


@pytest.fixture
def pool(cast) -> Pool:
    made = Pool(cast.practice.pk)
    slots.lay_out(made)
    return made


def test_slots_look_alike_whether_used_or_not(pool):
    """Number, tags and lengths are the same; and the boxes' bytes are spread alike."""
    public = boxes.public_of(KEY)
    before = {slot.pk for slot in pool.rows()}
    assert slots.put(pool, Message(Kind.TOLD, NOW, "words"), public, TAG)
    assert {slot.pk for slot in pool.rows()} == before
    assert {len(slot.tag) for slot in pool.rows()} == {64}
    assert len({len(slot.box) for slot in pool.rows()}) == 1
    assert not slots.put(pool, Message(Kind.TOLD, NOW, "words"), public, TAG), "kept once"


def test_a_message_is_never_written_over(pool):
    """One more than there is room for: more room is made. With another secret key as well."""
    public = boxes.public_of(KEY)
    for n in range(slots.SLOTS + 1):
        assert slots.put(pool, Message(Kind.TOLD, NOW, f"words {n}"), public, f"{n:064x}")
    assert pool.rows().count() == 2 * slots.SLOTS
    told = {
        boxes.unseal(pool.rows().get(tag=f"{n:064x}").box, KEY, f"{n:064x}").text
        for n in range(slots.SLOTS + 1)
    }
    assert len(told) == slots.SLOTS + 1


def test_with_another_secret_key_nothing_is_written_over(pool, settings):
    boxes_before = set(ConcernSlot.objects.values_list("box", flat=True))
    settings.SECRET_KEY = "another one, after a restore elsewhere"
    slots.put(pool, Message(Kind.TOLD, NOW, "words"), boxes.public_of(KEY), TAG)
    assert boxes_before < set(ConcernSlot.objects.values_list("box", flat=True))
