"""Keys for small secrets, derived from the one secret key."""

import base64
from functools import cache

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


@cache
def fernet(purpose: str) -> Fernet:
    """Authenticated encryption with a key of its own for each purpose (HKDF, RFC 5869)."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"longarc {purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))


def factors() -> Fernet:
    """What second factors are sealed with."""
    return fernet("second factors")


def readable(row: Authenticator) -> bool:
    """Whether it was sealed under the key that is here: a lost key makes it as good as absent."""
    sealed = row.data.get("secret") or row.data.get("seed")
    try:
        return not sealed or bool(factors().decrypt(sealed.encode()))
    except InvalidToken:
        return False


def unreadable() -> int:
    """How many code apps and sets of recovery codes nobody can use, for want of the key."""
    found = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    return sum(not readable(row) for row in found)
