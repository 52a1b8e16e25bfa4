"""`longarc migrate`: a backup first, when there is something to lose.

A data base of an early shape (`records.mending`) is brought to the shape that it should have; then
the migrations run that wait. Nothing happens while a server or a worker is at work on it.
"""

from argparse import Namespace

from django.utils import timezone

from longarc.cli.commands.backup import backup_to_folder
from longarc.records import in_use, mending, upkeep


def run(_: Namespace) -> None:
    upkeep.refuse_newer()
    odd, waiting = upkeep.differences(), upkeep.pending()
    if not odd and not waiting:
        print("The data base is up to date.")
        return
    with in_use.alone():
        _bring_up_to_date()
    if odd:
        print("It was of an early shape. What was missing was added; every row is as it was.")
    print(f"The data base is up to date: {len(waiting)} migrations ran.")


def _bring_up_to_date() -> None:
    if upkeep.practices():
        print(f"Backup made: {backup_to_folder('before-migrate', timezone.now())}")
    mending.bring_up_to_date()
