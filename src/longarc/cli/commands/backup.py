"""`longarc backup`: one file, made while the server runs."""

import os
from argparse import Namespace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from longarc.cli import env_file
from longarc.cli.progress import bar
from longarc.records import backup, upkeep
from longarc.records.refused import Refused


def run(options: Namespace) -> None:
    upkeep.refuse_newer()
    if not upkeep.practices():
        raise Refused(_nothing_here())
    made = _backup(options.file, timezone.now())
    print(f"Backup made: {made} ({size(made.stat().st_size)})")
    print("It holds clinical records: keep it where only you can read it.")


def _nothing_here() -> str:
    """Where it looked: an empty backup every night would be found out on the day it is needed."""
    read = os.environ.get(env_file.VARIABLE) or "no settings file"
    return (
        f"There is no practice in {place()} (settings: the environment and {read}): there is "
        "nothing to back up. No backup was made. If your practice is elsewhere, run this as the "
        "account of the server, with its settings: sudo -u longarc longarc backup"
    )


def place() -> str:
    """The database in words, without its password."""
    there = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(there["NAME"])
    return f"the database {there['NAME']} on {there['HOST'] or 'this machine'}"


def size(told: int) -> str:
    return f"{told / 1e6:.1f} MB" if told >= 1_000_000 else f"{max(1, round(told / 1000))} kB"


def folder() -> Path:
    found: Path = settings.DATA_DIR / "backups"
    return found


def backup_to_folder(name: str, at: datetime) -> Path:
    """A backup under its own name in the data folder."""
    return _backup(folder() / f"{name}-{at:%Y%m%d-%H%M%S}.zip", at)


def _backup(target: Path | None, at: datetime) -> Path:
    if target is None:
        return backup_to_folder("longarc", at)
    if target.exists():
        raise Refused(f"{target} is there already. Nothing was changed: give another name.")
    made = backup.write(target.absolute(), at=at, progress=bar("Backing up"))
    folder().mkdir(parents=True, exist_ok=True)
    backup.note_last(folder(), made, at)
    return made
