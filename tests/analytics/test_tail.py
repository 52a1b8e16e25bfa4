"""A report that is not like the others: one step, against integration over both readings."""

import numpy as np
import pytest
from scipy import stats

from longarc.analytics.kernels import ou

TAIL = ou.Tail(0.1, 3.0, 0.05)
STATE = ou.State(*(np.array(v) for v in (0.02, 0.4, 0.008, 0.001, 0.01)))
H = np.array([1.0, 1.0])


def by_hand(y, noise_var):
    """Both readings with their chances: density, mean and covariance of (x, mu)."""
    mean, cov = (
        np.array([STATE.x, STATE.mu]),
        np.array([[STATE.pxx, STATE.pxm], [STATE.pxm, STATE.pmm]]),
    )
    var = H @ cov @ H + noise_var
    parts = []
    for chance, spread in ((0.9, var), (0.1, 9 * var + 0.05**2)):
        gain = cov @ H / spread
        density = chance * stats.norm.pdf(y, H @ mean, np.sqrt(spread))
        parts.append((density, mean + gain * (y - H @ mean), cov - np.outer(gain, cov @ H)))
    total = sum(part[0] for part in parts)
    chances = [part[0] / total for part in parts]
    middle = sum(c * m for c, (_, m, _) in zip(chances, parts, strict=True))
    around = sum(
        c * (v + np.outer(m - middle, m - middle))
        for c, (_, m, v) in zip(chances, parts, strict=True)
    )
    return np.log(total), middle, around


@pytest.mark.parametrize("y", [0.0, 0.4, 0.55, 0.7, 1.0, 3.0])
def test_one_report_is_weighed_as_both_readings(y):
    logp, middle, around = by_hand(y, 0.006)
    state, seen = ou.see(STATE, y, 0.006, TAIL)
    assert float(seen.logp) == pytest.approx(logp, rel=1e-9)
    np.testing.assert_allclose([state.x, state.mu], middle, rtol=1e-9)
    ours = [[state.pxx, state.pxm], [state.pxm, state.pmm]]
    np.testing.assert_allclose(ours, around, rtol=1e-9)


def test_a_slip_moves_the_usual_level_less_than_it_would():
    plain, _ = ou.see(STATE, 1.0, 0.006, ou.EXACT)
    careful, _ = ou.see(STATE, 1.0, 0.006, TAIL)
    assert abs(careful.mu - STATE.mu) < 0.6 * abs(plain.mu - STATE.mu)
