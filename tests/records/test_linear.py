"""The check of migrations lets the present ones through, and stops each way to break the line."""

import shutil
from pathlib import Path

import pytest
from tests.linear import FOLDER, NEWEST, wrong

NEXT = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("records", "{before}")]
    operations = [{step}]
    {more}
"""
BOTH_WAYS = "migrations.RunSQL('SELECT 1', 'SELECT 1')"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The migrations that are frozen, and two after them; so it holds for a line of any length."""
    made = tmp_path / "migrations"
    made.mkdir()
    for path in sorted(FOLDER.glob("000[12]_*.py")):
        shutil.copy(path, made)
    add(made, "0003_third", "0002_cache_table")
    add(made, "0004_fourth", "0003_third")
    return made


def add(folder: Path, name: str, before: str, step: str = BOTH_WAYS, more: str = "") -> None:
    (folder / f"{name}.py").write_text(NEXT.format(before=before, step=step, more=more))
    (folder / NEWEST).write_text(f"{name}\n")


def test_the_migrations_of_this_version_are_one_line():
    assert list(wrong()) == []


def test_a_longer_line_is_right_too(folder: Path):
    assert list(wrong(folder)) == []


@pytest.mark.parametrize("name", ["0001_initial", "0002_cache_table"])
def test_what_practices_went_through_is_not_edited_nor_taken_away(folder: Path, name: str):
    file = folder / f"{name}.py"
    file.write_text(file.read_text() + "\n# one more line\n")
    assert [one for one in wrong(folder) if "was changed" in one]
    file.unlink()
    assert [one for one in wrong(folder) if "is gone" in one]


def test_two_branches_cannot_both_be_the_newest(folder: Path):
    add(folder, "0004_of_another", "0003_third")
    assert [one for one in wrong(folder) if "comes after" in one]


def test_a_number_is_not_left_out(folder: Path):
    add(folder, "0006_sixth", "0004_fourth")
    assert [one for one in wrong(folder) if "is number 5" in one]


def test_the_newest_is_written_down(folder: Path):
    (folder / NEWEST).write_text("0003_third\n")
    assert [one for one in wrong(folder) if NEWEST in one]
    (folder / NEWEST).unlink()
    assert [one for one in wrong(folder) if NEWEST in one]


@pytest.mark.parametrize(
    ("more", "faults"), [("", 1), ('one_way = "What it took away is gone."', 0)]
)
def test_a_migration_can_be_undone_or_says_why_not(folder: Path, more: str, faults: int):
    add(folder, "0005_fifth", "0004_fourth", "migrations.RunSQL('SELECT 1')", more)
    assert len(list(wrong(folder))) == faults
