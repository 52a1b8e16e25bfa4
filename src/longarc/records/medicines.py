"""The data file of medicine names, read once."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from longarc.care import medicine_names
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
    return medicine_names.names({code: one["names"] for code, one in classes.items()})


def source_of(code: str) -> str:
    """The key in `care.evidence.SOURCES` of what a class was put together from."""
    return str(contents()["classes"][code]["source"])
