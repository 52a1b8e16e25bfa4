"""The worker in a practice of 1,000 and of 10,000 clients: a look, queueing for all, the night.

One process does what `longarc worker` does, on rows made here: each client with an account, a
daily time, a rest, a session and check-ins. Nothing is sent: that costs what the mail server takes.
"""

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from common import machine, use

NOW = datetime(2030, 5, 15, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="", help="a data base other than SQLite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        use(Path(folder), asked.url)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        told = [measured(clients) for clients in (1_000, 10_000)]
    print(json.dumps({"measured": told, **machine()}, indent=1))


def measured(clients: int) -> dict[str, Any]:
    """Seconds of each part, and microseconds a client; memory is the highest so far."""
    from longarc.cli import worker
    from longarc.records.actions import outgoing
    from longarc.records.models import ReminderSend

    by = practice(clients)
    at, queued = NOW - timedelta(hours=6), list[int]()
    told = {
        "quiet_look": seconds(lambda: worker.look(lambda: at, by=by)),
        "queue_all": seconds(lambda: queued.append(outgoing.plan(by=by, at=NOW))),
        "night": seconds(lambda: worker.night(NOW + DAY * 500, by=by)),
    }
    assert queued == [clients]
    assert not ReminderSend.objects.filter(practice_id=by.practice).exists()
    each = {f"{name}_us_each": round(1e6 * one / clients, 1) for name, one in told.items()}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"clients": clients, **{k: round(v, 3) for k, v in told.items()}, **each, "MB": memory}


def seconds(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def practice(clients: int) -> Any:
    """A practice of its own, with people of whom nothing but what the worker reads is known."""
    from longarc.care.access import Actor
    from longarc.records.actions.practice import make
    from longarc.records.models import CheckIn, MedicineSession, ReminderChoice, Rest

    made = make(name="Invented", zone="UTC", at=NOW, demo=True)
    everyone = people(made, clients)
    who = [{"practice": made, "client": one, "at": NOW - DAY * 9, "received_at": NOW}
           for one in everyone]  # fmt: skip
    chosen = {"way": "email", "time": "18:00", "days": "0123456", "zone": "Europe/Lisbon",
              "quiet_from": "21:00", "quiet_to": "08:00", "text": "tea"}  # fmt: skip
    kept: list[tuple[Any, dict[str, Any]]] = [
        (ReminderChoice, chosen | {"time": "19:00"}),
        (Rest, {"until": NOW - DAY * 8}),
        (MedicineSession, {"starts_at": NOW - DAY * 60}),
        *((CheckIn, {"position": 50}) for _ in range(10)),
    ]
    for model, more in kept:
        model.objects.bulk_create((model(**one, **more) for one in who), batch_size=2000)
    return Actor(None, made.pk)


def people(made: Any, clients: int) -> list[Any]:
    from longarc.records.codec import Where, seal
    from longarc.records.models import Client, User

    name = seal("Invented", Where(made.pk, None, "client.name", 0))
    users = User.objects.bulk_create(
        User(practice=made, email=f"n{n}.{made.pk}@example.org", name=name, created_at=NOW)
        for n in range(clients)
    )
    return Client.objects.bulk_create(
        Client(practice=made, user=user, name=name, created_at=NOW) for user in users
    )


if __name__ == "__main__":
    main()
