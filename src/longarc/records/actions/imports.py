"""Keeping an imported series: one client a person, all or nothing, twice the same as once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from longarc.care.access import HOLDS_CLIENTS, Actor
from longarc.records import audit
from longarc.records.codec import Where, seal
from longarc.records.db import action
from longarc.records.importing import NAMESPACE, SHOWN, Kind, Mistake, NotRead, Read, Row
from longarc.records.models import (
    CareMember,
    Client,
    Practice,
    Series,
    SeriesReport,
    StaffRole,
    User,
)
from longarc.records.progress import Told, nobody
from longarc.records.refused import Refused
from longarc.records.scope import rows

AT_ONCE = 5000
LOOK_UP = 500
DEFAULT_NAME = "imported"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file's rows."""

    people: int
    new: int
    there_already: int
    without_answer: int
    left_out: tuple[Mistake, ...]


def program() -> Actor:
    """The program itself, in the one practice that an installation holds.

    Raises:
        Refused: there is no practice yet.
    """
    practice = Practice.objects.order_by("pk").first()
    if practice is None:
        raise Refused("There is no practice in this data base yet. Run: longarc createowner")
    return Actor(None, practice.pk)


def holder(email: str | None, *, by: Actor) -> User:
    """Who is to hold the imported clients: the one with this address, or the first therapist.

    Raises:
        Refused: there is nobody like that who can hold clients.
    """
    found = rows(StaffRole, by).filter(role__in=HOLDS_CLIENTS, until=None, user__is_active=True)
    if email:
        found = found.filter(user__email__iexact=email.strip())
    role = found.select_related("user").order_by("pk").first()
    if role is None:
        who = f"{email} cannot" if email else "Nobody here can"
        raise Refused(f"{who} hold clients: it takes a therapist's account.")
    return role.user


@action
def import_series(
    read: Read,
    kind: Kind,
    *,
    held_by: User,
    skip_bad: bool,
    by: Actor,
    at: datetime,
    progress: Told = nobody,
) -> Imported:
    """Keep what was read as one series for each person.

    Raises:
        NotRead: there are mistakes and they are not to be left out; nothing was kept.
    """
    known = _known(read.rows, by)
    clash = "this report was imported before with another value"
    clashes = [Mistake(r.line, clash) for r in read.rows if known.get(r.uid, r.value) != r.value]
    mistakes = sorted([*read.mistakes, *clashes], key=lambda mistake: mistake.line)
    if mistakes and not skip_bad:
        raise NotRead(say(mistakes))
    new = [row for row in read.rows if row.uid not in known]
    people = _people(new, kind, held_by, by, at)
    _keep(new, people, by, progress)
    there = len(read.rows) - len(new) - len(clashes) + read.twice
    return Imported(len(people), len(new), there, read.without_answer, tuple(mistakes))


def say(mistakes: list[Mistake]) -> str:
    """The first mistakes one by one, and how many there are."""
    shown = [str(mistake) for mistake in mistakes[:SHOWN]]
    more = [f"... and {len(mistakes) - SHOWN} more"] if len(mistakes) > SHOWN else []
    rows = "1 row is" if len(mistakes) == 1 else f"{len(mistakes)} rows are"
    end = f"{rows} not right. Nothing was imported. Put them right, or say --skip-bad."
    return "\n".join((*shown, *more, end))


def _known(read: list[Row], by: Actor) -> dict[UUID, float]:
    known: dict[UUID, float] = {}
    for begin in range(0, len(read), LOOK_UP):
        uids = [row.uid for row in read[begin : begin + LOOK_UP]]
        found = rows(SeriesReport, by).filter(uid__in=uids)
        known.update(found.values_list("uid", "value"))
    return known


def _people(
    new: list[Row], kind: Kind, held_by: User, by: Actor, at: datetime
) -> dict[str, Series]:
    """The series of each person who has new rows, made with their client where there is none."""
    names = sorted({row.person for row in new})
    return {person: _series(person, kind, held_by, by, at) for person in names}


def _series(person: str, kind: Kind, held_by: User, by: Actor, at: datetime) -> Series:
    client = _client(person, kind, held_by, by, at)
    there = rows(Series, by).filter(client=client, name=kind.name).first()
    if there is None:
        audit.write("imported_series", by=by, at=at, client=client.pk)
        return Series.objects.create(
            uid=uuid5(client.public_id, kind.name),
            practice_id=by.practice,
            client=client,
            name=kind.name,
            polarity=kind.polarity,
            low=kind.low,
            high=kind.high,
            imported_at=at,
        )
    if (there.low, there.high, there.polarity) != (kind.low, kind.high, kind.polarity):
        raise NotRead(
            f"The series {kind.name!r} is on another scale already ({there.low:g} to "
            f"{there.high:g}, {there.polarity}). Nothing was imported. Give it another --name."
        )
    return there


def _client(person: str, kind: Kind, held_by: User, by: Actor, at: datetime) -> Client:
    public_id = uuid5(NAMESPACE, f"{by.practice}/{kind.name}/{person}")
    there = rows(Client, by).filter(public_id=public_id).first()
    if there is not None:
        return there
    zone = Practice.objects.values_list("zone", flat=True).get(pk=by.practice)
    client = Client(practice_id=by.practice, public_id=public_id, zone=zone, created_at=at)
    client.name = seal("", Where(by.practice, None, "client.name", public_id))
    client.save()
    client.name = seal(_name(person, kind), Where(by.practice, client.pk, "client.name", public_id))
    client.save(update_fields=["name"])
    CareMember.objects.create(
        practice_id=by.practice, client=client, user=held_by, lead=True, since=at
    )
    return client


def _name(person: str, kind: Kind) -> str:
    which = () if kind.name == DEFAULT_NAME else (kind.name,)
    return " ".join(("Imported", *which, person))


def _keep(new: list[Row], people: dict[str, Series], by: Actor, progress: Told) -> None:
    for done, chunk in _chunks(sorted(new, key=lambda row: (row.person, row.at))):
        SeriesReport.objects.bulk_create(
            SeriesReport(
                uid=row.uid,
                practice_id=by.practice,
                client_id=people[row.person].client_id,
                series=people[row.person],
                at=row.at,
                value=row.value,
            )
            for row in chunk
        )
        progress(done, len(new))


def _chunks(all_rows: list[Row]) -> Iterator[tuple[int, list[Row]]]:
    for begin in range(0, len(all_rows), AT_ONCE):
        chunk = all_rows[begin : begin + AT_ONCE]
        yield begin + len(chunk), chunk
