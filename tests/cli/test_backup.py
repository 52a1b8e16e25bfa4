"""Backup and restore as a practice runs them: while writing, and after the data base is gone."""

import json
import resource
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.cli.conftest import POSTGRESQL, Home
from tests.cli.old_practice import backup_of

# Keeps check-ins two at a time, each pair in one transaction, until it is stopped.
WRITER = """
import os, sys, django
django.setup()
from django.utils import timezone
from longarc.care.access import Actor
from longarc.care.reports import NewCheckIn, Stamp
from longarc.records.actions.entries import keep
from longarc.records.ids import uuid7
while True:
    at = timezone.now()
    pair = [NewCheckIn(Stamp(uuid7(), at), 50, app="pair") for _ in range(2)]
    keep(pair, by=Actor(7, 1, frozenset(), 1), at=at)
    print("kept", flush=True)
"""


def manifest(path: Path) -> dict:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def lines(path: Path, table: str) -> list[list]:
    """The rows of a table in a backup, each with its columns by name."""
    columns = manifest(path)["tables"][table]["columns"]
    with zipfile.ZipFile(path) as archive:
        told = archive.read(f"tables/{table}.jsonl").splitlines()
    return [dict(zip(columns, json.loads(line), strict=True)) for line in told]


def destroy(home: Home) -> None:
    """What a dead disk leaves: nothing."""
    if POSTGRESQL:
        with home.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    for path in home.folder.glob("longarc.sqlite3*"):
        path.unlink()


def test_a_backup_made_while_writing_goes_on_is_one_moment(practice: Home, tmp_path: Path):
    [(user,)] = practice.ask("SELECT user_id FROM records_client WHERE id = 1")
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER.replace("Actor(7,", f"Actor({user},")],
        env=practice.environment(DJANGO_SETTINGS_MODULE="longarc.config.settings"),
        stdout=subprocess.PIPE,
    )
    try:
        assert writer.stdout
        assert writer.stdout.readline() == b"kept\n"
        practice.done("backup", tmp_path / "while.zip")
        before_end = practice.ask("SELECT count(*) FROM records_checkin WHERE app = 'pair'")
    finally:
        writer.send_signal(signal.SIGTERM)
        writer.communicate()
    pairs = [row for row in lines(tmp_path / "while.zip", "records_checkin") if row["app"]]
    kept = [row for row in lines(tmp_path / "while.zip", "records_auditentry") if row["target"]]
    assert 0 < len(pairs) < before_end[0][0], "the writer has to have been at work all the time"
    assert len(pairs) % 2 == 0, "half of a transaction is in the backup"
    assert {row["uid"] for row in pairs} <= {row["target"] for row in kept}


def test_every_row_comes_back_after_the_data_base_is_gone(practice: Home, tmp_path: Path):
    file = tmp_path / "all.zip"
    practice.done("backup", file)
    before = practice.rows()
    assert len(before["records_checkin"]) > 100
    destroy(practice)
    assert "all" in practice.done("restore", file)
    after = practice.rows()
    for table in after:
        if table not in MADE_ANEW:
            assert after[table] == before[table], table
    assert set(before) == set(after)


#: Written by `migrate` itself, with its own numbers and times.
MADE_ANEW = {"django_migrations", "django_content_type", "auth_permission"}


def test_new_rows_follow_the_restored_ones(practice: Home, elsewhere: Home, tmp_path: Path):
    practice.done("backup", tmp_path / "all.zip")
    elsewhere.done("restore", tmp_path / "all.zip", "--into-empty")
    [(last,)] = elsewhere.ask("SELECT max(seq) FROM records_checkin")
    columns = "practice_id, client_id, by_id, at, received_at, position, resolution, zone, "
    columns += '"offset", prompted, method, app, changed_mind'
    with elsewhere.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO records_checkin (uid, {columns}) "  # noqa: S608
            f"SELECT '01956730000070008000000000000000', {columns} FROM records_checkin "
            f"WHERE seq = {last}"
        )
    assert elsewhere.ask("SELECT max(seq) FROM records_checkin") == [(last + 1,)]


def test_a_restore_never_overwrites_silently(practice: Home, elsewhere: Home, tmp_path: Path):
    file = tmp_path / "all.zip"
    practice.done("backup", file)
    elsewhere.done("demo", "--no-serve", "--clients", "3", "--years", "0.1", "--seed", "other")
    before = elsewhere.rows()
    assert "There is a practice in this data base" in elsewhere.refused("restore", file)
    assert "Say --yes" in elsewhere.refused("restore", file, "--replace", say="")
    assert elsewhere.rows() == before
    said = elsewhere.done("restore", file, "--replace", "--yes")
    [kept] = (elsewhere.folder / "backups").glob("before-restore-*.zip")
    assert str(kept) in said
    assert elsewhere.rows()["records_client"] == practice.rows()["records_client"]
    elsewhere.done("restore", kept, "--replace", "--yes")
    assert elsewhere.rows()["records_client"] == before["records_client"]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2000])


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)


