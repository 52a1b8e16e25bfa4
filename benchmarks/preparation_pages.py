"""Pages before the medicine: formulation, preparation, readiness, and the practice's rules.

    python benchmarks/preparation_pages.py [--url URL] [--clients 40] [--years 5] [--data DIR]

The practice is the demonstration's generator at the given size; with --data the practice in that
folder is used again. Of the clients with an account and a medicine session behind them, the pages
of the one with the most check-ins and of the one with the fewest are opened. Times are of whole
answers over HTTP on a kept connection, one at a time. Queries are counted in this process, on the
second opening: they must be the same for both, however much there is, and the run ends with 1
when they are not.
"""

import argparse
import json
import statistics
import sys
from typing import Any

from common import get, load, machine, serving, session_for
from read_pages import prepare

ROUNDS = 60
REPEATS = 5
OWN = ("formulation", "preparing")
STAFF = ("client_formulation", "client_preparing", "client_readiness")


def ends() -> list[tuple[Any, int]]:
    """The client with the most check-ins, and the one with the fewest.

    Both have an account and had a session: before one there is no settling to ask for.
    """
    from django.db.models import Count

    from longarc.records.models import CheckIn, Client

    held = Client.objects.filter(
        user__isnull=False, care_team__lead=True, care_team__until=None, medicinesession__gt=0
    )
    found = (
        CheckIn.objects.filter(client__in=held.values("pk"))
        .values("client")
        .annotate(n=Count("seq"))
    )
    ordered = sorted(found, key=lambda row: -row["n"])
    clients = Client.objects.select_related("user").in_bulk(row["client"] for row in ordered)
    return [(clients[row["client"]], row["n"]) for row in (ordered[0], ordered[-1])]


def lead_of(client: Any) -> Any:
    from longarc.records.models import CareMember

    return CareMember.objects.select_related("user").get(client=client, lead=True, until=None).user


def paths(client: Any) -> list[tuple[str, str, Any]]:
    """Each page: its name, its path, and who opens it."""
    from django.urls import reverse

    lead = lead_of(client)
    return [
        *((name, reverse(name), client.user) for name in OWN),
        *((name, reverse(name, args=[client.public_id]), lead) for name in STAFF),
        ("rules", reverse("rules"), lead),
    ]


def queries(path: str, user: Any) -> int:
    """Of the second opening, in this process: what is kept after the first is there then."""
    from django.db import connection
    from django.test import Client as Browser
    from django.test.utils import CaptureQueriesContext

    browser = Browser(HTTP_HOST="localhost")
    browser.cookies["session"] = session_for(user)
    assert browser.get(path).status_code == 200, path
    with CaptureQueriesContext(connection) as found:
        browser.get(path)
    return len(found)


def measure(port: int, name: str, path: str, user: Any) -> None:
    session = session_for(user)
    first = load(port, [get(path, session, "text/html")])
    runs = [load(port, [get(path, session, "text/html")] * ROUNDS) for _ in range(REPEATS)]
    assert not first.refused
    assert not any(run.refused for run in runs)
    shown = [_spread([run.at(share) for run in runs]) for share in (0.5, 0.95)]
    print(f"  {name}: p50 {shown[0]} ms, p95 {shown[1]} ms, first {first.at(0.5):.0f} ms", end="")


def _spread(found: list[float]) -> str:
    return f"{statistics.median(found):.1f} ({min(found):.1f} to {max(found):.1f})"


def run(port: int) -> bool:
    """Whether each page asks the same for both clients."""
    counts: dict[str, set[int]] = {}
    for client, check_ins in ends():
        print(f"a client with {check_ins} check-ins")
        for name, path, user in paths(client):
            measure(port, name, path, user)
            asked = queries(path, user)
            counts.setdefault(name, set()).add(asked)
            print(f", {asked} queries")
    return all(len(asked) == 1 for asked in counts.values())


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", default="")
    options.add_argument("--clients", default="40")
    options.add_argument("--years", default="5")
    options.add_argument("--data", default="")
    prepare(options.parse_args())
    from django.db import connection

    print(json.dumps(machine()))
    print(f"{connection.vendor}; {REPEATS} times {ROUNDS} openings, median and range")
    with serving(LONGARC_WORKERS="1") as server:
        same = run(server.port)
    print("the same queries for both" if same else "NOT the same queries for both")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
