"""Reading the form that names medicines: the client's page and the care team's have the same."""

from datetime import date

from django.http import QueryDict

from longarc.care.screening_facts import Taken
from longarc.care.text import msg
from longarc.records.actions.screening import NotKept

FIELDS = ("name", "taken", "last")


def read(post: QueryDict, today: date) -> tuple[str, Taken, date | None]:
    """Names as written, whether taken, and the last day.

    Raises:
        NotKept: the day is none, or has not come yet.
    """
    taken, last = post.get("taken", ""), post.get("last", "").strip()
    told = Taken(taken) if taken in set(Taken) else Taken.NOT_KNOWN
    return post.get("name", ""), told, _day(last, today) if last else None


def _day(written: str, today: date) -> date:
    found = day(written)
    if found > today:
        raise NotKept(msg("Nothing was kept yet. That day has not come."))
    return found


def day(written: str) -> date:
    """A day as a form gives it.

    Raises:
        NotKept: it is none.
    """
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise NotKept(msg("Nothing was kept yet. Please write the day like 2030-05-15.")) from None


def typed(post: QueryDict) -> dict[str, str]:
    """What was written, so that nothing is lost when it cannot be kept."""
    return {name: post.get(name, "") for name in FIELDS}
