"""A restore has the data to itself: it refuses while a server or a worker is at work on it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.conftest import POSTGRESQL, Home
from tests.cli.old_practice import columns, put, rows
from tests.cli.server import Server
from tests.cli.test_commands import OWNER

SAYS = "A server or worker of Longarc is running on this data"
#: Works with the data until its input ends, as the server does (True) or as a restore (False).
AT_WORK = """
import sys, django
django.setup()
from longarc.records import in_use
if {shared}:
    in_use.hold()
    print("here", flush=True)
    sys.stdin.read()
else:
    with in_use.alone():
        print("here", flush=True)
        sys.stdin.read()
"""


@contextmanager
def at_work(home: Home, *, shared: bool) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-c", AT_WORK.format(shared=shared)],
        env=home.environment(DJANGO_SETTINGS_MODULE="longarc.config.settings"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == b"here\n"
        yield
    finally:
        process.communicate()


@pytest.fixture
def other_machine(practice: Home, tmp_path: Path) -> Home:
    """The same database, from another data folder."""
    here = f"sqlite:////{practice.folder.relative_to('/')}/longarc.sqlite3"
    return Home(tmp_path / "other", practice.url if POSTGRESQL else here)


def test_a_restore_waits_for_the_server_to_be_stopped(
    practice: Home, other_machine: Home, tmp_path: Path
):
    practice.done("backup", tmp_path / "all.zip")
    before = practice.rows()
    server = Server(practice)
    server.start()
    try:
        for home in (practice, other_machine):
            said = home.refused("restore", tmp_path / "all.zip", "--replace", "--yes")
            assert SAYS in said
            assert "Stop it first" in said
            assert not list((home.folder / "backups").glob("before-restore-*"))
        assert practice.rows() == before
    finally:
        server.kill()
    practice.done("restore", tmp_path / "all.zip", "--replace", "--yes")


def test_nothing_starts_while_a_restore_is_at_work(practice: Home, other_machine: Home):
    with at_work(practice, shared=False):
        for home in (practice, other_machine):
            said = home.refused("serve", LONGARC_DEMO="1", LONGARC_BIND="127.0.0.1:0")
            assert "A restore or migrate is at work on this data" in said


def test_the_worker_is_at_work_too(migrated: Home):
    migrated.done(*OWNER)
    process = subprocess.Popen(
        [sys.executable, "-m", "longarc.cli", "worker"],
        env=migrated.environment(),
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdout
        assert b"The worker looks" in process.stdout.readline()
        code = "import django; django.setup(); from longarc.records import in_use\n"
        code += "with in_use.alone(): pass"
        ran = subprocess.run(
            [sys.executable, "-c", code],
            env=migrated.environment(DJANGO_SETTINGS_MODULE="longarc.config.settings"),
            capture_output=True,
            text=True,
        )
        assert f"InUse: {SAYS}" in ran.stderr
    finally:
        process.terminate()
        process.communicate()


def test_migrate_waits_too_where_there_is_something_to_do(home: Home):
    put("2d7c8ed", home)
    before = rows(home, columns(home))
    with at_work(home, shared=True):
        assert SAYS in home.refused("migrate")
    assert rows(home, columns(home)) == before
