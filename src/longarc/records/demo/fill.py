"""Writing the demonstration practice: the same people and days for the same seed and moment."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress

from longarc.care.access import Role
from longarc.records.actions.practice import make
from longarc.records.codec import Where, seal
from longarc.records.db import writing
from longarc.records.demo import (
    after,
    arrival,
    concerns,
    consent,
    living,
    notes,
    pacing,
    people,
    recorded,
    relationship,
    reminders,
    risk,
    screening,
    session,
    signed,
    threads,
)
from longarc.records.demo.client import ClientRows, Made
from longarc.records.demo.life import dice_of, life
from longarc.records.demo.screening import LOCKED
from longarc.records.models import (
    AuditEntry,
    CareMember,
    Client,
    MedicineSession,
    Meeting,
    Practice,
    StaffRole,
    SupportPage,
    User,
)
from longarc.records.progress import Told, nobody
from longarc.records.refused import Refused

FILLED = "demo_filled"
OPENS = 9
AT_ONCE = 20
NOBODY = "!" + "0" * 40  # no password opens an invented account


class NotEmpty(Refused):
    """The data base holds something that the demonstration must not be mixed with."""


def morning(now: datetime) -> datetime:
    """The latest nine o'clock of the practice, so that a day's demonstration is always the same."""
    local = now.astimezone(ZoneInfo(people.ZONE))
    nine = local.replace(hour=OPENS, minute=0, second=0, microsecond=0)
    return (nine if nine <= local else nine - timedelta(days=1)).astimezone(UTC)


def there() -> Practice | None:
    """The demonstration that this data base holds already, if it does.

    Raises:
        NotEmpty: there is a real practice, or a demonstration that was never finished.
    """
    practice = Practice.objects.order_by("pk").first()
    if Practice.objects.filter(demo=False).exists():
        raise NotEmpty(
            "This data base holds a real practice: the demonstration is never mixed with one. "
            "Nothing was changed. Set LONGARC_DATA_DIR to another folder."
        )
    if practice and not AuditEntry.objects.filter(practice=practice, act=FILLED).exists():
        raise NotEmpty(
            "This demonstration was stopped half-way. Remove its data base and begin again."
        )
    return practice


def fill(
    *,
    now: datetime,
    clients: int,
    years: float,
    seed: str,
    progress: Told = nobody,
) -> Practice:
    """Make the practice and everyone in it. Memory stays the same however many there are.

    Args:
        now: the morning on which it is opened; nothing in it is later.
        years: how far back the longest arcs go.
        progress: told after each part how many of how many clients are there.
    """
    with writing():
        practice, staff = _practice(now, dice_of(seed, "staff"))
    for begin in range(0, clients, AT_ONCE):
        numbers = range(begin, min(begin + AT_ONCE, clients))
        with writing():
            for number in numbers:
                _client(practice, staff, number, now, years, seed)
        progress(numbers.stop, clients)
    with writing():
        AuditEntry(practice=practice, at=now, act=FILLED).save()
    return practice


def _uid(dice: Random, at: datetime) -> UUID:
    """Like `ids.uuid7`, from the dice."""
    random = dice.getrandbits(74)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=int(at.timestamp() * 1000) << 80 | 7 << 76 | high << 64 | 2 << 62 | low)


def _support_page(practice: Practice, now: datetime) -> None:
    day = now.date() - timedelta(days=10)
    row = SupportPage(practice=practice, country="US", phone=people.PHONE, checked_on=day)
    texts = {"hours": people.HOURS, "numbers": "[]", "looked_by": people.LOOKED_BY}
    for column, text in texts.items():
        setattr(row, column, seal(text, row.cell(column)))
    row.published = True
    row.save()


def _practice(now: datetime, dice: Random) -> tuple[Practice, list[User]]:
    made = now - timedelta(days=3000)
    practice = make(name=people.PRACTICE, zone=people.ZONE, at=made, demo=True)
    _support_page(practice, now)
    staff = [_staff(practice, *who, made, dice) for who in people.STAFF]
    contacts = [
        user
        for user, (_, roles) in zip(staff, people.STAFF, strict=True)
        if Role.SAFEGUARDING in roles
    ]
    concerns.fill(practice, contacts, now)
    arrival.enquiries(practice, staff, now, dice, _uid)
    consent.words(practice, staff[people.OWNER], now, _uid(dice, now))
    signed.sign(practice, staff[0], staff[people.PRESCRIBER], now, lambda at: _uid(dice, at))
    notes.phrases(staff[: people.THERAPISTS], now, lambda at: _uid(dice, at))
    return practice, staff


def _staff(
    practice: Practice, name: str, roles: tuple[Role, ...], made: datetime, dice: Random
) -> User:
    user = _account(practice, name, f"{name.split()[0].lower()}@example.org", made, dice)
    StaffRole.objects.bulk_create(
        StaffRole(practice=practice, user=user, role=role, since=made) for role in roles
    )
    return user


def _account(practice: Practice, name: str, email: str, made: datetime, dice: Random) -> User:
    public_id = _uid(dice, made)
    user = User.objects.create(
        practice=practice,
        public_id=public_id,
        email=email,
        name=seal(name, Where(practice.pk, None, "user.name", public_id)),
        password=NOBODY,
        zone=people.ZONE,
        created_at=made,
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _client(
    practice: Practice, staff: list[User], number: int, now: datetime, years: float, seed: str
) -> None:
    opened, now = now, after.lives_now(number, now, years)
    lived, dice = life(number, now=now, years=years, seed=seed), dice_of(seed, number)
    began = datetime.combine(lived.spans[0].first, now.timetz())
    name, public_id = people.client_name(number), _uid(dice, began)
    client = Client.objects.create(
        practice=practice,
        public_id=public_id,
        user=_account(practice, name, f"client{number + 1}@example.org", began, dice),
        name=seal(name, Where(practice.pk, None, "client.name", public_id)),
        zone=people.ZONE,
        created_at=began,
    )
    therapist = staff[number % people.THERAPISTS]
    _hold(client, therapist, staff, number, began)
    made = Made(lived, client, therapist, now, dice, _uid)
    prescriber = staff[people.PRESCRIBER]
    around = ClientRows(made)
    for rows in (
        *around.all(),
        *consent.rows(made),
        *screening.rows(made, prescriber),
        *threads.rows(made),
        *pacing.rows(made, around.check_ins),
        *risk.rows(made),
        *session.rows(made, around.around.get(MedicineSession, [])),
        *relationship.rows(made, around.around.get(Meeting, [])),
        *reminders.rows(made, around.check_ins),
        *notes.rows(made, around.around.get(Meeting, [])),
        *recorded.rows(made, around.around.get(MedicineSession, [])),
        *after.rows(made, around.around.get(MedicineSession, []), opened),
        *living.rows(made),
    ):
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=2000)


def _hold(client: Client, therapist: User, staff: list[User], number: int, began: datetime) -> None:
    """The lead; and for some a second person who holds them too."""
    members = [CareMember(user=therapist, lead=True)]
    if number % 6 == 0:
        members.append(CareMember(user=staff[(number + 1) % people.THERAPISTS]))
    if number == LOCKED:  # so that the first list shows lithium that was told, and a session today
        members.append(CareMember(user=staff[0]))
    for member in members:
        member.practice_id, member.client, member.since = client.practice_id, client, began
        member.save()
