"""Web push: one code of a fixed list, sealed for one device (RFC 8030, 8291, 8292).

The push service learns that something comes, when, and from which server; never what. Redirects
are not followed, and an address inside a network is never connected to.
"""

import http.client
import ipaddress
import json
import socket
import ssl
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from py_vapid import Vapid02

from longarc.care.reminder_states import Outcome
from longarc.records.actions.outgoing import Letter
from longarc.records.push_keys import private_key
from longarc.records.push_places import HTTPS_PORT, allowed, is_local, unpacked

PATIENCE = 15
#: Every note has this length before it is sealed, so that its size tells nothing.
SIZE = 32
#: A token is good for so long. Source: RFC 8292, 2 (24 hours at most).
TOKEN_LASTS = timedelta(hours=12)
TAKEN = frozenset({200, 201, 202, 204})
#: The device has turned push off, or is gone. Source: RFC 8030, 7.3.
ENDED = frozenset({404, 410})
#: Surely not taken, perhaps later. Source: RFC 8030, 8.4; RFC 9110, 15.6.4.
NOT_NOW = frozenset({429, 503})


class NotPublic(OSError):
    """The name leads into a network that is none of the world's."""


def send(letter: Letter, at: datetime) -> Outcome:
    """Hand it to the device's push service."""
    device = letter.device
    if device is None:
        return Outcome.GONE
    if not allowed(device.endpoint):
        return Outcome.NOT_SET_UP
    try:
        connection = _connected(device.endpoint)
    except OSError:
        return Outcome.NOT_TAKEN
    try:
        return _hand_over(connection, letter, device.endpoint, at)
    finally:
        connection.close()


def _hand_over(
    connection: http.client.HTTPConnection, letter: Letter, endpoint: str, at: datetime
) -> Outcome:
    body, path = sealed(letter), endpoint.split("/", 3)[3]
    try:
        connection.request("POST", f"/{path}", body, headers(letter, endpoint, at))
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return Outcome.UNKNOWN
    if status in TAKEN:
        return Outcome.SENT
    if status in ENDED:
        return Outcome.GONE
    if status in NOT_NOW:
        return Outcome.NOT_TAKEN
    return Outcome.UNKNOWN if status >= 500 else Outcome.REFUSED


def sealed(letter: Letter) -> bytes:
    """The code of the sentence, filled up with spaces, for the keys of one device (RFC 8291)."""
    keys = json.loads(letter.device.keys) if letter.device else {}
    made: bytes = http_ece.encrypt(  # type: ignore[no-untyped-call]
        letter.text.encode().ljust(SIZE),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=unpacked(keys["p256dh"]),
        auth_secret=unpacked(keys["auth"]),
        version="aes128gcm",
    )
    return made


def headers(letter: Letter, endpoint: str, at: datetime) -> dict[str, str]:
    """With the server's signature (RFC 8292); `Topic` lets a later note take an earlier's place."""
    parts, origin = urlsplit(endpoint), urlsplit(settings.ORIGIN)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + TOKEN_LASTS).timestamp()),
        "sub": f"https://{origin.hostname}",
    }
    return {
        **Vapid02(private_key()).sign(claims),  # type: ignore[no-untyped-call]
        "TTL": str(max(0, int((letter.until - at).total_seconds()))),
        "Topic": "note",
        "Urgency": "normal",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
    }


def _connected(endpoint: str) -> http.client.HTTPConnection:
    """Connected to an address that was looked at, so that no second look-up can change it.

    Raises:
        OSError: nobody is there, or it is inside a network; nothing was sent.
    """
    parts = urlsplit(endpoint)
    host, port = str(parts.hostname), parts.port or HTTPS_PORT
    made = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    if is_local(endpoint):
        made.connect()
        return made
    plain = socket.create_connection((public_address(host, port), port), PATIENCE)
    made.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    return made


def public_address(host: str, port: int) -> str:
    """An address of a host, when all of them are the world's.

    Raises:
        OSError: there is none, or one is not.
    """
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(_public(address) for address in found):
        raise NotPublic(host)
    return found[0]


def _public(address: str) -> bool:
    one = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(one, "ipv4_mapped", None) or getattr(one, "sixtofour", None)
    return (inner or one).is_global and not one.is_multicast
