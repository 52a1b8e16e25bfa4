"""The settings file: read by every command, and never passed over in silence."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Home
from tests.cli.test_commands import OWNER

from longarc.cli import env_file
from longarc.records.refused import Refused

AS_SYSTEMD = """\
# a comment
; another
LONGARC_ORIGIN=https://care.example.org
LONGARC_SMTP_FROM="Days <days@example.org>"
LONGARC_SMTP_PASSWORD='a # and a "quote"'
LONGARC_APP_NAME="say \\"hello\\""

  LONGARC_BIND = 127.0.0.1:8001
"""


def settings_of(home: Home, file: Path) -> Path:
    """The settings of an installation, in a file."""
    told = f"LONGARC_DATA_DIR={home.folder}\nLONGARC_DATABASE_URL={home.url}\n"
    file.write_text(told)
    return file


def without(home: Home, folder: Path, **more: str) -> dict[str, str]:
    """The environment of somebody who set nothing."""
    kept = {k: v for k, v in home.environment().items() if not k.startswith("LONGARC_")}
    return {**kept, "HOME": str(folder), **more}


def run(env: dict[str, str], *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "longarc.cli", *map(str, words)]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_it_is_read_as_systemd_reads_it(tmp_path: Path):
    assert dict(env_file.read(AS_SYSTEMD, tmp_path)) == {
        "LONGARC_ORIGIN": "https://care.example.org",
        "LONGARC_SMTP_FROM": "Days <days@example.org>",
        "LONGARC_SMTP_PASSWORD": 'a # and a "quote"',
        "LONGARC_APP_NAME": 'say "hello"',
        "LONGARC_BIND": "127.0.0.1:8001",
    }


def test_a_line_that_is_no_setting_is_named_without_what_it_says(tmp_path: Path):
    with pytest.raises(Refused, match="line 2") as no:
        list(env_file.read("A=1\nhunter2\n", tmp_path))
    assert "hunter2" not in str(no.value)


def test_each_way_to_name_it(practice: Home, tmp_path: Path):
    """Named on the line, or by LONGARC_ENV_FILE; and the environment wins over it."""
    file = settings_of(practice, tmp_path / "longarc.env")
    with file.open("a") as more:
        more.write("LONGARC_APP_NAME=Days\n")
    said = run(without(practice, tmp_path), "--env-file", file, "doctor").stdout
    assert f"Settings file: {file}" in said
    assert f"LONGARC_DATA_DIR={practice.folder}" in said
    assert "LONGARC_APP_NAME=Days" in said
    env = without(practice, tmp_path, LONGARC_ENV_FILE=str(file), LONGARC_APP_NAME="Hours")
    assert "LONGARC_APP_NAME=Hours" in run(env, "doctor").stdout
    gone = run(without(practice, tmp_path), "--env-file", tmp_path / "gone.env", "doctor")
    assert gone.returncode == 1
    assert "gone.env cannot be read" in gone.stderr


def test_the_usual_file_is_found_and_the_demonstration_does_not_use_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    usual = tmp_path / "longarc.env"
    usual.write_text("LONGARC_APP_NAME=Days\n")
    monkeypatch.setattr(env_file, "DEFAULT", usual)
    for command, told in (("backup", "Days"), ("demo", None), ("version", None)):
        environment: dict[str, str] = {}
        env_file.apply(None, command, environment)
        assert environment.get("LONGARC_APP_NAME") == told, command


@pytest.mark.skipif(os.geteuid() != 0, reason="root makes a file that another account cannot read")
def test_a_usual_file_that_cannot_be_read_is_not_passed_over(tmp_path: Path):
    """As an account that may not read it; its own home would be another, empty place."""
    tmp_path.chmod(0o755)
    for folder in list(tmp_path.parents)[:3]:
        folder.chmod(folder.stat().st_mode | 0o011)
    usual = tmp_path / "longarc.env"
    usual.write_text("LONGARC_DATA_DIR=/var/lib/longarc\n")
    usual.chmod(0o600)
    code = (
        "from pathlib import Path; from longarc.cli import env_file; import sys\n"
        f"env_file.DEFAULT = Path({str(usual)!r})\n"
        "env_file.apply(None, 'backup', dict(w.split('=', 1) for w in sys.argv[1:]))\n"
    )
    source = shlex.quote(str(Path(env_file.__file__).parents[2]))

    def as_nobody(*given: str) -> subprocess.CompletedProcess[str]:
        words = f"PYTHONPATH={source} exec python3 -c {shlex.quote(code)} {shlex.join(given)}"
        return subprocess.run(
            ["runuser", "-u", "nobody", "--", "sh", "-c", words],
            capture_output=True, text=True, cwd="/",
        )  # fmt: skip

    said = as_nobody().stderr
    assert "is there, but this account may not read it. Nothing was done" in said
    assert "chmod 0640" in said
    assert as_nobody("LONGARC_DATA_DIR=/srv").returncode == 0, "systemd read it and passed it on"


def test_a_backup_of_nothing_is_refused_and_says_where_it_looked(home: Home, migrated: Home):
    for place in (home, migrated):
        said = place.refused("backup")
        assert "There is no practice in" in said
        assert place.url.rpartition("/")[2] or "longarc.sqlite3" in said
        assert "No backup was made" in said
        assert not (place.folder / "backups").exists()


def test_a_practice_is_backed_up_from_its_settings_file(migrated: Home, tmp_path: Path):
    migrated.done(*OWNER)
    file = settings_of(migrated, tmp_path / "longarc.env")
    ran = run(without(migrated, tmp_path), "--env-file", file, "backup")
    assert ran.returncode == 0, ran.stderr
    assert str(migrated.folder / "backups") in ran.stdout
    assert " kB)" in ran.stdout
    assert not (tmp_path / ".local").exists()
