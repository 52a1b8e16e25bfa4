"""One unchanging view of the whole data base, while the server goes on writing.

A second connection holds one reading transaction: on SQLite one that began without asking for
the write lock (the ordinary connection asks for it at once), on PostgreSQL a repeatable read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, transaction

ALIAS = "snapshot"


@contextmanager
def snapshot() -> Iterator[str]:
    """Gives the alias of a connection on which everything is as it was at the first read."""
    connections.databases[ALIAS] = {**connection.settings_dict, "OPTIONS": _options()}
    try:
        with transaction.atomic(using=ALIAS):
            if connection.vendor == "postgresql":
                with connections[ALIAS].cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.databases[ALIAS]


def _options() -> dict[str, Any]:
    options: dict[str, Any] = dict(connection.settings_dict["OPTIONS"])
    if connection.vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"
        options["init_command"] = "PRAGMA query_only=ON; PRAGMA temp_store=MEMORY;"
    return options
