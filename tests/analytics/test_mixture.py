"""Predictions as mixtures, against SciPy and against plain integration."""

import numpy as np
import pytest
from scipy import integrate, stats

from longarc.analytics.kernels import normal
from longarc.analytics.kernels.mixture import Mixture

MANY = Mixture(np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.5, 0.9]), np.array([0.05, 0.2, 0.01]))


def density(x):
    return float(MANY.weights @ stats.norm.pdf(x, MANY.means, MANY.sds))


def test_normal_functions_are_scipys():
    z = np.linspace(-39, 39, 101)
    np.testing.assert_allclose(normal.cdf(z), stats.norm.cdf(z), atol=1e-15)
    np.testing.assert_allclose(normal.pdf(z), stats.norm.pdf(z), atol=1e-15)


def test_mean_sd_and_density():
    grid = np.linspace(-2, 3, 200_001)
    weight = np.array([MANY.weights @ stats.norm.pdf(grid[:, None], MANY.means, MANY.sds).T])[0]
    mean = integrate.trapezoid(grid * weight, grid)
    assert MANY.mean == pytest.approx(mean, abs=1e-9)
    spread = integrate.trapezoid((grid - mean) ** 2 * weight, grid)
    assert MANY.sd == pytest.approx(np.sqrt(spread), abs=1e-9)
    assert MANY.log_density(0.33) == pytest.approx(np.log(density(0.33)), abs=1e-12)


@pytest.mark.parametrize("at", [-0.5, 0.2, 0.33, 0.905, 2.0])
def test_crps_is_the_integral_that_defines_it(at):
    grid = np.linspace(-3, 4, 400_001)
    below = normal.cdf((grid[:, None] - MANY.means) / MANY.sds) @ MANY.weights
    expected = integrate.trapezoid((below - (grid >= at)) ** 2, grid)
    assert MANY.crps(at) == pytest.approx(expected, abs=2e-5)


def test_quantiles_undo_the_chances():
    chances = (0.001, 0.05, 0.5, 0.8, 0.95, 0.999)
    for chance, value in zip(chances, MANY.quantiles(chances), strict=True):
        assert MANY.cdf(value) == pytest.approx(chance, abs=1e-8)


def test_pruning_changes_nothing_that_shows():
    weights = np.array([0.6, 0.4 - 1e-9, 1e-9])
    mixture = Mixture(weights, np.array([0.1, 0.2, 0.3]), np.full(3, 0.1))
    assert len(mixture.pruned().weights) == 2
    assert mixture.pruned().crps(0.2) == pytest.approx(mixture.crps(0.2), abs=1e-8)
