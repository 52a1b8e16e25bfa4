"""The key that web push knows this server by (VAPID, RFC 8292): made from the secret key."""

import base64

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils.crypto import salted_hmac

#: The number of points of P-256 (FIPS 186-5): private keys are 1 to ORDER - 1.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def private_key() -> ec.EllipticCurvePrivateKey:
    """The same as long as LONGARC_SECRET_KEY is; with another, push has to be turned on anew."""
    made = salted_hmac("longarc web push", "key", algorithm="sha256").digest()
    return ec.derive_private_key(int.from_bytes(made, "big") % (ORDER - 1) + 1, ec.SECP256R1())


def public_key() -> str:
    """What browsers are given, in base64url."""
    point = private_key().public_key()
    packed = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")
