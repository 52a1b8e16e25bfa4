"""Has the usual level moved? A sum of evidence that begins again whenever there is none.

Two readings of each report are compared: the person as they were, and the same person with the
usual level one swing higher (or lower). Each reading is a filter on the whole grid, so both know
how uncertain the usual level is. The sum of

    log p(y | moved) - log p(y | as before)

starts again from zero whenever it falls below it; the moved reading then starts anew from the
reading as before (E. S. Page 1954, doi 10.1093/biomet/41.1-2.100; filters as in A. S. Willsky &
H. L. Jones 1976, doi 10.1109/TAC.1976.1101146). Thresholds: `analytics/thresholds.py`.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import ou
from longarc.analytics.kernels.grid import Event, Posterior
from longarc.analytics.kernels.population import Population

Array = NDArray[np.float64]

#: The sides that are watched: which way the usual level would have moved.
RISE, FALL = 0, 1
#: While watched, the usual level follows reports at this pace. At full pace it runs after the
#: very change that is looked for, at none every drift is a change. Of 1, 0.5, 0.3, 0.15 and 0,
#: 0.5 found most in simulated people who drift. Longarc's own starting rule, unsigned.
PACE = 0.5
_USUAL, _MOVED = 0, slice(1, 3)
_WAY = np.array([[1.0], [-1.0]])


@dataclass(frozen=True, eq=False)
class Watch:
    """The watch over one person after a report.

    Args:
        population, profile: as of the person whose baseline is known.
        log_weight, state: of three readings x profiles: as usual, moved up, moved down.
        t: hours, the time of the last event.
        sums: the evidence for each side, natural log, 0 or more.
        since: the reports since each sum was last zero.
        reports: since the watch began.
    """

    population: Population
    profile: ou.Profile
    log_weight: Array
    state: ou.State
    t: float
    sums: Array
    since: NDArray[np.int64]
    reports: int = 0


def begin(usual: Posterior) -> Watch:
    """The watch over someone whose baseline is known.

    Raises:
        ValueError: nothing is known of this person yet.
    """
    if usual.t is None:
        raise ValueError("a watch needs a baseline")
    shape = (3, len(usual.log_weight))
    state = ou.State(*(np.array(np.broadcast_to(part, shape)) for part in usual.state))
    weight = np.array(np.broadcast_to(usual.log_weight, shape))
    none = Watch(
        usual.population, usual.profile, weight, state, usual.t, np.zeros(2), np.zeros(2, np.int64)
    )
    return _restarted(none)


def then(watch: Watch, event: Event) -> Watch:
    """The watch once this event is known; a session moves all readings alike."""
    population, profile = watch.population, watch.profile
    state = ou.step(watch.state, event.t - watch.t, profile)
    if event.y is None:
        return replace(watch, t=event.t, state=ou.pushed(state, population.push))
    noise_var = (event.noise * profile.r) ** 2
    state, seen = ou.see(state, event.y, noise_var, population.tail, PACE)
    weight = watch.log_weight + seen.logp
    logp = _total(weight) - _total(watch.log_weight)
    return _restarted(
        replace(
            watch,
            t=event.t,
            state=state,
            log_weight=weight,
            sums=watch.sums + logp[_MOVED] - logp[_USUAL],
            since=watch.since + 1,
            reports=watch.reports + 1,
        )
    )


def moved_for_good(watch: Watch, before: Posterior) -> Posterior:
    """The person after a flag: the usual level may be a swing away, and is learned anew.

    Args:
        before: the person at the beginning of the watch.
    """
    swing, state = np.hypot(watch.profile.s, watch.profile.r), watch.state
    usual = ou.State(*(part[_USUAL] for part in state))
    opened = usual._replace(pmm=usual.pmm + swing**2)
    reports = before.n + watch.reports
    weight = watch.log_weight[_USUAL]
    return replace(before, log_weight=weight, state=opened, t=watch.t, n=reports)


def _restarted(watch: Watch) -> Watch:
    """Where there is no evidence left the moved reading starts anew from the usual one."""
    over, swing = watch.sums > 0, np.hypot(watch.profile.s, watch.profile.r)
    keep = np.concatenate([[True], over])[:, None]
    usual = ou.State(*(np.broadcast_to(part[_USUAL], part.shape) for part in watch.state))
    fresh = usual._replace(mu=usual.mu + np.concatenate([[[0.0]], _WAY]) * swing)
    pairs = zip(watch.state, fresh, strict=True)
    return replace(
        watch,
        log_weight=np.where(keep, watch.log_weight, watch.log_weight[_USUAL]),
        state=ou.State(*(np.where(keep, here, there) for here, there in pairs)),
        sums=np.where(over, watch.sums, 0.0),
        since=np.where(over, watch.since, 0),
    )


def _total(log_weight: Array) -> Array:
    top = log_weight.max(axis=-1)
    return np.asarray(top + np.log(np.exp(log_weight - top[..., None]).sum(axis=-1)))
