"""Check-ins as marks on the rows of a ladder, and mixed ones in a lane of their own."""

from collections.abc import Iterable

from longarc.care.arc import CheckIn, State, state_at
from longarc.web.charts.scale import Ladder, TimeScale
from longarc.web.charts.svg import bars, dots, path

SIDE = {
    State.WAY_UP: "dot up",
    State.UP: "dot up",
    State.WITHIN: "dot in",
    State.DOWN: "dot down",
    State.WAY_DOWN: "dot down",
}


def marks(check_ins: Iterable[CheckIn], scale: TimeScale, ladder: Ladder) -> str:
    """A round mark for each check-in with a position. The row says where; colour only repeats it.

    Nothing joins the marks, so that a time without check-ins stays empty.
    """
    sides: dict[str, list[tuple[int, int]]] = {kind: [] for kind in SIDE.values()}
    for one in check_ins:
        if one.position is not None and scale.covers(one.at):
            place = scale.x(one.at), ladder.y(one.position)
            sides[SIDE[state_at(one.position)]].append(place)
    return "".join(path(kind, dots(places)) for kind, places in sides.items())


def mixed(check_ins: Iterable[CheckIn], scale: TimeScale, top: int) -> str:
    """An upright stroke for each mixed check-in; it has no position and is never given one."""
    found = (one.at for one in check_ins if one.position is None and scale.covers(one.at))
    return path("mixed", bars(map(scale.x, found), top, top + 10))
