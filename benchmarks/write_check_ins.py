"""One check-in over HTTP, authenticated, checked, audited, durable, against a bare INSERT loop.

    python benchmarks/write_check_ins.py [--url postgresql://...] [--requests 3000] [--rounds 3]

The reference is measured in the same run on the same database: one row of the check-in table
per transaction, with the product's own durability settings, from one connection in Python.
"""

import argparse
import json
import statistics
import time
import uuid

from common import (
    Result,
    check_in_requests,
    load,
    longarc,
    machine,
    scratch,
    serving,
    session_for,
    use,
)

BARE = "INSERT INTO bare (uid, client_id, at, position) VALUES (%s, %s, %s, %s)"


def bare_inserts(count: int) -> float:
    """Rows a second of the plainest durable insert on this database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS bare"
            " (uid varchar(32) PRIMARY KEY, client_id int, at varchar(32), position int)"
        )
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for _ in range(count):
            cursor.execute(BARE, [uuid.uuid4().hex, 1, "2030-01-01T00:00:00", 50])
    return count / (time.perf_counter() - began)


def bare_sqlite(count: int) -> float:
    """The same through sqlite3 alone, without Django's cursor."""
    import sqlite3

    from django.conf import settings

    path = settings.DATABASES["default"]["NAME"]
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute(
        "CREATE TABLE IF NOT EXISTS bare"
        " (uid varchar(32) PRIMARY KEY, client_id int, at varchar(32), position int)"
    )
    sql = BARE.replace("%s", "?")
    began = time.perf_counter()
    for _ in range(count):
        database.execute(sql, [uuid.uuid4().hex, 1, "2030-01-01T00:00:00", 50])
    return count / (time.perf_counter() - began)


def people() -> list[tuple[str, str]]:
    """(session, client id) of every client of the demonstration practice that has an account."""
    from longarc.records.models import Client

    found = Client.objects.filter(user__isnull=False).select_related("user")
    return [(session_for(client.user), str(client.public_id)) for client in found]


def show(name: str, results: list[Result], bare: float) -> dict[str, float]:
    rates = [result.rate for result in results]
    best = statistics.median(rates)
    tail = statistics.median(result.at(0.99) for result in results)
    middle = statistics.median(result.at(0.5) for result in results)
    refused = sum(result.refused for result in results)
    print(
        f"{name}: {best:.0f}/s ({min(rates):.0f} to {max(rates):.0f}), "
        f"p50 {middle:.2f} ms, p99 {tail:.2f} ms, {best / bare:.3f} of the bare loop, "
        f"refused {refused}"
    )
    return {"rate": best, "p50_ms": middle, "p99_ms": tail, "ratio": best / bare}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", default="")
    options.add_argument("--requests", type=int, default=3000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    use(scratch(), chosen.url)
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    longarc("demo", "--no-serve", "--years", "0.2")
    reference = bare_sqlite if connection.vendor == "sqlite" else bare_inserts
    bare = statistics.median(reference(3000) for _ in range(3))
    print(json.dumps(machine()))
    print(f"{connection.vendor}: bare INSERT loop {bare:.0f}/s")
    who = people()
    for workers in ("1", "2"):
        with serving(LONGARC_WORKERS=workers) as server:
            load(server.port, check_in_requests(who, 200), 8)
            for callers in (1, 8):
                results = [
                    load(server.port, check_in_requests(who, chosen.requests), callers)
                    for _ in range(chosen.rounds)
                ]
                show(f"{workers} worker, {callers} connections", results, bare)


if __name__ == "__main__":
    main()
