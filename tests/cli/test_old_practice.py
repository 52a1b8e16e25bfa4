"""A practice of before the first migration was frozen: told truly, opened, and nothing lost."""

import json
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from uuid import UUID

import pytest
from tests.cli.conftest import Home
from tests.cli.old_practice import (
    EACH,
    EACH_EARLY,
    EARLY,
    FILL,
    PAGES,
    backup_of,
    change,
    columns,
    manifest,
    put,
    python,
    rows,
    told_by,
)

STATE = "import django; django.setup(); from longarc.web import health; print(health.state())"
SAYS = "This database was made by an early version of Longarc"
WAY_ON = "run: longarc migrate"
#: A page of each kind that has to be among those that opened.
OPENED = {
    *("today", "diary", "shifts", "changes", "threads", "patterns", "export", "export_file"),
    *("client", "caseload", "client_living", "client_patterns", "client_handover"),
}


@pytest.mark.parametrize("commit", EACH)
def test_it_opens_after_migrate_with_every_old_row_as_it_was(
    commit: str, home: Home, elsewhere: Home, tmp_path: Path
):
    put(commit, home)
    of, before = columns(home), rows(home, columns(home))
    said = home.done("migrate")
    assert "up to date" in said
    if commit in EARLY:
        [kept] = (home.folder / "backups").glob("before-migrate-*.zip")
        assert str(kept) in said
        assert "every row is as it was" in said
    assert rows(home, of) == before
    assert "The data base is up to date.\n" in home.done("migrate")
    assert set(python(home, PAGES).split()) >= OPENED
    home.done("backup", tmp_path / "after.zip")
    elsewhere.done("restore", tmp_path / "after.zip")
    assert rows(elsewhere, of)["records_client"] == before["records_client"]


@pytest.mark.parametrize("commit", EACH_EARLY)
def test_what_came_later_says_what_was_true_before(commit: str, home: Home):
    """What the care team could read they can read on; a signature covers the lines of its day."""
    put(commit, home)
    home.done("migrate")
    for table in ("behaviour", "behaviouranswer", "drinkingday", "drinkmeaning", "moodinsight"):
        told = home.ask(f'SELECT "at", shared_at FROM records_{table}')  # noqa: S608
        assert told, table
        assert all(shared == at for at, shared in told), table
    signed = home.ask("SELECT client_id, session, received_at, upto FROM records_sessionsigned")
    lines = home.ask("SELECT client_id, session, received_at FROM records_sessionline")
    assert signed
    for client, session, at, upto in signed:
        there = [line for line in lines if line[:2] == (client, session) and line[2] <= at]
        assert upto == f"{len(there)}-0"


def test_until_then_every_command_says_what_is_so(home: Home, tmp_path: Path):
    put("2d7c8ed", home)
    before = rows(home, columns(home))
    client = str(UUID(str(home.ask("SELECT public_id FROM records_client")[0][0])))
    commands = [("serve",), ("worker", "--once"), ("export", "--client", client, "x.json")]
    for words in commands:
        said = home.refused(*words, LONGARC_DEMO="1")
        assert SAYS in said, words
        assert WAY_ON in said
        assert "nothing is lost" in said
        assert "no such column" not in said.lower()
    doctor = home.run("doctor").stdout
    assert "LOOK  version" in doctor
    assert SAYS in doctor
    assert "no such column" not in doctor.lower()
    assert "'migrations': (False" in python(home, STATE)
    home.done("backup", tmp_path / "early.zip")
    assert rows(home, columns(home)) == before
    assert (
        "shared_at"
        not in manifest(tmp_path / "early.zip")["tables"]["records_behaviour"]["columns"]
    )
    for table, lines in told_by(tmp_path / "early.zip").items():
        assert len(lines) == len(before[table]), table


@pytest.mark.parametrize("commit", EACH)
def test_a_backup_that_it_made_restores_here(commit: str, home: Home, tmp_path: Path):
    """Line by line as in the old file, after the migrations too; and again over what is there."""
    said = home.done("restore", backup_of(commit))
    assert ("came later" in said) == (commit in EARLY)
    _holds(home, commit, tmp_path / "first.zip")
    if commit == "2d7c8ed":
        home.done("restore", backup_of(commit), "--replace", "--yes")
        _holds(home, commit, tmp_path / "again.zip")


def _holds(home: Home, commit: str, file: Path) -> None:
    """Every value of the old file stands in a new one, column by column."""
    home.done("backup", file)
    old, new = manifest(backup_of(commit))["tables"], manifest(file)["tables"]
    then, now = told_by(backup_of(commit)), told_by(file)
    for table, facts in old.items():
        places = [new[table]["columns"].index(column) for column in facts["columns"]]
        rows = [json.loads(line) for line in now[table]]
        kept = sorted(json.dumps([row[place] for place in places]) for row in rows)
        assert kept == sorted(json.dumps(json.loads(line)) for line in then[table]), table


#: Brings the data base up to date, and is killed before a statement: number N that changes
#: something, or the first that holds this text.
CUT = """
import os, signal, django; django.setup()
from django.db import connection
from longarc.records import mending
before, done = {before!r}, 0

def watched(execute, sql, params, many, context):
    global done
    done += sql.split()[0] in ("CREATE", "ALTER", "INSERT", "UPDATE", "DROP")
    if before == done or (isinstance(before, str) and before in sql.strip()):
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

with connection.execute_wrapper(watched):
    mending.bring_up_to_date()
"""


def test_cut_off_in_the_middle_nothing_has_happened_and_it_can_go_on(home: Home):
    """No table is empty that need not be."""
    put("2d7c8ed", home)
    assert int(python(home, FILL)) > 20
    of, before = columns(home), rows(home, columns(home))
    for statement in (1, 6, 15, "UPDATE records_sessionsigned"):
        ran = subprocess.run(
            [sys.executable, "-c", CUT.format(before=statement)],
            env=home.environment(DJANGO_SETTINGS_MODULE="longarc.config.settings"),
        )
        assert ran.returncode == -signal.SIGKILL, statement
        assert columns(home) == of, statement
        assert rows(home, of) == before, statement
    home.done("migrate")
    assert rows(home, of) == before
    assert "The data base is up to date.\n" in home.done("migrate")


def test_what_is_not_understood_is_left_alone_and_named(migrated: Home, tmp_path: Path):
    home = migrated
    change(home, "ALTER TABLE records_client ADD COLUMN nickname varchar(20) DEFAULT 'Bo'")
    before = rows(home, columns(home))
    for words in (("migrate",), ("serve",)):
        said = home.refused(*words)
        assert "records_client.nickname" in said
        assert "The Longarc that you used before works with this database as it is" in said
    assert rows(home, columns(home)) == before


def test_a_backup_with_more_than_is_known_is_named_and_not_called_damaged(
    home: Home, tmp_path: Path
):
    file = tmp_path / "more.zip"
    told = manifest(backup_of("5002492"))
    told["tables"]["records_client"]["columns"].append("nickname")
    with zipfile.ZipFile(backup_of("5002492")) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, json.dumps(told) if name == "manifest.json" else old.read(name))
    said = home.refused("restore", file)
    assert "no place for records_client.nickname" in said
    assert "Nothing was changed" in said
    assert "damaged" not in said
