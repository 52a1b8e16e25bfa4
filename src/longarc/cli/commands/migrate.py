"""`longarc migrate`: a backup first, when there is something to lose."""

from argparse import Namespace

from django.core.management import call_command
from django.utils import timezone

from longarc.cli.commands.backup import backup_to_folder
from longarc.records import upkeep


def run(_: Namespace) -> None:
    upkeep.refuse_newer()
    waiting = upkeep.pending()
    if not waiting:
        print("The data base is up to date.")
        return
    if upkeep.practices():
        print(f"Backup made: {backup_to_folder('before-migrate', timezone.now())}")
    call_command("migrate", verbosity=0, interactive=False)
    print(f"The data base is up to date: {len(waiting)} migrations ran.")
