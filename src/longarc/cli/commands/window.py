"""`longarc window forecast` and `monitor`: the window model on anyone's series."""

import csv
import gzip
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from longarc.analytics import series
from longarc.analytics.series import Flag, Forecast, Row, Scale
from longarc.cli.progress import bar
from longarc.records.refused import Refused

GZIP = b"\x1f\x8b"


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
    rows = list(_read(options.file, scale))
    tick = _ticks("Forecasting", len(rows))
    found = series.forecast(rows, population, options.after, options.unit, tick)
    _write(options.out, Forecast._fields, found)


def _monitor(options: Namespace) -> None:
    rows = list(_read(options.file, Scale(*options.scale)))
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


def _read(path: Path, scale: Scale) -> Iterator[Row]:
    """The rows of a file, plain or gzip. A mistake names the file."""
    try:
        with _text(path) as file:
            lines = csv.DictReader(file)
            series.check_columns(lines.fieldnames or ())
            yield from series.parsed(lines, scale)
    except (series.BadRow, series.BadSeries, csv.Error) as wrong:
        raise Refused(f"{path}: {wrong}") from wrong
    except (UnicodeDecodeError, EOFError, gzip.BadGzipFile) as wrong:
        raise Refused(f"{path}: this is not a text file, or it is damaged.") from wrong


@contextmanager
def _text(path: Path) -> Iterator[IO[str]]:
    with path.open("rb") as start:
        packed = start.read(2) == GZIP
    opened: Any = gzip.open if packed else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        yield file


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
