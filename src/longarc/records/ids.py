"""Ids made where an entry is made."""

import os
import time
from datetime import UTC, datetime
from uuid import UUID


def uuid7() -> UUID:
    """A time-ordered UUID, version 7: 48 bits of milliseconds, then random (RFC 9562, 5.7)."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big") & ((1 << 74) - 1)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low)


def made_at(uid: UUID) -> datetime | None:
    """When an id of `uuid7` was made, by the clock of whoever made it; None: it is another kind."""
    if uid.version != 7:
        return None
    return datetime.fromtimestamp((uid.int >> 80) / 1000, UTC)
