"""One thing that the model says, and the few words that such statements are made of.

Numbers on the ladder run from 0, way down, to 100, way up; each row is 20 high.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from longarc.care.arc import State, state_at
from longarc.care.text import Text, msg
from longarc.care.window import Range

Facts = dict[str, str | int | date | datetime | Text]

ROWS = {
    State.WAY_UP: msg("Way up"),
    State.UP: msg("Up"),
    State.WITHIN: msg("Within reach"),
    State.DOWN: msg("Down"),
    State.WAY_DOWN: msg("Way down"),
}
_TWO_ROWS = msg("%(one)s and %(other)s")
_ROW_TO_ROW = msg("%(one)s to %(other)s")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that the model says.

    Args:
        name: its heading.
        what: sentences.
        rests: the reports it rests on.
        changes: what would change it.
    """

    name: Text
    what: tuple[Text, ...]
    rests: Text
    changes: Text


def rows(named: Iterable[State]) -> Text:
    """Rows that lie side by side: "Within reach", "Within reach and Up", "Down to Up"."""
    words = [Text(ROWS[row]) for row in named]
    if len(words) == 1:
        return words[0]
    sentence = _TWO_ROWS if len(words) == 2 else _ROW_TO_ROW
    return Text(sentence, {"one": words[0], "other": words[-1]})


def in_ten(chance: float) -> Text:
    """A chance as a count of ten; the ends stay ends.

    >>> [in_ten(c).plain() for c in (0.01, 0.34, 0.99)]
    ['less than 1 in 10', '3 in 10', 'more than 9 in 10']
    """
    if chance < 0.1:
        return Text(msg("less than 1 in 10"))
    if chance > 0.9:
        return Text(msg("more than 9 in 10"))
    return Text(msg("%(n)s in 10"), {"n": round(10 * chance)})


def place(value: float) -> Facts:
    """A position (0 to 1) as a number and its row, for `%(mid)s` and `%(row)s`."""
    return {"mid": on_scale(value), "row": row(value)}


def row(value: float) -> Text:
    """The row that a position (0 to 1) lies in."""
    return Text(ROWS[state_at(on_scale(value))])


def range_(of: Range) -> Text:
    """The two ends of a range, in hundredths."""
    ends: Facts = {"low": on_scale(of.low), "high": on_scale(of.high)}
    return Text(msg("%(low)s to %(high)s"), ends)


def on_scale(value: float) -> int:
    """A value of 0 to 1 in hundredths; the model's ends may lie a little beyond the scale."""
    return min(max(hundredths(value), 0), 100)


def hundredths(value: float) -> int:
    return round(100 * value)
