"""`longarc doctor`: every setting as it is in force, and whether everything holds."""

import os
import shutil
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import is_zipfile

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from longarc.care.reminder_words import telling
from longarc.care.reminders import Way
from longarc.cli import env_file, private
from longarc.cli.commands.backup import folder
from longarc.cli.effective import number, setting, shown
from longarc.records import backup, small_secrets, upkeep
from longarc.records.actions.imports import program
from longarc.records.db import NotDurable, assert_durable
from longarc.records.queries import concerns, reminders, support, worker
from longarc.records.refused import Refused

LEAST_FREE_MB = 200
BACKUP_LASTS = timedelta(days=2)
Holds = tuple[bool, str]


def run(_: Namespace) -> int:
    print(f"Longarc {settings.LONGARC_VERSION}")
    print(f"Settings file: {os.environ.get(env_file.VARIABLE) or 'none'}\n")
    for variable, value, about in shown():
        print(f"{variable}={value}\n    {about}")
    print()
    failed = 0
    for name, holds, line in answers(timezone.now()):
        failed += not holds
        print(f"{'ok  ' if holds else 'LOOK'}  {name:12} {line}")
    return 1 if failed else 0


def answers(now: datetime) -> Iterator[tuple[str, bool, str]]:
    """Each check's name, whether it holds, and one line that says so."""
    for name, check in CHECKS.items():
        try:
            holds, line = check(now)
        except (Refused, NotDurable, DatabaseError, OSError) as problem:
            holds, line = False, upkeep.why(problem) or str(problem).strip()
        yield name, holds, line


def _database(_: datetime) -> Holds:
    return True, assert_durable()


def _version(_: datetime) -> Holds:
    upkeep.refuse_newer()
    if waiting := len(upkeep.pending()):
        return False, f"{waiting} migrations wait: run longarc migrate"
    upkeep.refuse_not_ready()
    return True, "current"


def _practice(_: datetime) -> Holds:
    there = upkeep.practices()
    if len(there) > 1:
        return False, f"{len(there)} practices in one data base: give each its own (decision 16)"
    kind = "the demonstration" if there and there[0] else "one practice"
    return bool(there), kind if there else "none yet: run longarc createowner"


def _support(now: datetime) -> Holds:
    page = support.page(viewer=None) if upkeep.practices() else None
    if page is None or not page.published:
        return False, "not published: clients cannot be invited before it is"
    due = page.check_due(now.date())
    return not due, "published, but its numbers were not called for 90 days" if due else "published"


def _contacts(now: datetime) -> Holds:
    """Who can take a concern; of concerns themselves nothing is asked."""
    there = concerns.contacts(viewer=None, at=now) if upkeep.practices() else ()
    if not there:
        return False, "nobody can take a concern: the owner names contacts under Practice"
    outside = any(one.outside for one in there)
    return (
        outside,
        "named, with keys" if outside else "nobody from outside is confirmed by a contact",
    )


def _reminders(now: datetime) -> Holds:
    """Whether reminders can go out, whether a worker sends them, and under what name."""
    if word := telling(settings.APP_NAME):
        return False, f"LONGARC_APP_NAME stands on lock screens, and tells something: {word}"
    there = upkeep.practices()
    if not there or there[0]:
        return True, "none are sent: a demonstration" if there else "no practice"
    sent = (("e-mail", settings.MAIL_READY), ("push", settings.PUSH_HOSTS))
    ways = [name for name, on in sent if on]
    if lost := _not_set_up():
        return False, f"somebody chose {lost}, which is not set up: nothing is sent to them"
    if not ways:
        return True, "by calendar only: no mail server and no web push"
    if worker.silent(viewer=program(), at=now):
        return False, "someone waits for them, and no worker has looked for 10 minutes"
    return True, f"by calendar, {' and '.join(ways)}"


def _not_set_up() -> str:
    """The ways that clients chose, and that settings took away since; "" when there are none."""
    ready = {Way.EMAIL: settings.MAIL_READY, Way.PUSH: settings.PUSH_HOSTS}
    return " and ".join(sorted(w for w in reminders.wished(viewer=program()) if not ready[w]))


def _backup(now: datetime) -> Holds:
    last = backup.last(folder())
    if last is None:
        return False, "none yet: run longarc backup"
    age = now - datetime.fromisoformat(last["at"])
    said = f"{last['file']}, {age.days} days {age.seconds // 3600} hours old"
    if lost := _lost(Path(last["file"]), last["bytes"]):
        return False, f"{said}: {lost}"
    return age < BACKUP_LASTS, said


def _lost(file: Path, size: int) -> str:
    """What is wrong with the newest backup itself; "" when it lies there as it was made."""
    if not file.exists():
        return "it is not there any more. If you moved it on purpose, make a new one here too"
    if file.stat().st_size != size or not is_zipfile(file):
        return "it is not as it was made: make a new one, and look at the disk"
    return ""


def _files(_: datetime) -> Holds:
    """Whether other accounts of the machine could read what people said."""
    open_ones = private.open_to_others()
    if not open_ones:
        return True, "for this account only"
    names = " ".join(map(str, open_ones[:3]))
    return False, f"other accounts can look into {names}: run chmod go-rwx {names}"


def _disk(_: datetime) -> Holds:
    free = shutil.disk_usage(settings.DATA_DIR).free // 2**20
    return free >= LEAST_FREE_MB, f"{free} MB free in {settings.DATA_DIR}"


def _server(_: datetime) -> Holds:
    size = f"{number('WORKERS')} processes of {number('THREADS')} threads"
    secure = "https" if settings.HTTPS else "no https: for this machine only"
    return True, f"{setting('BIND')}, {size}, {secure}"


def _key(_: datetime) -> Holds:
    """Whether the secret key is the one that code apps and recovery codes were sealed with."""
    if lost := small_secrets.unreadable():
        return False, (
            f"{lost} code apps or sets of recovery codes open nothing: keys/secret.key is not the "
            "one they were made with. Put the kept one back, then start the server again"
        )
    return True, "the one that codes were made with"


CHECKS: dict[str, Callable[[datetime], Holds]] = {
    "database": _database,
    "version": _version,
    "practice": _practice,
    "support page": _support,
    "safeguarding": _contacts,
    "reminders": _reminders,
    "backup": _backup,
    "secret key": _key,
    "files": _files,
    "disk": _disk,
    "server": _server,
}
