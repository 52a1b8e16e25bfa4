"""A bar on a terminal, and nothing anywhere else."""

import sys

from longarc.records.progress import Told, nobody

WIDTH = 30


def bar(what: str) -> Told:
    """A function that is told how much of how much is done."""
    if not sys.stderr.isatty():
        return nobody

    def show(done: int, of: int) -> None:
        full = WIDTH * done // max(of, 1)
        end = "\n" if done >= of else ""
        sys.stderr.write(f"\r{what} [{'#' * full}{'.' * (WIDTH - full)}] {done}/{of}{end}")
        sys.stderr.flush()

    return show
