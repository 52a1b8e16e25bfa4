"""The prior that the model begins with here: the practice's newest own one, or the launch prior."""

import json
from dataclasses import dataclass
from datetime import datetime

from longarc.analytics.kernels.population import LADDER, Medians, Population, from_dict
from longarc.care.access import Actor
from longarc.records.models import Prior
from longarc.records.scope import rows


def population(*, viewer: Actor) -> Population:
    """The practice's newest own prior, or the launch prior of the ladder. One query."""
    newest = _newest(viewer)
    return from_dict(json.loads(newest.parameters)) if newest else LADDER


@dataclass(frozen=True, slots=True)
class PriorFacts:
    """What a page says of the prior in use. `made_at` None: it is the launch prior."""

    version: str
    medians: Medians
    made_at: datetime | None = None
    clients: int = 0
    reports: int = 0


def prior_facts(*, viewer: Actor) -> PriorFacts:
    """Which prior is in use, since when, and what it rests on. One query."""
    newest = _newest(viewer)
    if newest is None:
        return PriorFacts(LADDER.version, LADDER.medians)
    medians = from_dict(json.loads(newest.parameters)).medians
    return PriorFacts(newest.version, medians, newest.made_at, newest.clients, newest.reports)


def _newest(viewer: Actor) -> Prior | None:
    return rows(Prior, viewer).order_by("-pk").first()
