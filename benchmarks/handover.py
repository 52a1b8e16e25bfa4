"""One long record: the client page, the notes and "history in two minutes".

    python benchmarks/handover.py [--url URL] [--clients 6] [--years 5] [--data DIR]

The practice is the demonstration's generator at the given size; with --data the practice in that
folder is used again. The client with the most check-ins is given 300 notes and, where there are
fewer, 12 medicine sessions. Times are of whole answers over HTTP on a kept connection, one at a
time. Queries are counted on the second opening, with 5 notes and with 300: the run ends with 1 when
they are not the same. "After each of the new check-ins" is the first opening when something is
new: once in some hundred check-ins it takes seconds, when the grid is laid anew (record 14).
"""

import argparse
import json
import statistics
import sys
from datetime import timedelta
from typing import Any

from common import get, load, machine, serving, session_for
from preparation_pages import ends, lead_of, measure, queries
from read_pages import prepare

FEW, NOTES, SESSIONS = 5, 300, 12
OPENINGS = 9
PAGES = ("client", "client_notes", "client_handover")


def fill(client: Any, lead: Any, notes: int) -> None:
    """Notes and sessions over the client's whole arc."""
    from django.utils import timezone

    from longarc.care.notes import Section, written
    from longarc.records.codec import seal
    from longarc.records.models import MedicineSession, SessionNote

    now, who = timezone.now(), {"practice_id": client.practice_id, "client": client, "by": lead}
    words = written(dict.fromkeys(Section, "What was said, in a sentence of some length. " * 8))
    for number in range(notes - SessionNote.objects.filter(client=client).count()):
        at = now - timedelta(days=6 * number + 2)
        row = SessionNote(**who, at=at, received_at=at, on=at.date())
        row.words = seal(words, row.where)
        row.save()
    for number in range(SESSIONS - MedicineSession.objects.filter(client=client).count()):
        at = now - timedelta(days=120 * number + 60)
        MedicineSession(**who, at=at, received_at=at, starts_at=at).save()


def counts(client: Any, lead: Any) -> dict[str, int]:
    return {name: queries(path(name, client), lead) for name in PAGES}


def openings(port: int, client: Any, lead: Any) -> None:
    """The client page each time that a check-in has come: the window model looks back again."""
    request = get(path("client", client), session_for(lead), "text/html")
    seconds = []
    for _ in range(OPENINGS):
        check_in(client)
        found = load(port, [request])
        assert not found.refused
        seconds.append(found.seconds[0])
    taken = f"{statistics.median(seconds):.3f} ({min(seconds):.3f} to {max(seconds):.3f})"
    print(f"  client page after each of {OPENINGS} new check-ins: {taken} s")


def check_in(client: Any) -> None:
    from django.utils import timezone

    from longarc.care.access import Actor
    from longarc.care.reports import NewCheckIn, Stamp
    from longarc.records.actions.entries import keep
    from longarc.records.ids import uuid7

    own, at = Actor(client.user_id, client.practice_id, client=client.pk), timezone.now()
    keep([NewCheckIn(Stamp(uuid7(), at, zone="UTC"), 50)], by=own, at=at)


def path(name: str, client: Any) -> str:
    from django.urls import reverse

    return reverse(name, args=[client.public_id])


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", default="")
    options.add_argument("--clients", default="6")
    options.add_argument("--years", default="5")
    options.add_argument("--data", default="")
    prepare(options.parse_args())
    client, check_ins = ends()[0]
    lead = lead_of(client)
    print(json.dumps(machine()))
    with serving(LONGARC_WORKERS="1") as server:
        fill(client, lead, FEW)
        before = counts(client, lead)
        fill(client, lead, NOTES)
        after = counts(client, lead)
        print(f"{check_ins} check-ins, {NOTES} notes, {SESSIONS} sessions or more")
        for name in PAGES:
            measure(server.port, name, path(name, client), lead)
            print(f", {after[name]} queries")
        openings(server.port, client, lead)
    print(
        "the same queries with 5 and with 300 notes"
        if before == after
        else f"NOT the same: {before}"
    )
    return 0 if before == after else 1


if __name__ == "__main__":
    sys.exit(main())
