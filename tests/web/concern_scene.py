"""A scene with two safeguarding contacts, and telling, opening and answering as people do."""

import re
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client as Browser
from django.utils import timezone

from longarc.care import written
from longarc.care.access import Role
from longarc.records import concern_boxes
from longarc.records.actions import concerns
from longarc.records.queries import concerns as queries
from tests.cast import Cast, Person, make_staff

RAISE, ANSWERS, READ, REPLY = "/reach/", "/reach/answers/", "/concerns/", "/concerns/answer/"
MARK = "Zebrafinch"
WORDS = f"Maya Invented took my hand after I had said no. {MARK} one."
REPLIED = f"Thank you. I believe you. {MARK} two."


KINDS = (
    *("anonymous", "otto", "ada", "maya", "finn", "owner", "coordinator", "supervisor"),
    *("prescriber", "safeguarding"),
)


def give_key(person: Person, *, outside: bool) -> bytes:
    private = concern_boxes.new_key()
    at = timezone.now() - timedelta(days=30)
    concerns.keep_key(private, outside=outside, by=person.actor, at=at)
    return private


class Scene:
    """The cast, with Gale inside and Otto outside as contacts, and the keys that only they have."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.otto = make_staff(cast.practice, "Otto Invented", Role.SAFEGUARDING)
        self.gales_key = give_key(cast.safeguarding, outside=False)
        self.ottos_key = give_key(self.otto, outside=True)
        self._confirm_otto()

    def _confirm_otto(self) -> None:
        """Gale has said, with her key, that he is from outside."""
        gale, now = self.cast.safeguarding.actor, timezone.now()
        here = queries.contacts(viewer=gale, at=now)
        key = next(one.key for one in here if one.user == self.otto.user.pk)
        concerns.confirm_contact(key, self.gales_key, outside=True, by=gale, at=now)

    @property
    def people(self) -> dict[str, Person | None]:
        """Someone of every kind."""
        known = {"anonymous": None, "otto": self.otto}
        return {who: known.get(who) or getattr(self.cast, who, None) for who in KINDS}


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def receipt_on(page: str) -> str:
    found = re.search(r'<p class="groups">([^<]+)</p>', page)
    assert found, page
    return found[1]


def text(answer: Any) -> str:
    return answer.content.decode()


def tell(browser: Browser, words: str = WORDS, **more: Any) -> Any:
    """As a person does it: open the form, leave the ticks, write, send."""
    page = text(browser.get(RAISE))
    form = {
        "receipt": field(page, "receipt"),
        "uid": field(page, "uid"),
        "to": re.findall(r'name="to" value="(\d+)" checked', page),
        "text": words,
    }
    return browser.post(RAISE, {**form, **more})


def open_with(browser: Browser, key: bytes) -> Any:
    return browser.post(READ, {"key": written.written(key)})


def reply(browser: Browser, opened: str, words: str = REPLIED, **more: str) -> Any:
    form = {"handle": field(opened, "handle"), "uid": field(opened, "uid"), "text": words}
    return browser.post(REPLY, {**form, **more})


def data_base() -> dict[str, list[Any]]:
    """Every table of the data base, also those that are no model's, as it stands."""
    quote, found = connection.ops.quote_name, {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {quote(name)}")  # noqa: S608 - names only
            found[name] = sorted(map(str, cursor.fetchall()))
    return found


def rows_of_tables() -> dict[str, int]:
    return {name: len(rows) for name, rows in data_base().items()}
