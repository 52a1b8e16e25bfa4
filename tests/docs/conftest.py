"""Examples run in the installations that the tests of the command line use."""

from tests.cli.conftest import (  # noqa: F401
    _demonstration,
    _migrated,
    elsewhere,
    home,
    migrated,
    practice,
)
