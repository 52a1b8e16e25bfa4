"""What was told becomes a list of rows, each with a level, its reason and its source.

BARRED cannot be overridden while a jurisdiction profile bars it. HARD is locked until a named
prescriber records a decision. REVIEW is answered by a named person. NOTE is shown. Only BARRED and
open HARD rows, and rows that a prescriber declined, stop a session. An allowed session is not
called safe.

The levels are the project's own strictest reading of each source, not a published grading; no
clinician has signed them. A `?` marks a cell that no source which was read confirms: it is never
weaker than REVIEW. Legal lines show the date of the text that was read: check the current rule.

Each example below is run as a test.
"""

from collections.abc import Iterator

from longarc.care.conditions import CONDITIONS
from longarc.care.interactions import INTERACTIONS
from longarc.care.jurisdiction import PROFILES
from longarc.care.sources import SOURCES, Cells, Substance
from longarc.records.medicines import contents
from tests.spec.screening import story
from tests.spec.screening.story import answered as answered  # the rule book prints with it
from tests.spec.story import words

title = "Safety screening"
notation = story


def cell(cells: Cells, substance: Substance) -> str:
    one = cells.get(substance)
    return "-" if one is None else f"{one.level.name}{'' if one.confirmed else '?'}"


def levels(table) -> list[tuple[str, ...]]:
    head = ("", *(substance.value for substance in Substance), "why", "sources")
    rows = [
        (
            one.name,
            *(cell(one.cells, substance) for substance in Substance),
            words(one.why),
            ", ".join(one.sources) or "none was read",
        )
        for one in table.values()
    ]
    return [head, *rows]


def names() -> list[tuple[str, ...]]:
    rows = [("class", "generic names", "put together from", "groups")]
    for code, one in contents()["classes"].items():
        rows.append((code, str(len(one["names"])), one["source"], one["groups"]))
    return rows


def law() -> list[tuple[str, ...]]:
    return [("profile", "what", "source", "text of"), *_lines()]


def _lines() -> Iterator[tuple[str, ...]]:
    for profile in PROFILES.values():
        for paper in profile.papers:
            line = paper.line
            said = f"Paper: {paper.name}. {words(line.text)}"
            yield profile.name, said, line.source, line.dated.isoformat()
        for line in (*profile.bars, *profile.times, *profile.more):
            yield profile.name, words(line.text), line.source, line.dated.isoformat()


def sources() -> list[tuple[str, ...]]:
    rows = [("key", "title", "read", "where")]
    for key, one in SOURCES.items():
        read = "at the source" if one.primary else "on a secondary page"
        rows.append((key, one.title, read, " ".join(f"<{url}>" for url in one.urls) or "-"))
    return rows


tables = (
    ("Classes of medicines", "With each substance.", lambda: levels(INTERACTIONS)),
    ("Conditions", "With each substance.", lambda: levels(CONDITIONS)),
    ("Names of medicines", contents()["about"], names),
    ("Jurisdiction profiles", "Check the current rule for every line.", law),
    ("Sources", "Keys are used above and on the pages.", sources),
)
