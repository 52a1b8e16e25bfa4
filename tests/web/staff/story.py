"""Words for the stories of these tests: what Ada does, in days before now.

Pages read the real clock, so that here "now" is the real one.
"""

from datetime import UTC, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from longarc.records.models import CheckIn, ContactRequest, Meeting, PhaseStart, Rest, Retraction
from tests.cast import Person, check_in


def now() -> datetime:
    return timezone.now().astimezone(UTC)


def ago(days: float) -> datetime:
    return now() - timedelta(days=days)


def usual(person: Person, *, days: int = 60, until: float = 2.6) -> None:
    """One check-in a day within reach, the latest `until` days ago."""
    CheckIn.objects.bulk_create(
        CheckIn(**_common(person, ago(until + day)), position=50) for day in range(days)
    )


def way_down(person: Person, times: int = 5, *, until: float = 0.05) -> None:
    """Two way-down check-ins a day, the latest `until` days ago."""
    for half_day in range(times):
        check_in(person, ago(until + half_day / 2), 10)


def _common(person: Person, at: datetime) -> dict[str, object]:
    return {
        "practice_id": person.actor.practice,
        "client": person.client,
        "by": person.user,
        "at": at,
        "received_at": at,
    }


def asks_for_contact(person: Person, days_ago: float = 0.1) -> ContactRequest:
    return ContactRequest.objects.create(**_common(person, ago(days_ago)))


def rests(person: Person, days_ago: float, *, days: float = 0, back: bool = False) -> Rest:
    at = ago(days_ago)
    until = at + timedelta(days=days) if days else None
    return Rest.objects.create(**_common(person, at), until=until, back=back)


def takes_back(person: Person, row: object) -> Retraction:
    return Retraction.objects.create(**_common(person, now()), target=row.uid)  # type: ignore[attr-defined]


def begins(person: Person, phase: str, days_ago: float) -> PhaseStart:
    on = ago(days_ago).date()
    return PhaseStart.objects.create(**_common(person, ago(days_ago)), phase=phase, on=on)


def meets(person: Person, staff: Person, in_days: float) -> Meeting:
    return Meeting.objects.create(
        **_common(person, ago(1)), starts_at=ago(-in_days), with_user=staff.user
    )


def url_of(name: str, person: Person) -> str:
    assert person.client
    return reverse(name, args=[person.client.public_id])


def answer_form(html: str) -> dict[str, str]:
    """What the first card's form would send, but for the button."""
    import re

    form = html[html.index("data-answer") :]
    form = form[: form.index("</form>")]
    return {
        name: value
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
        if name != "csrfmiddlewaretoken"
    }
