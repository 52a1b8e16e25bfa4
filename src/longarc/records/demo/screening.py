"""Safety screening of the first clients: one is clear of gates, one is locked, one is half told.

The first takes a medicine that is a note. The second takes lithium and waits for the prescriber.
The third has a misspelt name, an answered review, and questions that nobody answered. One more,
near the end of their preparation, takes nothing.
"""

from datetime import timedelta
from typing import Any

from longarc.care.conditions import CONDITIONS, Condition
from longarc.care.screening_facts import MEDICINES, Kind, Said, Taken
from longarc.care.sources import Level, Substance
from longarc.records.codec import seal
from longarc.records.demo.client import Made
from longarc.records.demo.rows import audit
from longarc.records.models import (
    MedicineTaken,
    Referral,
    ScreeningAnswer,
    ScreeningJudgement,
    SubstancePlanned,
    User,
)

LOCKED, HALF_TOLD, READY = 1, 2, 26
NAMES: dict[int, tuple[str, ...]] = {
    0: ("Zoloft 50 mg",),
    LOCKED: ("Priadel 400",),
    HALF_TOLD: ("lamotrigin", "sumatriptan"),
    READY: (),
}
NOT_ANSWERED = frozenset({"heart", "vessels", "no_support", "cannot_consent", "withdrawal"})
REASON = "Taken for migraine, last time in spring. Agreed: none in the two days before."
TOLD_DAYS = 9


def rows(made: Made, prescriber: User) -> list[list[Any]]:
    """Rows kind by kind, with their audit rows; none for most clients."""
    if made.number not in NAMES:
        return []
    kept = [*_told(made), *_judged(made, prescriber)]
    kinds = {type(row): [one for one in kept if type(one) is type(row)] for row in kept}
    return [*kinds.values(), [audit(made, row) for row in kept]]


def _told(made: Made) -> list[Any]:
    """By the client: medicines, answers. By the therapist: what only the care team asks."""
    found: list[Any] = [_medicine(made, name) for name in NAMES[made.number]]
    for code, one in CONDITIONS.items():
        if made.number != HALF_TOLD or code not in NOT_ANSWERED:
            found.append(_answer(made, code, Said.NO, by_staff=_by_staff(one)))
    if made.number != HALF_TOLD:
        found.append(_answer(made, MEDICINES, Said.ALL))
    substance = {"substance": Substance.PSILOCYBIN, "by_id": made.therapist.pk}
    return [*found, _entry(made, SubstancePlanned, hours=1, **substance)]


def _by_staff(one: Condition) -> bool:
    """What the client's page does not ask, or what a person asks as well."""
    return not one.asked or one.by_person


def _judged(made: Made, prescriber: User) -> list[Any]:
    by = {"by_id": made.therapist.pk}
    if made.number == LOCKED:
        return [_entry(made, Referral, hours=2, to=prescriber, **by)]
    if made.number != HALF_TOLD:
        return []
    row = _entry(made, ScreeningJudgement, hours=2, **by, kind=Kind.ANSWERED, level=Level.REVIEW)
    row.substance = Substance.PSILOCYBIN
    row.subject = seal("medicine:triptans:sumatriptan", row.where("subject"))
    row.reason = seal(REASON, row.where("reason"))
    return [row]


def _medicine(made: Made, name: str) -> MedicineTaken:
    row: MedicineTaken = _entry(made, MedicineTaken, taken=Taken.NOW)
    row.name = seal(name, row.where)
    return row


def _answer(made: Made, about: str, said: Said, *, by_staff: bool = False) -> ScreeningAnswer:
    by = {"by_id": made.therapist.pk} if by_staff else {}
    row: ScreeningAnswer = _entry(made, ScreeningAnswer, about=about, by_staff=by_staff, **by)
    row.said = seal(said, row.where)
    return row


def _entry(made: Made, model: type[Any], *, hours: int = 0, **values: Any) -> Any:
    at = made.now - timedelta(days=TOLD_DAYS, hours=-hours)
    values.setdefault("by_id", made.client.user_id)
    who = {"practice_id": made.client.practice_id, "client_id": made.client.pk}
    return model(uid=made.uid(made.dice, at), **who, at=at, received_at=at, **values)
