"""Between granian and the WSGI application: a request goes in only once all of it is here.

A thread that waits for the rest of a body does nothing else meanwhile, so that a handful of slow
phones, or of bad intent, would stop a practice. Here waiting costs no thread: granian reads the
headers, within its own limit of time, and this reads the body, within ours, and both wait as many
times over as there are connections. Only whole requests take one of the few threads that work.
"""

import asyncio
import io
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from granian.rsgi import HTTPProtocol, ProtocolClosed, ProtocolError, Scope

#: Bytes of a body. Django's own limit for forms (1 MiB) answers with a page; this is the wall.
LARGEST = 2 * 1024 * 1024
#: Seconds for a whole body: 64 KB of words through a bad connection of 2 KB a second.
LONGEST = 40.0

PLAIN = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
#: For somebody who sent too much, or through too slow a connection: what is safe, then what to do.
WORDS = (
    "Nothing was kept. It was too long, or it took too long to arrive. Go back: your words are "
    "still in the form. Send less at once, or try again where the connection is better.\n"
)

Environ = dict[str, Any]
Headers = list[tuple[str, str]]


class Refused(Exception):
    """A request that is not passed on; carries the status it is answered with."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Headers
    body: bytes


class Gateway:
    """What granian calls (RSGI) for each request of one worker process."""

    def __init__(
        self, application: Callable[..., Iterable[bytes]], threads: int, longest: float = LONGEST
    ) -> None:
        self._application, self._threads, self._longest = application, threads, longest
        self._pool: ThreadPoolExecutor | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        # Made here, in the worker: threads do not come along when a process is forked.
        self._pool = ThreadPoolExecutor(self._threads, "request")

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._pool:
            self._pool.shutdown()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        try:
            body = await self._body(scope, protocol)
        except Refused as refused:
            protocol.response_str(refused.status, PLAIN, WORDS)
        except (ProtocolClosed, ProtocolError):
            return  # whoever was sending has gone
        else:
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(self._pool, self._answer, environ(scope, body))
            protocol.response_bytes(answer.status, answer.headers, answer.body)

    async def _body(self, scope: Scope, protocol: HTTPProtocol) -> bytes:
        """All of the body.

        Raises:
            Refused: it is too long, its length is not said, or it took too long.
        """
        length = length_of(scope)
        if not length:
            return b""
        try:
            return await asyncio.wait_for(protocol(), self._longest)
        except TimeoutError:
            raise Refused(408) from None

    def _answer(self, environ: Environ) -> Answer:
        """What the application answers. Runs in one of the threads."""
        said: list[tuple[int, Headers]] = []

        def start(status: str, headers: Headers, _error: Any = None) -> None:
            said[:] = [(int(status.split(" ", 1)[0]), headers)]

        parts = self._application(environ, start)
        try:
            body = b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
        status, headers = said[0]
        return Answer(status, headers, body)


def length_of(scope: Scope) -> int:
    """Bytes of the body, as its sender says.

    Raises:
        Refused: more than we take (413), or a body of unknown length (411), which no browser
            sends with a form.
    """
    if "transfer-encoding" in scope.headers:
        raise Refused(411)
    length = int(scope.headers.get("content-length") or 0)
    if length > LARGEST:
        raise Refused(413)
    return length


def environ(scope: Scope, body: bytes) -> Environ:
    """The request as WSGI (PEP 3333) wants it.

    A header with an underscore is left out: it could pass for one that a proxy has set.
    """
    server, _, port = scope.server.rpartition(":")
    return {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server or "localhost",
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    } | _headers(scope)


def _headers(scope: Scope) -> Environ:
    found: Environ = {}
    for name, value in scope.headers.items():
        if name == "content-length" or "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        joined = "; " if name == "cookie" else ","
        found[key] = f"{found[key]}{joined}{value}" if key in found else value
    return found
