"""The window model's speed beside statsmodels, celerite2 and dynamax, on the part they share.

    python3 -m venv /tmp/libraries
    /tmp/libraries/bin/pip install -r benchmarks/libraries.txt
    PYTHONPATH=src /tmp/libraries/bin/python benchmarks/window_libraries.py [--quick]

The shared part: an Ornstein-Uhlenbeck process with noise around a known level, 200 reports at
random times (no drift, no sessions, no tail). First every library's log likelihood is compared
with one dense Gaussian; a difference above 1e-6 ends the run. Then seconds per person for
  filter      the log likelihood of one person under one profile
  posterior   the same under 64 profiles; for Longarc also with drift, unsure level and tail
  new report  one more report for one person under 64 profiles, in one process that has the past
Each library in the way its own users would make it fast: statsmodels' compiled filter on a bare
representation, nothing kept but the likelihood; celerite2's RealTerm through its NumPy interface;
dynamax compiled with `vmap` over people, in double precision, compile time left out and stated.
Slow ones get fewer people; figures are per person. The library rows do 1 person after another in
one thread (dynamax: what XLA takes); Longarc is given with one thread and with all.
"""

import argparse
import math
import os
import time
import warnings
from collections.abc import Callable
from functools import partial

os.environ.setdefault("JAX_PLATFORMS", "cpu")
warnings.simplefilter("ignore")  # the libraries' own

import celerite2  # noqa: E402
import jax  # noqa: E402
import numba  # noqa: E402
import numpy as np  # noqa: E402
from celerite2.terms import RealTerm  # noqa: E402
from common import machine  # noqa: E402
from dynamax.linear_gaussian_ssm import inference  # noqa: E402
from jax import numpy as jnp  # noqa: E402
from statsmodels.tsa.statespace.kalman_filter import KalmanFilter  # noqa: E402
from window_speed import REPORTS, invented, timed  # noqa: E402

from longarc.analytics.kernels import cohort, compiled, grid  # noqa: E402
from longarc.analytics.kernels.population import LADDER, profiles  # noqa: E402

LEVEL = 0.5
AGREE = 1e-6
VERSIONS = ("numpy", "numba", "statsmodels", "celerite2", "dynamax", "jax")

#: dynamax adds 1e-9 to every variance before it divides; without it the figures are comparable
#: (with it the log likelihoods below are off by up to 3e-3). It makes no difference to the time.
inference.psd_solve = partial(inference.psd_solve, diagonal_boost=0.0)

Array = np.ndarray
#: Hours (people x reports), values, and profiles (rows of tau, s, r): people x profiles
Likelihood = Callable[[Array, Array, Array], Array]


def shared_profiles() -> Array:
    """The 64 launch profiles without their drift: rows of tau, s, r."""
    return np.stack(profiles(LADDER).profile[:3], axis=1)


def dense(hours: Array, values: Array, thetas: Array) -> Array:
    """From the whole covariance of one person's reports."""
    out = np.empty((len(hours), len(thetas)))
    for i, (t, y) in enumerate(zip(hours, values, strict=True)):
        apart = np.abs(t[:, None] - t)
        for g, (tau, s, r) in enumerate(thetas):
            cov = s**2 * np.exp(-apart / tau) + r**2 * np.eye(len(t))
            _, log_det = np.linalg.slogdet(2 * np.pi * cov)
            off = y - LEVEL
            out[i, g] = -0.5 * (log_det + off @ np.linalg.solve(cov, off))
    return out


def by_longarc_filter(hours: Array, values: Array, thetas: Array) -> Array:
    people, reports = hours.shape
    starts = np.arange(people + 1) * reports
    level = np.tile([LEVEL, 0.0], (people, 1))
    columns = [
        compiled.log_likelihood(
            hours.ravel(), values.ravel(), starts, np.tile([*theta, 0.0], (people, 1)), level
        )
        for theta in thetas
    ]
    return np.stack(columns, axis=1)


def by_longarc_grid(hours: Array, values: Array, thetas: Array) -> Array:
    people, reports = hours.shape
    count = len(thetas)
    tau, s, r = (np.ascontiguousarray(column) for column in thetas.T)
    logs, _ = compiled.posteriors(
        hours.ravel(), values.ravel(), np.ones(hours.size), np.arange(people + 1) * reports,
        (tau, s, r, np.zeros(count)), np.full(count, LEVEL), np.zeros(count),
        (0.0, 0.0, 0.0), (0.0, 1.0, 0.0),
    )  # fmt: skip
    return np.asarray(logs)


