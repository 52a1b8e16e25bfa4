"""E-mail: one sentence, to one address, by the practice's own mail server.

What may have been taken is never called refused. Before the message is handed over every failure
is "not taken"; after that only the server's own answer counts, and no answer is "unknown".
"""

import smtplib
from datetime import datetime
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext

from longarc.care.reminder_states import Outcome
from longarc.care.reminder_words import TEXTS, telling
from longarc.care.ways_in import NOTICES, Notice
from longarc.records.actions.outgoing import Letter
from longarc.records.link_tokens import stop_token as stop_link_token
from longarc.records.reminder_rows import stop_token

#: An answer of 400 to 499 means "not now" (RFC 5321, 4.2.1).
NOT_NOW = range(400, 500)


def send(letter: Letter, at: datetime) -> Outcome:  # noqa: ARG001 - as all carriers
    """Hand it to the mail server. That it was taken does not say that it arrived."""
    if not settings.MAIL_READY:
        return Outcome.NOT_SET_UP
    if not letter.address:
        return Outcome.NO_ADDRESS
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException):
        return Outcome.NOT_TAKEN
    try:
        return _hand_over(letter, connection)
    finally:
        _hang_up(connection)


def message(letter: Letter, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The whole e-mail: a neutral name, a sentence as its subject, and the same one inside."""
    text = gettext(sentence(letter))
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return EmailMessage(
        subject=text,
        body=f"{text}\n{no_link(letter)}",
        from_email=formataddr((settings.APP_NAME, address)),
        to=[letter.address],
        headers={
            "Message-ID": f"<{letter.uid}@{address.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
            **way_out(letter),
        },
        connection=connection,
    )


def sentence(letter: Letter) -> str:
    text = letter.text
    return NOTICES[text] if isinstance(text, Notice) else TEXTS[text]


def no_link(letter: Letter) -> str:
    """What to press when it was not you; to a client only if the server's name tells nothing."""
    if not letter.stops:
        return ""
    if letter.to_client and telling(urlsplit(settings.ORIGIN).hostname or ""):
        return (
            "\n" + gettext("If it was not you, open your pages and say so there, or call.") + "\n"
        )
    said = gettext("If it was not you, open this and press the button:")
    return f"\n{said}\n{settings.ORIGIN}/not-me/{stop_link_token(letter.uid)}/\n"


def way_out(letter: Letter) -> dict[str, str]:
    """What mail programs offer as "Unsubscribe" (RFC 2369), where the server's name tells nothing.

    It stands in the head of the mail, where nobody reads by chance.
    """
    host = urlsplit(settings.ORIGIN).hostname or ""
    if isinstance(letter.text, Notice) or not settings.HTTPS or telling(host):
        return {}
    return {"List-Unsubscribe": f"<{settings.ORIGIN}/days/{stop_token(letter.uid)}/stop/>"}


def _hand_over(letter: Letter, connection: BaseEmailBackend) -> Outcome:
    try:
        message(letter, connection).send()
    except smtplib.SMTPRecipientsRefused as refused:
        return _answered(*(code for code, _ in refused.recipients.values()))
    except smtplib.SMTPResponseException as refused:
        return _answered(refused.smtp_code)
    except (smtplib.SMTPNotSupportedError, ValueError):
        # An address or a name that is none, or that would write lines of its own into the head:
        # both libraries look at them before anything is handed over.
        return Outcome.REFUSED
    except (OSError, smtplib.SMTPException):
        return Outcome.UNKNOWN
    return Outcome.SENT


def _answered(*codes: int) -> Outcome:
    return Outcome.NOT_TAKEN if all(code in NOT_NOW for code in codes) else Outcome.REFUSED


def _hang_up(connection: BaseEmailBackend) -> None:
    """What is said at parting changes nothing."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        return
