"""Which prior the window model begins with here, for the owner's page."""

from typing import Any

from longarc.care.access import Actor
from longarc.records.actions.prior import LEAST_CLIENTS
from longarc.records.queries.prior import prior_facts


def part(viewer: Actor) -> dict[str, Any]:
    """What `staff/practice_prior.html` needs: sizes in hundredths of the ladder, tau in hours."""
    facts = prior_facts(viewer=viewer)
    level, tau, ups_and_downs, noise, drift = facts.medians
    return {
        "prior": facts,
        "prior_least": LEAST_CLIENTS,
        "prior_medians": {
            "level": 100 * level,
            "tau": tau,
            "ups_and_downs": 100 * ups_and_downs,
            "noise": 100 * noise,
            "drift": 100 * drift,
        },
    }
