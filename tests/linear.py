"""Migrations are one line: what ran somewhere never changes, and each has one before it.

`python -m tests.linear --check` says what is wrong and exits 1. `--write` writes the newest into
max_migration.txt after a migration was added; two branches that each add one then meet in that
file, and git says so, before a database does.
"""

import hashlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

APP = "records"
FOLDER = Path(__file__).parents[1] / "src" / "longarc" / APP / "migrations"
NEWEST = "max_migration.txt"
#: Migrations that practices went through, as they stand for good. Add each one with its release.
FROZEN = {
    "0001_initial": "1fd22fd209b810565eaaf553e193865c4808c239de951f65fd74f1e5aff8be6b",
    "0002_cache_table": "4169a56e5c3976d2a3f34747d02dd9711cc41732b2b4dc478a307e87e9f57c79",
}


def wrong(folder: Path = FOLDER) -> Iterator[str]:
    """Everything that is wrong with the migrations in a folder, a line for each."""
    files = {path.stem: path for path in sorted(folder.glob("0*.py"))}
    yield from _changed(files)
    there = {name: _migration(path) for name, path in files.items()}
    yield from _chain(there)
    yield from _newest(folder, there)
    for name, migration in there.items():
        yield from _one_way(name, migration)


def _migration(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"_linear_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Migration


def _changed(files: dict[str, Path]) -> Iterator[str]:
    for name, told in FROZEN.items():
        if name not in files:
            yield f"{name} is gone: practices went through it"
        elif hashlib.sha256(files[name].read_bytes()).hexdigest() != told:
            yield f"{name} was changed: practices went through it. Make a new migration instead"


def before(migration: Any) -> list[str]:
    """The migrations of this app that it names as the ones before it."""
    return [name for app, name in migration.dependencies if app == APP]


def _chain(there: dict[str, Any]) -> Iterator[str]:
    """In the order of their numbers each names the one before it, and no other."""
    last: list[str] = []
    for number, (name, migration) in enumerate(there.items(), 1):
        if not name.startswith(f"{number:04}_"):
            yield f"{name} is number {number} of the line: its name begins with {number:04}_"
        if before(migration) != last:
            yield f"{name} comes after {before(migration)}, and has to come after {last}"
        last = [name]


def _newest(folder: Path, there: dict[str, Any]) -> Iterator[str]:
    told = (folder / NEWEST).read_text().split() if (folder / NEWEST).exists() else []
    last = list(there)[-1:]
    if told != last:
        yield f"{NEWEST} says {told}: it has to be {last} (python -m tests.linear --write)"


def _one_way(name: str, migration: Any) -> Iterator[str]:
    """`one_way` in a migration says why nobody can go back through it."""
    stuck = [step for step in migration.operations if not step.reversible]
    if stuck and not getattr(migration, "one_way", ""):
        yield f"{name} cannot be undone ({stuck[0].describe()}): say why, as `one_way = ...` in it"


def main(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longarc.config.settings")
    if words == ["--write"]:
        (FOLDER / NEWEST).write_text(sorted(path.stem for path in FOLDER.glob("0*.py"))[-1] + "\n")
    found = list(wrong())
    print("\n".join(found) or "The migrations are one line.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
