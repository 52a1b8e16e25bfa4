"""What a reminder says: one sentence of a fixed list, which tells nothing to whoever else reads it.

Subject lines, notes on a lock screen and titles in a calendar all come from here (decision 20).
"""

import re
from enum import StrEnum

from longarc.care.text import msg


class Wording(StrEnum):
    """The sentences a client can choose from. Stored and sent, never renamed."""

    MOMENT = "moment"
    NOTE = "note"
    TEA = "tea"


TEXTS: dict[Wording, str] = {
    Wording.MOMENT: msg("A moment set aside for you."),
    Wording.NOTE: msg("Your note for today."),
    Wording.TEA: msg("Tea?"),
}

#: So many letters fit on a lock screen.
#: Source: experience 1.6.
LONGEST = 60
# What none of them may say, in whole words: who sends it, what it is about, how much is open
# (experience 1.6).
TELLING = re.compile(
    r"\b(therap\w*|psych\w*|psilocybin|ketamine|mdma|lsd|ayahuasca|ibogaine|mushroom\w*|trip|"
    r"medicine\w*|drug\w*|dose\w*|session\w*|treatment\w*|clinic\w*|practice\w*|care|patient\w*|"
    r"client\w*|doctor\w*|appointment\w*|trauma\w*|crisis|risk|check-?ins?|reminder\w*|overdue|"
    r"late|missed|waiting|mood\w*|feel\w*|anxi\w*|panic|way up|way down|longarc)\b|[\d!]",
    re.IGNORECASE,
)


def telling(text: str) -> str:
    """The first thing in a text that would tell something, or "" when it tells nothing.

    >>> telling("Your session is overdue")
    'session'
    """
    if len(text) > LONGEST:
        return text[LONGEST:]
    found = TELLING.search(text)
    return found[0] if found else ""
