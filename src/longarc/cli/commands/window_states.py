"""`longarc window update` and `longarc window verify`: the model's states and stored readings."""

from argparse import Namespace

from django.utils import timezone

from longarc.cli.progress import bar
from longarc.records import upkeep
from longarc.records.actions import imports
from longarc.records.queries import clients, readings, window_state, window_trail
from longarc.records.refused import Refused

#: Clients brought up to date in one go.
AT_ONCE = 20


def run(options: Namespace) -> None:
    upkeep.refuse_newer()
    if not upkeep.has_tables():
        raise Refused("There is no data base yet. Run: longarc migrate")
    upkeep.refuse_not_ready()
    _verify() if options.kind == "verify" else update()


def update() -> None:
    """Every client's state up to date, so that no page has to wait for it."""
    viewer, at, show = imports.program(), timezone.now(), bar("Working out")
    everyone = clients.all_ids(viewer=viewer)
    for first in range(0, len(everyone), AT_ONCE):
        window_state.flags_of(everyone[first : first + AT_ONCE], viewer=viewer, at=at)
        show(min(first + AT_ONCE, len(everyone)), len(everyone))
    print(f"The window model is up to date for {len(everyone)} clients.")


def _verify() -> None:
    checked = list(readings.checked(viewer=imports.program()))
    other = [one for one in checked if not one.known]
    wrong = [one for one in checked if one.known and not one.same]
    print(f"{len(checked) - len(other) - len(wrong)} stored readings come out again exactly.")
    if other:
        print(f"{len(other)} were made by another model, prior or table, and were not compared.")
    for one in wrong:
        print(f"{one.uid} ({one.kind}, {one.at:%Y-%m-%d}) comes out differently.")
    off = _verify_trails()
    if wrong:
        raise Refused(f"{len(wrong)} stored readings come out differently. Nothing was changed.")
    if off:
        raise Refused(f"{off} kept trails come out differently. Nothing was changed.")


def _verify_trails() -> int:
    """How many do not come out again."""
    same = list(window_trail.checked(viewer=imports.program()))
    print(f"{sum(same)} kept trails come out again, to a hundred-millionth.")
    return len(same) - sum(same)
