"""A mail server and a push service on this machine, that do as they are told and remember all."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from py_vapid.utils import b64urldecode, b64urlencode

from tests.cli.server import free_port

TAKEN = "250 taken"


@dataclass
class Mailbox:
    """What a mail server took, in order, and what it says to addresses and messages."""

    taken: list[Message] = field(default_factory=list)
    answer: Callable[[str], str] = lambda _: TAKEN
    about_address: Callable[[str], str] = lambda _: TAKEN
    #: Called when a message has come in whole, before it is taken; and once it is.
    before: Callable[[Message], None] = lambda _: None
    after: Callable[[Message], None] = lambda _: None

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        said = self.about_address(address)
        if said == TAKEN:
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        mail = message_from_bytes(envelope.content or b"")
        self.before(mail)
        said = self.answer(str(mail["To"]))
        if said == TAKEN:
            self.taken.append(mail)
            self.after(mail)
        return said


@contextmanager
def mail_server(box: Mailbox | None = None) -> Iterator[tuple[Mailbox, int]]:
    """A real SMTP server on a free port."""
    kept = box or Mailbox()
    controller = Controller(kept, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield kept, controller.port
    finally:
        controller.stop()


def subject(mail: Message) -> str:
    return str(make_header(decode_header(str(mail["Subject"]))))


@dataclass
class Browser:
    """A device with push turned on: what it tells the server, and the keys that open its notes."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = bytes(range(16))

    def told(self) -> dict[str, str]:
        point = self.private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        keys = {"p256dh": b64urlencode(point), "auth": b64urlencode(self.auth)}
        return {"endpoint": self.endpoint, **keys}

    def opened(self, body: bytes) -> bytes:
        made: bytes = http_ece.decrypt(body, private_key=self.private, auth_secret=self.auth)
        return made


@dataclass
class PushService:
    """Requests that came, and the status that the next ones are answered with; 0: no answer."""

    port: int = 0
    status: int = 201
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def endpoint(self, name: str = "one") -> str:
        return f"http://127.0.0.1:{self.port}/push/{name}"

    def claims(self, number: int = -1) -> dict[str, Any]:
        """What the server signed, once its signature is checked."""
        said = self.came[number][0]["Authorization"]
        assert Vapid02.verify(said)
        token = said.split("t=")[1].split(",")[0]
        told: dict[str, Any] = json.loads(b64urldecode(token.split(".")[1].encode()))
        return told


@contextmanager
def push_service() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.came.append((dict(self.headers), body))
            if service.status:
                self.send_response(service.status)
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
