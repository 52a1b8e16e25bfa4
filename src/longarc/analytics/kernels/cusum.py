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

Array = NDArray[np.float64]

#: The sides that are watched: which way the usual level would have moved.
RISE, FALL = 0, 1
_WAY = np.array([[1.0], [-1.0]])


@dataclass(frozen=True, eq=False)
class Watch:
    """The watch over one person after a report.

    Args:
        usual: the person as they were (still learning, as far as the usual level may drift).
        log_weight, state: of the two moved readings, sides x profiles.
        sums: the evidence for each side, natural log, 0 or more.
        since: how many reports ago each sum was last zero.
    """

    usual: Posterior
    log_weight: Array
    state: ou.State
    sums: Array
    since: NDArray[np.int64]


def begin(usual: Posterior) -> Watch:
    """The watch over someone whose baseline is known."""
    shape = (2, len(usual.log_weight))
    state = ou.State(*(np.broadcast_to(part, shape) for part in usual.state))
    moved = state._replace(mu=state.mu + _WAY * usual.swing)
    weight = np.broadcast_to(usual.log_weight, shape)
    return Watch(usual, weight, moved, np.zeros(2), np.zeros(2, dtype=np.int64))


def then(watch: Watch, event: Event) -> Watch:
    """The watch once this event is known; a session moves all readings alike."""
    population, profile = watch.usual.population, watch.usual.profile
    hours = event.t - watch.usual.t if watch.usual.t is not None else 0.0
    usual, state = watch.usual.then(event), ou.step(watch.state, hours, profile)
    if event.y is None:
        return replace(watch, usual=usual, state=ou.pushed(state, population.push))
    noise_var = (event.noise * profile.r) ** 2
    state, seen = ou.see(state, event.y, noise_var, population.tail)
    weight = watch.log_weight + seen.logp
    gained = (_total(weight) - _total(watch.log_weight)) - (
        _total(usual.log_weight) - _total(watch.usual.log_weight)
    )
    sums = watch.sums + gained
    return _restarted(Watch(usual, weight, state, sums, watch.since + 1))


def _restarted(watch: Watch) -> Watch:
    """Where there is no evidence left the moved reading starts anew from the usual one."""
    over, fresh = watch.sums > 0, begin(watch.usual)
    keep = over[:, None]
    pairs = zip(watch.state, fresh.state, strict=True)
    return Watch(
        watch.usual,
        np.where(keep, watch.log_weight, fresh.log_weight),
        ou.State(*(np.where(keep, here, there) for here, there in pairs)),
        np.where(over, watch.sums, 0.0),
        np.where(over, watch.since, 0),
    )


def _total(log_weight: Array) -> Array:
    top = log_weight.max(axis=-1)
    return np.asarray(top + np.log(np.exp(log_weight - top[..., None]).sum(axis=-1)))
