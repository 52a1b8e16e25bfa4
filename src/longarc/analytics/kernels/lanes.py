"""One long series worked out as several stretches side by side.

A step of the filter costs the same for one stretch as for twenty: what takes time is asking for
the step. The way forward needs to be known where each stretch begins (`trail`). The way back is
linear: each stretch is walked as if nothing were known after its end, and what is known there is
carried into it afterwards.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import ou
from longarc.analytics.kernels.grid import Event, as_arrays
from longarc.analytics.kernels.population import Population

Array = NDArray[np.float64]
Places = NDArray[np.intp]

#: Events from the beginning of one stretch to that of the next, looks not counted.
STRIDE = 256
#: Stretches of the way back.
_BACK = 16


class Steps(NamedTuple):
    """Which event each lane takes at each step, and where each event is found again.

    Args:
        event: lanes x steps.
        real: False where a lane waits: before its first event, and after its last.
        lane, step: of each event.
    """

    event: Places
    real: NDArray[np.bool_]
    lane: Places
    step: Places


def forward(
    past: list[Event], starts: Sequence[ou.State], profile: ou.Profile, population: Population
) -> tuple[ou.State, ou.State]:
    """The states just before and just after each event (first axis), as `ou.walk` has them.

    Args:
        past: events and looks, in order.
        starts: the state after 0, 1, 2 ... times `STRIDE` events of `past`; at least the first.
    """
    steps = _steps(past, len(starts))
    state = ou.State(*(np.stack(part) for part in zip(*starts, strict=True)))
    walked = ou.walk(_taken(past, steps), profile, state, population.push, population.tail)
    states = [(before, after) for before, after, _ in walked]
    before, after = (
        ou.State(*(np.stack(part)[steps.step, steps.lane] for part in zip(*column, strict=True)))
        for column in zip(*states, strict=True)
    )
    return before, after


def _steps(past: list[Event], lanes: int) -> Steps:
    told = [k for k, event in enumerate(past) if event.y is None or event.y == event.y]
    begins = np.array([0, *(told[STRIDE * lane - 1] + 1 for lane in range(1, lanes))])
    length = np.diff(begins, append=len(past))
    # The first step of a lane is the time of its start: the event before it, which it waits out.
    step = np.arange(1 + length.max()) - 1
    real = (step >= 0) & (step < length[:, None])
    event = np.maximum(begins[:, None] + np.minimum(step, length[:, None] - 1), 0)
    lane = np.repeat(np.arange(lanes), length)
    return Steps(event, real, lane, np.arange(len(past)) - begins[lane] + 1)


def _taken(past: list[Event], steps: Steps) -> ou.Events:
    """Waiting is a look. Where nothing was reported the width is that of any report: so all of
    a step may be rows, which is quicker."""
    ev = as_arrays(past)
    event = steps.event[:, None]
    y = np.where(steps.real[:, None], ev.y[event], np.nan)
    width = np.where(np.isnan(y), ev.width.max(), ev.width[event])
    push = ev.push[event] & steps.real[:, None]
    return ou.Events(ev.t[event], y, ev.noise[event], push, width)


def backward(steps: int) -> tuple[int, Places]:
    """The steps 0 to `steps` - 1 in stretches (length x stretches), one or more.

    Where they do not come out even, the first stretch takes step 0 so many times more, at its
    beginning: also told.
    """
    length = -(-steps // _BACK)
    spare = length * _BACK - steps
    return spare, np.maximum(np.arange(-spare, steps), 0).reshape(_BACK, length).T
