"""The practice's own prior, worked out from clients who agreed, and kept."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from longarc.analytics.kernels.grid import as_arrays
from longarc.analytics.kernels.population import LADDER, Population
from longarc.analytics.kernels.prior import reestimated
from longarc.analytics.person import in_order
from longarc.care.access import Actor
from longarc.care.window import LEAST_REPORTS
from longarc.records import audit
from longarc.records.db import action
from longarc.records.models import Prior
from longarc.records.progress import Told, nobody
from longarc.records.queries import consented
from longarc.records.refused import Refused
from longarc.records.scope import rows

#: Fewer clients make no prior: it would be theirs, not the practice's. Source: window-model.md.
LEAST_CLIENTS = 50


class TooFew(Refused):
    """Not enough clients agreed, or they have too few check-ins."""


@dataclass(frozen=True, eq=False)
class Estimated:
    """A prior that is worked out and not kept yet, and what it rests on."""

    population: Population
    clients: int
    reports: int


def estimate(*, by: Actor, at: datetime, told: Told = nobody) -> Estimated:
    """The prior of the practice's clients who agree now. Takes a while, and keeps nothing.

    Raises:
        TooFew: says how many there are.
    """
    series = consented.series(viewer=by)
    if len(series) < LEAST_CLIENTS:
        raise TooFew(_too_few(len(series), len(consented.clients(viewer=by))))
    version = _version(at.date(), by)
    events = [as_arrays([one.event for one in in_order(client)]) for client in series]
    population = reestimated(events, LADDER, version, told=told)
    reports = sum(one.y is not None for client in series for one in client)
    return Estimated(population, len(series), reports)


def _too_few(enough: int, agreed: int) -> str:
    return (
        f"A prior of the practice's own takes {LEAST_CLIENTS} clients who agreed to it and have "
        f"{LEAST_REPORTS} check-ins each. {agreed} agreed, and {enough} of them have as many. "
        "Nothing was changed: the prior in use goes on being used."
    )


def _version(on: date, by: Actor) -> str:
    begins = f"practice-{on.isoformat()}-"
    made = rows(Prior, by).filter(version__startswith=begins).count()
    return f"{begins}{made + 1}"


@action
def keep_prior(made: Estimated, *, by: Actor, at: datetime) -> None:
    """It is in use from now on. Earlier ones stay: readings name the one they rest on."""
    Prior.objects.create(
        practice_id=by.practice,
        version=made.population.version,
        made_at=at,
        clients=made.clients,
        reports=made.reports,
        parameters=json.dumps(made.population.as_dict(), sort_keys=True),
    )
    audit.write("kept_prior", by=by, at=at, detail=made.population.version)
