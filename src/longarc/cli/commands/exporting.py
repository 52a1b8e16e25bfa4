"""`longarc export`: one client's record as a file, for a client who asks the practice for it.

Words that the client did not share are left out: only their own export, signed in, has them.
"""

import os
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone

from longarc.records import upkeep
from longarc.records.actions.export import record_export
from longarc.records.actions.imports import program
from longarc.records.exporting import Parts, written
from longarc.records.queries import clients, export
from longarc.records.refused import Refused

Row = Mapping[str, Any]


def run(options: Namespace) -> None:
    upkeep.refuse_not_ready()
    by, at = program(), timezone.now()
    client = clients.find(_id(options.client), viewer=by, at=at)
    if client is None:
        raise Refused(f"There is no client {options.client} in this practice.")
    lines = written(without_private_words(export.parts(client, viewer=by)), at=at)
    _write(options.file, lines)
    record_export(client, by=by, at=at)
    print(f"Written: {options.file}. Words that the client did not share are not in it.")


def without_private_words(parts: Parts) -> Iterator[tuple[str, Iterable[Row]]]:
    for name, rows in parts:
        yield name, (row for row in rows if name != "words" or row["shared_at"])


def _id(told: str) -> UUID:
    try:
        return UUID(told)
    except ValueError:
        raise Refused(
            f"{told} is no client's id: it stands in the address of their page."
        ) from None


def _write(path: Path, lines: Iterable[str]) -> None:
    """A new file, readable by its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Refused(f"{path} is there already. Nothing was changed.") from None
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.writelines(lines)
