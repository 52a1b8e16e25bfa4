"""A backup: one zip file that reads the same on SQLite and PostgreSQL.

`manifest.json` tells the format, the version, the migrations, the fingerprint of the shape that
stood (`records.shape`), and for each table its columns, how many rows and a SHA-256 over its lines;
`tables/NAME.jsonl` holds one row a line. The keys in the data folder are not in it: a backup alone
opens no second factor. Stored text is in it as the codec left it, which today is readable: keep
backups where only you can read them.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast
from zipfile import ZIP_DEFLATED, ZipFile

from longarc import __version__
from longarc.records import shape, upkeep
from longarc.records.progress import Told, nobody
from longarc.records.refused import Refused
from longarc.records.snapshot import snapshot
from longarc.records.tables import Sum, Table, lines, narrowed, tables

FORMAT = 1
MANIFEST = "manifest.json"
LEVEL = 3
_NEW = os.O_RDWR | os.O_CREAT | os.O_TRUNC
BLOCK = 1 << 20


class BackupFailed(Refused):
    """No backup was made; earlier ones are as they were."""


def member(name: str) -> str:
    return f"tables/{name}.jsonl"


def write(target: Path, *, at: datetime, progress: Told = nobody) -> Path:
    """Write everything to `target`, as it was at one moment. Readers and writers go on meanwhile.

    The file appears under its name only when all of it is on disk.

    Raises:
        BackupFailed: it could not be written; nothing is left of it.
        OtherShape: there is something in the data base that would not be in the backup.
    """
    if not upkeep.has_tables():
        raise BackupFailed("There is no data base to back up yet. Run: longarc migrate")
    upkeep.refuse_not_understood(upkeep.differences())  # a column unknown here would be left out
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _whole_or_not_at_all(target) as handle, snapshot() as using:
            _write_zip(handle, using, at, progress)
    except OSError as problem:
        raise BackupFailed(
            f"No backup was made: {target}: {problem.strerror}. Earlier backups are as they were."
        ) from problem
    return target


@contextmanager
def _whole_or_not_at_all(target: Path) -> Iterator[BinaryIO]:
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with os.fdopen(os.open(partial, _NEW, 0o600), "w+b") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        partial.replace(target)
        _sync_folder(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_zip(handle: BinaryIO, using: str, at: datetime, progress: Told) -> None:
    migrations, stands, facts = upkeep.applied(), shape.found(), {}
    there = _standing(tables(migrations), stands)
    with ZipFile(handle, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for done, table in enumerate(there):
            progress(done, len(there))
            facts[table.name] = _write_table(archive, table, using)
        manifest = {
            "format": FORMAT,
            "longarc": __version__,
            "made_at": at.astimezone(UTC).isoformat(),
            "migrations": migrations,
            "shape": stands.beside(upkeep.wanted(migrations)).fingerprint,
            "tables": facts,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    progress(len(there), len(there))


def _standing(should: list[Table], stands: shape.Shape) -> list[Table]:
    """In a data base of an early shape some tables and columns are not there yet."""
    there = [table for table in should if table.name in stands.tables]
    return narrowed(
        there, {t.name: [c for c in t.columns if c in stands.tables[t.name]] for t in there}
    )


def _write_table(archive: ZipFile, table: Table, using: str) -> dict[str, Any]:
    total, block = Sum(), bytearray()
    with archive.open(member(table.name), "w", force_zip64=True) as out:
        for line in total.through(lines(table, using)):
            block += line
            if len(block) >= BLOCK:
                out.write(block)
                block.clear()
        out.write(block)
    return total.facts(table)


def note_last(folder: Path, made: Path, at: datetime) -> None:
    """Remember the newest backup, for `doctor`."""
    facts = {"at": at.isoformat(), "file": str(made), "bytes": made.stat().st_size}
    with _whole_or_not_at_all(folder / "last.json") as handle:
        handle.write(json.dumps(facts).encode())


def last(folder: Path) -> dict[str, Any] | None:
    """When the newest backup was made, where, and how large; None when there was none."""
    path = folder / "last.json"
    return cast(dict[str, Any], json.loads(path.read_text())) if path.exists() else None
