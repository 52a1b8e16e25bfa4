"""`longarc serve`: checks that entries will be kept, then runs gunicorn with threads.

One process with threads is the smallest sensible server. The application is loaded before the
workers are made, so that they share its memory and the first answer is as quick as the rest.
"""

import gc
import os
import socket
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication

from longarc.cli import static_files
from longarc.cli.effective import number, setting
from longarc.records import in_use, upkeep
from longarc.records.db import assert_durable
from longarc.records.refused import Refused

LOOPBACK = ("localhost", "::1")
KEPT_ALIVE = 75


def run(_: Namespace) -> None:
    check()
    listen()


def check() -> None:
    """Everything that has to hold before the first entry is taken in.

    Raises:
        Refused, NotDurable: with the reason.
    """
    _refuse_exposed(setting("BIND"))
    _threads()
    upkeep.refuse_not_ready()
    if settings.DEMO and not all(upkeep.practices()):
        raise Refused(
            "LONGARC_DEMO=1 opens sign-in links without a password, and this data base holds a "
            "real practice. Take the setting away."
        )
    assert_durable()
    _refuse_taken(setting("BIND"))


def _threads() -> dict[str, int]:
    return {"workers": number("WORKERS"), "threads": number("THREADS")}


def listen(ready: Callable[[], None] | None = None) -> None:
    """Serve until stopped; `ready` is called once the server listens."""
    in_use.hold()
    static_files.collect()
    _Server(ready or _say_where).run()  # type: ignore[no-untyped-call]


def _say_where() -> None:
    print(f"Longarc listens on {setting('BIND')}, for {settings.ORIGIN}", flush=True)


def _refuse_exposed(bind: str) -> None:
    host = urlsplit(f"//{bind}").hostname or ""
    if bind.startswith("unix:") or host in LOOPBACK or host.startswith("127."):
        return
    if settings.DEMO:
        raise Refused("The demonstration listens on this machine only: LONGARC_BIND=127.0.0.1:8000")
    if not settings.HTTPS:
        raise Refused(
            f"LONGARC_BIND={bind} is open to the network, and LONGARC_ORIGIN does not begin with "
            "https://. Put a TLS proxy in front and set LONGARC_ORIGIN to the address people open."
        )


def _refuse_taken(bind: str) -> None:
    """Say that the port is taken at once; gunicorn would try again for seconds."""
    parts = urlsplit(f"//{bind}")
    if bind.startswith("unix:") or not parts.port:
        return
    family = socket.AF_INET6 if ":" in (parts.hostname or "") else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((parts.hostname or "", parts.port))
        except OSError as taken:
            raise Refused(
                f"Cannot listen on {bind}: {taken.strerror}. Another program may be using it. "
                "Set LONGARC_BIND, for example to 127.0.0.1:8001."
            ) from taken


class _Server(BaseApplication):
    """gunicorn, with settings from LONGARC_ variables only."""

    def __init__(self, ready: Callable[[], None]) -> None:
        self._ready = ready
        super().__init__()  # type: ignore[no-untyped-call]

    def load_config(self) -> None:
        for name, value in self._wanted().items():
            self.cfg.set(name, value)  # type: ignore[union-attr]

    def _wanted(self) -> dict[str, Any]:
        memory = Path("/dev/shm")  # noqa: S108 - heartbeats must not wait for a disk
        return {
            "bind": setting("BIND"),
            **_threads(),
            "worker_class": "gthread",
            "preload_app": True,
            "keepalive": KEPT_ALIVE,
            "loglevel": "warning",
            "control_socket_disable": True,
            "worker_tmp_dir": str(memory) if os.access(memory, os.W_OK) else None,
            "when_ready": lambda _server: self._ready(),
        }

    def load(self) -> Any:
        application = get_wsgi_application()
        _ = get_resolver().url_patterns
        connections.close_all()
        gc.collect()
        gc.freeze()
        return application
