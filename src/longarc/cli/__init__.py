"""`longarc ...`: reads the arguments, prepares Django, runs one command.

Exit codes: 0 done, 1 refused or failed (the reason is on the error output), 2 not understood.
"""

import importlib
import os
import sys
from argparse import Namespace
from pathlib import Path
from urllib.parse import urlsplit

from longarc.cli import env_file
from longarc.cli.parser import make_parser

REFUSED = 1
STOPPED = 130


def main(arguments: list[str] | None = None) -> int:
    options = make_parser().parse_args(arguments)
    try:
        return _run(options)
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        sys.stderr.close()
        return REFUSED


def _run(options: Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longarc.config.settings")
    os.umask(0o077)  # what people said is for this account alone
    try:
        env_file.apply(options.env_file, options.command, os.environ)
        if options.command == "demo":
            _demonstration(os.environ)
        if options.command != "version":
            _prepare_django()
        command = importlib.import_module(f"longarc.cli.commands.{options.module}")
        return int(command.run(options) or 0)
    except _expected() as reason:
        print(f"longarc: {_sentence(reason)}", file=sys.stderr)
        return REFUSED


def _prepare_django() -> None:
    """Read the settings. A setting that makes no sense is a sentence, not a traceback."""
    import django

    from longarc.records.refused import Refused

    try:
        django.setup()
    except ValueError as wrong:
        raise Refused(f"A setting is not right: {wrong}") from wrong
    from longarc.cli import private

    private.close()


def _expected() -> tuple[type[Exception], ...]:
    from django.db import DatabaseError

    from longarc.records.db import NotDurable
    from longarc.records.refused import Refused

    return (Refused, NotDurable, DatabaseError, OSError)


def _sentence(reason: Exception) -> str:
    if isinstance(reason, OSError) and reason.strerror:
        return f"{reason.filename}: {reason.strerror}" if reason.filename else reason.strerror
    said = str(reason).strip()
    if not _is_from_database(reason):
        return said
    from longarc.records import upkeep

    return upkeep.why(reason) or f"The data base did not do it: {said}"


def _is_from_database(reason: Exception) -> bool:
    from django.db import DatabaseError

    return isinstance(reason, DatabaseError)


def _demonstration(environment: "os._Environ[str]") -> None:
    """The demonstration never lands in a practice's own data folder by accident."""
    environment["LONGARC_DEMO"] = "1"
    if "LONGARC_DATA_DIR" not in environment and "LONGARC_DATABASE_URL" not in environment:
        environment["LONGARC_DATA_DIR"] = str(Path("~/.local/share/longarc-demo").expanduser())
    port = urlsplit(f"//{environment.get('LONGARC_BIND', '')}").port
    if port and "LONGARC_ORIGIN" not in environment:
        environment["LONGARC_ORIGIN"] = f"http://localhost:{port}"
