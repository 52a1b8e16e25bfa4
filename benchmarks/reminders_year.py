"""A year of reminders against a real mail server, with the worker killed in the middle of sends.

The demonstration's clients choose times in three time zones; the worker is a process of its own
that works on a clock of its own, half an hour at a time. The mail server kills it: after an
address was given, after a message came in, or after it was taken and before that was said.
Every mail that was taken is then held against what its client chose, worked out here once more
in other words. Ends with 1 when anything is wrong.
"""

import argparse
import json
import os
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time as machine_time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.message import Message
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from common import ROOT, machine, use

sys.path.insert(0, str(ROOT))

ZONES = ("America/New_York", "Europe/Berlin", "Australia/Sydney")
STEP = timedelta(minutes=30)
#: Where a kill strikes, one after the other.
PLACES = ("address", "came", "taken")
LAST = timedelta(hours=3)
DAY = timedelta(days=1)


def main() -> int:
    asked = arguments()
    if asked.worker:
        return work(asked)
    with tempfile.TemporaryDirectory() as folder:
        use(Path(asked.data or folder), asked.url)
        return run(asked)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", default="2030-01-01", help="the first day")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--clients", type=int, default=30)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--data", help="a data folder, empty or with an empty data base")
    parser.add_argument("--url", default="", help="a data base other than SQLite")
    parser.add_argument("--worker", metavar="CLOCK", help="be the worker (the script calls itself)")
    return parser.parse_args()


# -- the worker, in a process of its own -----------------------------------------------------


def work(asked: argparse.Namespace) -> int:
    """Look every half hour of a clock that is a file; after a kill go on where it stands."""
    import django

    django.setup()
    from longarc.cli import worker
    from longarc.records.actions.imports import program

    clock, by, until = Path(asked.worker), program(), end(asked)
    while (at := read(clock)) < until:
        worker.look(lambda at=at: at, by=by)  # type: ignore[misc]
        worker.night(at, by=by)
        write(clock, at + STEP)
    return 0


def read(clock: Path) -> datetime:
    return datetime.fromtimestamp(struct.unpack("d", clock.read_bytes())[0], UTC)


def write(clock: Path, at: datetime) -> None:
    """In one piece: a kill may come at any moment."""
    new = clock.with_suffix(".new")
    new.write_bytes(struct.pack("d", at.timestamp()))
    new.replace(clock)


def start(asked: argparse.Namespace) -> datetime:
    return datetime.fromisoformat(asked.start).replace(tzinfo=UTC)


def end(asked: argparse.Namespace) -> datetime:
    return start(asked) + timedelta(days=asked.days) + LAST


# -- the clients -----------------------------------------------------------------------------


@dataclass
class Chosen:
    """What one client chose, kept here in other words than the program's."""

    number: int
    place: ZoneInfo
    first: time
    more: tuple[time, ...]
    days: frozenset[int]
    closer: bool
    quiet: tuple[time, time]
    sessions: list[date] = field(default_factory=list)
    rests: list[tuple[datetime, datetime]] = field(default_factory=list)

    def walls(self, day: date) -> set[time]:
        """The times asked for on a day."""
        burst = any(0 < (day - session).days <= 5 for session in self.sessions)
        if self.closer and burst:
            return {self.first, *self.more}
        return {self.first} if day.weekday() in self.days else set()

    def is_quiet(self, wall: time) -> bool:
        begins, ends = self.quiet
        if begins <= ends:
            return begins <= wall < ends
        return not ends <= wall < begins


def chosen(number: int) -> Chosen:
    """Times by day, at the edge of quiet hours, and in the hour that the clocks change."""
    night = number % 5 == 1
    return Chosen(
        number,
        ZoneInfo(ZONES[number % 3]),
        (time(7, 30) if night else time(8), time(2, 30), time(12, 15), time(18), time(20, 30))[
            number % 5
        ],
        (time(12, 30), time(16, 15)) if number % 2 else (),
        (frozenset(range(7)), frozenset(range(7)), frozenset({0, 2, 4}))[number % 3],
        bool(number % 2),
        (time(21), time(1)) if night else (time(21), time(8)),
    )


