"""What a client expects of one session, asked before each of them; every answer can be left out."""

import json
from dataclasses import astuple, dataclass

from longarc.care.text import Text, msg

#: The most letters of one answer. Source: Longarc's own starting rule, unsigned.
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Expected:
    """In the client's own words: what they hope, what they fear, the pressure they feel."""

    hope: str = ""
    fear: str = ""
    pressure: str = ""

    @property
    def empty(self) -> bool:
        return not any(astuple(self))

    def written(self) -> str:
        """As JSON, to be sealed."""
        return json.dumps(astuple(self), ensure_ascii=False)

    @classmethod
    def parse(cls, text: str) -> "Expected":
        """What `written` wrote.

        >>> Expected.parse(Expected(hope="rest").written()).hope
        'rest'
        """
        return cls(*json.loads(text))


class TooLong(ValueError):
    """Nothing was kept; `text` says how to go on."""

    text = Text(
        msg("Your words are still here. The most we can keep in one box is %(limit)s letters."),
        {"limit": LONGEST},
    )


def checked(told: Expected) -> Expected:
    """The same, fit to be kept.

    Raises:
        TooLong: an answer is longer than is kept.
    """
    if any(len(text) > LONGEST for text in astuple(told)):
        raise TooLong
    return told
