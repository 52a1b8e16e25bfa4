"""A concern: what is told to the safeguarding contacts, past therapist and owner (decision 18).

Here are its values, and how each becomes bytes of one size. `records.concern_boxes` seals them.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from longarc.care.access import KEPT_FROM_CONCERNS, Role
from longarc.care.decision import ALLOWED, Decision, refuse
from longarc.care.text import Text, msg

#: 128 random bits. Source: decision 18.
RECEIPT_BYTES = 16
#: A private key of X25519 (RFC 7748).
KEY_BYTES = 32
#: Letters of one message. Longarc's own starting rule, unsigned.
LONGEST = 4000
#: Every message is filled up to so many bytes, so that its length tells nothing. The longest
#: text takes 16,000 of them.
SIZE = 18 * 1024
#: Messages under one receipt. Longarc's own starting rule, unsigned.
MOST_IN_THREAD = 200

#: The first contact, or one after the last has gone, waits so long. Source: decision 37.
ALONE = timedelta(hours=72)

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HANDLE = re.compile(r"([0-9a-f]{64})\.([0-9a-f]{64})\.((?:\d{1,18}-)*\d{1,18})")


class Kind(StrEnum):
    NOTHING = "nothing"
    TOLD = "told"
    ANSWER = "answer"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Handle:
    """What an answer needs, and what opens nothing.

    Args:
        thread: the name that all messages under one receipt share, in hex.
        reply: the public key to which answers are sealed, in hex.
        keys: ids of the contacts' keys that the writer chose.
    """

    thread: str
    reply: str
    keys: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.thread}.{self.reply}.{'-'.join(map(str, self.keys))}"


def handle(text: str) -> Handle | None:
    """The handle that a form sent back; None when it is not one."""
    found = _HANDLE.fullmatch(text)
    if found is None:
        return None
    thread, reply, keys = found.groups()
    return Handle(thread, reply, tuple(map(int, keys.split("-"))))


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `by` is the contact's name, or empty: who wrote a concern is never noted."""

    kind: Kind
    at: datetime | None = None
    text: str = ""
    by: str = ""
    handle: Handle | None = None


NOTHING = Message(Kind.NOTHING)


def packed(message: Message) -> bytes:
    """`SIZE` bytes, whatever the message.

    Raises:
        ValueError: it is longer than a message may be.
    """
    told = {
        "kind": message.kind,
        "at": message.at.isoformat() if message.at else "",
        "text": message.text,
        "by": message.by,
        "handle": str(message.handle or ""),
    }
    data = json.dumps(told, ensure_ascii=False).encode(errors="replace")
    if len(data) > SIZE:
        raise ValueError(f"a message of {len(data)} bytes")
    return data.ljust(SIZE)


def unpacked(data: bytes) -> Message:
    """The message again.

    Raises:
        ValueError, KeyError, TypeError: the bytes are none.
    """
    told = json.loads(data)
    return Message(
        Kind(told["kind"]),
        datetime.fromisoformat(told["at"]) if told["at"] else None,
        told["text"],
        told["by"],
        handle(told["handle"]),
    )


def tidy(text: str) -> str:
    """The words without what cannot be seen or typed."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n")).strip()


def may_tell(text: str, to: int) -> Decision:
    """Whether these words may be sealed for so many contacts."""
    if not text:
        return refuse("no_words", Text(msg("Nothing was sent. Write a few words first.")))
    if len(text) > LONGEST:
        sentence = msg("Nothing was sent. The most we can seal is %(limit)s letters.")
        return refuse("too_long", Text(sentence, {"limit": LONGEST}))
    if not to:
        return refuse("nobody", Text(msg("Nothing was sent. Pick someone who may open it.")))
    return ALLOWED


def may_be_contact(roles: Iterable[Role]) -> Decision:
    """The owner, and those who hold clients, cannot be safeguarding contacts (decision 18)."""
    if not KEPT_FROM_CONCERNS & set(roles):
        return ALLOWED
    sentence = msg(
        "Nobody was named. A safeguarding contact is neither an owner nor someone who holds "
        "clients."
    )
    return refuse("not_a_contact", Text(sentence))


@dataclass(frozen=True, slots=True)
class Concern:
    """All messages under one receipt, the oldest first."""

    handle: Handle
    messages: tuple[Message, ...]

    @property
    def closed(self) -> bool:
        return self.messages[-1].kind is Kind.CLOSED


def concerns(messages: Iterable[Message]) -> tuple[Concern, ...]:
    """Messages by their thread: those that wait first, then the closed; each newest first."""
    threads: dict[str, list[tuple[datetime, Message]]] = {}
    for one in messages:
        if one.handle and one.at:
            threads.setdefault(one.handle.thread, []).append((one.at, one))
    made = [_concern(sorted(some, key=lambda pair: pair[0])) for some in threads.values()]
    made.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(sorted((one for _, one in made), key=lambda one: one.closed))


def _concern(dated: list[tuple[datetime, Message]]) -> tuple[datetime, Concern]:
    ordered = tuple(message for _, message in dated)
    newest = next(m.handle for m in reversed(ordered) if m.handle)
    return dated[-1][0], Concern(newest, ordered)
