"""Who works with a practice's data: the server and the worker share it, a restore has it alone.

A lock on a file, beside the SQLite file or in the data folder, shows it on this machine; a lock in
PostgreSQL shows it to other machines too. Both go by themselves when their process ends, however it
ends. Whoever is refused is told what to stop.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from longarc.records.refused import Refused

#: The name of the lock in PostgreSQL: "longarc" as a number. It counts within one database only.
KEY = int.from_bytes(b"longarc", "big")
RUNNING = (
    "A server or worker of Longarc is running on this data. Nothing was changed. Stop it first "
    "(systemctl stop longarc longarc-worker, or Ctrl-C where it runs), then run this again."
)
BUSY = (
    "A restore or migrate is at work on this data. Nothing was started. Wait until it has ended, "
    "then start again."
)
#: The connections that this process keeps open until it ends.
_held: list[Any] = []


class InUse(Refused):
    """Somebody else is at work on the same data."""


def hold() -> None:
    """Show, as long as this process and those it makes live, that they work with the data.

    Raises:
        InUse: a restore is at work.
    """
    _file_lock(fcntl.LOCK_SH, BUSY)  # never closed: it goes with the last of these processes
    if connection.vendor == "postgresql":
        # A connection of its own: those that answer pages come and go.
        own = connection.copy()
        _database_lock(own, "pg_try_advisory_lock_shared", BUSY)
        _held.append(own)


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else works with the data meanwhile.

    Raises:
        InUse: a server or a worker runs, here or on another machine.
    """
    held = _file_lock(fcntl.LOCK_EX, RUNNING)
    own = connection.copy()
    try:
        if connection.vendor == "postgresql":
            _database_lock(own, "pg_try_advisory_lock", RUNNING)
        yield
    finally:
        own.close()
        os.close(held)


def _path() -> Path:
    if connection.vendor == "sqlite":
        return Path(f"{connection.settings_dict['NAME']}.in-use")
    return Path(settings.DATA_DIR) / "database.in-use"


def _file_lock(how: int, otherwise: str) -> int:
    held = os.open(_path(), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, how | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise InUse(otherwise) from None
    return held


def _database_lock(own: Any, function: str, otherwise: str) -> None:
    with own.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [KEY])
        if not cursor.fetchone()[0]:
            own.close()
            raise InUse(otherwise)
