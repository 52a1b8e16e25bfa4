"""The shared formulation: what client and care team understand so far, written together.

Its sections name what somebody lived and how they cope, by what it gives and what it costs; none
of them is a diagnosis. Every section may stay empty. Each kept state of it is a version.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass, field
from enum import StrEnum

from longarc.care.text import Text, msg

#: The most letters of one section. Source: Longarc's own starting rule, unsigned.
LONGEST_SECTION = 6_000
#: The most letters of one line of an adaptation. Source: Longarc's own starting rule, unsigned.
LONGEST_LINE = 600
#: The most adaptations that one formulation holds. Source: Longarc's own starting rule, unsigned.
MOST_ADAPTATIONS = 8


class Section(StrEnum):
    """The sections, in the order of the page. Stored, never renamed."""

    BRINGS = "brings"
    HISTORY = "history"
    EARLIER_HELP = "earlier_help"
    CLOSENESS = "closeness"
    ADAPTATIONS = "adaptations"
    TRIGGER = "trigger"
    RESPONSE = "response"
    HELPS = "helps"
    SUPPORTS = "supports"
    EXPECTATIONS = "expectations"
    PRESSURE = "pressure"


#: What a pattern of one's own is made of (care rules, "understanding one's patterns").
PATTERN = (Section.TRIGGER, Section.RESPONSE, Section.HELPS)


@dataclass(frozen=True, slots=True)
class Adaptation:
    """One way of coping: what it gives, what it costs, what it keeps away. Each may be empty."""

    name: str = ""
    gives: str = ""
    costs: str = ""
    keeps_away: str = ""


@dataclass(frozen=True)
class Formulation:
    """One version. `words` holds the sections that are not empty."""

    words: Mapping[Section, str] = field(default_factory=dict)
    adaptations: tuple[Adaptation, ...] = ()

    @property
    def names_a_pattern(self) -> bool:
        """It names a trigger, a familiar response and something that helps."""
        return all(section in self.words for section in PATTERN)

    def of(self, section: Section) -> "str | tuple[Adaptation, ...]":
        if section is Section.ADAPTATIONS:
            return self.adaptations
        return self.words.get(section, "")


EMPTY = Formulation()


def made(words: Mapping[Section, str], adaptations: Collection[Adaptation]) -> Formulation:
    """A formulation without what is empty.

    Raises:
        TooLong: some text is longer than is kept, or there are too many adaptations.
    """
    kept = {section: words[section] for section in Section if words.get(section)}
    told = tuple(one for one in adaptations if any(astuple(one)))
    for section, text in kept.items():
        if len(text) > LONGEST_SECTION:
            raise TooLong(section, LONGEST_SECTION)
    if len(told) > MOST_ADAPTATIONS or any(len(t) > LONGEST_LINE for a in told for t in astuple(a)):
        raise TooLong(Section.ADAPTATIONS, LONGEST_LINE)
    return Formulation(kept, told)


class TooLong(ValueError):
    """Nothing was kept; `section` and `text` say where and how to go on."""

    def __init__(self, section: Section, limit: int) -> None:
        super().__init__(section)
        self.section = section
        self.text = Text(
            msg("Your words are still here. The most we can keep in one box is %(limit)s letters."),
            {"limit": limit},
        )


def written(value: Formulation) -> str:
    """The formulation as JSON, to be sealed."""
    told = {"words": dict(value.words), "adaptations": [astuple(one) for one in value.adaptations]}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def parse(text: str) -> Formulation:
    """What `written` wrote.

    >>> parse(written(Formulation({Section.HELPS: "Cold water"}))).words
    {<Section.HELPS: 'helps'>: 'Cold water'}
    """
    told = json.loads(text)
    words = {section: told["words"][section] for section in Section if section in told["words"]}
    return Formulation(words, tuple(Adaptation(*one) for one in told["adaptations"]))


@dataclass(frozen=True)
class Together:
    """Two people wrote from the same version.

    Args:
        value: the sections of the form as I wrote them, or as they did where I changed nothing;
            all others as they are now.
        theirs: sections of the form that the other changed in their own way.
        both: those of them that I changed as well.
    """

    value: Formulation
    theirs: frozenset[Section]
    both: frozenset[Section]


def together(
    base: Formulation, now: Formulation, mine: Formulation, form: Collection[Section]
) -> Together:
    """What becomes of `mine`, written from `base`, when `now` stands. `form`: sections on it."""
    theirs = frozenset(
        one for one in form if now.of(one) != base.of(one) and now.of(one) != mine.of(one)
    )
    both = frozenset(one for one in theirs if mine.of(one) != base.of(one))
    from_me = {one for one in form if one not in theirs or one in both}
    chosen = {section: (mine if section in from_me else now) for section in Section}
    words = {
        section: source.words[section]
        for section, source in chosen.items()
        if section in source.words
    }
    return Together(Formulation(words, chosen[Section.ADAPTATIONS].adaptations), theirs, both)
