"""The settings file: the same that systemd's EnvironmentFile reads, read by the command itself.

`--env-file`, else LONGARC_ENV_FILE, else /etc/longarc.env where it is there. What is set in the
environment wins over the file. A file that is there and cannot be read is said: a command that
went on without it would work on another folder.
"""

import re
from collections.abc import Iterator, MutableMapping
from pathlib import Path

from longarc.records.refused import Refused

VARIABLE = "LONGARC_ENV_FILE"
DEFAULT = Path("/etc/longarc.env")
#: Whoever set one of these said already which data the command is to work on.
PLACES = ("LONGARC_DATA_DIR", "LONGARC_DATABASE_URL")
#: The demonstration must never land in a practice's data.
WITHOUT_DEFAULT = frozenset({"demo", "version"})
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def apply(given: Path | None, command: str, environment: MutableMapping[str, str]) -> None:
    """Add the settings of the file to the environment, where they are not set already.

    Raises:
        Refused: it was named and is not there, cannot be read, or has a line that is no setting.
    """
    path = _chosen(given, command, environment)
    if path is None:
        return
    try:
        text = path.read_text(encoding="utf-8")
    except PermissionError:
        if path == DEFAULT and any(environment.get(place) for place in PLACES):
            return  # as under systemd, which read the file as root and passed it on
        raise Refused(_unreadable(path)) from None
    except OSError as problem:
        raise Refused(f"The settings file {path} cannot be read: {problem.strerror}.") from problem
    for name, value in read(text, path):
        environment.setdefault(name, value)
    environment[VARIABLE] = str(path)


def _chosen(given: Path | None, command: str, environment: MutableMapping[str, str]) -> Path | None:
    if given is not None:
        return given
    if VARIABLE in environment:
        return Path(environment[VARIABLE]) if environment[VARIABLE] else None
    return DEFAULT if command not in WITHOUT_DEFAULT and _is_there(DEFAULT) else None


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError:
        return True


def _unreadable(path: Path) -> str:
    return (
        f"The settings file {path} is there, but this account may not read it. Nothing was done: "
        "without it this command would work on other data. Run it as the account of the server "
        "(sudo -u longarc longarc ...), and let that account read the file: "
        f"sudo chgrp longarc {path} && sudo chmod 0640 {path}"
    )


def read(text: str, path: Path) -> Iterator[tuple[str, str]]:
    """Names and values, as systemd reads them: comments, quotes, and signs after a backslash.

    >>> list(read('# mail\\nA=1 \\n\\nB="x y"\\n', Path("f")))
    [('A', '1'), ('B', 'x y')]
    """
    joined = text.replace("\\\n", "")
    for number, line in enumerate(joined.splitlines(), 1):
        told = line.strip()
        if not told or told[0] in "#;":
            continue
        name, equals, value = told.partition("=")
        if not equals or not NAME.fullmatch(name.strip()):
            raise Refused(f"{path}, line {number}: a setting is NAME=value. Nothing was done.")
        yield name.strip(), _value(value.strip())


def _value(told: str) -> str:
    if len(told) > 1 and told[0] == told[-1] == "'":
        return told[1:-1]
    if len(told) > 1 and told[0] == told[-1] == '"':
        return re.sub(r'\\(["\\$`])', r"\1", told[1:-1])
    return re.sub(r"\\(.)", r"\1", told)
