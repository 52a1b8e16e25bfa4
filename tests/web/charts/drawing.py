"""Invented check-ins, and ways to read a drawing back, for the tests of the charts."""

import re
from datetime import UTC, datetime, timedelta
from random import Random
from xml.etree import ElementTree

from longarc.care.arc import CheckIn, State

START = datetime(2025, 3, 1, tzinfo=UTC)
NASTY = "<script>alert(\"x\")</script> & 'so'"
ROWS = {
    State.WAY_UP: "Way up",
    State.UP: "Up",
    State.WITHIN: "Within reach",
    State.DOWN: "Down",
    State.WAY_DOWN: "Way down",
    State.MIXED: "Hard to tell",
}


def days(n: float) -> datetime:
    return START + timedelta(days=n)


def daily(count: int, seed: int = 1, mixed: float = 0.05) -> tuple[CheckIn, ...]:
    """One check-in a day, some of them mixed."""
    dice = Random(seed)
    return tuple(
        CheckIn(
            at=days(n + dice.choice([0.3, 0.5, 0.8])),
            position=None if dice.random() < mixed else dice.choice([10, 30, 50, 70, 90]),
        )
        for n in range(count)
    )


def read(svg: str) -> ElementTree.Element:
    """The drawing as XML; ParseError when it is not well formed."""
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def read_html(html: str) -> ElementTree.Element:
    """A piece of a page as XML: closes its inputs and writes bare attributes out."""
    html = re.sub(r"<input([^>]*)>", r"<input\1/>", html)
    html = re.sub(r" (download|hidden|checked|selected)(?=[ />])", r' \1=""', html)
    return read(f"<div>{html}</div>")


def paths(svg: str, kind: str) -> str:
    """The path data of every path whose class holds `kind`."""
    found = [e for e in read(svg).iter("path") if kind in e.get("class", "").split()]
    return "".join(e.get("d", "") for e in found)


def points(d: str) -> list[tuple[int, int]]:
    """Where each mark of a path begins."""
    return [(int(x), int(y)) for x, y in re.findall(r"M(-?\d+) (-?\d+)", d)]


def words(svg: str) -> list[str]:
    return [e.text or "" for e in read(svg).iter("text")]


def outside(svg: str) -> list[str]:
    """Everything that lies outside its view box, or outside 0 to 100 per cent."""
    found = []
    for view in read(svg).iter("svg"):
        if box := view.get("viewBox"):
            _, _, width, height = map(int, box.split())
            for e in view.findall("path"):
                found += _beyond(e.get("d", ""), width, height)
    for e in read(svg).iter("text"):
        share = [float(e.get(name, "").rstrip("%")) for name in ("x", "y")]
        found += [str(e.attrib) for value in share if "%" in e.get("x", "") and value > 100]
    return found


def _beyond(d: str, width: int, height: int) -> list[str]:
    """Commands of a path that leave the box. Knows the commands that are used."""
    beyond = []
    x = y = 0
    for command, args in re.findall(r"([MLHVhvzCZ])([-\d. ]*)", d):
        numbers = [int(n) for n in args.split()]
        if command in "ML":
            x, y = numbers
        elif command in "Hh" and numbers:
            x = numbers[0] + (x if command == "h" else 0)
        elif command in "Vv" and numbers:
            y = numbers[0] + (y if command == "v" else 0)
        elif command == "C":
            x, y = max(numbers[::2]), max(numbers[1::2])
        if not (0 <= x <= width and 0 <= y <= height):
            beyond.append(f"{command}{args}")
    return beyond
