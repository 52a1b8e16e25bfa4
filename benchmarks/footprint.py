"""Cold start, memory, bytes stored for a check-in, weight of pages.

python benchmarks/footprint.py
"""

import gzip
import json
import re
import statistics
import urllib.request
from pathlib import Path

from common import check_in_requests, load, longarc, machine, scratch, serving, session_for, use


def cold_starts(times: int = 5) -> list[float]:
    found = []
    for _ in range(times):
        with serving(LONGARC_WORKERS="1") as server:
            found.append(server.cold)
    return sorted(found)


def memory(workers: str, session: str) -> None:
    with serving(LONGARC_WORKERS=workers) as server:
        for path in ("/today/", "/patterns/", "/support/"):
            fetch(server.port, path, session)
        print(
            f"memory, {workers} worker(s): {server.memory() / 2**20:.0f} MB resident, "
            f"{server.unique_memory() / 2**20:.0f} MB private"
        )


def fetch(port: int, path: str, session: str) -> bytes:
    url = f"http://127.0.0.1:{port}{path}"
    request = urllib.request.Request(
        url, headers={"Cookie": f"session={session}", "Host": "localhost"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own loopback server
        return bytes(answer.read())


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def weight(port: int, path: str, session: str) -> None:
    page = fetch(port, path, session)
    links = set(re.findall(rb'(?:src|href)="(/static/[^"]+)"', page))
    parts = {link.decode(): packed(fetch(port, link.decode(), session)) for link in links}
    cold = packed(page) + sum(parts.values())
    print(f"weight of {path}: warm {packed(page) / 1024:.1f} KB, cold {cold / 1024:.1f} KB gzip")


def size_of_a_check_in(who: list[tuple[str, str]], count: int = 20_000) -> float:
    """Bytes on disk for each check-in with its audit line, on SQLite, after a checkpoint."""
    from django.conf import settings
    from django.db import connection

    path = Path(settings.DATABASES["default"]["NAME"])

    def used() -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return path.stat().st_size

    before = used()
    with serving(LONGARC_WORKERS="1") as server:
        result = load(server.port, check_in_requests(who, count), 8)
        assert result.refused == 0
    return (used() - before) / count


def main() -> None:
    use(scratch())
    longarc("migrate")
    longarc("demo", "--no-serve")
    from longarc.records.models import Client

    clients = list(Client.objects.filter(user__isnull=False).select_related("user"))
    who = [(session_for(client.user), str(client.public_id)) for client in clients]
    print(json.dumps(machine()))
    starts = cold_starts()
    print(
        f"cold start to first answer: {statistics.median(starts):.2f} s "
        f"({starts[0]:.2f} to {starts[-1]:.2f})"
    )
    for workers in ("1", "2"):
        memory(workers, who[0][0])
    with serving(LONGARC_WORKERS="1") as server:
        for path in ("/today/", "/arc/", "/patterns/", "/support/", "/words/"):
            weight(server.port, path, who[0][0])
    print(f"bytes stored for a check-in: {size_of_a_check_in(who):.0f}")


if __name__ == "__main__":
    main()
