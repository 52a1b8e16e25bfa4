"""`longarc restore`: refuses to overwrite silently, and checks every row that it restored."""

import sys
from argparse import Namespace

from django.utils import timezone

from longarc.cli.commands.backup import backup_to_folder
from longarc.cli.progress import bar
from longarc.records import restore, upkeep
from longarc.records.refused import Refused


def run(options: Namespace) -> None:
    upkeep.refuse_newer()
    backup = restore.examine(options.file)
    print(f"{options.file} is whole: {backup.rows} rows, made {backup.made_at[:19]} UTC.")
    replace = options.replace and bool(upkeep.practices())
    if replace:
        _ask(options.yes)
        print(f"What was there: {backup_to_folder('before-restore', timezone.now())}")
    restore.load(backup, replace=replace, progress=bar("Restoring"))
    print(f"Restored, and read back: all {backup.rows} rows are as they were.")
    print("Everyone signs in again.")


def _ask(yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise Refused("--replace asks before it begins. Say --yes when nobody can answer.")
    print("Everything in this data base will be replaced. Stop the server first.")
    if input("Type REPLACE to go on: ") != "REPLACE":
        raise Refused("Nothing was changed.")
