"""Two workers at one data base, and a worker that is killed: nothing comes twice."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection

from longarc.care.reminder_states import Outcome
from longarc.care.reminders import Way
from longarc.cli import worker as cli
from tests.cast import make_cast, make_client
from tests.cli.conftest import Home
from tests.reminders.story import SIX, Worker, chooses, states

CLIENTS = 12
ROOT = Path(__file__).parents[2]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_send_each_once():
    cast = make_cast()
    for n in range(CLIENTS):
        chooses(make_client(cast.practice, f"N{n} Invented"))
    sent, problems, ready = [], [], threading.Barrier(2)

    def carry(letter, _at):
        sent.append(letter.uid)
        return Outcome.SENT

    def run():
        try:
            ready.wait(20)
            for _ in range(3):
                cli.look(lambda: SIX, by=Worker(cast.practice.pk).by, carriers={Way.EMAIL: carry})
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert problems == []
    assert len(sent) == len(set(sent)) == CLIENTS
    assert states() == [("sent", "")] * CLIENTS


def test_three_days_with_three_kills_against_a_real_mail_server(migrated: Home):
    """The short form of `benchmarks/reminders_year.py`, over a change of clocks."""
    script, kills = ROOT / "benchmarks" / "reminders_year.py", 3
    words = ["--start=2030-03-09", "--days=3", "--clients=3", f"--kills={kills}"]
    ran = subprocess.run(
        [sys.executable, script, *words, f"--data={migrated.folder}", f"--url={migrated.url}"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = json.loads(ran.stdout)
    assert told["wrong"] == []
    assert set(told["kills"]) == {"address", "came", "taken"}
    assert told["states"]["unknown"] == kills
    assert told["lives"] == kills + 1
    assert told["mails"] >= told["states"]["sent"] >= 5
