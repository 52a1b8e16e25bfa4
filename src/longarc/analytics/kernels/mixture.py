"""A prediction that does not pretend to know the person's profile: a mixture of Gaussians."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import normal

Array = NDArray[np.float64]

#: Components are left out once those kept have all the weight but this.
_NEGLIGIBLE = 1e-7
#: Quantiles are found to this (in the unit of the report), or after so many steps.
_CLOSE, _STEPS = 1e-10, 80
_NORMAL = NormalDist()


@dataclass(frozen=True, eq=False)
class Mixture:
    """A mixture of Gaussians.

    Args:
        weights: of the components; they sum to 1.
        means, sds: of the components, in the unit of the report.
    """

    weights: Array
    means: Array
    sds: Array

    @property
    def mean(self) -> float:
        return float(self.weights @ self.means)

    @property
    def sd(self) -> float:
        within = self.sds**2 + (self.means - self.mean) ** 2
        return float(np.sqrt(self.weights @ within))

    def pruned(self) -> "Mixture":
        """The few components that matter: all but a ten-millionth of the weight."""
        order = np.argsort(-self.weights, kind="stable")
        count = 1 + int(np.searchsorted(np.cumsum(self.weights[order]), 1 - _NEGLIGIBLE))
        kept = order[:count]
        weights = self.weights[kept]
        return Mixture(weights / weights.sum(), self.means[kept], self.sds[kept])

    def cdf(self, at: float) -> float:
        """P(value < at)."""
        return float(self.weights @ normal.cdf((at - self.means) / self.sds))

    def log_density(self, at: float) -> float:
        """Natural log of the density, per unit of the report."""
        z = (at - self.means) / self.sds
        logs = np.log(np.maximum(self.weights, 1e-300)) - np.log(self.sds) - 0.5 * z * z
        top = logs.max()
        return float(top + np.log(np.exp(logs - top).sum()) - 0.5 * np.log(2 * np.pi))

    def quantiles(self, chances: tuple[float, ...]) -> Array:
        """The values that are not reached with these chances: Newton's steps, or halving.

        The mixture's quantile lies between the extremes of its components' own. A step of
        Newton that would leave the interval known so far is replaced by its middle.
        """
        aims, z = np.asarray(chances), np.array([_NORMAL.inv_cdf(chance) for chance in chances])
        edges = self.means + self.sds * z[:, None]
        low, high = edges.min(axis=1), edges.max(axis=1)
        at = np.clip(self.mean + self.sd * z, low, high)
        for _ in range(_STEPS):
            scaled = (at[:, None] - self.means) / self.sds
            over = normal.cdf(scaled) @ self.weights - aims
            low, high = np.where(over < 0, at, low), np.where(over < 0, high, at)
            density = normal.pdf(scaled) @ (self.weights / self.sds)
            step = at - over / np.maximum(density, 1e-300)
            new = np.where((step > low) & (step < high), step, 0.5 * (low + high))
            if np.abs(new - at).max() < _CLOSE:
                return np.asarray(new)
            at = new
        return np.asarray(at)

    def crps(self, at: float) -> float:
        """Continuous ranked probability score, in the unit of the report; less is better.

        E|X - at| - E|X - X'| / 2 in closed form (Grimit and others 2006, doi 10.1256/qj.05.235).
        """
        upper = np.triu_indices(len(self.weights), 1)
        i, j = upper
        apart = normal.mean_distance(
            self.means[i] - self.means[j], np.hypot(self.sds[i], self.sds[j])
        )
        itself = self.weights**2 @ self.sds * (2 / np.sqrt(np.pi))
        spread = 2 * (self.weights[i] * self.weights[j]) @ apart + itself
        return float(self.weights @ normal.mean_distance(self.means - at, self.sds) - spread / 2)
