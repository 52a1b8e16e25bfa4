"""The form of the shared formulation, for both sides: its boxes, what was typed, what is theirs."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from uuid import UUID

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from longarc.care import changes as rule
from longarc.care.changes import Change, How
from longarc.care.formulation import (
    MOST_ADAPTATIONS,
    Adaptation,
    Formulation,
    Section,
    made,
)
from longarc.care.reports import clean
from longarc.care.text import Text
from longarc.records.actions.formulation import ChangedMeanwhile
from longarc.records.queries.formulation import Shared, Version

#: Empty places for further ways of coping, besides those that are there.
SPARE = 2
LINES: dict[str, Promise] = {
    "name": gettext_lazy("A way of coping"),
    "gives": gettext_lazy("What it gives"),
    "costs": gettext_lazy("What it costs"),
    "keeps_away": gettext_lazy("What it keeps away"),
}
Words = Mapping[Section, tuple[Promise, Promise | str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one adaptation: the field's name in the form, its label and its text."""

    name: str
    label: Promise
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """One section of the form.

    Args:
        text: what the box begins with; for adaptations `rows` instead.
        changed: somebody else changed this section while the form was open.
        their_words, their_ways: what they kept, when it is not what the box holds.
    """

    section: Section
    label: Promise
    hint: Promise | str
    text: str
    rows: tuple[tuple[Line, ...], ...] = ()
    changed: bool = False
    their_words: str = ""
    their_ways: tuple[Adaptation, ...] = ()

    @property
    def name(self) -> str:
        return f"words-{self.section}"


def boxes(
    value: Formulation,
    form: Collection[Section],
    words: Words,
    meanwhile: ChangedMeanwhile | None = None,
) -> list[Box]:
    """The boxes of a form that begins with `value`."""
    return [_box(value, section, *words[section], meanwhile) for section in form]


def _box(
    value: Formulation,
    section: Section,
    label: Promise,
    hint: Promise | str,
    meanwhile: ChangedMeanwhile | None,
) -> Box:
    changed = meanwhile is not None and section in meanwhile.together.theirs
    both = meanwhile is not None and section in meanwhile.together.both
    theirs = meanwhile.now.value if meanwhile and both else Formulation()
    ways = section is Section.ADAPTATIONS
    return Box(
        section=section,
        label=label,
        hint=hint,
        text=value.words.get(section, ""),
        rows=_rows(value.adaptations) if ways else (),
        changed=changed,
        their_words=theirs.words.get(section, ""),
        their_ways=theirs.adaptations if ways else (),
    )


def _rows(told: Collection[Adaptation]) -> tuple[tuple[Line, ...], ...]:
    wanted = min(len(told) + SPARE, max(MOST_ADAPTATIONS, len(told)))
    filled = [*told, *[Adaptation()] * (wanted - len(told))]
    return tuple(
        tuple(
            Line(f"way-{n}-{one.name}", LINES[one.name], getattr(way, one.name))
            for one in fields(Adaptation)
        )
        for n, way in enumerate(filled)
    )


def typed(post: QueryDict, form: Collection[Section]) -> Formulation:
    """What the form holds, of whatever length: nothing that was typed is cut."""
    words = {section: _said(post, f"words-{section}") for section in form}
    ways = tuple(
        Adaptation(*(_said(post, f"way-{n}-{one.name}") for one in fields(Adaptation)))
        for n in range(MOST_ADAPTATIONS + 1)
    )
    kept = {section: text for section, text in words.items() if text}
    return Formulation(kept, tuple(way for way in ways if way != Adaptation()))


def checked(value: Formulation) -> Formulation:
    """The same, fit to be kept.

    Raises:
        TooLong: with the section and a sentence.
    """
    return made(value.words, value.adaptations)


def _said(post: QueryDict, name: str) -> str:
    return clean(post.get(name, "")).replace("\r\n", "\n").strip()


def base(post: QueryDict) -> UUID | None:
    """The version that the form was made from; None: there was none, or it cannot be told."""
    try:
        return UUID(post.get("base", ""))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a section: new, left out or the same; `label`: the line of an adaptation."""

    how: How
    label: Promise | str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions and what is different between them.

    Args:
        says: the difference in one sentence.
        changes: the sections that are different, each with its name and all of its sentences.
    """

    old: Version
    new: Version
    says: Text
    changes: tuple[tuple[Promise, tuple[Sentence, ...]], ...]


def difference(shared: Shared, asked: QueryDict, words: Words) -> Difference | None:
    """Between the versions whose numbers are asked for; else the newest and the one before it.

    None: there are no two versions.
    """
    if len(shared.versions) < 2:
        return None
    pick = _picker(shared)
    new = pick(asked.get("to", "")) or shared.versions[-1]
    old = pick(asked.get("from", "")) or shared.versions[max(new.number - 2, 0)]
    found = rule.changes(old.value, new.value)
    named = tuple((words[one.section][0], _sentences(one)) for one in found)
    return Difference(old, new, rule.says(found), named)


def _sentences(change: Change) -> tuple[Sentence, ...]:
    return tuple(Sentence(line.how, LINES.get(line.about, ""), line.text) for line in change.lines)


def _picker(shared: Shared) -> Callable[[str], Version | None]:
    by_number = {str(one.number): one for one in shared.versions}
    return by_number.get
