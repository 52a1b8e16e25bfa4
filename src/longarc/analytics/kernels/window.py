"""The window: how much of the time inside the agreed one, and where a person's own ends.

The agreed window is what client and therapist agreed; the estimated one is learned from check-ins
that say both the position and how well the person can get back. Always say which.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import normal, ou
from longarc.analytics.kernels.grid import Posterior
from longarc.analytics.kernels.mixture import Mixture

Array = NDArray[np.float64]

#: The edges before any answer: the rows Up and Down (0.7, 0.3), give or take most of a row.
_EDGE, _EDGE_SD = 0.2, 0.15
#: One answer in fifty is a slip: no answer is impossible anywhere.
_SLIP = 0.02
#: Places within a row of the ladder that a labelled answer may stand for.
_WITHIN_ROW = np.array([-0.08, -0.04, 0.0, 0.04, 0.08])
_OUT_OF = np.linspace(0.0, 0.5, 26)
#: How sharp the turn is, and how far inside "not now" begins "with help" (0-1 scale).
_SHARP, _HELP = np.array([0.02, 0.05, 0.10]), np.array([0.04, 0.10, 0.20])
#: An edge is stated when its band is narrower than the prior's by half (window-model.md).
_NARROW = 0.5
_BAND = (0.1, 0.9)


class Band(NamedTuple):
    """A number with its 80 % range."""

    mean: float
    low: float
    high: float


def share_inside(known: Posterior, low: float, high: float) -> Band:
    """The share of reports to be expected inside `low` to `high`, as the person is now.

    Under each profile it is the chance that usual level plus a swing lies inside; the band is
    that of the level and the profiles, not of single reports. A window that takes in an outer
    row is open there.
    """
    z, chances = _nodes()
    low, high = map(float, ou.row_edges((low + high) / 2, high - low))
    level = known.state.mu + np.sqrt(known.state.pmm) * z[:, None]
    inside = normal.cdf((high - level) / known.swing) - normal.cdf((low - level) / known.swing)
    weights = chances[:, None] * known.weights
    return _band(inside.ravel(), weights.ravel())


def in_window(mixture: Mixture, low: float, high: float) -> float:
    """P(inside), for a prediction or a usual level."""
    return mixture.cdf(high) - mixture.cdf(low)


class Answer(NamedTuple):
    """One check-in that said both.

    Args:
        position: 0-1 on the ladder.
        ease: 1 not now, 2 with help, 3 on my own.
        fine: the position is finer than a row of the ladder.
    """

    position: float
    ease: int
    fine: bool = False


@dataclass(frozen=True, eq=False)
class Edges:
    """Where "I can be with it" turns into "not now".

    Args:
        lower, upper: the edges; None where the answers do not tell yet.
        chances: of every pair, lower x upper, over `LOWER` and `UPPER`.
        answers: how many.
    """

    lower: Band | None
    upper: Band | None
    chances: Array
    answers: int


LOWER, UPPER = 0.5 - _OUT_OF, 0.5 + _OUT_OF


def edges(answers: Iterable[Answer]) -> Edges:
    """The edges of one person's window, from all answers of a period."""
    counts = Counter(answers)
    logs = np.array(_log_prior())
    for answer, count in counts.items():
        logs += count * _log_likelihood(answer)
    chances = np.exp(logs - logs.max())
    pairs = chances.sum(axis=(2, 3)) / chances.sum()
    lower, upper = _band(LOWER, pairs.sum(axis=1)), _band(UPPER, pairs.sum(axis=0))
    widest = _NARROW * _prior_width()
    return Edges(
        lower if lower.high - lower.low < widest else None,
        upper if upper.high - upper.low < widest else None,
        pairs,
        sum(counts.values()),
    )


class Widened(NamedTuple):
    """By how much the window is wider than before, and the chance that it is wider at all."""

    by: Band
    chance: float


def widened(before: Edges, after: Edges) -> Widened | None:
    """The change of the window's width between two periods; None until all four edges are known."""
    if None in (before.lower, before.upper, after.lower, after.upper):
        return None
    width = UPPER - LOWER[:, None]
    by = width.ravel()[:, None] - width.ravel()
    chances = after.chances.ravel()[:, None] * before.chances.ravel()
    step = _OUT_OF[1] - _OUT_OF[0]
    places = np.round(by / step).astype(int)
    counted = np.bincount((places - places.min()).ravel(), weights=chances.ravel())
    total = np.asarray(counted, dtype=float)
    values = np.asarray(np.arange(len(total)) + places.min(), dtype=float) * step
    middle = int(-places.min())
    chance = float(total[middle + 1 :].sum() + total[middle] / 2)
    return Widened(_band(values, total), chance)


def not_now(distance: Array | float, sharp: Array | float) -> Array:
    """P("not now") at a signed distance outside the edge (negative: inside)."""
    return np.asarray(0.5 + 0.5 * np.tanh(np.asarray(distance) / np.asarray(sharp) / 2))


def _log_likelihood(answer: Answer) -> Array:
    """Of one answer, over lower x upper x sharpness x reach of help."""
    places = answer.position + (np.zeros(1) if answer.fine else _WITHIN_ROW)
    out = np.maximum(places - UPPER[:, None], (LOWER[:, None] - places)[:, None])
    out = out[:, :, None, None, :]
    sharp, reach = _SHARP[:, None, None], _HELP[:, None]
    never, helped = not_now(out, sharp), not_now(out + reach, sharp)
    chance = {1: never, 2: helped - never, 3: 1 - helped}[answer.ease].mean(axis=-1)
    return np.asarray(np.log(_SLIP + (1 - 3 * _SLIP) * chance))


@cache
def _log_prior() -> Array:
    one = -0.5 * ((_OUT_OF - _EDGE) / _EDGE_SD) ** 2
    shape = (len(_OUT_OF), len(_OUT_OF), len(_SHARP), len(_HELP))
    both = np.broadcast_to((one[:, None] + one)[:, :, None, None], shape)
    return np.array(both)


@cache
def _prior_width() -> float:
    band = _band(UPPER, np.exp(-0.5 * ((_OUT_OF - _EDGE) / _EDGE_SD) ** 2))
    return band.high - band.low


@cache
def _nodes() -> tuple[Array, Array]:
    """Points and weights that stand for a standard normal (Gauss-Hermite, 15 points)."""
    x, w = np.polynomial.hermite.hermgauss(15)
    return x * math.sqrt(2), w / math.sqrt(math.pi)


def _band(values: Array, chances: Array) -> Band:
    """Mean and 80 % range of weighted points, each spread over its part of the line."""
    order = np.argsort(values, kind="stable")
    placed, weights = values[order], chances[order] / chances.sum()
    low, high = np.interp(_BAND, np.cumsum(weights) - weights / 2, placed)
    return Band(float(weights @ placed), float(low), float(high))
