"""The data file of medicine names, read once."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from longarc.care import medicine_names
from longarc.care.interactions import NOTHING_FOUND
from longarc.care.medicine_names import Names

FILE = Path(__file__).parent / "data" / "medicines.json"


@cache
def contents() -> dict[str, Any]:
    """The file as it is: `about`, `as_of`, and `classes` with source, groups and names."""
    read: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return read


@cache
def known() -> Names:
    """Every name of the file, ready for looking up."""
    classes = contents()["classes"]
    named = {code: one["names"] for code, one in classes.items()}
    return medicine_names.names(named, classes[NOTHING_FOUND]["read"])


@cache
def generics() -> tuple[str, ...]:
    """The generic names, to choose from when someone writes what a name is."""
    return tuple(sorted({name for one in contents()["classes"].values() for name in one["names"]}))


def source_of(code: str) -> str:
    """The key in `care.sources.SOURCES` of what a class was put together from."""
    return str(contents()["classes"][code]["source"])
