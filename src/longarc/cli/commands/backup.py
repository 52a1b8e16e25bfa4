"""`longarc backup`: one file, made while the server runs."""

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from longarc.cli.progress import bar
from longarc.records import backup, upkeep
from longarc.records.refused import Refused


def run(options: Namespace) -> None:
    upkeep.refuse_newer()
    made = _backup(options.file, timezone.now())
    print(f"Backup made: {made} ({made.stat().st_size / 1e6:.1f} MB)")
    print("It holds clinical records: keep it where only you can read it.")


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
