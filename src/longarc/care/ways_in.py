"""Ways into an account that was open before: no link opens one alone (decision 29, ADR 36).

A link opens with a recovery code of the person's own, after a second person of the practice has
said how they knew them, or after a wait. All of it is told to the person, who can stop it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from longarc.care.decision import ALLOWED, Decision, refuse
from longarc.care.text import Text, msg

#: The wait that a practice begins with, and the shortest that it may set. Source: decision 29.
WAIT_HOURS, LEAST_HOURS = 72, 24
#: Longarc's own starting rule, unsigned: a longer wait would keep people out for no gain.
MOST_HOURS = 14 * 24
#: Whoever has worked here for less confirms nobody. Source: decision 38.
YOUNG = timedelta(hours=72)
#: Old addresses are told so long after a change. Source: decision 29.
OLD_ADDRESS = timedelta(days=30)
#: An opening without the person's own code can be stopped from a mail so long; and after it the
#: words of someone who had no codes open again. Longarc's own starting rule, unsigned (ADR 36).
WORDS_OPEN_AFTER = timedelta(days=30)
#: What the second person writes: so many letters at least and at most. Own rule, unsigned.
LEAST_LETTERS, MOST_LETTERS = 10, 500


class How(StrEnum):
    """By what a link was opened. Stored, never renamed."""

    FIRST = "first"
    CODE = "code"
    CONFIRMED = "confirmed"
    WAITED = "waited"
    SERVER = "server"


#: Nothing of the person's own was shown.
NOT_THEIR_OWN = frozenset({How.CONFIRMED, How.WAITED, How.SERVER})


class Notice(StrEnum):
    """What a person is told of a link. Stored and sent, never renamed."""

    MADE = "link_made"
    OPENED = "link_opened"
    SERVER = "link_server"


NOTICES: dict[Notice, str] = {
    Notice.MADE: msg("A new way in was asked for. Was it you?"),
    Notice.OPENED: msg("A new way in was opened. Was it you?"),
    Notice.SERVER: msg("A way in was made from the server."),
}


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a link stands. `opens_at` empty: it is somebody's first."""

    opens_at: datetime | None
    confirmed: bool = False
    server: bool = False


def opens_from(made: datetime, hours: int, *, before: datetime | None) -> datetime:
    """When a link that is made now opens by itself: never sooner than one that waits already.

    >>> opens_from(datetime(2030, 1, 1), 1, before=None)
    datetime.datetime(2030, 1, 2, 0, 0)
    """
    by_setting = made + timedelta(hours=min(max(hours, LEAST_HOURS), MOST_HOURS))
    return max(by_setting, before) if before else by_setting


def how(stand: Stand, *, own_code: bool, at: datetime) -> How | None:
    """By what this link opens now; None: it waits."""
    if stand.opens_at is None:
        return How.FIRST
    if own_code:
        return How.CODE
    if stand.server:
        return How.SERVER
    if stand.confirmed:
        return How.CONFIRMED
    return How.WAITED if stand.opens_at <= at else None


@dataclass(frozen=True, slots=True)
class Second:
    """The person who wants to confirm a link. `since`: when they began to work here.

    `proven`: their own account was not opened by a link lately without a code of their own.
    """

    made_it: bool
    is_theirs: bool
    since: datetime
    proven: bool


def may_confirm(who: Second, words: str, *, at: datetime) -> Decision:
    """Whether this person counts as a second one, and says enough."""
    if who.made_it or who.is_theirs:
        sentence = msg("Nothing was confirmed. It takes someone who did not make this link.")
        return refuse("same_person", Text(sentence))
    if at - who.since < YOUNG or not who.proven:
        sentence = msg(
            "Nothing was confirmed. Someone whose own account is new, or was opened anew, "
            "confirms nobody yet."
        )
        return refuse("too_new", Text(sentence))
    if not LEAST_LETTERS <= len(words) <= MOST_LETTERS:
        sentence = msg("Nothing was confirmed yet. Write in a sentence how you knew who it was.")
        return refuse("no_words", Text(sentence))
    return ALLOWED


def words_open_at(opened: datetime, *, has_codes: bool) -> datetime | None:
    """When unshared words open by themselves; None: only with a recovery code that was kept."""
    return None if has_codes else opened + WORDS_OPEN_AFTER


def shut(shut_at: datetime | None, open_at: datetime | None, *, at: datetime) -> datetime | None:
    """What was written before the moment that is returned is shut now; None: nothing is."""
    return None if open_at is not None and open_at <= at else shut_at
