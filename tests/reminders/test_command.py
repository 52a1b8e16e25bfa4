"""`longarc worker` as it is run: what it refuses, one look, and stopping."""

import signal
import subprocess
import sys

from tests.cli.conftest import Home
from tests.cli.conftest import _demonstration as _demonstration
from tests.cli.conftest import home as home
from tests.cli.conftest import practice as practice

OWNER = ("--practice=Hill", "--zone=America/Denver", "--name=Olga", "--email=olga@example.org")


def test_it_refuses_what_it_cannot_do_and_sends_nothing_in_the_demonstration(
    home: Home, practice: Home
):
    assert "longarc migrate" in home.refused("worker", "--once")
    assert "demonstration" in practice.refused("worker", "--once")
    settings = {"LONGARC_SMTP_HOST": "mail.example.org"}
    assert "LONGARC_SMTP_FROM" in practice.refused("doctor", **settings)
    settings |= {"LONGARC_SMTP_FROM": "notes@example.org", "LONGARC_SMTP_TLS": "none"}
    assert "this machine only" in practice.refused("doctor", **settings)


def test_it_looks_once_or_until_it_is_stopped(migrated: Home):
    migrated.done("createowner", *OWNER)
    assert "0 reminders" in migrated.done("worker", "--once")
    process = subprocess.Popen(
        [sys.executable, "-m", "longarc.cli", "worker"],
        env=migrated.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert "every 30 seconds" in process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    process.stdout.close()
    assert len(migrated.ask("SELECT at FROM records_workerrun")) == 1
