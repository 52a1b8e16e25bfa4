"""`longarc serve`: checks that entries will be kept, then runs granian, with threads of our own.

One process with threads is the smallest sensible server. The application is loaded before the
workers are made, so that they share its memory and the first answer is as quick as the rest.
Connections wait in granian, which costs no thread (see `longarc.cli.gateway`).
"""

import gc
import resource
import socket
import threading
import time
from argparse import Namespace
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from longarc.cli import static_files
from longarc.cli.effective import number, setting
from longarc.cli.gateway import Gateway
from longarc.records import in_use, upkeep
from longarc.records.db import assert_durable
from longarc.records.refused import Refused

LOOPBACK = ("localhost", "::1")
#: Connections that may wait at once, in each process; whoever comes later waits outside.
CONNECTIONS = 4096
#: Open files: those connections, and what the program itself opens.
FILES = CONNECTIONS + 1024
#: Milliseconds for the headers of a request.
HEADERS_WITHIN = 10_000
#: Seconds in which a process that was told to end may finish what it does.
ENDS_WITHIN = 30


def run(_: Namespace) -> None:
    check()
    listen()


def check() -> None:
    """Everything that has to hold before the first entry is taken in.

    Raises:
        Refused, NotDurable: with the reason.
    """
    _refuse_exposed(setting("BIND"))
    number("WORKERS"), number("THREADS")
    upkeep.refuse_not_ready()
    if settings.DEMO and not all(upkeep.practices()):
        raise Refused(
            "LONGARC_DEMO=1 opens sign-in links without a password, and this data base holds a "
            "real practice. Take the setting away."
        )
    assert_durable()
    _refuse_taken(setting("BIND"))


def listen(ready: Callable[[], None] | None = None) -> None:
    """Serve until stopped; `ready` is called once the server listens."""
    in_use.hold()
    static_files.collect()
    gateway()
    _allow_many()
    said = threading.Thread(target=_once_it_answers, args=(ready or _say_where,), daemon=True)
    server = _server()
    server.on_startup(said.start)
    server.serve(target_loader=gateway, wrap_loader=False)  # type: ignore[arg-type] # RSGI object


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
    """Say that the port is taken at once; granian would share it without a word."""
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


def _server() -> MPServer:
    """granian, with settings from LONGARC_ variables only."""
    return MPServer(
        target="longarc",
        **_place(setting("BIND")),
        interface=Interfaces.RSGI,
        workers=number("WORKERS"),
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN),
        websockets=False,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=ENDS_WITHIN,
    )


def _place(bind: str) -> dict[str, Any]:
    if bind.startswith("unix:"):
        return {"uds": Path(bind.removeprefix("unix:"))}
    parts = urlsplit(f"//{bind}")
    return {"address": parts.hostname or "127.0.0.1", "port": parts.port or 8000}


@cache
def gateway() -> Gateway:
    """What each worker serves: made before them where processes are forked, else by each."""
    return Gateway(_application(), number("THREADS"))


def _application() -> Any:
    """The whole program, loaded before the workers are made, so that they share its memory."""
    application = get_wsgi_application()
    _ = get_resolver().url_patterns
    connections.close_all()
    gc.collect()
    gc.freeze()
    return application


def _allow_many() -> None:
    """As many open connections as the machine lets us have; the usual soft limit is 1,024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _once_it_answers(ready: Callable[[], None]) -> None:
    """Call `ready` when somebody can really connect: the workers open the door themselves."""
    for _ in range(600):
        try:
            _connect(setting("BIND")).close()
        except OSError:
            time.sleep(0.05)
        else:
            return ready()
    return None


def _connect(bind: str) -> socket.socket:
    if bind.startswith("unix:"):
        door = socket.socket(socket.AF_UNIX)
        door.connect(bind.removeprefix("unix:"))
        return door
    place = _place(bind)
    return socket.create_connection((place["address"], place["port"]), 1)
