"""A concern: past therapist and owner, out of every exit, to the contact, and back by the receipt.

The exits are everything that leaves the program: each page as each person, the client's files, the
backup, and the whole data base as text. They are taken before and after, and must be the same.
"""

import base64
import json
import re
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import transaction
from django.test import Client as Browser
from django.utils import timezone

from longarc.care import written
from longarc.care.concerns import Kind, Message, packed
from longarc.cli.commands import exporting
from longarc.records import audit, backup
from longarc.records.models import ConcernSlot
from longarc.records.progress import nobody
from longarc.web import pace
from longarc.web.routes import POLICY
from tests.cast import make_cast
from tests.web.concern_scene import (
    MARK,
    WORDS,
    Scene,
    data_base,
    open_with,
    reply,
    tell,
    text,
)
from tests.web.test_policy_matrix import routes


@pytest.fixture(autouse=True)
def unhurried():
    pace.forget()
    yield
    pace.forget()


@pytest.fixture
def scene(db) -> Scene:
    return Scene(make_cast())


# -- every exit ----------------------------------------------------------------------------


#: Different each time a page is made, and telling nothing.
EACH_TIME = (
    r'name="(csrfmiddlewaretoken|uid|receipt|page)" value="[^"]*"|data-(uid|csrf)="[^"]*"'
    r'|"(made_at|csrf)": "[^"]*"|\d+ MB free'
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|\d\d:\d\d(:\d\d[.\d]*)?"
)
LEAVING = {"leave", "account_logout"}


def pages(
    scene: Scene, browsers: dict[str, Browser], only: set[str] | None = None
) -> Iterator[tuple[str, str]]:
    """Every page as everyone, or only those named; about Ada where it is about someone."""
    ada = scene.cast.ada.client.public_id
    for who, browser in browsers.items():
        for name, route in routes().items():
            asked = only is None or f"{who} {name}" in only
            if asked and "GET" in POLICY.get(name, {}) and name not in LEAVING:
                answer = browser.get(route.url(client_id=ada))
                body = answer.getvalue().decode(errors="replace")
                yield f"{who} {name}", f"{answer.status_code} {re.sub(EACH_TIME, '', body)}"


def back_up(folder: Any) -> ZipFile:
    """A backup as it is written, read on the connection of this test."""
    file = folder / f"{uuid4()}.zip"
    with file.open("w+b") as handle:
        backup._write_zip(handle, "default", timezone.now(), nobody)
    return ZipFile(file)


def files(folder: Any) -> Iterator[tuple[str, str]]:
    """What a copy of the data base and a backup hold. Of sealed boxes only their lengths."""
    for name, rows in data_base().items():
        told = [len(row) for row in rows] if name == ConcernSlot._meta.db_table else rows
        yield f"dump {name}", json.dumps(told, default=str)
    with back_up(folder) as archive:
        for name in archive.namelist():
            body = archive.read(name).decode()
            if ConcernSlot._meta.db_table in name:
                body = str([len(line) for line in body.splitlines()])
            yield f"backup {name}", without_sums(body) if name == backup.MANIFEST else body


def without_sums(manifest: str) -> str:
    """Rows and columns of each table; when it was made and how bytes add up tell nothing."""
    tables = json.loads(manifest)["tables"]
    return json.dumps({n: [facts["rows"], facts["columns"]] for n, facts in tables.items()})


def readings(raw: str) -> Iterator[str]:
    """The text as it stands, and as it reads when what looks encoded is decoded."""
    yield raw
    for token in set(re.findall(r"[A-Za-z0-9+/=_-]{24,}", raw)):
        whole = token.replace("=", "").translate(str.maketrans("-_", "+/"))
        yield base64.b64decode(whole[: len(whole) // 4 * 4]).decode(errors="replace")
        if re.fullmatch(r"([0-9a-f]{2})+", token):
            yield bytes.fromhex(token).decode(errors="replace")


def leaks(raw: str) -> bool:
    return any(MARK in reading for reading in readings(raw))


def everything_raw(folder: Any) -> Iterator[str]:
    """The boxes too, as they stand in the data base and in a backup."""
    yield json.dumps(data_base(), default=str)
    with back_up(folder) as archive:
        yield from (archive.read(name).decode() for name in archive.namelist())


def differences(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(name for name in before | after if before.get(name) != after.get(name))


@contextmanager
def undone() -> Iterator[None]:
    """Looking is itself written down; so that it is seen by nobody, it is taken back here."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def export_file(scene: Scene, folder: Any) -> str:
    file = folder / f"{uuid4()}.json"
    exporting.run(Namespace(client=str(scene.cast.ada.client.public_id), file=file))
    return re.sub(EACH_TIME, "", file.read_text())


def test_no_exit_shows_the_words_or_that_anything_came(scene, signed_in, tmp_path, caplog):
    browsers = {who: signed_in(one) if one else Browser() for who, one in scene.people.items()}
    caplog.set_level("INFO")
    with undone():
        before = {**dict(pages(scene, browsers)), "export": export_file(scene, tmp_path)}
    opens = {name for name, body in before.items() if body.startswith(("200", "{"))}
    kept_before = dict(files(tmp_path))

    for who in ("ada", "anonymous"):
        assert tell(browsers[who]).status_code == 200
    opened = text(open_with(browsers["otto"], scene.ottos_key))
    assert opened.count(MARK) == 2
    assert reply(browsers["otto"], opened).status_code == 302
    said = caplog.text

    assert differences(kept_before, dict(files(tmp_path))) == []
    browsers["otto"].get("/concerns/")  # the line that the answer is sealed is said once
    with undone():
        after = {**dict(pages(scene, browsers, opens)), "export": export_file(scene, tmp_path)}
    assert differences({name: before[name] for name in opens}, after) == []
    assert [name for name, body in after.items() if leaks(body)] == []
    assert not any(leaks(raw) for raw in [*everything_raw(tmp_path), said])
    assert written.written(scene.ottos_key) not in said
    assert len(before) > 700, "everyone was sent everywhere"
    assert len(opens) > 150


PLANTS: dict[str, Callable[[Scene], Any]] = {
    "an audit row that counts": lambda scene: audit.write(
        "told_concern", by=scene.otto.actor, at=timezone.now()
    ),
    "a row more for each concern": lambda scene: ConcernSlot(
        practice=scene.cast.practice, tag="9" * 64, box="A" * 24_000
    ).save(),
    "bytes that only look sealed": lambda scene: ConcernSlot.objects.filter(
        practice=scene.cast.practice, pk=ConcernSlot.objects.first().pk
    ).update(box=base64.b64encode(packed(Message(Kind.TOLD, text=WORDS))).decode()),
    "words in a name": lambda scene: (
        type(scene.otto.user)
        .objects.filter(pk=scene.otto.user.pk)
        .update(email=f"{MARK}@example.org")
    ),
}


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
def test_a_planted_leak_is_found(scene, tmp_path, plant):
    before = dict(files(tmp_path))
    assert differences(before, dict(files(tmp_path))) == []
    plant(scene)
    told = differences(before, dict(files(tmp_path)))
    assert told or any(leaks(raw) for raw in everything_raw(tmp_path))
