"""The client's own window in words: what was agreed, and what is estimated. Always which is which.

No number, no chance, and nothing of flags (decision 9). Rows are named in the client's own words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from longarc.care.arc import POSITION, State, state_at
from longarc.care.text import Text, msg
from longarc.care.window import Agreed, Named, Range, in_order

#: From this chance on it is said that the estimate is wider than before.
#: Source: Longarc's own starting rule, unsigned.
WIDER = 0.9
#: Up to this chance of being wider it is said that it is narrower.
#: Source: Longarc's own starting rule, unsigned.
NARROWER = 0.1


@dataclass(frozen=True, slots=True)
class Estimate:
    """The part of a `window.Picture` that is said to a client; None where it is not known."""

    lower: Range | None = None
    upper: Range | None = None
    widened_chance: float | None = None
    anchor: datetime | None = None


Labels = Mapping[State, str]
_FROM_BELOW = in_order(row for row in State if POSITION[row] is not None)


def listed(rows: Iterable[State], labels: Labels) -> str:
    """Rows by name, as they were given: "Within reach, Up"."""
    return ", ".join(labels[row] for row in rows)


def partner(named: Iterable[Named], agreed: Agreed) -> str:
    """Who of the care team named the agreed rows; empty when that is not known."""
    since = agreed.since
    said = [
        one.by
        for one in named
        if since and not one.by_client and one.rows == agreed.rows and one.at <= since
    ]
    return said[-1] if said else ""


def inside(agreed: Agreed, name: str, labels: Labels) -> Text:
    """Which rows count as inside now, and by whose word; `name`: see `partner`."""
    rows = listed(agreed.rows, labels)
    if agreed.since is None:
        start = msg("Inside: %(rows)s. You and your care team can agree on other rows.")
        return Text(start, {"rows": rows})
    if not name:
        return Text(msg("Inside, as you and your care team agreed: %(rows)s."), {"rows": rows})
    return Text(msg("Inside, as you and %(name)s agreed: %(rows)s."), {"name": name, "rows": rows})


def estimated(found: Estimate, labels: Labels) -> tuple[Text, ...]:
    """What the answers tell of the same thing."""
    if found.lower and found.upper:
        stretch = _stretch(found.lower, found.upper, labels)
        return (stretch, *_change(found), Text(_MAY_BE_OFF))
    if found.lower or found.upper:
        return (*_one_edge(found, labels), Text(_MAY_BE_OFF))
    return (Text(_NOT_YET),)


_NOT_YET = msg(
    "Not enough answers yet to estimate where you can mostly get back to steady. That's fine."
)
_FROM_TO = msg(
    "Estimated from your answers: you can mostly get back to steady from %(low)s to %(high)s."
)
_NEAR = msg("Estimated from your answers: you can mostly get back to steady near %(row)s.")
_DOWN_TO = msg("Estimated from your answers: you can mostly get back to steady down to %(row)s.")
_UP_TO = msg("Estimated from your answers: you can mostly get back to steady up to %(row)s.")
_NOT_ABOVE = msg("Not enough answers yet about the rows above. That's fine.")
_NOT_BELOW = msg("Not enough answers yet about the rows below. That's fine.")
_MAY_BE_OFF = msg("An estimate may be off. You know best.")
_IS_WIDER = msg("It looks wider than before %(day)s.")
_IS_NARROWER = msg(
    "It looks narrower than before %(day)s. That happens. You don't have to work out why."
)


def _stretch(lower: Range, upper: Range, labels: Labels) -> Text:
    """The rows whose middle lies between the edges; near one row when there are not two."""
    rows = [row for row in _FROM_BELOW if lower.mid <= _middle(row) <= upper.mid]
    if len(rows) > 1:
        return Text(_FROM_TO, {"low": labels[rows[0]], "high": labels[rows[-1]]})
    between = min(max(round(50 * (lower.mid + upper.mid)), 0), 100)
    return Text(_NEAR, {"row": labels[rows[0] if rows else state_at(between)]})


def _one_edge(found: Estimate, labels: Labels) -> tuple[Text, Text]:
    if found.lower:
        edge = found.lower.mid
        lowest = next((row for row in _FROM_BELOW if _middle(row) >= edge), State.WAY_UP)
        return Text(_DOWN_TO, {"row": labels[lowest]}), Text(_NOT_ABOVE)
    edge = found.upper.mid if found.upper else 1.0
    from_above = reversed(_FROM_BELOW)
    highest = next((row for row in from_above if _middle(row) <= edge), State.WAY_DOWN)
    return Text(_UP_TO, {"row": labels[highest]}), Text(_NOT_BELOW)


def _change(found: Estimate) -> tuple[Text, ...]:
    """Only what is nearly certain is said at all."""
    chance, since = found.widened_chance, found.anchor
    if chance is None or since is None or NARROWER < chance < WIDER:
        return ()
    return (Text(_IS_WIDER if chance >= WIDER else _IS_NARROWER, {"day": since}),)


def _middle(row: State) -> float:
    return (POSITION[row] or 0) / 100
