"""The shape of the code, as tests: what import contracts and the linter cannot say."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

SRC = Path(__file__).parents[2] / "src" / "longarc"
CARE = sorted((SRC / "care").rglob("*.py"))
ALL = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)
RECORDS = sorted((SRC / "records").rglob("*.py"))
CLOCK_AND_IO = {"now", "today", "utcnow", "open", "print", "input", "time_ns"}
CLOCK = {"now", "today", "utcnow", "localdate"}
LONGEST_FILE = 400


def name_of(path: Path) -> str:
    return str(path.relative_to(SRC))


def calls(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield node.lineno, getattr(node.func, "attr", getattr(node.func, "id", ""))


@pytest.mark.parametrize("path", CARE, ids=name_of)
def test_care_reads_no_clock_and_does_no_io(path):
    found = [(line, name) for line, name in calls(path) if name in CLOCK_AND_IO]
    assert not found


@pytest.mark.parametrize("path", RECORDS, ids=name_of)
def test_time_is_an_argument_below_the_pages(path):
    found = [(line, name) for line, name in calls(path) if name in CLOCK]
    assert not found


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_files_stay_small(path):
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", sorted((SRC / "web").rglob("*.py")), ids=name_of)
def test_pages_reach_rows_only_through_queries_and_actions(path):
    found = [node for node in ast.walk(ast.parse(path.read_text())) if _manager(node)]
    assert not found, [node.lineno for node in found]


def _manager(node: Any) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}


def public_functions(package: str) -> Iterator[tuple[str, Any]]:
    for path in sorted((SRC / "records" / package).glob("*.py")):
        module = import_module(f"longarc.records.{package}.{path.stem}")
        for name, thing in vars(module).items():
            ours = getattr(thing, "__module__", "") == module.__name__
            if inspect.isfunction(thing) and ours and not name.startswith("_"):
                yield f"{path.stem}.{name}", thing


# These turn a value at hand into words or values: they read no rows, or are what makes a viewer.
NOT_QUERIES = {
    "clients.name_of": "opens a sealed name of a row at hand",
    "clients.ref": "wraps a row at hand",
    "check_ins.value": "wraps a row at hand",
    "people.actor": "makes the viewer",
    "people.load_user": "finds the account of a session, before there is a viewer",
    "people.name_of": "opens a sealed name of a row at hand",
    "people.account": "finds the account that a link is for, before there is a viewer",
    "people.by_address": "finds the account of a sign-in, before there is a viewer",
    "people.coded_factors": "reads what a sign-in is compared with, before there is a viewer",
    "ways_in.told": "the account at hand is the viewer",
    "ways_in.mailed": "the mail's own address says who, before there is a viewer",
    "ways_in.words_shut": "compares an account at hand",
    "people.first_name": "opens a sealed name of a row at hand",
    "people.by_client": "compares a row at hand",
    "directory.contact_of": "opens a sealed line of a row at hand",
    "session_lines.by_session": "wraps rows at hand, which are the viewer's",
    "session_lines.mistaken": "wraps a row at hand",
    "session_lines.name": "opens a sealed name of a row at hand",
    "ways_in.to_see_to": "narrows values at hand",
    "meetings.lost": "narrows rows at hand, which are the viewer's",
    "meetings.still_held": "a condition within a query that has a viewer",
}


def test_queries_take_a_viewer():
    found = dict(public_functions("queries"))
    without = {
        name
        for name, function in found.items()
        if "viewer" not in inspect.signature(function).parameters
    }
    assert without <= set(NOT_QUERIES), without - set(NOT_QUERIES)


NOT_ACTIONS = {
    "care_team.holder_of": "finds who is to hold a client; writes nothing",
    "imports.program": "makes the actor of the command line",
    "imports.holder": "finds who is to hold imported clients; writes nothing",
    "imports.say": "words for a list of mistakes",
    "practice.make": "makes the practice, before anyone is in it",
    "practice.open_practice": "opens the practice, before anyone is in it; audits itself",
    "concerns.tell": "nobody is noted as having written it",
    "notices.tell": "called by the action that made or opened the link, with its row",
    "ways_in.stop_by_mail": "the mail's own address says who",
    "invitations.accept": "the link says who: there is no account before",
    "invitations.opens": "says whether a link opens anything, before there is an account",
}


def test_actions_take_who_and_when():
    found = dict(public_functions("actions"))
    without = {
        name
        for name, function in found.items()
        if not {"by", "at"} <= set(inspect.signature(function).parameters)
    }
    assert without <= set(NOT_ACTIONS), without - set(NOT_ACTIONS)


FORBIDDEN = {
    "mark_safe": {"web/charts/svg.py"},
    "csrf_exempt": set(),
    "RawSQL": set(),
    "extra": set(),
}


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_dangerous_calls_are_not_made(path):
    found = [
        (line, name)
        for line, name in calls(path)
        if name in FORBIDDEN and name_of(path) not in FORBIDDEN[name]
    ]
    assert not found


TEMPLATES = sorted((SRC / "web" / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(SRC)))
def test_templates_escape_and_stay_within_the_policy(path):
    text = path.read_text()
    for bad in (
        "|safe",
        "autoescape off",
        " style=",
        " onclick=",
        " onload=",
        "javascript:",
        "<style",
    ):
        assert bad not in text, bad
    assert not [tag for tag in text.split("<script")[1:] if not _outside(tag)], "inline script"


def _outside(tag: str) -> bool:
    """A script tag that loads a file, or holds data that is never run."""
    head = tag.split(">")[0]
    return "src=" in head or 'type="application/json"' in head


def test_entries_refuse_to_be_changed(cast):
    from tests.cast import NOW, check_in

    from longarc.records.models.entries import AppendOnly, CheckIn

    row = check_in(cast.ada, NOW)
    with pytest.raises(AppendOnly):
        row.save()
    with pytest.raises(AppendOnly):
        row.delete()
    with pytest.raises(AppendOnly):
        CheckIn.objects.all().update(position=50)
    with pytest.raises(AppendOnly):
        CheckIn.objects.all().delete()
