"""Reading a backup back: all of it, checked row by row, or nothing."""

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from longarc.records import upkeep
from longarc.records.backup import FORMAT, MANIFEST, member
from longarc.records.db import writing
from longarc.records.progress import Told, nobody
from longarc.records.refused import Refused
from longarc.records.tables import CHUNK, Sum, Table, read_back, tables, values

UNCHANGED = "Nothing was changed."
#: Everyone signs in again: what a session belonged to may not be there any more.
SESSIONS = ("django_session", "usersessions_usersession")


class NotRestored(Refused):
    """The data base is as it was before."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was read through and found whole."""

    path: Path
    made_at: str
    longarc: str
    migrations: list[tuple[str, str]]
    facts: dict[str, dict[str, Any]]

    @property
    def rows(self) -> int:
        return sum(int(fact["rows"]) for fact in self.facts.values())


def examine(path: Path) -> Backup:
    """Read a whole backup and compare it with its own sums, before anything is touched.

    Raises:
        NotRestored: it is damaged, cut off, no backup, or made by a newer version.
    """
    try:
        with ZipFile(path) as archive:
            backup = _manifest(path, json.loads(archive.read(MANIFEST)))
            for table in tables(backup.migrations):
                _examine_table(archive, table, backup)
    except (BadZipFile, zlib.error, EOFError, KeyError, ValueError) as damage:
        raise NotRestored(f"{path} is damaged or not a backup ({damage}). {UNCHANGED}") from damage
    return backup


def _manifest(path: Path, told: dict[str, Any]) -> Backup:
    if told["format"] > FORMAT:
        raise _newer(told)
    migrations = [(app, name) for app, name in told["migrations"]]
    if set(migrations) - set(MigrationLoader(connection).disk_migrations):
        raise _newer(told)
    return Backup(path, told["made_at"], told["longarc"], migrations, told["tables"])


def _newer(told: dict[str, Any]) -> NotRestored:
    return NotRestored(
        f"This backup was made by a newer Longarc ({told['longarc']}). {UNCHANGED} "
        "Install that version and restore with it."
    )


def _examine_table(archive: ZipFile, table: Table, backup: Backup) -> None:
    total = Sum()
    with archive.open(member(table.name)) as lines:
        for line in total.through(lines):
            if len(json.loads(line)) != len(table.fields):
                raise ValueError(f"a row of {table.name} is not whole")
    if total.facts(table) != backup.facts[table.name]:
        raise ValueError(f"{table.name} is not what it was when the backup was made")


def load(backup: Backup, *, replace: bool = False, progress: Told = nobody) -> None:
    """Read a backup into the data base, in one transaction, and compare every row with its sums.

    Args:
        replace: take the place of what is there; otherwise only where there is no practice.

    Raises:
        NotRestored: there is something in the way, or what was written did not read back the same.
    """
    if upkeep.practices() and not replace:
        raise NotRestored(
            f"There is a practice in this data base. {UNCHANGED} Restore into an empty one, or "
            "say --replace to give up what is there."
        )
    _prepare(backup)
    there = tables(backup.migrations)
    with writing():
        _clear(there)
        with ZipFile(backup.path) as archive:
            for done, table in enumerate(there):
                progress(done, len(there))
                _load_table(archive, table)
        _compare(there, backup)
        _sequences(there)
    progress(len(there), len(there))
    call_command("migrate", verbosity=0, interactive=False)


def _prepare(backup: Backup) -> None:
    """Bring an empty data base to the very migrations that the backup was made at."""
    if not upkeep.has_tables():
        graph = MigrationLoader(connection).graph
        wanted = set(backup.migrations)
        last = [key for key in wanted if not graph.node_map[key].children & _nodes(graph, wanted)]
        MigrationExecutor(connection).migrate(last)
    if set(upkeep.applied()) != set(backup.migrations):
        raise NotRestored(
            f"This backup is of another version ({backup.longarc}) than the data base. {UNCHANGED} "
            "Restore it into a new, empty data base: it is brought up to date there."
        )


def _nodes(graph: Any, keys: Iterable[tuple[str, str]]) -> set[Any]:
    return {graph.node_map[key] for key in keys}


def _clear(there: list[Table]) -> None:
    """Keys between tables are checked at the end of the transaction, so order does not matter."""
    with connection.cursor() as cursor:
        for name in (*SESSIONS, *(table.name for table in there)):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608


def _load_table(archive: ZipFile, table: Table) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, table.columns))
    places = ", ".join(["%s"] * len(table.columns))
    sql = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})"  # noqa: S608
    with archive.open(member(table.name)) as lines, connection.cursor() as cursor:
        for chunk in _chunks(lines):
            cursor.executemany(sql, [values(table, line) for line in chunk])


def _chunks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = iter(lines)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _compare(there: list[Table], backup: Backup) -> None:
    for table in there:
        if read_back(table, connection.alias) != backup.facts[table.name]:
            raise NotRestored(
                f"{table.name} did not read back as it was in the backup. {UNCHANGED}"
            )


def _sequences(there: list[Table]) -> None:
    """New rows get numbers after the restored ones (PostgreSQL; SQLite does so by itself)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [t.model for t in there]):
            cursor.execute(statement)
