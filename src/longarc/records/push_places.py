"""Where web push may go: to the push services that the practice allows, and nowhere else.

A device names the address that its notes are sent to. Without this, whoever has an account could
make the server knock on any door.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from django.conf import settings

LONGEST = 1000
AUTH_BYTES = 16
HTTPS_PORT = 443


class NotAllowed(ValueError):
    """No notes go there; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a browser gives when push is turned on: an address, and keys in base64url."""

    endpoint: str
    p256dh: str
    auth: str


def read(raw: Mapping[str, Any]) -> Subscription:
    """The fields `endpoint`, `p256dh` and `auth` of a form.

    Raises:
        NotAllowed: the address is none of a push service, or the keys are no keys.
    """
    told = Subscription(*(str(raw.get(name) or "") for name in ("endpoint", "p256dh", "auth")))
    if not allowed(told.endpoint):
        raise NotAllowed("endpoint")
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), unpacked(told.p256dh))
        if len(unpacked(told.auth)) != AUTH_BYTES:
            raise NotAllowed("auth")
    except (ValueError, binascii.Error) as wrong:
        raise NotAllowed("keys") from wrong
    return told


def unpacked(text: str) -> bytes:
    """Bytes from base64url without padding.

    Raises:
        binascii.Error: it is none.
    """
    padded = (text + "=" * (-len(text) % 4)).encode()
    return base64.b64decode(padded, altchars=b"-_", validate=True)


def allowed(endpoint: str) -> bool:
    """An https address, on its usual port, of a host that LONGARC_PUSH_HOSTS names."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    if len(endpoint) > LONGEST or parts.username or parts.password:
        return False
    if is_local(endpoint):
        return True
    named = any(fnmatchcase(host, pattern) for pattern in settings.PUSH_HOSTS)
    return parts.scheme == "https" and port in {None, HTTPS_PORT} and named


def is_local(endpoint: str) -> bool:
    """A push service on this machine: for tests, which set PUSH_LOCAL; never in a practice."""
    return bool(settings.PUSH_LOCAL) and endpoint.startswith("http://127.0.0.1:")
