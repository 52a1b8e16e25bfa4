"""Reminders of some clients: what they chose, and what became of the last two weeks' ones.

Nothing is ever sent in the demonstration; these rows tell of a practice that sends.
"""

from datetime import datetime, time, timedelta
from typing import Any

from longarc.care.reminder_states import Send, Why
from longarc.care.reminder_words import Wording
from longarc.care.reminders import SENT, Around, Choices, Reminder, Way, planned
from longarc.records import reminder_rows
from longarc.records.demo import people
from longarc.records.demo.client import Made
from longarc.records.models import AuditEntry, CheckIn, ReminderChoice, ReminderSend

DAY = timedelta(days=1)
#: The log begins so many days ago; the first client changed to a calendar three days ago.
LOGGED, CHANGED = 14 * DAY, 3 * DAY
CHOSEN: dict[int, Choices] = {
    0: Choices(Way.EMAIL, time(18), zone=people.ZONE, text=Wording.TEA),
    1: Choices(Way.NONE, zone=people.ZONE),
    2: Choices(Way.PUSH, time(12, 30), days=frozenset({0, 2, 4, 6}), zone=people.ZONE),
    3: Choices(Way.EMAIL, time(19, 15), (time(9), time(13)), closer=True, zone="America/New_York"),
    5: Choices(Way.CALENDAR, time(8, 30), zone=people.ZONE, text=Wording.NOTE),
    8: Choices(Way.EMAIL, time(20), days=frozenset({5, 6}), zone="Europe/Berlin"),
}
NOW_CALENDAR = 0
#: Here notes stopped arriving: the phone was changed.
GONE = 2


def rows(made: Made, check_ins: list[CheckIn]) -> list[list[Any]]:
    """What they chose with its audit rows, and the log; none for most clients."""
    if made.number not in CHOSEN:
        return []
    begin = made.now - LOGGED
    chosen = CHOSEN[made.number]
    told = [_choice(made, chosen, begin - DAY)]
    until = made.now
    if made.number == NOW_CALENDAR:
        until = made.now - CHANGED
        calendar = Choices(Way.CALENDAR, chosen.first, zone=chosen.zone, text=chosen.text)
        told.append(_choice(made, calendar, until))
    around = Around(check_ins=tuple(row.at for row in check_ins if row.at > begin - DAY))
    sent = planned(chosen, around, after=begin, until=until) if chosen.way in SENT else ()
    log = [_send(made, chosen, one, n) for n, one in enumerate(sent)]
    return [told, [_audit(made, row) for row in told], log]


def _who(made: Made) -> dict[str, int]:
    return {"practice_id": made.client.practice_id, "client_id": made.client.pk}


def _choice(made: Made, chosen: Choices, at: datetime) -> ReminderChoice:
    who = {**_who(made), "by_id": made.client.user_id, "uid": made.uid(made.dice, at)}
    return ReminderChoice(**who, at=at, received_at=at, **reminder_rows.columns(chosen))


def _audit(made: Made, row: ReminderChoice) -> AuditEntry:
    told = {"act": "kept_reminderchoice", "target": row.uid, "user_id": row.by_id}
    return AuditEntry(**_who(made), at=row.at, **told)


def _send(made: Made, chosen: Choices, one: Reminder, number: int) -> ReminderSend:
    state, why = _came_to(made, number, one.at)
    return ReminderSend(
        **_who(made),
        uid=made.uid(made.dice, one.at),
        key=one.key,
        way=chosen.way,
        text=chosen.text,
        due_at=one.at,
        until=one.until,
        state=state,
        why=why,
        tries=state is not Send.DROPPED,
        next_at=one.at,
        changed_at=one.at,
    )


def _came_to(made: Made, number: int, at: datetime) -> tuple[Send, Why]:
    """Most were sent; one is not known, one came too late, and one phone is gone."""
    if made.number == GONE and at > made.now - LOGGED / 2:
        return Send.FAILED, Why.GONE
    return {
        1: (Send.UNKNOWN, Why.STOPPED),
        3: (Send.DROPPED, Why.LATE),
    }.get(number, (Send.SENT, Why.NONE))
