"""The words of an item as a page shows them, and what changed since a client said yes."""

from dataclasses import dataclass

from longarc.care.changes import How, Line, between
from longarc.care.consent import Standing, State
from longarc.care.consent_texts import Words
from longarc.care.text import Text
from longarc.web.words import say


def plain(words: Words) -> str:
    """The words in force, as they are read and kept with a yes."""
    return say(words.text) if isinstance(words.text, Text) else words.text


@dataclass(frozen=True)
class Shown:
    """One item on a page. `changes`: from the words that were agreed to, to those in force."""

    one: Standing
    text: str
    changes: tuple[Line, ...] = ()


def shown(one: Standing) -> Shown:
    text = plain(one.words)
    earlier = one.state is State.EARLIER
    return Shown(one, text, differences(one.history[0].text, text) if earlier else ())


def differences(old: str, new: str) -> tuple[Line, ...]:
    """Sentence by sentence; empty when nothing is different."""
    found = between(old, new)
    return found if any(line.how is not How.SAME for line in found) else ()
