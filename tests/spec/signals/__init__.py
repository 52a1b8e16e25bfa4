"""What puts a client on the list "Who needs me today", why, and when it goes.

These are rules that count. None of them has been validated, and no clinician has signed them:
each number below says where it comes from. They read the rows that clients tap, rests, and
requests for contact. They read no words and no private notes, and they see nothing that a
client does not report. They say what has changed for this person; they never say why.

Each example below is run as a test, and the sentences in it are what the program says.
"""

import random
from datetime import timedelta
from functools import cache

from longarc.care import runs
from longarc.care.arc import CheckIn
from longarc.care.chance import RARE_IN_100, most_usual_hits
from longarc.care.runs import BASELINE_NEEDED, ENOUGH, LATEST
from tests.spec.story import DAY_0

title = "The first signals"


def _most_usual() -> list[tuple[str, ...]]:
    rows = [
        ("earlier check-ins", f"{ENOUGH} of {LATEST} is unusual up to", f"{LATEST} of {LATEST}")
    ]
    rows += [
        (str(earlier), *(_up_to(hits, earlier) for hits in (ENOUGH, LATEST)))
        for earlier in (BASELINE_NEEDED, 30, 60, 90, 180)
    ]
    return rows


def _up_to(hits: int, earlier: int) -> str:
    most = most_usual_hits(hits, LATEST, earlier)
    return f"{most} ({100 * most / earlier:.0f} in 100)"


def _by_chance() -> list[tuple[str, ...]]:
    rows = [("their usual share of extreme check-ins", "runs in a year, by chance alone")]
    return rows + [
        (f"{share} in 100", f"{_runs_a_year(share):.1f}") for share in (5, 10, 20, 30, 40)
    ]


@cache
def _runs_a_year(share: int, years: int = 150) -> float:
    """Daily check-ins that know nothing of each other, 90 days before each year."""
    dice, found = random.Random(share), 0
    times = [DAY_0 + timedelta(days=day) for day in range(90 + 365)]
    for _ in range(years):
        made = [CheckIn(at, 10 if dice.random() * 100 < share else 50) for at in times]
        before = times[0] - runs.SPAN
        every = runs.found(made, times, complete_from=before, reported_from=before)
        found += sum(run.since >= times[90] for run in every)
    return found / years


tables = [
    (
        "What counts as unusual for a person",
        "How many of the earlier check-ins may have been way up, way down or both at once for "
        f"a run still to be unusual (a chance below {RARE_IN_100} in 100 at one look). A person "
        "who is often there is not flagged for being there: for them a longer run is usual.",
        _most_usual,
    ),
    (
        "How often chance alone brings a run",
        "Simulated: daily check-ins of people whose state knows nothing of the day before, 150 "
        "years for each line. Real states hang together from day to day, so real people will "
        "bring more; how many is not known.",
        _by_chance,
    ),
]
