"""`longarc worker`: sends reminders when they are due, and tidies up at night, until stopped."""

import signal
import sys
from argparse import Namespace
from threading import Event

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from longarc.cli import worker
from longarc.records import in_use, upkeep
from longarc.records.actions.imports import program
from longarc.records.db import assert_durable
from longarc.records.refused import Refused

#: Seconds between two looks.
PAUSE = 30


def run(options: Namespace) -> None:
    check()
    in_use.hold()
    if options.once:
        print(f"{_look(Event())} reminders were sent or tried.")
        return
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    print(f"The worker looks every {PAUSE} seconds. Ctrl-C stops it.", flush=True)
    while not stopping.is_set():
        _look_on(stopping)
        stopping.wait(PAUSE)


def ready() -> None:
    """There is a practice, in a data base that fits this version.

    Raises:
        Refused: with the reason.
    """
    upkeep.refuse_not_ready()
    if not upkeep.practices():
        raise Refused("There is no practice yet. Run: longarc createowner")


def check() -> None:
    """A claim that is not on disk before something is sent would be sent twice after a crash.

    Raises:
        Refused, NotDurable: with the reason.
    """
    ready()
    if any(upkeep.practices()):
        raise Refused("This is the demonstration: nothing is sent to invented people.")
    assert_durable()


def _look(stopping: Event) -> int:
    by = program()
    tried = worker.tell(timezone.now, by=by, stop=stopping.is_set)
    tried += worker.look(timezone.now, by=by, stop=stopping.is_set)
    worker.night(timezone.now(), by=by)
    return tried


def _look_on(stopping: Event) -> None:
    """A data base that is away for a while is no reason to stop."""
    close_old_connections()
    try:
        _look(stopping)
    except DatabaseError as problem:
        connection.close()
        print(f"The data base did not answer: {problem}", file=sys.stderr, flush=True)