def fill(asked: argparse.Namespace) -> dict[str, Chosen]:
    """The demonstration, and what its clients chose; by e-mail address."""
    from longarc.records.demo import fill as demo

    began = start(asked) - timedelta(minutes=1)
    demo.fill(now=demo.morning(began), clients=asked.clients, years=0.1, seed="longarc")
    from longarc.records.models import Client, ReminderSend

    ReminderSend.objects.all().delete()  # what the demonstration tells of days before
    everyone = Client.objects.select_related("user").order_by("pk")
    return {
        row.user.email: tell(row, chosen(number), began, asked)  # type: ignore[union-attr]
        for number, row in enumerate(everyone)
    }


def tell(row: Any, mine: Chosen, began: datetime, asked: argparse.Namespace) -> Chosen:
    """As the client: choices, closer check-ins, no rest that lasts; then what the year brings."""
    from longarc.care.access import Actor
    from longarc.care.reminder_words import Wording
    from longarc.care.reminders import Choices, Quiet, Way
    from longarc.records.actions import choices, reminders, rest
    from longarc.records.ids import uuid7
    from longarc.records.models import MedicineSession, Rest
    from longarc.records.queries import clients
    from longarc.records.queries.course import ChoiceKind

    by = Actor(row.user_id, row.practice_id, frozenset(), row.pk)
    wanted = Choices(
        Way.EMAIL, mine.first, mine.more, mine.days, mine.closer, Quiet(*mine.quiet),
        mine.place.key, tuple(Wording)[mine.number % 3],
    )  # fmt: skip
    reminders.choose(clients.own(viewer=by), wanted, uid=uuid7(), by=by, at=began)
    choices.choose(ChoiceKind.BURST, given=mine.closer, uid=uuid7(), by=by, at=began)
    rest.come_back(by=by, at=began)
    who = {"practice_id": row.practice_id, "client_id": row.pk, "at": began, "received_at": began}
    for day in range(1 + mine.number % 4, asked.days, 80):
        at = began + timedelta(days=day, hours=16)
        MedicineSession(**who, starts_at=at).save()
        quiet = at + timedelta(days=30)
        Rest(**{**who, "at": quiet}, until=quiet + timedelta(days=6)).save()
        mine.rests.append((quiet, quiet + timedelta(days=6)))
    held = MedicineSession.objects.filter(client=row).values_list("starts_at", flat=True)
    mine.sessions = [at.astimezone(mine.place).date() for at in held]
    return mine


# -- the mail server that kills --------------------------------------------------------------


@dataclass
class Killer:
    """Takes mails, notes the worker's time of each, and kills the worker at chosen ones."""

    clock: Path
    strikes: list[int]
    process: subprocess.Popen[bytes] | None = None
    came: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    taken: list[tuple[datetime, Message]] = field(default_factory=list)

    def strike(self, place: str) -> None:
        due = self.strikes and self.came >= self.strikes[0]
        if due and PLACES[len(self.strikes) % 3] == place and self.process:
            self.strikes.pop(0)
            self.kills[place] += 1
            os.kill(self.process.pid, signal.SIGKILL)

    def address(self, _address: str) -> str:
        self.came += 1
        self.strike("address")
        return "250 taken"

    def after(self, mail: Message) -> None:
        self.taken.append((read(self.clock), mail))
        self.strike("taken")


def run(asked: argparse.Namespace) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from tests.post import Mailbox, mail_server

    call_command("migrate", verbosity=0, interactive=False)
    everyone = fill(asked)
    connections.close_all()
    dice, began = random.Random(20), machine_time.monotonic()
    about = asked.days * asked.clients // 2
    with tempfile.TemporaryDirectory() as folder:
        clock = Path(folder) / "clock"
        write(clock, start(asked))
        killer = Killer(clock, sorted(dice.sample(range(1, about), asked.kills)))
        box = Mailbox(
            about_address=killer.address,
            before=lambda _: killer.strike("came"),
            after=killer.after,
        )
        with mail_server(box) as (_, port):
            lives = live(killer, asked, port)
    told = {
        "days": asked.days,
        "clients": asked.clients,
        "mails": len(killer.taken),
        "kills": dict(killer.kills),
        "lives": lives,
        "seconds": round(machine_time.monotonic() - began),
        **check(killer, everyone, asked),
    }
    print(json.dumps({**told, **machine()}, indent=1))
    return 1 if told["wrong"] else 0


