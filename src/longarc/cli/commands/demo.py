"""`longarc demo`: the invented practice, filled once and opened with ready-made links."""

import time
from argparse import Namespace
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from longarc.cli.commands import serve, window_states
from longarc.cli.progress import bar
from longarc.records import upkeep
from longarc.records.demo import fill, links


def run(options: Namespace) -> None:
    upkeep.refuse_newer()
    call_command("migrate", verbosity=0, interactive=False)
    practice = fill.there() or _fill(options)
    if options.no_serve:
        return
    serve.check()
    serve.listen(lambda: _say_links(practice))


def _fill(options: Namespace) -> Any:
    began, now = time.monotonic(), fill.morning(timezone.now())
    practice = fill.fill(
        now=now,
        clients=options.clients,
        years=options.years,
        seed=options.seed,
        progress=bar("Inventing clients"),
    )
    window_states.update()
    print(f"{options.clients} invented clients made in {time.monotonic() - began:.0f} s.")
    return practice


def _say_links(practice: Any) -> None:
    print("\nDemonstration. Not real people. Open one of these in a browser:\n")
    for link in links.links(practice):
        print(f"  {link.what:12} {link.name:20} {settings.ORIGIN}/demo/{link.token}/")
    print("\nCtrl-C stops it. The same people are here next time.", flush=True)
