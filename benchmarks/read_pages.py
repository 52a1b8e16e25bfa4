"""Reading: 90 days, the caseload, the client page, in a practice of a million check-ins.

    python benchmarks/read_pages.py [--url URL] [--clients 600] [--years 5] [--data DIR]

The practice is the demonstration's generator at the given size. Three therapists are given 40,
60 and 600 clients. Times are of whole answers over HTTP on a kept connection, one at a time.
With --data the practice in that folder is used again instead of being made.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

from common import Server, get, load, longarc, machine, scratch, serving, session_for, use

ROUNDS = 60


def therapists() -> dict[int, Any]:
    """Three accounts that hold 40, 60 and 600 clients (or all there are)."""
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from longarc.records.codec import Where, seal
    from longarc.records.ids import uuid7
    from longarc.records.models import CareMember, Client, Practice, StaffRole, User

    practice = Practice.objects.get()
    clients = list(Client.objects.order_by("pk"))
    found = {}
    for size in (40, 60, 600):
        public_id, now = uuid7(), timezone.now()
        name = seal(f"Bench {size}", Where(practice.pk, None, "user.name", public_id))
        user, made = User.objects.get_or_create(
            email=f"bench{size}@example.org",
            defaults={
                "practice": practice,
                "public_id": public_id,
                "name": name,
                "zone": "UTC",
                "created_at": now,
                "password": make_password(None),
            },
        )
        if made:
            StaffRole.objects.create(practice=practice, user=user, role="therapist", since=now)
            CareMember.objects.bulk_create(
                CareMember(practice=practice, client=client, user=user, since=now)
                for client in clients[:size]
            )
        found[size] = user
    return found


def measure(port: int, name: str, path: str, session: str, rounds: int = ROUNDS) -> dict[str, Any]:
    first = load(port, [get(path, session, "text/html")])
    result = load(port, [get(path, session, "text/html")] * rounds)
    print(
        f"{name}: p50 {result.at(0.5):.2f} ms, p99 {result.at(0.99):.2f} ms, "
        f"first {first.at(0.5):.1f} ms, refused {result.refused}"
    )
    return {"p50_ms": result.at(0.5), "p99_ms": result.at(0.99), "first_ms": first.at(0.5)}


def prepare(chosen: argparse.Namespace) -> None:
    """Point at the practice that was made before, or make one of the given size."""
    folder = Path(chosen.data) if chosen.data else scratch()
    use(folder, chosen.url)
    if chosen.data:
        return
    began = time.perf_counter()
    longarc("migrate")
    longarc("demo", "--no-serve", "--clients", chosen.clients, "--years", chosen.years)
    print(f"practice made in {time.perf_counter() - began:.0f} s in {folder}")


def busiest() -> tuple[Any, int]:
    """Of the first therapist's clients, the one with an account and the most check-ins."""
    from django.db.models import Count

    from longarc.records.models import CheckIn, Client

    first = Client.objects.filter(pk__lte=40)
    found = CheckIn.objects.filter(client__user__isnull=False, client__in=first)
    row = found.values("client").annotate(n=Count("seq")).order_by("-n").first()
    return Client.objects.select_related("user").get(pk=row["client"]), row["n"]


def run(server: Server) -> None:
    client, size = busiest()
    staff = therapists()
    own, therapist = session_for(client.user), session_for(staff[40])
    port, page = server.port, f"/clients/{client.public_id}/"
    measure(port, "90 days as JSON, by the client", "/api/check-ins?days=90", own)
    measure(port, "90 days as JSON, by the therapist", f"/api{page}check-ins?days=90", therapist)
    measure(port, "Patterns, 90 days", "/patterns/?days=90", own)
    measure(port, "Today", "/today/", own)
    for held, user in staff.items():
        measure(port, f"caseload of {held}", "/clients/", session_for(user))
    measure(port, f"client page, all of {size} check-ins", f"{page}?days=all", therapist)
    measure(port, "client page, 90 days", f"{page}?days=90", therapist)
    print(f"memory after this: {server.memory() / 2**20:.0f} MB resident")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", default="")
    options.add_argument("--clients", default="600")
    options.add_argument("--years", default="5")
    options.add_argument("--data", default="")
    prepare(options.parse_args())
    from django.db import connection

    from longarc.records.models import CheckIn, Client

    print(json.dumps(machine()))
    count = CheckIn.objects.count()
    print(f"{connection.vendor}, {count} check-ins of {Client.objects.count()} clients")
    with serving(LONGARC_WORKERS="1") as server:
        run(server)


if __name__ == "__main__":
    main()
