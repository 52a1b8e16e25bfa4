"""What each medicine that was told turns out to be: known classes, and what nobody could name yet.

A name counts as known when the file has it exactly, or when someone of the care team wrote what
it is and the file has that exactly. Names that it only looks like are offered, never taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from longarc.care.interactions import INTERACTIONS, NOTHING_FOUND, Interaction
from longarc.care.medicine_names import Found, Names, parts
from longarc.care.screening_facts import (
    Facts,
    Identified,
    Medicine,
    identified,
    key_of,
    standing,
)
from longarc.care.sources import Substance


@dataclass(frozen=True, slots=True)
class Part:
    """One class (a code of `INTERACTIONS`) with the generic names that put it there."""

    code: str
    generics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One medicine as it is read.

    Args:
        key: names it among the others.
        all_parts: its classes; empty when nothing of it is known.
        unknown: something of it is in no file yet.
        offered: names that what is unknown looks like.
    """

    medicine: Medicine
    key: str
    all_parts: tuple[Part, ...] = ()
    unknown: bool = False
    offered: tuple[str, ...] = ()
    identified: Identified | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The classes that have rows of their own."""
        return tuple(one for one in self.all_parts if one.code != NOTHING_FOUND)


@dataclass(frozen=True, slots=True)
class Folded:
    """All names about which nothing was found. `sources`: empty unless each of them has one."""

    names: str
    sources: tuple[str, ...]
    table: Interaction = INTERACTIONS[NOTHING_FOUND]


def read(facts: Facts, names: Names) -> tuple[Reading, ...]:
    """Every medicine that stands, by name."""
    return tuple(_read(one, facts, names) for one in standing(facts, names.knows))


def _read(one: Medicine, facts: Facts, names: Names) -> Reading:
    told = identified(one, facts)
    looked = [names.look_up(one.name)]
    if told:
        written = [names.look_up(part) for part in parts(told.name)]
        looked = [found for found in looked if found.recognised] + written
    return Reading(
        medicine=one,
        key=key_of(one.name, names.knows),
        all_parts=_classes(looked, names),
        unknown=not all(found.recognised for found in looked) or not looked,
        offered=_offered(one, looked),
        identified=told,
    )


def _classes(looked: Iterable[Found], names: Names) -> tuple[Part, ...]:
    generics = sorted({generic for found in looked for generic in found.generics})
    codes = sorted({code for generic in generics for code in names.classes[generic]})
    return tuple(
        Part(code, tuple(one for one in generics if code in names.classes[one])) for code in codes
    )


def _offered(one: Medicine, looked: Iterable[Found]) -> tuple[str, ...]:
    chosen = (one.chosen,) if one.chosen else ()
    alike = () if one.as_meant else tuple(name for found in looked for name in found.offered)
    return tuple(dict.fromkeys((*chosen, *alike)))


def folded(found: Iterable[Reading], names: Names, substance: Substance | None) -> Folded | None:
    """The line of all names about which nothing was found; None: there are none."""
    there = [(one, part) for one in found for part in one.all_parts if part.code == NOTHING_FOUND]
    if not there:
        return None
    keys = [_sources(generic, names, substance) for _, part in there for generic in part.generics]
    sources = tuple(dict.fromkeys(key for each in keys for key in each))
    said = ", ".join(one.medicine.name for one, _ in there)
    return Folded(said, sources if all(keys) else ())


def _sources(generic: str, names: Names, substance: Substance | None) -> tuple[str, ...]:
    """What was read of it with this substance; while none is planned, with each of them."""
    read_of = names.read.get(generic, {})
    wanted = list(Substance) if substance is None else [substance]
    each = [tuple(read_of.get(one, ())) for one in wanted]
    return tuple(key for one in each for key in one) if all(each) else ()