def _statsmodels_filter(values: Array) -> KalmanFilter:
    """The bare compiled filter, with a transition of its own for each gap."""
    reports = len(values)
    kalman = KalmanFilter(k_endog=1, k_states=1, k_posdef=1, nobs=reports, tolerance=0)
    kalman.bind(values.copy())
    kalman.design, kalman.selection = np.ones((2, 1, 1))
    kalman.obs_intercept = np.full((1, 1), LEVEL)
    kalman.transition, kalman.state_cov = np.zeros((2, 1, 1, reports))
    kalman.initialize_known(np.zeros(1), np.ones((1, 1)))
    kalman.loglike()  # makes the compiled object, which keeps its own copy of the reports
    return kalman


def by_statsmodels(hours: Array, values: Array, thetas: Array) -> Array:
    kalman = _statsmodels_filter(values[0])
    out = np.empty((len(hours), len(thetas)))
    for i, (t, y) in enumerate(zip(hours, values, strict=True)):
        kalman._representations["d"]["obs"][0] = y  # binding again would keep the old reports
        gaps = np.append(np.diff(t), 0.0)  # the step after each report
        for g, (tau, s, r) in enumerate(thetas):
            left = np.exp(-gaps / tau)
            kalman["transition"] = left[None, None]
            kalman["state_cov"] = (s**2 * (1 - left**2))[None, None]
            kalman["obs_cov"] = np.full((1, 1), r**2)
            kalman.initialize_known(np.zeros(1), np.full((1, 1), s**2))
            out[i, g] = kalman.loglike()
    return out


def by_celerite2(hours: Array, values: Array, thetas: Array) -> Array:
    out = np.empty((len(hours), len(thetas)))
    for g, (tau, s, r) in enumerate(thetas):
        process = celerite2.GaussianProcess(RealTerm(a=s**2, c=1 / tau), mean=LEVEL)
        for i, (t, y) in enumerate(zip(hours, values, strict=True)):
            process.compute(t, diag=np.full(len(t), r**2), check_sorted=False)
            out[i, g] = process.log_likelihood(y)
    return out


def _steps(mean: jax.Array, cov: jax.Array, gaps: jax.Array, values: jax.Array, theta: jax.Array):
    """dynamax's filter over reports that come `gaps` hours after one another."""
    tau, s, r = theta
    left = jnp.exp(-gaps / tau)[:, None, None]
    one = jnp.ones((1, 1))
    noise = jnp.broadcast_to(r**2 * one, (len(gaps), 1, 1))
    params = inference.make_lgssm_params(
        mean, cov, left, s**2 * (1 - left**2), one, noise, emissions_bias=jnp.full(1, LEVEL)
    )
    return inference.lgssm_filter(params, values[:, None])


def _whole(gaps: jax.Array, values: jax.Array, theta: jax.Array) -> jax.Array:
    start = jnp.zeros(1), theta[1].reshape(1, 1) ** 2
    return _steps(*start, gaps, values, theta).marginal_loglik


_everyone = jax.jit(jax.vmap(jax.vmap(_whole, (None, None, 0)), (0, 0, None)))


def by_dynamax(hours: Array, values: Array, thetas: Array) -> Array:
    gaps = np.diff(hours, axis=1, prepend=hours[:, :1])
    return np.asarray(_everyone(gaps, values, thetas))


def people_of(count: int) -> tuple[Array, Array]:
    hours, values, _ = invented(count)
    return hours.reshape(count, REPORTS), values.reshape(count, REPORTS)


#: People for the filter and for the posterior: a few seconds each.
SIZES = {"dynamax": (10_000, 500), "celerite2": (5_000, 100), "statsmodels": (1_000, 30)}
LIBRARIES: dict[str, Likelihood] = {
    "dynamax": by_dynamax,
    "celerite2": by_celerite2,
    "statsmodels": by_statsmodels,
}
OURS: dict[str, Likelihood] = {
    "longarc, filter": by_longarc_filter,
    "longarc, grid": by_longarc_grid,
}


def agree(people: int = 10) -> None:
    """Shows how far each is from the dense computation; ends the run if one differs."""
    hours, values = people_of(people)
    thetas = shared_profiles()
    expected = dense(hours, values, thetas)
    print(f"log likelihoods, {people} people x 64 profiles x {REPORTS} reports")
    for name, likelihood in {**OURS, **LIBRARIES}.items():
        off = np.abs(likelihood(hours, values, thetas) - expected).max()
        print(f"  {name:<16} differs from a dense Gaussian by {off:.1e} at most", flush=True)
        if not off < AGREE:
            raise SystemExit(f"{name} computes something else")


