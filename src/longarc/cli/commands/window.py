"""`longarc window forecast` and `monitor`: the window model on anyone's series."""

import csv
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from longarc.analytics import report_file, series
from longarc.analytics.report_file import BadFile, Reading, number
from longarc.analytics.series import Flag, Forecast, Row, Scale
from longarc.cli.progress import bar
from longarc.records.refused import Refused

#: So many mistakes are told at once.
SHOWN = 20


def run(options: Namespace) -> None:
    try:
        KINDS[options.kind](options)
    except (series.BadRow, series.BadSeries) as reason:
        raise Refused(str(reason)) from reason


def _forecast(options: Namespace) -> None:
    scale = Scale(*options.scale)
    population = None
    if options.population:
        population = series.population_of(_read(options.population, scale))
    rows = _read(options.file, scale)
    tick = _ticks("Forecasting", len(rows))
    found = series.forecast(rows, population, options.after, options.unit, tick)
    _write(options.out, Forecast._fields, found)


def _monitor(options: Namespace) -> None:
    rows = _read(options.file, Scale(*options.scale))
    tick = _ticks("Watching", len(rows))
    found = series.monitor(rows, options.baseline_days, options.budget, options.horizon_weeks, tick)
    _write(options.out, Flag._fields, found)


KINDS = {"forecast": _forecast, "monitor": _monitor}


def _ticks(what: str, of: int) -> Callable[[], None]:
    show, done = bar(what), 0

    def tick() -> None:
        nonlocal done
        done += 1
        if done % 50 == 0 or done == of:
            show(done, of)

    return tick


def _read(path: Path, scale: Scale) -> list[Row]:
    """The rows of a file, plain or gzip, as `import check-ins` reads them: all, or none."""
    try:
        found = report_file.read(path, Reading(scale.low, scale.high, {"t_hours": number}))
    except BadFile as wrong:
        raise Refused(f"{path}: {wrong}") from wrong
    if found.mistakes:
        shown = "\n".join(map(str, found.mistakes[:SHOWN]))
        more = len(found.mistakes) - SHOWN
        rest = f"\n... and {more} more" if more > 0 else ""
        raise Refused(f"{path}: nothing was worked out.\n{shown}{rest}")
    return [Row(one.person, one.time, one.value) for one in found.reports]


def _write(out: Path | None, names: tuple[str, ...], rows: Iterable[Forecast | Flag]) -> None:
    """To the screen as rows come; to a file only when all of them are there."""
    if out is None:
        _put(sys.stdout, names, rows)
        return
    half = out.with_name(out.name + ".part")
    try:
        with half.open("w", encoding="utf-8", newline="") as file:
            _put(file, names, rows)
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)


def _put(file: IO[str], names: tuple[str, ...], rows: Iterable[Forecast | Flag]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([f"{v:.10g}" if isinstance(v, float) else v for v in row])
