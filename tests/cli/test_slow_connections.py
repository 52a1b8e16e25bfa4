"""Requests that are never finished stop nobody else's.

A phone in a tunnel, or somebody who means it: a thousand connections with half a header or half a
body. With a server whose threads wait for bodies, a handful is enough, and the last test says so.
"""

import http.client
import os
import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from tests.cli.conftest import Home, new_home
from tests.cli.server import Phone, Server, free_port

SLOW = 1000
ASKED = 100
#: Seconds for 95 of 100 other requests. A promise, not a benchmark: it is usually 0.02.
MOST = 0.5
HEADERS = b"GET /support/ HTTP/1.1\r\nHost: localhost\r\n"
BODY = (
    b"POST /enquire/ HTTP/1.1\r\nHost: localhost\r\nCookie: csrf=%s\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 90000\r\n\r\nwords="
) % (b"c" * 32)


@pytest.fixture(scope="module", autouse=True)
def room() -> Iterator[None]:
    """Enough open files for a thousand connections from this side."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, _demonstration: Home) -> Iterator[Home]:
    with new_home(tmp_path_factory.mktemp("slow") / "home", _demonstration) as made:
        yield made


@pytest.fixture(scope="module")
def server(home: Home) -> Iterator[Server]:
    made = Server(home)
    made.start()
    yield made
    made.stop()


@contextmanager
def unfinished(port: int, count: int) -> Iterator[list[socket.socket]]:
    """Connections that stay open, half of them in the headers, half in the body."""
    with ExitStack() as open_ones:
        made = []
        for number in range(count):
            slow = open_ones.enter_context(socket.create_connection(("127.0.0.1", port), 5))
            slow.sendall(BODY if number % 2 else HEADERS)
            made.append(slow)
        yield made


def seconds(port: int, path: str = "/support/") -> float:
    """How long one answer takes.

    Raises:
        OSError: it did not come within three seconds.
    """
    began = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=3)) as asked:
        asked.request("GET", path)
        assert asked.getresponse().read()
    return time.perf_counter() - began


def test_a_thousand_unfinished_requests_hold_nobody_up(server: Server):
    seconds(server.port)
    with unfinished(server.port, SLOW) as slow:
        taken = sorted(seconds(server.port) for _ in range(ASKED))
        assert len(slow) == SLOW
    assert taken[int(0.95 * ASKED)] < MOST, taken[-10:]


def test_bytes_that_drip_in_hold_nobody_up_either(server: Server):
    with unfinished(server.port, SLOW) as slow:
        taken = []
        for turn in range(20):
            for one in slow[turn::5]:
                one.sendall(b"x")  # one more letter of a header's name, or of the words
            taken.append(seconds(server.port))
    assert sorted(taken)[-2] < MOST, taken


def test_a_check_in_is_kept_while_they_wait(home: Home, server: Server):
    phone = Phone(home, server.port)
    with unfinished(server.port, SLOW):
        status, answer = phone.send([phone.entry()])
    phone.hang_up()
    assert (status, answer["results"][0]["outcome"]) == (200, "kept")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"Content-Length: 3000000\r\n", 413),
        (b"Transfer-Encoding: chunked\r\n", 411),
        (b"Content-Length: 4\r\nContent-Length: 5\r\n", 400),
    ],
)
def test_a_body_that_is_too_long_or_of_unknown_length_is_not_waited_for(
    server: Server, head: bytes, status: int
):
    with closing(socket.create_connection(("127.0.0.1", server.port), 5)) as asked:
        asked.sendall(b"POST /enquire/ HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n")
        assert int(asked.recv(100).split()[1]) == status


@pytest.mark.long
def test_headers_that_never_end_are_hung_up_on(server: Server):
    with closing(socket.create_connection(("127.0.0.1", server.port), 5)) as slow:
        slow.sendall(HEADERS)
        slow.settimeout(20)
        began = time.monotonic()
        assert b"200" not in slow.recv(100)
    assert time.monotonic() - began < 15


def test_a_server_whose_threads_wait_for_bodies_is_stopped(home: Home):
    """The control: the same program behind the same server, without waiting for whole requests."""
    port = free_port()
    words = f"granian --interface wsgi --http 1 --host 127.0.0.1 --port {port}"
    words += " --blocking-threads 4 --no-log longarc.config.wsgi:application"
    server = subprocess.Popen(
        [sys.executable, "-m", *words.split()],
        env=home.environment(
            LONGARC_DEMO="1", PYTHONPATH=os.pathsep.join(sys.path), GRANIAN_WORKERS="1"
        ),
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _until_it_answers(port)
        with unfinished(port, 16), pytest.raises(TimeoutError):
            [seconds(port, "/healthz") for _ in range(ASKED)]
    finally:
        server.terminate()
        server.wait(20)


CADDY = shutil.which("caddy")
GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "run-a-practice.md"


@pytest.mark.long
@pytest.mark.skipif(not CADDY, reason="Caddy is not here: the documented proxy cannot be tried")
def test_they_hold_nobody_up_through_the_documented_proxy_either(server: Server, tmp_path: Path):
    port = free_port()
    written = GUIDE.read_text().split("```caddy\n")[1].split("```")[0]
    assert "127.0.0.1:8000" in written
    written = written.replace("care.example.org", f"http://127.0.0.1:{port}")
    written = written.replace("127.0.0.1:8000", f"127.0.0.1:{server.port}")
    (tmp_path / "Caddyfile").write_text(written.replace("{\n", "{\n    admin off\n", 1))
    words = [str(CADDY), "run", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"]
    proxy = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.DEVNULL)
    try:
        _until_it_answers(port)
        with unfinished(port, SLOW):
            taken = sorted(seconds(port) for _ in range(ASKED))
    finally:
        proxy.terminate()
        proxy.wait(20)
    assert taken[int(0.95 * ASKED)] < MOST, taken[-10:]


def _until_it_answers(port: int) -> None:
    for _ in range(200):
        try:
            seconds(port, "/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the control does not answer")
