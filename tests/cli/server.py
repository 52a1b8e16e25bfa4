"""A real server in a process group of its own, and a phone that talks to it."""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from tests.cli.conftest import Home

from longarc.records.ids import uuid7

SIGN_IN = """
import sys, django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from longarc.records.models import Client
client = Client.objects.select_related("user").order_by("pk")[int(sys.argv[1])]
session = SessionStore()
session[SESSION_KEY] = str(client.user.pk)
session[BACKEND_SESSION_KEY] = "longarc.web.accounts.Backend"
session[HASH_SESSION_KEY] = client.user.get_session_auth_hash()
session.create()
print(session.session_key, client.public_id)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`longarc serve` on a port of its own; `kill` is a power cut for all of its processes."""

    def __init__(self, home: Home) -> None:
        self.home, self.port = home, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, preexec_fn: Callable[[], None] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "longarc.cli", "serve"],
            env=self.home.environment(LONGARC_BIND=f"127.0.0.1:{self.port}", LONGARC_DEMO="1"),
            start_new_session=True,
            preexec_fn=preexec_fn,
        )
        deadline = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.02)

    def _answers(self) -> bool:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as asked:
            try:
                asked.request("GET", "/healthz")
                return asked.getresponse().read() == b"ok\n"
            except OSError:
                return False

    def kill(self) -> None:
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=40)


class Phone:
    """A signed-in client's device: sends entries over one connection that is kept."""

    def __init__(self, home: Home, port: int, number: int = 0) -> None:
        ran = subprocess.run(
            [sys.executable, "-c", SIGN_IN, str(number)],
            env=home.environment(DJANGO_SETTINGS_MODULE="longarc.config.settings"),
            capture_output=True,
            text=True,
            check=True,
        )
        self.session, self.client = ran.stdout.split()
        self.port, self.token = port, secrets.token_hex(16)
        self.connection: http.client.HTTPConnection | None = None

    def hang_up(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None

    def entry(self) -> dict[str, Any]:
        now = datetime.now(UTC).isoformat()
        return {"kind": "check_in", "uid": str(uuid7()), "at": now, "state": "within"}

    def send(self, entries: list[dict[str, Any]]) -> tuple[int, dict[str, Any]]:
        """The status and the answer.

        Raises:
            OSError, http.client.HTTPException: nobody knows what became of them.
        """
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        body = {"client": self.client, "sent_at": datetime.now(UTC).isoformat(), "entries": entries}
        headers = {
            "Content-Type": "application/json",
            "Cookie": f"session={self.session}; csrf={self.token}",
            "X-CSRFToken": self.token,
        }
        try:
            self.connection.request("POST", "/api/entries", json.dumps(body), headers)
            answer = self.connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.hang_up()
            raise
        kind = answer.headers.get("Content-Type", "")
        return answer.status, json.loads(content) if "json" in kind else {"text": content[:300]}
