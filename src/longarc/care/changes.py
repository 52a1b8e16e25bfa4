"""What is different between two versions of a formulation, sentence by sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from longarc.care.formulation import Adaptation, Formulation, Section
from longarc.care.text import Text, msg

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")


class How(StrEnum):
    SAME = "same"
    ADDED = "added"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence. `about` names the field of an adaptation that it is from, or is empty."""

    how: How
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One section that is different."""

    section: Section
    lines: tuple[Line, ...]


Piece = tuple[str, str]


def sentences(text: str) -> list[str]:
    """
    >>> sentences("I froze. Then it passed.\\nAlone")
    ['I froze.', 'Then it passed.', 'Alone']
    """
    return [part.strip() for part in _BETWEEN_SENTENCES.split(text) if part.strip()]


def changes(old: Formulation, new: Formulation) -> tuple[Change, ...]:
    """The sections that are different, each with all of its sentences, in the order of the page."""
    different = (section for section in Section if old.of(section) != new.of(section))
    return tuple(
        Change(section, _lines(_pieces(old.of(section)), _pieces(new.of(section))))
        for section in different
    )


def between(old: str, new: str) -> tuple[Line, ...]:
    """Two texts sentence by sentence.

    >>> [(line.how.value, line.text) for line in between("I can stop.", "I can stop. And go.")]
    [('same', 'I can stop.'), ('added', 'And go.')]
    """
    return _lines(_pieces(old), _pieces(new))


def says(found: Sequence[Change]) -> Text:
    """The difference in one sentence, before any detail."""
    if not found:
        return Text(msg("Nothing is different."))
    one, many = msg("%(n)s part is different."), msg("%(n)s parts are different.")
    return Text(one, {"n": len(found)}, many=many)


def _pieces(told: str | tuple[Adaptation, ...]) -> list[Piece]:
    if isinstance(told, str):
        return [("", sentence) for sentence in sentences(told)]
    return [
        (about, sentence)
        for one in told
        for about in Adaptation.__dataclass_fields__
        for sentence in sentences(getattr(one, about))
    ]


def _lines(old: list[Piece], new: list[Piece]) -> tuple[Line, ...]:
    found: list[Line] = []
    for kind, i, to_i, j, to_j in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            found += [Line(How.SAME, text, about) for about, text in new[j:to_j]]
        else:
            found += [Line(How.LEFT_OUT, text, about) for about, text in old[i:to_i]]
            found += [Line(How.ADDED, text, about) for about, text in new[j:to_j]]
    return tuple(found)
