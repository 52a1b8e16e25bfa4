"""Names of medicines: found exactly, or offered back when they look like one; never decided.

`Names` is made from the data file (`records.medicines`). A name that is not found is not
recognised, which is never clear (decision 12).
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

#: A name may have so many signs. Source: Longarc's own starting rule, unsigned.
LONGEST_NAME = 120
#: How alike a name has to look to be offered, from 0 to 1.
#: Source: Longarc's own starting rule, unsigned.
ALIKE = 0.78
#: So many names are offered at most. Source: Longarc's own starting rule, unsigned.
MOST_OFFERED = 3
#: So many of the likeliest names are compared letter by letter.
#: Source: Longarc's own starting rule, unsigned.
COMPARED = 12

# What stands beside a name on a packet: strength, form, how it is released, common salts.
BESIDE = frozenset(
    (  # noqa: SIM905 - a list of words reads better as words
        "mg mcg ug g ml iu tablet tablets tab tabs capsule capsules cap caps pill pills patch "
        "drops xr er sr xl cr la mr dr odt retard hydrochloride hcl hydrobromide hbr mesylate "
        "mesilate maleate succinate tartrate fumarate"
    ).split()
)
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[,;/+&\n\r]|\band\b|\bwith\b", re.I)


def normalise(name: str) -> str:
    """Lower case without accents, signs, strengths and forms; empty when nothing is left.

    >>> normalise("Lithium Carbonate ER 300 mg"), normalise("  sertralin\u00e9 ")
    ('lithium carbonate', 'sertraline')
    """
    bare = name.lower() if name.isascii() else _without_accents(name)
    kept = (word for word in _WORD.findall(bare) if not word[0].isdigit() and word not in BESIDE)
    return " ".join(kept)


def _without_accents(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def parts(text: str) -> tuple[str, ...]:
    """The names in one line of writing, each with its spaces put right.

    >>> parts("Priadel, and  zoloft 50mg / ")
    ('Priadel', 'zoloft 50mg')
    """
    found = (" ".join(part.split()) for part in _BETWEEN.split(text.replace("\x00", "")))
    return tuple(part for part in found if part)


@dataclass(frozen=True, slots=True)
class Found:
    """What a name turned out to be.

    Args:
        generics: its generic names; empty: not recognised.
        classes: codes of `interactions.INTERACTIONS`.
        offered: names it looks like, when it was not recognised; the likeliest first.
    """

    generics: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()

    @property
    def recognised(self) -> bool:
        return bool(self.classes)


@dataclass(frozen=True)
class Names:
    """All known names, ready for looking up.

    Args:
        generics: normalised name -> generic names.
        classes: generic name -> codes of classes.
        shown: normalised name -> as it is written in the file.
        read: generic name -> substance -> keys of sources that were read and found nothing.
    """

    generics: Mapping[str, tuple[str, ...]]
    classes: Mapping[str, tuple[str, ...]]
    shown: Mapping[str, str]
    read: Mapping[str, Mapping[str, Iterable[str]]] = field(default_factory=dict)
    _pairs: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list), repr=False)

    def __post_init__(self) -> None:
        for name in self.generics:
            for pair in _pairs_of(name):
                self._pairs[pair].append(name)

    def look_up(self, written: str) -> Found:
        """What this name is, or what it looks like. A name that is too long is not recognised."""
        name = normalise(written[:LONGEST_NAME])
        generics = self.generics.get(name, ()) if len(written) <= LONGEST_NAME else ()
        if not generics:
            return Found(offered=self._offered(name))
        return Found(generics, self._classes_of(generics))

    def knows(self, written: str) -> bool:
        """Whether the file has this name; without looking for names that it is like."""
        return len(written) <= LONGEST_NAME and normalise(written) in self.generics

    def of_offer(self, shown: str) -> tuple[str, ...]:
        """The classes of a name that was offered."""
        return self._classes_of(self.generics.get(normalise(shown), ()))

    def _classes_of(self, generics: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({code for one in generics for code in self.classes[one]}))

    def _offered(self, name: str) -> tuple[str, ...]:
        """The likeliest names: those that share most pairs of letters, then compared in full."""
        shared = Counter(known for pair in _pairs_of(name) for known in self._pairs.get(pair, ()))
        likely = sorted(shared, key=lambda known: (-_share(shared[known], name, known), known))
        alike = ((_alike(known, name), known) for known in likely[:COMPARED])
        best = sorted((-ratio, known) for ratio, known in alike if ratio >= ALIKE)
        return tuple(self.shown[known] for _, known in best[:MOST_OFFERED])


def _pairs_of(name: str) -> set[str]:
    edged = f" {name} "
    return {edged[at : at + 2] for at in range(len(edged) - 1)} if name else set()


def _alike(one: str, other: str) -> float:
    """From 0 to 1 (difflib's ratio); 0 as soon as it cannot reach `ALIKE`."""
    matcher = SequenceMatcher(None, one, other)
    near = matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE
    return matcher.ratio() if near else 0.0


def _share(shared: int, one: str, other: str) -> float:
    return 2 * shared / (len(one) + len(other) + 2)


def names(
    classes: Mapping[str, Mapping[str, Iterable[str]]],
    read: Mapping[str, Mapping[str, Iterable[str]]] | None = None,
) -> Names:
    """From class -> generic name -> brand names. A name may stand in several classes."""
    of_generic: dict[str, set[str]] = defaultdict(set)
    of_name: dict[str, set[str]] = defaultdict(set)
    shown: dict[str, str] = {}
    for code, found in classes.items():
        for generic, brands in found.items():
            of_generic[generic].add(code)
            for one in (generic, *brands):
                of_name[normalise(one)].add(generic)
                shown.setdefault(normalise(one), one)
    return Names(_frozen(of_name), _frozen(of_generic), shown, read or {})


def _frozen(sets: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(sorted(found)) for name, found in sets.items()}
