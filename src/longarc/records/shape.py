"""The shape of a database: the tables and columns that really stand, beside those that should.

A list of migrations says what a database went through, not what stands in it: before the first
migration was frozen it was made anew eleven times under the same name. So nothing here trusts a
name. One query reads what stands; the same words describe it on SQLite and on PostgreSQL.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

#: Tables of ours begin so; what else stands in a database is not ours to judge.
OURS = "records_"
#: One word for what the two databases call differently. SQLite has one size of whole number.
_WORDS = {
    "bigint": "integer",
    "int": "integer",
    "smallint unsigned": "smallint",
    "integer unsigned": "integer",
    "bool": "boolean",
    "datetime": "moment",
    "timestamp with time zone": "moment",
    "char(32)": "uuid",
    "char(39)": "inet",
    "jsonb": "text",
    "real": "double precision",
    "blob": "bytea",
}
_SQLITE = """
    SELECT m.name, p.name, p.type, p."notnull" = 0
    FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table'
"""
_POSTGRESQL = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid)
      AND c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
"""
_SQLITE_NAMES = "SELECT name, COALESCE(sql, '') FROM sqlite_master WHERE type IN ('table', 'index')"
_POSTGRESQL_NAMES = """
    SELECT indexname, '' FROM pg_indexes WHERE schemaname = current_schema()
    UNION SELECT conname, '' FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace
"""
Column = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Shape:
    """Tables with their columns (kind, whether it may be empty), and names of rules and indexes."""

    tables: dict[str, dict[str, Column]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    @property
    def fingerprint(self) -> str:
        told = [{t: sorted(c.items()) for t, c in self.tables.items()}, sorted(self.names)]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def beside(self, wanted: "Shape") -> "Shape":
        """What of this is ours: the tables that are wanted, those named like ours, wanted names."""
        kept = {
            name: columns
            for name, columns in self.tables.items()
            if name in wanted.tables or name.startswith(OURS)
        }
        return Shape(kept, self.names & wanted.names)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which a database is not as it should be."""

    table: str
    column: str
    #: Something is not there; False: there is something else, or more.
    missing: bool
    say: str


def wanted(models: Iterable[type[Model]] | None = None, using: Any = connection) -> Shape:
    """The shape that these models ask for; without any, those of this version."""
    if models is None:
        models = apps.get_models(include_auto_created=True)
    there = [m for m in models if m._meta.managed and not m._meta.proxy]
    named = (one.name for m in there for one in (*m._meta.indexes, *m._meta.constraints))
    return Shape({m._meta.db_table: _columns(m, using) for m in there}, frozenset(named))


def _columns(model: type[Model], using: Any) -> dict[str, Column]:
    fields = model._meta.local_concrete_fields
    return {str(f.column): (_kind(f.db_type(using) or ""), f.null) for f in fields}


def found(using: Any = connection) -> Shape:
    """The shape that stands in the database."""
    sqlite = using.vendor == "sqlite"
    tables: dict[str, dict[str, Column]] = {}
    with using.cursor() as cursor:
        cursor.execute(_SQLITE if sqlite else _POSTGRESQL)
        for table, column, kind, null in cursor.fetchall():
            tables.setdefault(table, {})[column] = (_kind(kind), bool(null))
        cursor.execute(_SQLITE_NAMES if sqlite else _POSTGRESQL_NAMES)
        names = {n for name, sql in cursor.fetchall() for n in (name, *_named_in(sql))}
    return Shape(tables, frozenset(names))


def _named_in(sql: str) -> list[str]:
    """SQLite keeps the names of rules in the text that made the table."""
    return re.findall(r'CONSTRAINT "(\w+)"', sql)


def _kind(told: str) -> str:
    word = told.lower().replace("character varying", "varchar")
    return _WORDS.get(word, word)


def differences(stands: Shape, should: Shape) -> list[Difference]:
    """In what the one is not the other, the smallest names first. Empty: they are the same."""
    ours = stands.beside(should)
    if ours.fingerprint == should.fingerprint:
        return []
    return [*_in_tables(ours, should), *_in_names(ours, should)]


def _in_tables(ours: Shape, should: Shape) -> Iterator[Difference]:
    for table in sorted(ours.tables.keys() | should.tables.keys()):
        if table not in ours.tables:
            yield Difference(table, "", True, f"the table {table} is not there")
        elif table not in should.tables:
            yield Difference(table, "", False, f"there is a table {table} that it does not know")
        else:
            yield from _in_columns(table, ours.tables[table], should.tables[table])


def _in_columns(
    table: str, there: dict[str, Column], should: dict[str, Column]
) -> Iterator[Difference]:
    for column in sorted(there.keys() | should.keys()):
        where = f"{table}.{column}"
        if column not in there:
            yield Difference(table, column, True, f"the column {where} is not there")
        elif column not in should:
            say = f"there is a column {where} that it does not know"
            yield Difference(table, column, False, say)
        elif there[column] != should[column]:
            yield Difference(table, column, False, f"the column {where} is of another kind")


def _in_names(ours: Shape, should: Shape) -> Iterator[Difference]:
    for name in sorted(should.names - ours.names):
        yield Difference("", name, True, f"the rule or index {name} is not there")