def row(what: str, name: str, people: int, work: Callable[[], object], times: int = 3) -> float:
    wall, cpu = timed(work, times)
    print(
        f"{what:<10} {name:<32} {people:>7} {wall / people:.2e} s wall {cpu / people:.2e} s cpu",
        flush=True,
    )
    return wall / people


def ours(counts: list[int]) -> None:
    """Filter and posterior of Longarc, on one thread and on all."""
    shared, whole = shared_profiles(), cohort.prior(LADDER)
    for count in counts:
        hours, values = people_of(count)
        flat = hours.ravel(), values.ravel(), np.ones(hours.size), np.arange(count + 1) * REPORTS
        for threads in sorted({1, numba.config.NUMBA_NUM_THREADS}):
            numba.set_num_threads(threads)
            mark = f"{threads} thread{'s' * (threads > 1)}"
            parts = {
                ("filter", "longarc"): partial(by_longarc_filter, hours, values, shared[:1]),
                ("posterior", "longarc, shared part"): partial(
                    by_longarc_grid, hours, values, shared
                ),
                ("posterior", "longarc, whole model"): partial(compiled.posteriors, *flat, *whole),
            }
            for (what, name), work in parts.items():
                row(what, f"{name}, {mark}", count, work, 3 if count <= 20_000 else 1)


def theirs(sizes: dict[str, tuple[int, int]]) -> None:
    """Filter and posterior of the libraries; `sizes` says how many people each is timed with."""
    shared = shared_profiles()
    for name, likelihood in LIBRARIES.items():
        for what, thetas, count in zip(
            ("filter", "posterior"), (shared[:1], shared), sizes[name], strict=True
        ):
            work = partial(likelihood, *people_of(count), thetas)
            began = time.perf_counter()
            work()
            first = time.perf_counter() - began
            each = row(what, name, count, work)
            if name == "dynamax":
                print(f"{'':<10} (compiled in {first - each * count:.1f} s, not counted)")


def new_report(gap: float = 5.0, y: float = 0.6) -> None:
    """One more report after 200, under 64 profiles, for someone whose past is in memory."""
    (hours,), (values,) = people_of(1)
    known = grid.replay(LADDER, map(grid.Event, hours.tolist(), values.tolist()))
    event, thetas = grid.Event(float(hours[-1]) + gap, y), shared_profiles()
    again = np.append(hours, event.t)[None], np.append(values, y)[None]
    ways = {
        "longarc, whole model, NumPy": lambda: known.then(event),
        "dynamax, from the last state": _dynamax_on(thetas, gap, y),
        "statsmodels, from the last state": _statsmodels_on(thetas, gap, y),
        "celerite2, all reports again": lambda: by_celerite2(*again, thetas),
    }
    for name, work in ways.items():
        row("new report", name, 1, work, 100)


def _dynamax_on(thetas: Array, gap: float, y: float) -> Callable[[], object]:
    """Which state it goes on from makes no difference to the time."""

    def one(mean: jax.Array, cov: jax.Array, theta: jax.Array) -> tuple[jax.Array, ...]:
        left = jnp.exp(-gap / theta[0])
        spread = left**2 * cov + theta[1] ** 2 * (1 - left**2)
        new = _steps(left * mean, spread, jnp.zeros(1), jnp.full(1, y), theta)
        return new.marginal_loglik, new.filtered_means[-1], new.filtered_covariances[-1]

    on = jax.jit(jax.vmap(one))
    mean, cov = jnp.zeros((len(thetas), 1)), jnp.asarray(thetas[:, 1:2, None] ** 2)
    profiles_ = jnp.asarray(thetas)
    return lambda: jax.block_until_ready(on(mean, cov, profiles_))


def _statsmodels_on(thetas: Array, gap: float, y: float) -> Callable[[], object]:
    kalman = _statsmodels_filter(np.full(1, y))

    def work() -> None:
        for tau, s, r in thetas:
            left = math.exp(-gap / tau)
            kalman["obs_cov"] = np.full((1, 1), r**2)
            spread = left**2 * s**2 + s**2 * (1 - left**2)
            kalman.initialize_known(np.zeros(1), np.full((1, 1), spread))
            kalman.loglike()

    return work


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--quick", action="store_true", help="few people, to see that it runs")
    options = parser.parse_args()
    jax.config.update("jax_enable_x64", True)
    print(machine(VERSIONS))
    agree(2 if options.quick else 10)
    less = 10 if options.quick else 1
    print(f"{'':<43} people, seconds for each of them")
    ours([500] if options.quick else options.people)
    theirs({name: (a // less, b // less) for name, (a, b) in SIZES.items()})
    new_report()


if __name__ == "__main__":
    main()
