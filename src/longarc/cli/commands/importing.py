"""`longarc import check-ins`: a real series from a file, as a series of its own kind."""

import sys
from argparse import Namespace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from longarc.cli.progress import bar
from longarc.records import importing, upkeep
from longarc.records.actions import imports
from longarc.records.refused import Refused


def run(options: Namespace) -> None:
    upkeep.refuse_newer()
    if not upkeep.has_tables():
        raise Refused("There is no data base yet. Run: longarc migrate")
    upkeep.refuse_not_ready()
    at, by, kind = timezone.now(), imports.program(), _kind(options)
    held_by = imports.holder(options.therapist, by=by)
    done = imports.import_series(
        importing.read(options.file, by.practice, kind),
        kind,
        held_by=held_by,
        skip_bad=options.skip_bad,
        by=by,
        at=at,
        progress=bar("Importing"),
    )
    _say(done)


def _say(done: imports.Imported) -> None:
    for mistake in done.left_out[: importing.SHOWN]:
        print(f"left out: {mistake}", file=sys.stderr)
    if len(done.left_out) > importing.SHOWN:
        print(f"left out: {len(done.left_out) - importing.SHOWN} more", file=sys.stderr)
    print(
        f"{done.new} reports of {done.people} people imported; {done.there_already} were there "
        f"already, {done.without_answer} had no answer, {len(done.left_out)} were left out."
    )


def _kind(options: Namespace) -> importing.Kind:
    low, high = options.scale
    if not 0 < high - low < float("inf"):
        raise Refused(f"--scale {low:g} {high:g}: the first has to be lower than the second.")
    if not 0 < len(options.name) <= 60 or not options.name.isprintable():
        raise Refused("--name: 1 to 60 letters.")
    return importing.Kind(
        name=options.name,
        low=low,
        high=high,
        polarity=options.polarity,
        start=_start(options.start),
        zone=zone(options.zone) if options.zone else None,
        now=timezone.now(),
    )


def _start(told: str) -> datetime:
    try:
        start = datetime.fromisoformat(told)
    except ValueError:
        raise Refused(f"--start {told}: say a day, such as 2025-01-31.") from None
    return start if start.tzinfo else start.replace(tzinfo=UTC)


def zone(told: str) -> ZoneInfo:
    """A time zone by its name.

    Raises:
        Refused: there is none of that name.
    """
    try:
        return ZoneInfo(told)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(f"There is no time zone {told!r}. An example: America/Denver") from None
