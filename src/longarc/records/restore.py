"""Reading a backup back: all of it, checked row by row, or nothing."""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.management.color import no_style
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from longarc.records import shape, upkeep
from longarc.records.backup import FORMAT, MANIFEST, member
from longarc.records.db import writing
from longarc.records.mending import bring_up_to_date, first_value, tell_rows_before
from longarc.records.progress import Told, nobody
from longarc.records.refused import Refused
from longarc.records.tables import CHUNK, Sum, Table, narrowed, read_back, tables, values

UNCHANGED = "Nothing was changed."
#: Everyone signs in again: what a session belonged to may not be there any more.
SESSIONS = ("django_session", "usersessions_usersession")


class NotRestored(Refused):
    """The data base is as it was before."""


@dataclass(frozen=True)
class Backup:
    """A backup that was read through and found whole."""

    path: Path
    made_at: str
    longarc: str
    migrations: list[tuple[str, str]]
    facts: dict[str, dict[str, Any]]
    #: The tables that its migrations lead to today, by name.
    should: dict[str, Table]

    @cached_property
    def tables(self) -> list[Table]:
        """Its tables, each with the columns that it tells of."""
        told = {name: facts["columns"] for name, facts in self.facts.items()}
        return narrowed(self.should.values(), told)

    @cached_property
    def lacks(self) -> list[tuple[str, str]]:
        """Columns that were not there yet, under the same migrations, when it was made."""
        there = {(table.name, column) for table in self.tables for column in table.columns}
        should = (
            (table.name, column) for table in self.should.values() for column in table.columns
        )
        return [column for column in should if column not in there]

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
            _refuse_unknown(backup)
            for table in backup.tables:
                _examine_table(archive, table, backup)
    except (BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError) as damage:
        raise NotRestored(f"{path} is damaged or not a backup ({damage}). {UNCHANGED}") from damage
    return backup


def _manifest(path: Path, told: dict[str, Any]) -> Backup:
    if told["format"] > FORMAT:
        raise _newer(told)
    migrations = [(app, name) for app, name in told["migrations"]]
    if set(migrations) - set(MigrationLoader(connection).disk_migrations):
        raise _newer(told)
    should = {table.name: table for table in tables(migrations)}
    return Backup(path, told["made_at"], told["longarc"], migrations, told["tables"], should)


def _newer(told: dict[str, Any]) -> NotRestored:
    return NotRestored(
        f"This backup was made by a newer Longarc ({told['longarc']}). {UNCHANGED} "
        "Install that version and restore with it."
    )


def _refuse_unknown(backup: Backup) -> None:
    """What this version has no place for would be lost in silence."""
    known = {table.name: set(table.columns) for table in backup.tables}
    for name, facts in sorted(backup.facts.items()):
        strange = sorted(set(facts["columns"]) - known.get(name, set()))
        if strange:
            raise NotRestored(
                f"{backup.path} is whole, but this version of Longarc has no place for "
                f"{name}.{strange[0]}. {UNCHANGED} Restore it with the version that made it "
                f"({backup.longarc}, {backup.made_at[:10]})."
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
    if not replace and upkeep.practices():
        raise NotRestored(
            f"There is a practice in this data base. {UNCHANGED} Restore into an empty one, or "
            "say --replace to give up what is there."
        )
    with _one_transaction():
        if not _fits(backup):
            _build(backup)
        _fill(backup, progress)
    bring_up_to_date()


@contextmanager
def _one_transaction() -> Iterator[None]:
    """SQLite makes tables only where keys between them are looked at later: here, at the end."""
    off = connection.disable_constraint_checking()
    try:
        with writing():
            yield
            connection.check_constraints()
    finally:
        if off:
            connection.enable_constraint_checking()


def _fits(backup: Backup) -> bool:
    """Whether the tables that stand are the very ones that the backup was made at."""
    same = set(upkeep.applied()) == set(backup.migrations)
    return same and upkeep.has_tables() and not upkeep.differences()


def _build(backup: Backup) -> None:
    """Take away the tables that stand, and make those that the backup was made at."""
    with connection.schema_editor() as editor:
        for name in _ours():
            editor.execute(editor.sql_delete_table % {"table": editor.quote_name(name)})
    graph = MigrationLoader(connection).graph
    wanted = set(backup.migrations)
    last = [key for key in wanted if not graph.node_map[key].children & _nodes(graph, wanted)]
    MigrationExecutor(connection).migrate(last)
    if connection.vendor == "postgresql":
        # A key that a migration added is looked at at once from then on: rows come in any order.
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _ours() -> list[str]:
    """Tables of this version's models, others named like ours, and the list of migrations."""
    stands = shape.found()
    ours = stands.beside(shape.wanted()).tables
    return sorted({*ours, MigrationRecorder.Migration._meta.db_table} & set(stands.tables))


def _fill(backup: Backup, progress: Told) -> None:
    there = backup.tables
    _clear(backup.should)
    with ZipFile(backup.path) as archive:
        for done, table in enumerate(there):
            progress(done, len(there))
            _load_table(archive, table, _came_later(table, backup))
    _compare(there, backup)
    tell_rows_before(backup.lacks)
    _sequences(there)
    progress(len(there), len(there))


def _nodes(graph: Any, keys: Iterable[tuple[str, str]]) -> set[Any]:
    return {graph.node_map[key] for key in keys}


def _clear(names: Iterable[str]) -> None:
    """Keys between tables are checked at the end of the transaction, so order does not matter."""
    with connection.cursor() as cursor:
        for name in (*SESSIONS, *names):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608


def _came_later(table: Table, backup: Backup) -> list[tuple[Any, Callable[[], Any]]]:
    """Columns that the backup does not tell of, each with what makes its first value."""
    told = set(table.columns)
    later = [f for f in backup.should[table.name].fields if f.column not in told]
    return [(field, first_value(table.name, field)) for field in later]


def _load_table(archive: ZipFile, table: Table, later: list[tuple[Any, Callable[[], Any]]]) -> None:
    quote = connection.ops.quote_name
    fields = [*table.fields, *(field for field, _ in later)]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({places})"  # noqa: S608
    with archive.open(member(table.name)) as lines, connection.cursor() as cursor:
        for chunk in _chunks(lines):
            rows = ([*json.loads(line), *(first() for _, first in later)] for line in chunk)
            cursor.executemany(sql, [values(fields, row) for row in rows])


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
