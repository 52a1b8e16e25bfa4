"""Installations of the command line's tests, for the worker in a process of its own."""

from tests.cli.conftest import _migrated, migrated  # noqa: F401
