"""Files with what people said are for the account of the server alone, whatever the umask says.

New files and folders are made so. Those of earlier versions are mended at each start. A folder
that also holds things that are not Longarc's is left as it is, and `doctor` names it.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from longarc.records.refused import Refused

UMASK = 0o077
#: Everything that Longarc makes in its data folder begins with one of these.
OWN = ("longarc.sqlite3", "database.in-use", "keys", "backups", "static")
BESIDE = ("", "-wal", "-shm", "-journal", ".turn", ".in-use")


def close() -> None:
    """Take away what other accounts of the machine may do with the data.

    Raises:
        Refused: root is at work in a folder of another account, and would leave files there that
            the server cannot use.
    """
    _refuse_foreign_root(settings.DATA_DIR)
    for path in _ours():
        try:
            if _open(path):
                path.chmod(0o700 if path.is_dir() else 0o600)
        except OSError:
            continue  # `doctor` names it


def open_to_others() -> list[Path]:
    """What other accounts of this machine could read or look into."""
    folder: Path = settings.DATA_DIR
    return [path for path in {folder: None, **dict.fromkeys(_ours())} if _open(path)]


def _open(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & UMASK)


def _ours() -> Iterator[Path]:
    folder: Path = settings.DATA_DIR
    if folder.is_dir() and all(path.name.startswith(OWN) for path in folder.iterdir()):
        yield folder
    if connection.vendor == "sqlite":
        yield from (Path(f"{connection.settings_dict['NAME']}{end}") for end in BESIDE)
    for name in ("keys", "backups"):
        yield folder / name
        yield from (folder / name).glob("*")
    yield folder / "static"
    yield folder / "database.in-use"


def _refuse_foreign_root(folder: Path) -> None:
    if os.geteuid() != 0 or not folder.exists() or folder.stat().st_uid == 0:
        return
    raise Refused(
        f"{folder} belongs to another account (number {folder.stat().st_uid}), and you are root: "
        "the server could not use files that you make there. Nothing was done. Run this as that "
        "account, for example: sudo -u longarc longarc ..."
    )
