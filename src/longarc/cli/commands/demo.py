"""`longarc demo`: the invented practice, filled once and opened with ready-made links."""

import time
from argparse import Namespace
from typing import Any

from django.conf import settings
from django.utils import timezone

from longarc.care import written
from longarc.care.access import Role
from longarc.cli.commands import serve, window_states
from longarc.cli.progress import bar
from longarc.records import mending, upkeep
from longarc.records.demo import concerns, fill, links, people


def run(options: Namespace) -> None:
    upkeep.refuse_newer()
    mending.bring_up_to_date()
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
    _say_keys()
    print("\nCtrl-C stops it. The same people are here next time.", flush=True)


def _say_keys() -> None:
    """What a contact and the writer of a concern keep to themselves in a practice."""
    keys = [name for name, roles in people.STAFF if Role.SAFEGUARDING in roles]
    print(f"\nConcerns: {settings.ORIGIN}/reach/ (no sign-in). What opens the invented one:\n")
    for name in keys:
        print(f"  key of {name}: {written.written(concerns.private_key(name))}")
    print(f"  receipt: {written.written(concerns.receipt())}")
