"""Stories for the window's part of the staff pages: a level that rises, a session, agreed rows."""

from datetime import timedelta
from random import Random

from longarc.records.models import CheckIn, CheckInMore, InsideRows, MedicineSession
from longarc.records.queries.window_state import flags_of
from tests.cast import Cast, Person
from tests.web.staff import story


def lives(person: Person, *, calm: int = 90, high: int = 0, until: float = 0.3) -> list[CheckIn]:
    """A check-in a day: `calm` days on and beside Within reach, then `high` days about Way up.

    The latest one is `until` days ago.
    """
    dice, common = Random(1), story._common
    rows = [dice.choice([30, 50, 50, 50, 70]) for _ in range(calm)]
    rows += [dice.choice([90, 90, 70]) for _ in range(high)]
    last = len(rows) - 1
    made = [
        CheckIn(**common(person, story.ago(until + last - day)), position=row)
        for day, row in enumerate(rows)
    ]
    CheckIn.objects.bulk_create(made)
    return made


def high_until_flag(cast: Cast) -> int:
    """How many high days `lives` takes until the model raises a flag, tried on someone else."""
    made = lives(cast.zoes_client, high=30)
    client, viewer = cast.zoes_client.actor.client, cast.zoe.actor
    (flag,) = flags_of([client], viewer=viewer, at=story.now())[client]
    return sum(flag.at >= one.at for one in made[90:])


def says_ease(person: Person, check_ins: list[CheckIn]) -> None:
    """Getting back: alone within reach, not just now when way up, with help between."""
    ease = {90: 1, 70: 2, 50: 3, 30: 2, 10: 1}
    CheckInMore.objects.bulk_create(
        CheckInMore(**story._common(person, one.at), check_in=one.uid, ease=ease[one.position])
        for one in check_ins
        if one.position is not None
    )


def has_session(person: Person, days_ago: float) -> MedicineSession:
    starts_at = story.ago(days_ago)
    return MedicineSession.objects.create(
        **story._common(person, starts_at + timedelta(hours=8)), starts_at=starts_at
    )


def names(person: Person, by: Person, *rows: str, days_ago: float = 1) -> InsideRows:
    common = story._common(person, story.ago(days_ago)) | {"by": by.user}
    return InsideRows.objects.create(**common, rows=" ".join(rows))
