"""`longarc window prior`: the model begins with what is usual for this practice's own clients."""

from argparse import Namespace

from django.utils import timezone

from longarc.analytics.kernels.population import Medians
from longarc.cli.progress import bar
from longarc.records import upkeep
from longarc.records.actions.imports import program
from longarc.records.actions.prior import Estimated, estimate, keep_prior
from longarc.records.queries.prior import prior_facts
from longarc.records.refused import Refused

#: A name for each of the medians, its unit, and how it is written.
LINES = (
    ("Usual level", "0 is way down, 1 is way up", "{:.2f}"),
    ("Settling constant", "hours until a third of an up or down is left", "{:.1f}"),
    ("Ups and downs", "size of those that come and go, 0 to 1", "{:.3f}"),
    ("Noise", "of one check-in, 0 to 1", "{:.3f}"),
    ("Drift", "of the usual level in one day; grows with the root of days", "{:.4f}"),
)


def run(options: Namespace) -> None:
    upkeep.refuse_newer()
    if not upkeep.has_tables():
        raise Refused("There is no data base yet. Run: longarc migrate")
    upkeep.refuse_not_ready()
    by, at = program(), timezone.now()
    before = prior_facts(viewer=by)
    made = estimate(by=by, at=at, told=bar("Estimating"))
    _show(before.version, before.medians, made)
    if options.dry_run:
        print("\nNothing was kept: this was --dry-run.")
        return
    keep_prior(made, by=by, at=at)
    print(f"\nKept as {made.population.version}, in use from now on. Earlier ones stay.")
    print("Run `longarc window update` now, so that no page waits for it.")


def _show(version: str, before: Medians, made: Estimated) -> None:
    print(f"From {made.clients} clients who agreed, with {made.reports} check-ins.")
    print(f"Half of all clients lie above each number. Before: {version}.\n")
    print(f"{'':18}{'before':>8}{'after':>8}")
    after = made.population.medians
    for (name, unit, form), old, new in zip(LINES, before, after, strict=True):
        print(f"{name:18}{form.format(old):>8}{form.format(new):>8}  {unit}")
