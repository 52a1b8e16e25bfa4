"""The guide for a practice, followed word by word as root, on a machine of its own.

A mount namespace gives it one: its own /etc, /var/lib, /opt and /usr/local/bin. The program is this
one instead of a clone, and nothing runs systemd: what its units would start is started as they say.
"""

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.cli.conftest import POSTGRESQL
from tests.docs.test_examples import ROOT, examples

GUIDE = ROOT / "docs" / "how-to" / "run-a-practice.md"
UNITS = ROOT / "deploy" / "systemd"
#: `sudo` gives the command a clean environment; git, make and systemd have nothing to do here.
SHIMS = {
    "sudo": """\
if [ "$1" = -u ]; then account=$2; shift 2; else account=root; fi
exec /usr/sbin/runuser -u "$account" -- env -i HOME=/nowhere PATH="$PATH" "$@"
""",
    "git": "",
    "make": "",
    "systemctl": 'echo "$@" >> "$(dirname "$0")/asked"\n',
}
MACHINE = """\
set -eu
top=$1 root=$2
mkdir -p "$top/etc" "$top/varlib" "$top/opt/longarc" "$top/local" "$top/see"
cp -a /etc/. "$top/etc"
rm -f "$top/etc/longarc.env"
see() { # a path that other accounts cannot reach: show it to them in its place
    first=/$(echo "$1" | cut -d/ -f2)
    [ "$(stat -c %A "$first" | cut -c10)" = - ] || return 0
    mkdir -p "$top/see$1"; mount --bind "$1" "$top/see$1"
    mount -t tmpfs -o mode=755 none "$first"; mkdir -p "$1"; mount --bind "$top/see$1" "$1"
}
see "$3"
mount --bind "$top/etc" /etc
mount --bind "$top/varlib" /var/lib
mount --bind "$top/opt" /opt
mount --bind "$root" /opt/longarc
mount --bind "$top/local" /usr/local/bin
cd /
PATH="$top/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" sh -euc "$4"
"""
#: What systemd does with a service: its account, its settings file, its command.
STARTS = """
sudo -u {user} sh -c 'set -a; . {settings}; set +a; umask 022; exec {command}'
"""


def can_follow() -> bool:
    tools = all(map(shutil.which, ("unshare", "runuser", "systemd-sysusers", "systemd-tmpfiles")))
    return (
        os.geteuid() == 0
        and tools
        and subprocess.run(["unshare", "-m", "true"], check=False).returncode == 0
    )


pytestmark = [
    pytest.mark.skipif(POSTGRESQL, reason="the guide begins with SQLite"),
    pytest.mark.skipif(not can_follow(), reason="needs root, unshare, runuser and systemd's tools"),
]


def follow(folder: Path, commands: str) -> str:
    shims = folder / "bin"
    shims.mkdir(exist_ok=True)
    for name, body in SHIMS.items():
        (shims / name).write_text(f"#!/bin/sh\n{body}")
        (shims / name).chmod(0o755)
    python = Path(os.path.realpath(ROOT / ".venv" / "bin" / "python")).parents[1]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LONGARC_", "DJANGO_"))}
    ran = subprocess.run(
        ["unshare", "-m", "sh", "-c", MACHINE, "sh", folder, ROOT, python, commands],
        env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def guide() -> str:
    return "\n".join(text for _, mark, text in examples(GUIDE) if mark == "guide")


def unit(name: str) -> dict[str, str]:
    return dict(re.findall(r"^(\w+)=(.*)$", (UNITS / name).read_text(), re.M))


def started(name: str) -> str:
    told = unit(name)
    return STARTS.format(
        user=told["User"], settings=told["EnvironmentFile"], command=told["ExecStart"]
    )


def test_the_guide_followed_word_by_word_backs_up_the_practice_each_night(tmp_path: Path):
    tmp_path.chmod(0o755)
    nightly = "sleep 1\n" + started("longarc-backup.service")  # a second name, not the first again
    said = follow(tmp_path, guide() + nightly + "sudo -u longarc longarc doctor || true\n")
    assert "/welcome/" in said
    data = tmp_path / "varlib" / "longarc"
    files = sorted((data / "backups").glob("longarc-*.zip"))
    assert len(files) == 2, "one by hand, one by the timer's service"
    for file in files:
        with zipfile.ZipFile(file) as archive:
            assert b"Hill Practice" in archive.read("tables/records_practice.jsonl")
    assert "Settings file: /etc/longarc.env" in said
    assert "ok    backup       /var/lib/longarc/backups/" in said
    assert "ok    files        for this account only" in said
    assert [path for path in data.rglob("*") if path.stat().st_uid == 0] == []
    assert (tmp_path / "etc" / "longarc.env").stat().st_mode & 0o777 == 0o640
    asked = (tmp_path / "bin" / "asked").read_text()
    assert "enable --now longarc.service longarc-worker.service longarc-backup.timer" in asked
    assert sorted(
        path.name for path in (tmp_path / "etc/systemd/system").glob("longarc*")
    ) == sorted(path.name for path in UNITS.iterdir())


def test_another_account_is_told_and_makes_no_second_practice(tmp_path: Path):
    tmp_path.chmod(0o755)
    no = "sudo -u nobody longarc {} 2>&1 && exit 1 || true\n"
    said = follow(tmp_path, guide() + no.format("backup") + no.format("migrate"))
    assert said.count("this account may not read it. Nothing was done") == 2


def test_the_settings_of_the_guide_are_the_file_that_is_installed():
    [shown] = [text for kind, _, text in examples(GUIDE) if kind == "ini"]
    assert shown == (ROOT / "deploy" / "longarc.env").read_text()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_systemd_understands_the_units(tmp_path: Path):
    """Their programs lie in /opt, where nothing is on this machine: that alone may be missing."""
    ran = subprocess.run(
        ["systemd-analyze", "verify", *map(str, UNITS.iterdir())],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = [line for line in ran.stderr.splitlines() if "longarc" in line]
    assert [line for line in told if "is not executable: No such file" not in line] == []
