"""The reference is whole: each setting, command, option, table, column and permission."""

import re
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from longarc.cli.parser import make_parser
from longarc.records.models import Entry

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
DICTIONARY = (REFERENCE / "data-dictionary.md").read_text()
COMMANDS = (REFERENCE / "commands.md").read_text()
MODELS = {model.__name__: model for model in apps.get_app_config("records").get_models()}


def test_every_setting_is_documented_with_its_default_and_no_other():
    page = (REFERENCE / "settings.md").read_text()
    first = page.split("For tests only")[0]
    rows = dict(re.findall(r"^\| `(LONGARC_\w+)` \| (.+?) \|", first, re.M))
    assert set(rows) == {setting.variable for setting in settings.LONGARC_SETTINGS}
    for setting in settings.LONGARC_SETTINGS:
        if setting.default:
            assert rows[setting.variable] == f"`{setting.default}`"


def test_variables_of_tests_are_documented():
    page = (REFERENCE / "settings.md").read_text()
    code = "".join(path.read_text() for path in (ROOT / "tests").rglob("*.py"))
    for name in set(re.findall(r"LONGARC_TEST_[A-Z]+", code)):
        assert f"`{name}`" in page


def parsers(parser: ArgumentParser, name: str = "") -> Iterator[tuple[str, ArgumentParser]]:
    choices = [a.choices for a in parser._actions if a.dest in {"command", "kind"}]
    if not choices:
        yield name, parser
    for word, below in (choices[0] if choices else {}).items():
        yield from parsers(below, f"{name} {word}".strip())


@pytest.mark.parametrize(("name", "parser"), list(parsers(make_parser())))
def test_every_command_is_documented_with_its_words(name: str, parser: ArgumentParser):
    [row] = [line for line in COMMANDS.splitlines() if line.startswith(f"| `{name}")]
    for action in parser._actions:
        for word in action.option_strings:
            if word not in {"-h", "--help"}:
                assert word in row, f"{name} {word}"


def test_no_command_is_documented_that_is_not_there():
    told = re.findall(r"^\| `([a-z -]+?)(?: --.*?)?(?: [\[A-Z].*?)?` \|", COMMANDS, re.M)
    assert sorted(told) == sorted(name for name, _ in parsers(make_parser()))


def columns_of(title: str) -> set[str]:
    section = DICTIONARY.split(f"\n## {title}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", section, re.M))


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_column_is_in_the_data_dictionary(name: str):
    model = MODELS[name]
    columns = {field.name for field in model._meta.concrete_fields}
    common = columns_of("Every entry") if issubclass(model, Entry) else set()
    assert columns_of(name) | common == columns
    section = DICTIONARY.split(f"\n## {name}\n")[1].split("\n## ")[0]
    assert ("*entry*" in section) == issubclass(model, Entry)


def test_no_table_is_documented_that_is_not_there():
    titles = set(re.findall(r"^## (\w+)$", DICTIONARY, re.M))
    assert titles == set(MODELS)


def test_sealed_columns_say_so():
    for name, model in MODELS.items():
        section = DICTIONARY.split(f"\n## {name}\n")[1].split("\n## ")[0]
        for field in model._meta.concrete_fields:
            [row] = re.findall(rf"^\| `{field.name}` \| (.*) \|$", section, re.M) or [""]
            is_sealed = type(field).__name__ == "SealedField"
            assert row.startswith("sealed") == is_sealed, f"{name}.{field.name}"


def test_permissions_are_printed_from_the_table():
    script = ROOT / "tools" / "print_permissions"
    ran = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout
