"""`longarc restore`: refuses to overwrite silently, and checks every row that it restored.

It works alone on the data: while a server or a worker runs, it refuses.
"""

import sys
from argparse import Namespace

from django.utils import timezone

from longarc.cli.commands.backup import backup_to_folder
from longarc.cli.progress import bar
from longarc.records import in_use, restore, upkeep
from longarc.records.refused import Refused
from longarc.records.restore import Backup


def run(options: Namespace) -> None:
    upkeep.refuse_newer()
    backup = restore.examine(options.file)
    print(f"{options.file} is whole: {backup.rows} rows, made {backup.made_at[:19]} UTC.")
    if backup.lacks:
        print(f"An early version of Longarc made it: {_told(backup.lacks)} came later.")
    with in_use.alone():
        _load(options, backup)
    print(f"Restored, and read back: all {backup.rows} rows are as they were.")
    print("Everyone signs in again.")


def _told(columns: list[tuple[str, str]]) -> str:
    first = ", ".join(f"{table}.{column}" for table, column in columns[:3])
    return f"{first} and {len(columns) - 3} more" if len(columns) > 3 else first


def _load(options: Namespace, backup: Backup) -> None:
    """What was there is kept in a file first, while nobody writes."""
    replace = options.replace and bool(upkeep.practices())
    if replace:
        _ask(options.yes)
        print(f"What was there: {backup_to_folder('before-restore', timezone.now())}")
    restore.load(backup, replace=replace, progress=bar("Restoring"))


def _ask(yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise Refused("--replace asks before it begins. Say --yes when nobody can answer.")
    print("Everything in this data base will be replaced.")
    if input("Type REPLACE to go on: ") != "REPLACE":
        raise Refused("Nothing was changed.")
