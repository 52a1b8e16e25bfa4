"""The secret part of a mail's address against a link: nothing is kept of it."""

from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

UID_LENGTH = 32


def stop_token(notice: UUID) -> str:
    return f"{notice.hex}{_signature(notice.hex)}"


def notice_in(token: str) -> UUID | None:
    """Which notice it stood in; None: in none of ours."""
    told, signed = token[:UID_LENGTH], token[UID_LENGTH:]
    return UUID(told) if constant_time_compare(signed, _signature(told)) else None


def _signature(told: str) -> str:
    return salted_hmac("longarc not me", told, algorithm="sha256").hexdigest()[:UID_LENGTH]
