"""Sealing messages of a concern: HPKE (RFC 9180) and HKDF (RFC 5869) as `cryptography` has them.

A box opens with one private key, under the tag that it was sealed for, and not when one bit of it
was changed. The name of a thread and the key of its answers are derived from the receipt, so that
whoever holds the receipt needs nothing else; the way back is closed.
"""

import base64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from longarc.care.concerns import MOST_IN_THREAD, Handle, Message, packed, unpacked

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
ABOUT = "longarc concern 1"


class NotOpened(Exception):
    """The box is not for this key and tag, or it is not what it was when it was sealed."""


def new_key() -> bytes:
    """A private key, 32 bytes."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> str:
    """The public part, in hex."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


def seal(message: Message, public: str, tag: str) -> str:
    """The message for the holder of a key, different each time.

    Raises:
        ValueError: that is no public key, or the message is too long.
    """
    to = X25519PublicKey.from_public_bytes(bytes.fromhex(public))
    return base64.b64encode(SUITE.encrypt(packed(message), to, info=_info(tag))).decode()


def unseal(box: str, private: bytes, tag: str) -> Message:
    """The message again.

    Raises:
        NotOpened: with this key and under this tag there is nothing in it.
    """
    try:
        sealed = base64.b64decode(box, validate=True)
        opener = X25519PrivateKey.from_private_bytes(private)
        return unpacked(SUITE.decrypt(sealed, opener, info=_info(tag)))
    except (InvalidTag, ValueError, KeyError, TypeError) as problem:
        raise NotOpened from problem


def _info(tag: str) -> bytes:
    return f"{ABOUT} {tag}".encode()


def derived(secret: bytes, purpose: str) -> bytes:
    """32 bytes of their own for each purpose; they do not lead back to the secret."""
    info = f"{ABOUT}: {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret)


def reply_key(receipt: bytes) -> bytes:
    """The private key that opens the answers."""
    return derived(receipt, "answers")


def handle_of(receipt: bytes, keys: tuple[int, ...] = ()) -> Handle:
    """What those who answer are given."""
    thread = derived(receipt, "thread").hex()
    return Handle(thread, public_of(reply_key(receipt)), keys)


def tag(thread: str, purpose: str) -> str:
    """Where a message stands, as those can work it out who know the thread."""
    return derived(bytes.fromhex(thread), purpose).hex()


def places(thread: str) -> list[str]:
    """The tags of the messages for the holder of the receipt, in their order."""
    return [tag(thread, f"for the receipt {n}") for n in range(MOST_IN_THREAD)]
