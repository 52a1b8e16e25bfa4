"""A followed person, or their trail, as text and back, to the last bit: so that one new report
is one step.

Arrays are base64 of little-endian doubles; times are ISO. What the prior says is not kept: it is
named by its version, beside the text.
"""

import base64
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from longarc.analytics.kernels import cusum, ou
from longarc.analytics.kernels.grid import Posterior, begin
from longarc.analytics.kernels.population import Population, Profiles
from longarc.analytics.kernels.trail import Trail
from longarc.analytics.person import Person
from longarc.care.flags import Answer, Flag, Side


def state(person: Person) -> str:
    """Everything but the flags."""
    return json.dumps(
        {
            "usual": _usual(person.usual),
            "watch": None if person.watch is None else _parts(person.watch),
            "began": _time(person.began),
            "count": person.count,
            "again": person.again,
            "threshold": person.threshold,
            "rests_until": _time(person.rests_until),
        },
        separators=(",", ":"),
    )


def person(state: str, flags: str, population: Population) -> Person:
    """The person that `state` and `flags` were made from, under the same prior."""
    kept = json.loads(state)
    usual, watched = _posterior(kept["usual"], population), kept["watch"]
    return Person(
        usual=usual,
        began=_when(kept["began"]),
        count=kept["count"],
        again=kept["again"],
        watch=None if watched is None else _watch(watched, usual),
        threshold=kept["threshold"],
        rests_until=_when(kept["rests_until"]),
        flags=of_flags(flags),
    )


def flags(person: Person) -> str:
    """All flags of a person."""
    return json.dumps([plain(one) for one in person.flags], separators=(",", ":"))


def of_flags(told: str) -> tuple[Flag, ...]:
    """What `flags` wrote."""
    return tuple(flag(one) for one in json.loads(told))


def plain(one: Flag) -> dict[str, Any]:
    """A flag as JSON values."""
    return {
        "side": one.side,
        "since": _time(one.since),
        "at": _time(one.at),
        "reports": one.reports,
        "statistic": one.statistic,
        "threshold": one.threshold,
        "before": one.before,
        "after": one.after,
        "swing": one.swing,
        "answers": [[_time(a.at), a.usual, a.over] for a in one.answers],
        "eased": _time(one.eased),
    }


def flag(told: dict[str, Any]) -> Flag:
    """The flag that `plain` wrote."""
    answers = tuple(Answer(datetime.fromisoformat(at), *said) for at, *said in told["answers"])
    return Flag(
        **told
        | {
            "side": Side(told["side"]),
            "since": datetime.fromisoformat(told["since"]),
            "at": datetime.fromisoformat(told["at"]),
            "eased": _when(told["eased"]),
            "answers": answers,
        }
    )


def trail(one: Trail) -> str:
    """The way of one person, on its one grid."""
    states = np.array([place.state for place in one.places])
    weights = np.array([place.log_weight for place in one.places])
    return json.dumps(
        {
            "laid": one.laid,
            "prints": one.prints,
            "grid": {name: _packed(part) for name, part in vars(one.places[0].grid).items()},
            "state": _packed(states),
            "log_weight": _packed(weights),
            "t": [place.t for place in one.places],
            "n": [place.n for place in one.places],
        },
        separators=(",", ":"),
    )


def of_trail(told: str, population: Population) -> Trail:
    """The trail that `trail` wrote, under the same prior; another prior shows in its prints."""
    kept = json.loads(told)
    first = begin(population, Profiles(**_values(kept["grid"])))
    states, weights = _array(kept["state"]), _array(kept["log_weight"])
    places = (
        replace(first, state=ou.State(*state), log_weight=weight, t=t, n=n)
        for state, weight, t, n in zip(states, weights, kept["t"], kept["n"], strict=True)
    )
    return Trail(kept["laid"], tuple(kept["prints"]), tuple(places))


def _watch(kept: dict[str, Any], usual: Posterior) -> cusum.Watch:
    state, gap, sums = (_values(kept[name]) for name in ("state", "gap", "sums"))
    return replace(
        cusum.begin(usual),
        state=ou.State(**state),
        gap=cusum.Gap(**gap),
        sums=cusum.Sum(**sums),
        t=kept["t"],
    )


def _parts(watch: cusum.Watch) -> dict[str, Any]:
    """What changes while someone is watched; the rest is that of the baseline."""
    parts = {name: _arrays(getattr(watch, name)) for name in ("state", "gap", "sums")}
    return {**parts, "t": watch.t}


def _usual(usual: Posterior) -> dict[str, Any]:
    """What the reports of the baseline changed; the rest is that of the prior."""
    return {
        "state": _arrays(usual.state),
        "log_weight": _packed(usual.log_weight),
        "t": usual.t,
        "n": usual.n,
    }


def _posterior(kept: dict[str, Any], population: Population) -> Posterior:
    log_weight = _array(kept["log_weight"])
    state = ou.State(**_values(kept["state"]))
    return replace(begin(population), state=state, log_weight=log_weight, t=kept["t"], n=kept["n"])


def _arrays(value: ou.State | cusum.Gap | cusum.Sum) -> dict[str, Any]:
    return {name: _packed(np.asarray(part)) for name, part in value._asdict().items()}


def _packed(value: NDArray[Any]) -> dict[str, Any]:
    kept = np.ascontiguousarray(value.astype(value.dtype.newbyteorder("<")))
    raw = base64.b64encode(kept.tobytes()).decode()
    return {"array": raw, "shape": value.shape, "type": kept.dtype.str}


def _values(kept: dict[str, Any]) -> dict[str, NDArray[Any]]:
    return {name: _array(value) for name, value in kept.items()}


def _array(kept: dict[str, Any]) -> NDArray[Any]:
    flat = np.frombuffer(base64.b64decode(kept["array"]), dtype=kept["type"])
    return flat.astype(flat.dtype.newbyteorder("=")).reshape(kept["shape"])


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _when(told: str | None) -> datetime | None:
    return None if told is None else datetime.fromisoformat(told)
