"""The real command in its own process, with a data folder and a data base of its own."""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

URL = os.environ.get("LONGARC_DATABASE_URL", "")
POSTGRESQL = URL.startswith("postgres")
#: What signs people in, and counters: not part of a practice's record.
PASSING = {"django_session", "usersessions_usersession", "web_cache", "sqlite_sequence"}


@dataclass
class Home:
    """One installation: `run` is the command line, `rows` reads every row without our code."""

    folder: Path
    url: str
    env: dict[str, str] = field(default_factory=dict)

    def environment(self, **more: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("LONGARC_", "DJANGO_"))}
        given = {"LONGARC_DATA_DIR": str(self.folder), "LONGARC_DATABASE_URL": self.url}
        given["LONGARC_ENV_FILE"] = ""  # what a practice on this machine has set is not for tests
        return {**kept, **given, **self.env, **more}

    def run(
        self,
        *words: object,
        say: str | None = None,
        preexec_fn: Callable[[], None] | None = None,
        **more: str,
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "longarc.cli", *map(str, words)],
            env=self.environment(**more),
            input=say,
            preexec_fn=preexec_fn,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def done(self, *words: object, **more: Any) -> str:
        """The command's output; the test fails when the command does."""
        ran = self.run(*words, **more)
        assert ran.returncode == 0, f"{words}: {ran.stdout}{ran.stderr}"
        return ran.stdout

    def refused(self, *words: object, **more: Any) -> str:
        """What the command said when it refused: a sentence, never a traceback."""
        ran = self.run(*words, **more)
        assert ran.returncode == 1, f"{words}: {ran.returncode} {ran.stdout}{ran.stderr}"
        assert "Traceback" not in ran.stderr
        assert ran.stderr.startswith("longarc: "), ran.stderr
        return ran.stderr

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        if POSTGRESQL:
            with psycopg.connect(self.url) as connection, connection.cursor() as cursor:
                yield cursor
        else:
            with closing(sqlite3.connect(self.folder / "longarc.sqlite3")) as connection:
                yield connection.cursor()
                connection.commit()

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with self.cursor() as cursor:
            return list(cursor.execute(query).fetchall())

    def tables(self) -> list[str]:
        if POSTGRESQL:
            query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        else:
            query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        return sorted(name for (name,) in self.ask(query) if name not in PASSING)

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table as text, in a stable order."""
        return {
            name: sorted(map(repr, self.ask(f'SELECT * FROM "{name}"')))  # noqa: S608
            for name in self.tables()
        }


@contextmanager
def new_home(folder: Path, like: Home | None = None) -> Iterator[Home]:
    """A new installation: empty, or a copy of another."""
    shutil.copytree(like.folder, folder) if like else folder.mkdir(parents=True)
    if not POSTGRESQL:
        yield Home(folder, "")
        return
    name = f"cli_{secrets.token_hex(6)}"
    template = urlsplit(like.url).path[1:] if like else "template1"
    with psycopg.connect(URL, autocommit=True) as server:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield Home(folder, urlsplit(URL)._replace(path=f"/{name}").geturl())
    finally:
        with psycopg.connect(URL, autocommit=True) as server:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            server.execute(drop)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """An installation with nothing in it."""
    with new_home(tmp_path / "home") as made:
        yield made


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Home]:
    """A second, empty installation."""
    with new_home(tmp_path / "elsewhere") as made:
        yield made


@pytest.fixture(scope="session")
def _migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with new_home(tmp_path_factory.mktemp("cli") / "migrated") as made:
        made.done("migrate")
        yield made


@pytest.fixture(scope="session")
def _demonstration(tmp_path_factory: pytest.TempPathFactory, _migrated: Home) -> Iterator[Home]:
    with new_home(tmp_path_factory.mktemp("cli") / "demonstration", _migrated) as made:
        made.done("demo", "--no-serve", "--clients", "6", "--years", "0.3")
        yield made


@pytest.fixture
def migrated(tmp_path: Path, _migrated: Home) -> Iterator[Home]:
    """An installation whose data base is up to date and empty."""
    with new_home(tmp_path / "migrated", _migrated) as made:
        yield made


@pytest.fixture
def practice(tmp_path: Path, _demonstration: Home) -> Iterator[Home]:
    """An installation with a small demonstration in it."""
    with new_home(tmp_path / "practice", _demonstration) as made:
        yield made
