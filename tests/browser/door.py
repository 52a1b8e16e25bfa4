"""A door in front of the test server that can be shut, and a browser that can be killed."""

import os
import signal
import socket
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path


class Door:
    """Passes connections on to the server; shut, it refuses them, as a stopped server does."""

    def __init__(self, to: tuple[str, int]) -> None:
        self.to = to
        self.port = 0
        self.listener: socket.socket | None = None
        self.passing: list[socket.socket] = []
        self.open()

    @property
    def base(self) -> str:
        return f"http://localhost:{self.port}"

    def open(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, args=(self.listener,), daemon=True).start()

    def shut(self) -> None:
        if self.listener:
            self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
        self.listener = None
        for end in self.passing:
            _end(end)
        self.passing.clear()

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            far = socket.create_connection(self.to)
            self.passing += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    try:
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        _end(one)
        _end(other)


def _end(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def kill_browser(profile: Path) -> None:
    """SIGKILL for the browser that a test started with this profile, as if the phone had died."""
    told = subprocess.run(
        ["ps", "-axwwo", "pid=,args="], capture_output=True, text=True, check=True
    )
    mine = [line for line in told.stdout.splitlines() if f"--user-data-dir={profile}" in line]
    browsers = [int(line.split()[0]) for line in mine if "--type=" not in line]
    assert browsers, "the browser of this test is not running"
    for pid in browsers:
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.5)
    for lock in profile.glob("Singleton*"):
        lock.unlink()