def forge(file: Path) -> None:
    """A whole zip in which one number was changed."""
    with zipfile.ZipFile(file) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    table = "tables/records_checkin.jsonl"
    content[table] = content[table].replace(b",50,", b",90,", 1)
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("damage", [cut, flip, forge, empty])
def test_a_damaged_backup_changes_nothing(practice: Home, tmp_path: Path, damage):
    file = tmp_path / "all.zip"
    practice.done("backup", file)
    damage(file)
    before = practice.rows()
    said = practice.refused("restore", file, "--replace", "--yes")
    assert "damaged" in said
    assert "Nothing was changed" in said
    assert practice.rows() == before


@pytest.mark.parametrize(
    "newer", [{"format": 99}, {"migrations": [["records", "9999_of_tomorrow"]]}]
)
def test_a_backup_of_a_newer_version_is_refused(practice: Home, elsewhere: Home, tmp_path, newer):
    file = tmp_path / "all.zip"
    practice.done("backup", file)
    told = {**manifest(file), **newer}
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("manifest.json", json.dumps(told))
    assert "newer Longarc" in elsewhere.refused("restore", file)


def test_a_backup_of_an_older_version_is_restored_and_brought_up_to_date(
    elsewhere: Home, migrated: Home
):
    file = backup_of("0c9fd38")
    assert ["records", "0003_sessions_without_gate"] not in manifest(file)["migrations"]
    elsewhere.done("restore", file)
    assert "up to date" in elsewhere.done("migrate")
    migrated.done("restore", file)
    assert migrated.rows()["records_checkin"] == elsewhere.rows()["records_checkin"] != []
    assert migrated.run("doctor").stdout.count("ok    version      current") == 1


def test_backup_does_not_overwrite_and_tells_doctor(practice: Home, tmp_path: Path):
    file = tmp_path / "all.zip"
    practice.done("backup", file)
    assert "is there already" in practice.refused("backup", file)
    last = json.loads((practice.folder / "backups" / "last.json").read_text())
    assert last["file"] == str(file)
    assert file.stat().st_mode & 0o077 == 0


def test_doctor_looks_at_the_newest_backup_itself(practice: Home):
    practice.done("backup")
    [file] = (practice.folder / "backups").glob("longarc-*.zip")
    assert f"ok    backup       {file}" in practice.run("doctor").stdout
    file.write_bytes(file.read_bytes()[:-100])
    assert "it is not as it was made" in practice.run("doctor").stdout
    file.unlink()
    said = practice.run("doctor").stdout
    assert f"LOOK  backup       {file}" in said
    assert "it is not there any more" in said


def test_nothing_that_signs_people_in_is_in_a_backup(practice: Home, tmp_path: Path):
    file = tmp_path / "all.zip"
    practice.done("backup", file)
    names = zipfile.ZipFile(file).namelist()
    others = [name for name in names if not name.startswith("tables/records_")]
    assert others
    assert not [name for name in others if "session" in name or "cache" in name]
    key = (practice.folder / "keys" / "secret.key").read_bytes()
    for name in names:
        assert key not in zipfile.ZipFile(file).read(name)


FULL = 40 * 1024  # above the 32 KB of SQLite's own shared memory file


def limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, FULL))


def test_a_full_disk_leaves_no_half_backup(practice: Home, tmp_path: Path):
    """A limit on file size stands for a full disk: writing beyond it fails."""
    practice.done("backup", tmp_path / "first.zip")
    assert (tmp_path / "first.zip").stat().st_size > FULL
    said = practice.refused("backup", tmp_path / "second.zip", preexec_fn=limit_files)
    assert "No backup was made" in said
    assert "File too large" in said
    assert [path.name for path in tmp_path.glob("*.zip")] == ["first.zip"]
    assert not list(tmp_path.glob(".*partial"))


TWIST = (
    "CREATE FUNCTION twist() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN NEW.zone := 'UTC'; RETURN NEW; END $$; "
    "CREATE TRIGGER twist BEFORE INSERT ON records_client FOR EACH ROW EXECUTE FUNCTION twist()"
    if POSTGRESQL
    else "CREATE TRIGGER twist AFTER INSERT ON records_client "
    "BEGIN UPDATE records_client SET zone = 'UTC' WHERE id = NEW.id; END"
)


def test_a_row_that_reads_back_differently_undoes_the_whole_restore(
    practice: Home, migrated: Home, tmp_path: Path
):
    """A trigger stands for a data base that does not keep what it is given."""
    practice.done("backup", tmp_path / "all.zip")
    with migrated.cursor() as cursor:
        cursor.execute(TWIST)
    said = migrated.refused("restore", tmp_path / "all.zip")
    assert "records_client did not read back as it was" in said
    assert migrated.ask("SELECT count(*) FROM records_practice") == [(0,)]
