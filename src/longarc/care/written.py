"""Random bits as a person writes them down and types them back: groups of four signs.

32 signs without I, L, O and U (Crockford's base 32), so that none is taken for another. The last
bits are a check, so that a slip of the pen is told apart from a receipt that nobody has.
"""

from hashlib import sha256

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TAKEN_FOR = str.maketrans("OIL", "011")
BITS = 5
GROUP = 4
#: A wrong sign goes unnoticed once in 4,096 times. Longarc's own starting rule, unsigned.
LEAST_CHECK = 12


def written(secret: bytes) -> str:
    """`secret` in groups: 16 bytes become 7 groups, 32 bytes become 14.

    >>> written(bytes(16))
    '0000 0000 0000 0000 0000 0000 00VM'
    """
    check = _check_bits(len(secret))
    number = int.from_bytes(secret, "big") << check | _check(secret, check)
    count = (8 * len(secret) + check) // BITS
    signs = [SIGNS[number >> BITS * place & 31] for place in range(count - 1, -1, -1)]
    return " ".join("".join(signs[at : at + GROUP]) for at in range(0, count, GROUP))


def read(text: str, size: int) -> bytes | None:
    """The `size` bytes behind what somebody typed; None when a sign is off.

    Small letters, spaces, lines and dashes make no difference; O is 0, I and L are 1.
    """
    signs = "".join(sign for sign in text.upper() if sign.isalnum()).translate(TAKEN_FOR)
    check = _check_bits(size)
    if len(signs) != (8 * size + check) // BITS or not set(signs) <= set(SIGNS):
        return None
    number = 0
    for sign in signs:
        number = number << BITS | SIGNS.index(sign)
    secret = (number >> check).to_bytes(size, "big")
    return secret if number & ((1 << check) - 1) == _check(secret, check) else None


def _check_bits(size: int) -> int:
    """As many as fill the last group, and no fewer than `LEAST_CHECK`."""
    return LEAST_CHECK + -(8 * size + LEAST_CHECK) % (BITS * GROUP)


def _check(secret: bytes, bits: int) -> int:
    return int.from_bytes(sha256(secret).digest(), "big") >> (256 - bits)
