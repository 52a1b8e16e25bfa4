"""What the benchmarks share: a server of the real kind, signed-in people, and a load loop.

The load comes from one process with non-blocking sockets and kept connections, so that eight
callers cost little more than one. Server and load share the machine's cores: say how many.
"""

import json
import os
import platform
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

TOKEN = "b" * 32
ROOT = Path(__file__).parents[1]


def machine(packages: Sequence[str] = ("django",)) -> dict[str, Any]:
    """Names the machine's kind, not the machine, and the versions of these packages."""
    cpu = next(
        (line.split(":")[1].strip() for line in _read("/proc/cpuinfo") if "model name" in line),
        platform.processor(),
    )
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        **{name: version(name) for name in packages},
        "load_before": os.getloadavg()[0],
    }


def _read(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


def use(data_dir: Path, database_url: str = "") -> None:
    """Point this process, and the servers it starts, at one data folder; then set Django up."""
    os.environ.update(
        LONGARC_DATA_DIR=str(data_dir),
        LONGARC_DATABASE_URL=database_url,
        DJANGO_SETTINGS_MODULE="longarc.config.settings",
    )
    import django

    django.setup()


def longarc(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("longarc")), *arguments]
    return subprocess.run(command, check=True, text=True, capture_output=True, **more)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running `longarc serve`: its port, process, and how long the first answer took."""

    port: int
    process: "subprocess.Popen[bytes]"
    cold: float

    def memory(self) -> int:
        """Resident bytes of the server's processes (the largest mapping counted once each)."""
        found = [self.process.pid, *_children(self.process.pid)]
        return sum(_status(pid, "VmRSS") for pid in found)

    def unique_memory(self) -> int:
        """Bytes that would be given back if the server ended (private pages)."""
        found = [self.process.pid, *_children(self.process.pid)]
        return sum(_rollup(pid) for pid in found)


def _children(pid: int) -> list[int]:
    listed = _read(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed[0].split()] if listed else []


def _status(pid: int, name: str) -> int:
    lines = [line for line in _read(f"/proc/{pid}/status") if line.startswith(name)]
    return int(lines[0].split()[1]) * 1024 if lines else 0


def _rollup(pid: int) -> int:
    lines = [line for line in _read(f"/proc/{pid}/smaps_rollup") if line.startswith("Private_")]
    return sum(int(line.split()[1]) for line in lines) * 1024


@contextmanager
def serving(**environment: str) -> Iterator[Server]:
    """`longarc serve` on a free port of the loopback, ended by its own id afterwards."""
    port = free_port()
    env = {**os.environ, "LONGARC_BIND": f"127.0.0.1:{port}", **environment}
    began = time.perf_counter()
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("longarc")), "serve"],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(port, process)
        yield Server(port, process, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(30)


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(6000):
        if process.poll() is not None:
            raise RuntimeError("the server ended")
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as probe:
                probe.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                if b"200" in probe.recv(64):
                    return
        except OSError:
            time.sleep(0.005)
    raise RuntimeError("the server did not start")


def session_for(user: Any) -> str:
    """The cookie value of a session in which this account is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "longarc.web.accounts.Backend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store["account_authentication_methods"] = [{"method": "mfa", "type": "totp"}]
    store["account_authentication_methods_user"] = str(user.pk)
    store.create()
    return str(store.session_key)


def get(path: str, session: str, accept: str = "*/*") -> bytes:
    return (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: session={session}\r\n"
        f"Accept: {accept}\r\n\r\n"
    ).encode()


def post(path: str, session: str, body: object) -> bytes:
    data = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: session={session}; csrf={TOKEN}\r\n"
        f"X-CSRFToken: {TOKEN}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


def check_in_requests(who: list[tuple[str, str]], count: int) -> list[bytes]:
    """Posts of one new check-in each, the clients taking turns."""
    now = datetime.now(UTC).isoformat()
    entry: dict[str, Any] = {"kind": "check_in", "state": "within", "at": now, "method": "touch"}
    requests = []
    for number in range(count):
        session, client = who[number % len(who)]
        body = {"client": client, "entries": [{**entry, "uid": str(uuid.uuid4())}]}
        requests.append(post("/api/entries", session, body))
    return requests


@dataclass
class Result:
    """Seconds of each answered request, and the wall time of all."""

    seconds: list[float]
    wall: float
    refused: int

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.wall

    def at(self, share: float) -> float:
        """The value under which this share of the answers came, in milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000

    def line(self) -> str:
        return (
            f"{self.rate:7.0f}/s  p50 {self.at(0.5):6.2f} ms  p99 {self.at(0.99):6.2f} ms"
            f"  refused {self.refused}"
        )


class _Caller:
    """One kept connection: sends a request, waits for the whole answer, sends the next."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.buffer = b""
        self.began = 0.0

    def send(self, request: bytes) -> None:
        self.buffer = b""
        self.began = time.perf_counter()
        self.socket.setblocking(True)
        self.socket.sendall(request)
        self.socket.setblocking(False)

    def answered(self) -> int | None:
        """The status once the whole answer is there, else None."""
        part = self.socket.recv(1 << 20)
        if not part:
            raise ConnectionError("the server closed a kept connection")
        self.buffer += part
        head, found, body = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return None
        low = head.lower()
        if b"content-length:" in low:
            length = int(low.split(b"content-length:")[1].split(b"\r\n")[0])
            done = len(body) >= length
        else:
            done = body.endswith(b"0\r\n\r\n")
        return int(head.split(b" ", 2)[1]) if done else None


def load(port: int, requests: list[bytes], callers: int = 1, good: int = 200) -> Result:
    """Send all requests over `callers` kept connections, each one at a time."""
    waiting = deque(requests)
    watch = selectors.DefaultSelector()
    seconds: list[float] = []
    refused = 0
    began = time.perf_counter()
    for _ in range(min(callers, len(waiting))):
        caller = _Caller(port)
        watch.register(caller.socket, selectors.EVENT_READ, caller)
        caller.send(waiting.popleft())
    while watch.get_map():
        for key, _ in watch.select():
            caller = key.data
            status = caller.answered()
            if status is None:
                continue
            seconds.append(time.perf_counter() - caller.began)
            refused += status != good
            if waiting:
                caller.send(waiting.popleft())
            else:
                watch.unregister(caller.socket)
                caller.socket.close()
    return Result(seconds, time.perf_counter() - began, refused)


def repeat(times: int, run: Callable[[], float]) -> str:
    """Median and range of several runs."""
    found = sorted(run() for _ in range(times))
    return f"{statistics.median(found):.3g} ({found[0]:.3g} to {found[-1]:.3g})"


def scratch() -> Path:
    return Path(tempfile.mkdtemp(prefix="longarc-bench-"))