def live(killer: Killer, asked: argparse.Namespace, port: int) -> int:
    """Start the worker again after each kill, until its clock is at the end."""
    lives = 0
    environment = {
        **os.environ,
        "LONGARC_SMTP_HOST": "127.0.0.1",
        "LONGARC_SMTP_PORT": str(port),
        "LONGARC_SMTP_TLS": "none",
        "LONGARC_SMTP_FROM": "notes@example.org",
    }
    words = [f"--{name}={getattr(asked, name)}" for name in ("start", "days")]
    while read(killer.clock) < end(asked):
        command = [sys.executable, __file__, "--worker", str(killer.clock), *words]
        killer.process = subprocess.Popen(command, env=environment)
        if killer.process.wait() not in {0, -signal.SIGKILL}:
            raise SystemExit("the worker ended by itself")
        lives += 1
    return lives


# -- was it right? ---------------------------------------------------------------------------


def check(killer: Killer, everyone: dict[str, Chosen], asked: argparse.Namespace) -> dict[str, Any]:
    from longarc.records.models import ReminderSend

    states = Counter(ReminderSend.objects.values_list("state", flat=True))
    rows = ReminderSend.objects.values_list("client__user__email", "due_at")
    wrong = [
        *outside(killer, everyone),
        *telling(killer),
        *(f"not planned: {one}" for one in expected(everyone, asked) - set(rows)),
    ]
    taken, unknown = len(killer.taken), states["unknown"]
    if set(states) - {"sent", "unknown", "dropped"}:
        wrong.append(f"left over: {dict(states)}")
    if not states["sent"] <= taken <= states["sent"] + unknown:
        wrong.append(f"{taken} mails, {dict(states)}")
    if unknown != sum(killer.kills.values()) or sum(killer.kills.values()) != asked.kills:
        wrong.append(f"{unknown} unknown after {dict(killer.kills)}")
    return {"states": dict(states), "wrong": wrong[:20]}


def outside(killer: Killer, everyone: dict[str, Chosen]) -> list[str]:
    """Mails at a time that was not chosen, in quiet hours or a rest, or more than there may be."""
    wrong, seen = [], Counter[Any]()
    for at, mail in killer.taken:
        mine = everyone[str(mail["To"])]
        local = at.astimezone(mine.place)
        near = {wall for wall in mine.walls(local.date()) if recently(wall, local)}
        seen[mine.number, local.date()] += 1
        too_many = seen[mine.number, local.date()] > len(mine.walls(local.date()))
        resting = any(begins <= at < ends for begins, ends in mine.rests)
        if not near or mine.is_quiet(local.time()) or resting or too_many:
            wrong.append(f"{mine} at {local}")
    return wrong


def recently(wall: time, local: datetime) -> bool:
    """The clock showed it in the last two hours, or jumped over it."""
    minutes = (local.astimezone(UTC) - timedelta(minutes=n) for n in range(120))
    walls = [at.astimezone(local.tzinfo).time() for at in minutes]
    jumped = any(b < wall < a for a, b in pairwise(walls))
    return wall in walls or jumped


def telling(killer: Killer) -> list[str]:
    """Mails that say more than one sentence of the fixed list."""
    from tests.post import subject

    from longarc.care.reminder_words import TEXTS, telling

    wrong = []
    for _, mail in killer.taken:
        text = subject(mail)
        body = mail.get_payload(decode=True).decode().strip()  # type: ignore[union-attr]
        if text not in TEXTS.values() or body != text or telling(text):
            wrong.append(mail.as_string())
    return wrong


def expected(everyone: dict[str, Chosen], asked: argparse.Namespace) -> set[tuple[str, datetime]]:
    """The moments that were asked for; not of the first day, in which invented check-ins lie."""
    found = set()
    first = start(asked)
    for email, mine in everyone.items():
        for n in range(-1, asked.days + 2):
            for at in moments(mine, (first + timedelta(days=n)).date()):
                resting = any(begins <= at < ends for begins, ends in mine.rests)
                if first + DAY <= at < first + DAY * asked.days and not resting:
                    found.add((email, at))
    return found


def moments(mine: Chosen, day: date) -> set[datetime]:
    """The first quarter of an hour of a day in which the clock shows a time, or is beyond it."""
    midnight = datetime.combine(day, time(), mine.place).astimezone(UTC)
    quarters = [midnight + timedelta(minutes=15 * n) for n in range(26 * 4)]
    mine_day = [at for at in quarters if at.astimezone(mine.place).date() == day]
    found = set()
    for wall in mine.walls(day):
        at = next(at for at in mine_day if at.astimezone(mine.place).time() >= wall)
        if not mine.is_quiet(at.astimezone(mine.place).time()):
            found.add(at)
    return found


if __name__ == "__main__":
    sys.exit(main())
