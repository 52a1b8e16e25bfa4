"""One new check-in of one client: keeping it, the model's step, keeping what the model knows.

    python benchmarks/window_step.py [--times 400]

"step": unpack the state, one step of the model, pack it. "stored": with the one statement that
keeps it, on the same data base with its full durability, against the same statement with the same
text and nothing worked out (the reference). "as a page asks": all queries through Django, the
check-in's own keeping left out. Median and the slowest of a hundred, milliseconds.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from common import longarc, machine, scratch, use


def timed(times: int, once: Callable[[], object], before: Callable[[], None] | None = None) -> str:
    once()
    took = []
    for _ in range(times):
        if before:
            before()
        began = time.perf_counter()
        once()
        took.append(1000 * (time.perf_counter() - began))
    took.sort()
    return f"{statistics.median(took):.3f} / {took[int(0.99 * len(took))]:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=400)
    times = parser.parse_args().times
    print(json.dumps(machine(("django", "numpy"))))
    use(scratch())
    longarc("demo", "--no-serve", "--clients", "3", "--years", "1")
    measure(times)


def measure(times: int) -> None:
    from longarc.records.models import CheckIn, WindowState

    row = max(WindowState.objects.all(), key=lambda one: len(one.state))
    reports = CheckIn.objects.filter(client=row.client).count()
    print(f"a client with {reports} check-ins; state of {len(row.state)} bytes; median / p99 ms")
    the_model(row, times)
    the_page(row.client, times)


def the_model(row: Any, times: int) -> None:
    from longarc.analytics import packed, person
    from longarc.analytics.kernels.population import LADDER
    from longarc.analytics.thresholds import shipped
    from longarc.records.db import writing

    using = person.With(LADDER, shipped(), 0.2, 0.5)
    new = person.Happening(datetime.now(UTC), 0.5)

    def step() -> str:
        known = packed.person(row.state, row.flags, LADDER)
        return packed.state(person.then(known, new, using))

    def store(state: str) -> None:
        with writing():
            type(row).objects.filter(pk=row.pk).update(state=state)

    print("step:", timed(times, step))
    print("the statement alone:", timed(times, lambda: store(row.state)))
    print("step, stored:", timed(times, lambda: store(step())))


def the_page(client: Any, times: int) -> None:
    from longarc.care.access import Actor
    from longarc.care.reports import NewCheckIn, Stamp
    from longarc.records.actions.entries import keep
    from longarc.records.ids import uuid7
    from longarc.records.queries.window_state import flags_of

    own = Actor(client.user_id, client.practice_id, client=client.pk)

    def check_in() -> None:
        at = datetime.now(UTC)
        keep([NewCheckIn(Stamp(uuid7(), at, zone="UTC"), 50)], by=own, at=at)

    def asked() -> object:
        return flags_of([client.pk], viewer=own, at=datetime.now(UTC))

    print("as a page asks:", timed(times, asked, before=check_in))
    print("as a page asks, nothing new:", timed(times, asked))


if __name__ == "__main__":
    main()
