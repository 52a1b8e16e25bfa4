"""One way to write: short transactions, one at a time on SQLite, durable on both databases.

SQLite lets one writer in and makes the others sleep and retry, which gives long tails. Here
writers queue on a lock first: a thread lock inside the process, a file lock between processes.
"""

import fcntl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")
FULL = 2
_turn = threading.RLock()


class NotDurable(Exception):
    """The database would acknowledge entries before they are on disk."""


@contextmanager
def _file_turn() -> Iterator[None]:
    path = Path(str(connection.settings_dict["NAME"]) + ".turn")
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def writing() -> Iterator[None]:
    """One transaction that writes. Nested use joins the outer one."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with _turn, _file_turn(), transaction.atomic():
        yield


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run an action in one writing transaction."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with writing():
            return function(*args, **kwargs)

    return run


def _value(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def assert_durable() -> str:
    """Say how durable the database is, in one line.

    Raises:
        NotDurable: SQLite is not in WAL mode with synchronous=FULL, or PostgreSQL acknowledges
            before its log is flushed (trust.md 0.1: NORMAL lost every entry in a power cut).
    """
    if connection.vendor == "sqlite":
        mode, level = _value("PRAGMA journal_mode"), int(_value("PRAGMA synchronous"))
        if mode != "wal" or level < FULL:
            raise NotDurable(f"SQLite runs with journal_mode={mode}, synchronous={level}")
        return "SQLite, WAL, synchronous=FULL"
    fsync, commit = _value("SHOW fsync"), _value("SHOW synchronous_commit")
    if fsync != "on" or commit not in {"on", "remote_apply", "remote_write", "local"}:
        raise NotDurable(f"PostgreSQL runs with fsync={fsync}, synchronous_commit={commit}")
    return f"PostgreSQL {_value('SHOW server_version')}, fsync and synchronous_commit on"
