"""What people said is for the account of the server alone, whatever its umask."""

import os
import subprocess
from http.client import HTTPConnection
from pathlib import Path

import pytest
from tests.cli.conftest import POSTGRESQL, Home
from tests.cli.server import Server

OTHERS = 0o077


def loose() -> None:
    os.umask(0o022)


def open_ones(folder: Path) -> list[str]:
    """What other accounts could read; the pages' own pictures and styles are no secret."""
    found = [folder, *folder.rglob("*")]
    found = [path for path in found if (folder / "static") not in path.parents]
    return [str(path) for path in found if path.stat().st_mode & OTHERS]


def test_every_new_file_is_private(tmp_path: Path, home: Home):
    home.folder.rmdir()
    home.done("demo", "--no-serve", "--clients", "3", "--years", "0.1", preexec_fn=loose)
    home.done("backup", preexec_fn=loose)
    [(client,)] = home.ask("SELECT public_id FROM records_client LIMIT 1")
    out = tmp_path / "new" / "record.json"
    out.parent.mkdir()
    home.done("export", "--client", client, out, preexec_fn=loose)
    server = Server(home)
    server.start(preexec_fn=loose)
    try:
        asked = HTTPConnection("127.0.0.1", server.port, timeout=20)
        asked.request("GET", "/readyz")
        assert asked.getresponse().status == 200
        asked.close()
        there = {path.name for path in home.folder.iterdir()}
        assert (
            POSTGRESQL or {"longarc.sqlite3", "longarc.sqlite3-wal", "longarc.sqlite3-shm"} <= there
        )
        assert {"keys", "backups"} <= there
        assert (home.folder / "backups" / "last.json").exists()
        assert open_ones(home.folder) == []
        assert out.stat().st_mode & OTHERS == 0
    finally:
        server.kill()


def test_what_an_earlier_version_left_open_is_closed(practice: Home):
    practice.done("backup")
    for path in [practice.folder, *practice.folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    practice.run("doctor", preexec_fn=loose)
    assert open_ones(practice.folder) == []


def test_a_folder_with_other_things_in_it_is_named_and_not_changed(practice: Home):
    (practice.folder / "holiday.txt").write_text("not ours")
    practice.folder.chmod(0o755)
    said = practice.run("doctor").stdout
    assert f"LOOK  files        other accounts can look into {practice.folder}: run chmod" in said
    assert practice.folder.stat().st_mode & 0o777 == 0o755
    (practice.folder / "holiday.txt").unlink()
    assert "ok    files" in practice.run("doctor").stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can work in the folder of another account")
def test_root_leaves_nothing_behind_in_the_folder_of_another_account(practice: Home):
    nobody = int(subprocess.check_output(["id", "-u", "nobody"]))
    os.chown(practice.folder, nobody, nobody)
    said = practice.refused("backup")
    assert "belongs to another account" in said
    assert "sudo -u longarc" in said
    assert not (practice.folder / "backups").exists()
