"""Tables as a backup sees them: which there are, and each row as one line of text.

The tables are those of the migrations that a data base went through, not those of today's code:
so an old data base can be backed up before it is migrated, and an old backup can be read back.
Of these, only the tables and columns count that stand there (`records.shape`), or that the backup
tells of.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model

from longarc.records.codec import Sealed, SealedField

#: Left out: sessions would sign people in again who were signed out since; the others are made
#: by the migrations themselves and nothing of ours refers to them. Counters of failed sign-ins
#: live in a cache table that is no model.
LEFT_OUT = frozenset({"sessions", "usersessions", "contenttypes", "auth"})
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, its model at that point of the migrations, and its columns."""

    name: str
    model: type[Model]
    fields: tuple["Field[Any, Any]", ...]

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]


def tables(migrations: Iterable[tuple[str, str]]) -> list[Table]:
    """The tables that exist after these migrations, by name."""
    loader = MigrationLoader(connection)
    known = [key for key in migrations if key in loader.graph.nodes]
    models = loader.project_state(known).apps.get_models(include_auto_created=True)
    kept = (m for m in models if m._meta.managed and m._meta.app_label not in LEFT_OUT)
    found = (Table(m._meta.db_table, m, tuple(m._meta.concrete_fields)) for m in kept)
    return sorted(found, key=lambda table: table.name)


def narrowed(there: Iterable[Table], columns: Mapping[str, Iterable[str]]) -> list[Table]:
    """Only the tables and columns that these are, in the order in which they are told."""
    found = []
    for table in (t for t in there if t.name in columns):
        by_name = {str(field.column): field for field in table.fields}
        kept = tuple(by_name[name] for name in columns[table.name] if name in by_name)
        found.append(replace(table, fields=kept))
    return found


def lines(table: Table, using: str) -> Iterator[bytes]:
    """Every row as one line of canonical JSON, by key; the same on both databases."""
    names = [field.attname for field in table.fields]
    rows = table.model._base_manager.using(using).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=CHUNK):
        yield _line(row)


def _line(row: Iterable[Any]) -> bytes:
    plain = [_plain(value) for value in row]
    return (
        json.dumps(
            plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
        ).encode()
        + b"\n"
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


class Sum:
    """Counts lines and sums them up as they pass."""

    def __init__(self) -> None:
        self.rows, self._total = 0, hashlib.sha256()

    def through(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            self.rows += 1
            self._total.update(line)
            yield line

    def facts(self, table: Table) -> dict[str, Any]:
        return {"columns": table.columns, "rows": self.rows, "sha256": self._total.hexdigest()}


def read_back(table: Table, using: str) -> dict[str, Any]:
    """Read every row of a table and sum it up, as the manifest of a backup does."""
    total = Sum()
    for _ in total.through(lines(table, using)):
        pass
    return total.facts(table)


def values(fields: Iterable["Field[Any, Any]"], told: Iterable[Any]) -> list[Any]:
    """What a line tells, as the data base takes it."""
    return [
        field.get_db_prep_save(_typed(field, value), connection)
        for field, value in zip(fields, told, strict=True)
    ]


def _typed(field: "Field[Any, Any]", value: Any) -> Any:
    if value is None:
        return None
    return Sealed(value) if isinstance(field, SealedField) else field.to_python(value)
