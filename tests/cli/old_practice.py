"""Practices as Longarc wrote them before its first migration was frozen.

tools/make_old_practices says how they were made.
"""

import json
import lzma
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.cli.conftest import POSTGRESQL, Home

KEPT = Path(__file__).parent / "old"
COMMITS = ("2d7c8ed", "5002492", "0c9fd38")
#: Two of them lack tables and columns that came later under the same name of a migration.
EARLY = COMMITS[:2]
#: The oldest in each run of the suite; `make test-long` opens the others.
EACH = (COMMITS[0], *(pytest.param(one, marks=pytest.mark.long) for one in COMMITS[1:]))
EACH_EARLY = EACH[: len(EARLY)]
#: Written by `migrate` itself, or by the program as it works; no part of what people said.
MADE_ANEW = {"django_migrations", "django_content_type", "auth_permission", "web_cache"}


def put(commit: str, home: Home) -> None:
    """The kept data base, where `home` looks for its own."""
    if POSTGRESQL:
        with psycopg.connect(home.url, autocommit=True) as server:
            server.execute(lzma.decompress((KEPT / f"{commit}.sql.xz").read_bytes()))
        return
    packed = (KEPT / f"{commit}.sqlite3.xz").read_bytes()
    (home.folder / "longarc.sqlite3").write_bytes(lzma.decompress(packed))


def backup_of(commit: str) -> Path:
    """The kept backup file: SQLite or PostgreSQL, it is the same."""
    return KEPT / f"{commit}.zip"


def columns(home: Home) -> dict[str, list[str]]:
    """Each table with its columns, as the data base itself tells them."""
    query = (
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' ORDER BY ordinal_position"
        if POSTGRESQL
        else "SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p "
        "WHERE m.type = 'table' ORDER BY p.cid"
    )
    found: dict[str, list[str]] = {}
    for table, column in home.ask(query):
        found.setdefault(table, []).append(column)
    return found


def rows(home: Home, of: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Every row in these columns, without our code, in a stable order."""
    return {
        table: sorted(repr(row) for row in home.ask(_select(table, names)))
        for table, names in of.items()
        if table not in MADE_ANEW and not table.startswith("sqlite_")
    }


def _select(table: str, names: list[str]) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"SELECT {quoted} FROM {table}"  # noqa: S608


def told_by(backup: Path) -> dict[str, list[str]]:
    """The lines of each table of a backup, in a stable order."""
    with zipfile.ZipFile(backup) as archive:
        facts = json.loads(archive.read("manifest.json"))["tables"]
        return {name: _sorted(archive.read(f"tables/{name}.jsonl")) for name in facts}


def _sorted(told: bytes) -> list[str]:
    return sorted(told.decode().splitlines())


def manifest(backup: Path) -> dict[str, Any]:
    with zipfile.ZipFile(backup) as archive:
        told: dict[str, Any] = json.loads(archive.read("manifest.json"))
        return told


def change(home: Home, statement: str) -> None:
    if POSTGRESQL:
        with psycopg.connect(home.url, autocommit=True) as server:
            server.execute(statement)
        return
    with closing(sqlite3.connect(home.folder / "longarc.sqlite3")) as file:
        file.execute(statement)
        file.commit()


def python(home: Home, code: str) -> str:
    """What a piece of Python says in this installation."""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=home.environment(DJANGO_SETTINGS_MODULE="longarc.config.settings", LONGARC_DEMO="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


#: One row with something of each kind of column, for tables that the demonstration left empty.
FILL = """
import django; django.setup()
from datetime import UTC, date, datetime
from uuid import uuid4
from django.apps import apps
from django.db import connection, models
from longarc.records import shape
from longarc.records.models import Client, Practice, User

PEOPLE = {m: m.objects.values_list("pk", flat=True).first() for m in (Practice, Client, User)}
SOMETHING = {
    "text": "0:old", "uuid": uuid4(), "moment": datetime(2026, 1, 2, tzinfo=UTC),
    "date": date(2026, 1, 2), "boolean": False, "integer": 1, "smallint": 1,
    "double precision": 0.5,
}

def value(field, kind):
    if field.is_relation:
        return PEOPLE.get(field.related_model)
    told = SOMETHING.get(kind, "x")
    return field.get_db_prep_value(told, connection) if kind in ("uuid", "moment", "date") else told

def fill(cursor, model, columns):
    quote, table = connection.ops.quote_name, model._meta.db_table
    cursor.execute(f"SELECT count(*) FROM {table}")
    if cursor.fetchone()[0]:
        return 0
    fields = [f for f in model._meta.concrete_fields if f.column in columns]
    fields = [f for f in fields if not isinstance(f, models.BigAutoField)]
    row = {quote(f.column): value(f, columns[f.column][0]) for f in fields}
    if any(row[quote(f.column)] is None and not columns[f.column][1] for f in fields):
        return 0
    places = ", ".join(["%s"] * len(row))
    cursor.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", list(row.values()))
    return 1

there = shape.found().tables
with connection.cursor() as cursor:
    print(sum(
        fill(cursor, model, there[model._meta.db_table])
        for model in apps.get_app_config("records").get_models()
        if model._meta.db_table in there
    ))
"""

#: Opens every page that needs nothing but who it is for: as two clients, and as who leads them.
PAGES = """
import django; django.setup()
from django.test import Client as Browser
from django.urls import NoReverseMatch, reverse
from longarc.cli import static_files
from longarc.records.models import CareMember, Client
from longarc.web.routes import POLICY

ENDS = {"leave", "account_logout"}

def browser(user):
    made = Browser(SERVER_NAME="localhost")
    made.force_login(user, backend="longarc.web.accounts.Backend")
    if not Client.objects.filter(user=user).exists():
        session = made.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp"}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return made

def opened(made, **about):
    for name in [name for name, how in POLICY.items() if "GET" in how and name not in ENDS]:
        try:
            answer = made.get(reverse(name, kwargs=about))
        except NoReverseMatch:
            continue
        assert answer.status_code < 500, (name, answer.status_code)
        b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code == 200:
            yield name

static_files.collect()
seen = set()
for client in Client.objects.exclude(user=None).order_by("pk")[:2]:
    seen |= set(opened(browser(client.user)))
    lead = CareMember.objects.get(client=client, lead=True, until=None).user
    seen |= set(opened(browser(lead))) | set(opened(browser(lead), client_id=client.public_id))
print(" ".join(sorted(seen)))
"""
