"""How a record is written to a file: one JSON object, a row a line, made as it is read."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from longarc.records.export_keys import KEYS, PARTS

FORMAT = "longarc-own-record-1"
Parts = Iterable[tuple[str, Iterable[Mapping[str, Any]]]]


def written(parts: Parts, *, at: datetime, say: Callable[[str], str] = str) -> Iterator[str]:
    """What the keys mean first, then each part as a list.

    Args:
        say: puts a sentence of `export_keys` into the reader's language.
    """
    head = {
        "format": FORMAT,
        "made_at": at,
        "parts": {name: say(about) for name, about in PARTS.items()},
        "keys": {name: say(about) for name, about in KEYS.items()},
    }
    yield _json(head)[:-1]
    for name, rows in parts:
        yield f",\n{_json(name)}: ["
        for place, row in enumerate(rows):
            yield ("," if place else "") + "\n" + _json(row)
        yield "]"
    yield "}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    """Times in UTC, days and ids as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
