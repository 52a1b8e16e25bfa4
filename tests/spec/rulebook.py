"""Print the spec tests as the rule book, one page for each folder beside this file.

`python -m tests.spec.rulebook` writes docs/rules; with `--check` it only compares, and
exits 1 when a page differs from what the rules now say.
"""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import ModuleType

from longarc.care.finding import Finding
from longarc.care.numbers import ABOUT, Area, Number, Unit
from longarc.care.text import Text
from tests.spec.story import answer, label, words

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "docs" / "rules"
SOURCE = "Source: "


def pages() -> dict[Path, str]:
    folders = sorted(path.parent for path in HERE.glob("*/__init__.py"))
    return {PAGES / f"{folder.name}.md": page(folder) for folder in folders}


def page(folder: Path) -> str:
    chapter = import_module(f"tests.spec.{folder.name}")
    parts = [f"# {chapter.title}", inspect.getdoc(chapter) or ""]
    sections = sorted(folder.glob("test_*.py"))
    if sections:
        parts += ["## How to read the stories", _notation(chapter)]
    parts += _cases(chapter)
    for path in sections:
        parts += _section(import_module(f"tests.spec.{folder.name}.{path.stem}"), chapter)
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _notation(chapter: ModuleType) -> str:
    """A chapter may tell its stories in a notation of its own, and answer them (`answered`)."""
    story = getattr(chapter, "notation", None) or import_module("tests.spec.story")
    return inspect.getdoc(story) or ""


def _cases(chapter: ModuleType) -> Iterator[str]:
    """Tables that a chapter works out from its rules: (title, text, function giving rows)."""
    for title, text, rows in getattr(chapter, "tables", ()):
        yield f"## {title}"
        yield text
        yield table(rows())


def _section(section: ModuleType, chapter: ModuleType) -> Iterator[str]:
    yield f"## {section.title}"
    yield inspect.getdoc(section) or ""
    yield numbers_table(section.rules, getattr(section, "areas", ()))
    told: set[str] = set()
    for name, test in vars(section).items():
        if name.startswith("test_"):
            yield from _example(name, test, chapter, told)


def _example(
    name: str,
    test: Callable[..., None],
    chapter: ModuleType,
    told: set[str],
) -> Iterator[str]:
    """A chapter may ask more of a story than the day: what else its `answered` takes (`asks`)."""
    answered, asks = getattr(chapter, "answered", _answer), getattr(chapter, "asks", ())
    yield "### " + name.removeprefix("test_").replace("_", " ").capitalize()
    yield inspect.getdoc(test) or ""
    looks: list[tuple[str, float, dict[str, str]]] = []
    test(
        lambda story, *, on_day, **more: looks.append(
            (story, on_day, {name: more[name] for name in asks if name in more})
        )
    )
    shown = ""
    for story, on_day, asked in looks:
        if story != shown:
            yield "```\n" + textwrap.dedent(story).strip() + "\n```"
        shown = story
        yield answered(story, on_day, told, **asked)


def _answer(story: str, on_day: float, told: set[str]) -> str:
    got = answer(story, on_day)
    line = f"On day {on_day:g} the list shows {_named(got.stands)}."
    if got.earlier:
        line += f" Under Earlier: {_named(got.earlier)}."
    return "\n\n".join([line, *(_card(finding, told) for finding in got.stands)])


def _card(finding: Finding, told: set[str]) -> str:
    """What the program says; other explanations and next steps once in each section."""
    others = "; ".join(map(words, finding.could_be)) or "(nothing else)"
    lines = [
        words(finding.what),
        f"*How sure:* {words(finding.sure)}",
        f"*Could also be:* {others}.",
        f"*Next:* {words(finding.next_step)} {words(finding.goes_when)}",
    ]
    new = [line for line in lines if line not in told]
    told.update(lines[2:])
    return "\n>\n".join(f"> {line}" for line in new)


def _named(findings: tuple) -> str:
    return "; ".join(f"**{label(finding)}**" for finding in findings) or "**nothing**"


def numbers_table(modules: list[ModuleType], areas: Iterable[Area] = ()) -> str:
    """Numbers that stand in these modules, and those of `areas`, which a practice can sign."""
    rows = [("number", "value", "what it does", "source")]
    for area in areas:
        rows += [
            (f"`care.numbers.{number.name}`", starts(number), f"{about.means}.", about.source)
            for number, about in ABOUT.items()
            if about.area is area
        ]
    for module in modules:
        rows += [
            (f"`{module.__name__.removeprefix('longarc.')}.{name}`", _value(value), meaning, source)
            for name, value, meaning, source in numbers(module)
        ]
    return table(rows)


def starts(number: Number) -> str:
    """The value that speaks until somebody signs another."""
    about = ABOUT[number]
    if about.unit is Unit.DAYS:
        return _value(timedelta(days=about.start))
    return f"{about.start} %" if about.unit is Unit.PERCENT else str(about.start)


def numbers(module: ModuleType) -> Iterator[tuple[str, object, str, str]]:
    """Each number of a rule with its `#:` comment: name, value, meaning, source."""
    source = Path(module.__file__ or "").read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        comment = _comment_above(lines, node.lineno - 1)
        if comment:
            meaning, _, cited = comment.partition(SOURCE)
            name = node.targets[0].id
            yield name, getattr(module, name), meaning.strip(), cited.strip()


def _comment_above(lines: list[str], index: int) -> str:
    above: list[str] = []
    while index and lines[index - 1].startswith("#: "):
        index -= 1
        above.insert(0, lines[index].removeprefix("#: ").strip())
    return " ".join(above)


def _value(value: object) -> str:
    return _span(value) if isinstance(value, timedelta) else str(value)


def _span(value: timedelta) -> str:
    """In whole days, hours or minutes, whichever is the longest that fits."""
    for unit in ("day", "hour", "minute"):
        n, rest = divmod(value, timedelta(**{f"{unit}s": 1}))
        if not rest:
            return words(Text(f"%(n)s {unit}", {"n": n}, many=f"%(n)s {unit}s"))
    return str(value)


def table(rows: list[tuple[str, ...]]) -> str:
    head, *body = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + " --- |" * len(rows[0]), *body])


def main(arguments: list[str]) -> int:
    stale = [path for path, text in pages().items() if _read(path) != text]
    if "--check" in arguments:
        for path in stale:
            print(f"{path} is not what the rules say now: run python -m tests.spec.rulebook")
        return 1 if stale else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
    return 0


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
