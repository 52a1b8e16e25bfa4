"""Has the usual level moved? A sum of evidence that begins again whenever there is none.

At the end of a baseline the person's profiles and their weights are frozen. From then on two
readings of each report are compared under each profile: as before, and with the usual level moved
for good, by one swing or by three, up or down. Both are the same filter, so the moved reading is
the other one plus a gap that shrinks as the filter takes the move for a new usual level. Each
report adds

    log p(y | moved) - log p(y | as before)

to a sum that fades, and starts again from zero whenever it falls below it (E. S. Page 1954,
doi 10.1093/biomet/41.1-2.100; the gap is the signature of A. S. Willsky & H. L. Jones 1976,
doi 10.1109/TAC.1976.1101146). What one report can add, and how far the filter follows it, is
bounded (P. J. Huber 1965, doi 10.1214/aoms/1177699803), and the largest addition of a sum does
not count: no single report decides. Why frozen: a reading that goes on learning its profiles
explains a large move by larger swings, and finds a larger move less often. Frozen and bounded,
everything that a report does grows with the report. Thresholds: `analytics/thresholds.py`.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import ou
from longarc.analytics.kernels.grid import Event, Posterior, ordered

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

#: The sides that are watched: which way the usual level would have moved.
RISE, FALL = 0, 1
_WAY = np.array([1.0, -1.0])[:, None, None]
#: The sizes of a move that are looked for, in swings, and what a unit of their evidence is worth.
SIZES, WORTH = np.array([1.0, 3.0]), np.array([1.0, 0.4])
#: While watched, the usual level follows reports at this pace. At full pace it runs after the
#: very change that is looked for, at none every drift is a change.
PACE = 0.15
#: A report counts for no more evidence than one so many standard deviations away, and the filter
#: follows it no further than that. These numbers were measured on simulated people: docs/adr.
DOUBT, FOLLOWED = 2.0, 2.5
#: Evidence fades to 37 % in so many hours. Old evidence otherwise stands near the threshold for
#: months, drift adds to it, and it outlasts the move.
FADES = 45 * 24.0
#: While watched, a report has at least this standard deviation (0-1 scale): a row of the ladder is
#: 0.2 wide, and who always gave the same answer may give the next one without having moved.
LEAST_SD = 0.05


class Gap(NamedTuple):
    """How far the moved reading is from the usual one: sides x sizes x profiles."""

    x: Array
    mu: Array


class Sum(NamedTuple):
    """The evidence since there was none. Arrays of sides x sizes.

    Args:
        total: natural log, faded.
        largest: what one report added at most.
        reports: how many reports added to it.
        began: hours, when the first of them was given; NaN before it.
    """

    total: Array
    largest: Array
    reports: Counts
    began: Array


@dataclass(frozen=True, eq=False)
class Watch:
    """The watch over one person after an event. Immutable: each event gives a new one.

    Args:
        usual: the person at the end of the baseline; profiles, weights and prior are taken from it.
        weights: of the profiles, frozen; they sum to 1.
        state: as before; the moved readings are `gap` away from it.
        sums: the evidence for each side and size.
        t: hours, the time of the last event.
    """

    usual: Posterior
    weights: Array
    state: ou.State
    gap: Gap
    sums: Sum
    t: float

    @property
    def evidence(self) -> Array:
        """For each side: the evidence that no single report is needed for; 0 or more."""
        return np.asarray(self._by_size.max(axis=-1))

    def under(self, side: int) -> tuple[int, float]:
        """How many reports the evidence of a side rests on, and when the first was given."""
        size = int(self._by_size[side].argmax())
        return int(self.sums.reports[side, size]), float(self.sums.began[side, size])

    @property
    def _by_size(self) -> Array:
        return np.asarray((self.sums.total - self.sums.largest) * WORTH)


class Crossing(NamedTuple):
    """The first time that the evidence of a side went over its threshold.

    Args:
        side: `RISE` or `FALL`.
        t: hours, the report that it happened at.
        evidence, threshold: natural log.
        reports: how many reports the evidence rests on; they were given from `began` to `t`.
    """

    side: int
    t: float
    evidence: float
    threshold: float
    reports: int
    began: float


def begin(usual: Posterior) -> Watch:
    """The watch over someone whose baseline is known.

    Raises:
        ValueError: nothing is known of this person yet.
    """
    if usual.t is None:
        raise ValueError("a watch needs a baseline")
    shape = (len(_WAY), len(SIZES))
    none = np.zeros(shape)
    sums = Sum(none, none, np.zeros(shape, np.int64), np.full(shape, np.nan))
    gap = Gap(np.zeros((*shape, len(usual.swing))), _fresh(usual))
    return Watch(usual, usual.weights, usual.state, gap, sums, usual.t)


def then(watch: Watch, event: Event, resting: Collection[int] = ()) -> Watch:
    """The watch once this event is known; a session moves all readings alike.

    It stirs up activation, which passes. The usual level stays what it was: if it could move at a
    session unseen, a worsening that begins with one would never be found.

    Args:
        watch: before the event.
        event: not before the last one.
        resting: sides for which this report is no evidence; it is learned from all the same.

    Raises:
        ValueError: the event is before the last one: watch anew, in order of time.
    """
    if not event.t >= watch.t:
        raise ValueError(f"time {event.t} is before {watch.t}, the last event")
    profile, hours = watch.usual.profile, event.t - watch.t
    state = ou.step(watch.state, hours, profile)
    if event.y is None:
        state = ou.pushed(state, watch.usual.population.push._replace(vd=0.0))
    gap = watch.gap._replace(x=watch.gap.x * ou.kept(hours, profile.tau))
    left = math.exp(-hours / FADES)
    sums = watch.sums._replace(total=watch.sums.total * left, largest=watch.sums.largest * left)
    here = replace(watch, t=event.t, state=state, gap=gap, sums=sums)
    if event.y is None or math.isnan(event.y):
        return here
    return _reported(here, event.y, (event.noise * profile.r) ** 2 + LEAST_SD**2, resting)


def follow(
    usual: Posterior, events: Iterable[Event], rest: Mapping[int, float] | None = None
) -> Iterator[tuple[Event, Watch]]:
    """Each event after the baseline with the watch just after it; arrival order does not matter.

    Args:
        usual: the person at the end of the baseline.
        events: all of them later than the baseline.
        rest: for how many hours after each session a side takes no evidence.
    """
    watch, session = begin(usual), -math.inf
    hours = (rest or {}).items()
    for event in ordered(events):
        session = event.t if event.y is None else session
        watch = then(watch, event, [side for side, h in hours if event.t < session + h])
        yield event, watch


def crossing(watch: Watch, thresholds: Mapping[int, float]) -> Crossing | None:
    """The side that has more than its threshold; of two, the one that is further over it.

    Args:
        watch: after an event.
        thresholds: for each side that is watched, natural log.
    """
    evidence = watch.evidence
    over = [side for side, needed in thresholds.items() if evidence[side] > needed]
    if not over:
        return None
    side = max(over, key=lambda one: float(evidence[one]) / thresholds[one])
    reports, began = watch.under(side)
    return Crossing(side, watch.t, float(evidence[side]), thresholds[side], reports, began)


def first(
    usual: Posterior,
    events: Iterable[Event],
    thresholds: Mapping[int, float],
    rest: Mapping[int, float] | None = None,
) -> Crossing | None:
    """The first crossing after the baseline, if there is one. Arguments as above."""
    found = (crossing(watch, thresholds) for _, watch in follow(usual, events, rest))
    return next((one for one in found if one is not None), None)


def moved_level(watch: Watch, side: int) -> float:
    """Where the usual level is now if it has moved to this side (0-1 scale)."""
    size = int(watch._by_size[side].argmax())
    moved = watch.state.mu + _WAY[side, 0] * watch.gap.mu[side, size]
    return float(watch.weights @ moved)


def calmed(watch: Watch) -> Watch:
    """The same watch with no evidence yet, for either side."""
    nothing = watch.sums._replace(total=np.zeros_like(watch.sums.total))
    return _restarted(replace(watch, sums=nothing))


def moved_for_good(watch: Watch) -> Posterior:
    """The person after a flag: how they move is known, the usual level is learned anew.

    Its `n` counts the reports of the baseline only.
    """
    usual, state = watch.usual, watch.state
    var = state.pmm + usual.population.cov[0, 0]
    return replace(usual, state=ou.begin(usual.profile, state.x + state.mu, var), t=watch.t)


def _reported(watch: Watch, y: float, noise_var: Array, resting: Collection[int]) -> Watch:
    mean, var = ou.expect(watch.state, noise_var)
    sd, apart = np.sqrt(var), watch.gap.x + watch.gap.mu
    doubt = np.clip((_WAY * (y - mean) - apart / 2) / sd, -DOUBT, DOUBT)
    gained = (doubt * apart / sd) @ watch.weights
    gained[list(resting)] = 0.0
    near = mean + np.clip(y - mean, -FOLLOWED * sd, FOLLOWED * sd)
    state, _ = ou.see(watch.state, near, noise_var, ou.EXACT, PACE)
    share, old = apart / var, watch.state
    gap = Gap(
        watch.gap.x - (old.pxx + old.pxm) * share,
        watch.gap.mu - PACE * (old.pxm + old.pmm) * share,
    )
    return _restarted(replace(watch, state=state, gap=gap, sums=_added(watch, gained)))


def _added(watch: Watch, gained: Array) -> Sum:
    sums = watch.sums
    return Sum(
        sums.total + gained,
        np.maximum(sums.largest, gained),
        sums.reports + (gained != 0.0),
        np.where(sums.reports > 0, sums.began, watch.t),
    )


def _restarted(watch: Watch) -> Watch:
    """Where there is no evidence left the moved reading starts anew from the usual one."""
    sums, gap, over = watch.sums, watch.gap, watch.sums.total > 0
    open_ = over[..., None]
    return replace(
        watch,
        gap=Gap(np.where(open_, gap.x, 0.0), np.where(open_, gap.mu, _fresh(watch.usual))),
        sums=Sum(
            np.where(over, sums.total, 0.0),
            np.where(over, sums.largest, 0.0),
            np.where(over, sums.reports, 0),
            np.where(over, sums.began, np.nan),
        ),
    )


def _fresh(usual: Posterior) -> Array:
    """The gap of a move that happens now: sides x sizes x profiles."""
    return np.asarray(np.ones_like(_WAY) * SIZES[:, None] * usual.swing)
