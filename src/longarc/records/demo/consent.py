"""Consent and touch of invented clients: most agreed; one took a yes back, one has not been asked.

The practice changed the words about who is in the room. Most clients have said yes to them since.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from longarc.care.arc import Phase
from longarc.care.consent_texts import STARTING, Asked, Item
from longarc.care.touch import NO_TOUCH, Place, Terms
from longarc.records.codec import seal
from longarc.records.demo.client import Made
from longarc.records.demo.rows import audit, entry
from longarc.records.models import (
    AuditEntry,
    ConsentAnswer,
    ConsentText,
    Practice,
    TouchNarrowed,
    TouchSigned,
    User,
)

DAY = timedelta(days=1)
CHANGED = Item.WHO_IS_THERE
WORDS = (
    "I know who will be in the room, by name. Nobody else comes in, unless I say yes first or my "
    "body needs help at once. The door stays unlocked. I can ask someone to step out."
)
VERSION = uuid5(STARTING[CHANGED].version, WORDS)
CHANGED_DAYS, SINCE_DAYS, SIGNED_DAYS = 24, 17, 3
#: By the client's number: took the yes to video back; has not said yes to the new words; said no
#: to touch in a session, and somebody of the care team kept it; has not signed yet.
TOOK_BACK, NOT_AGAIN, NARROWED, NOT_SIGNED = 2, 11, 5, 16
TERMS = (
    Terms(frozenset({Place.SHOULDER}), ask_first=True),
    Terms(frozenset({Place.HAND, Place.SHOULDER}), ask_first=False),
    NO_TOUCH,
    Terms(frozenset({Place.HAND, Place.FEET}), ask_first=True),
)
PURPOSE, STOP = "To feel that somebody is there.", "Stop, or I lift my hand."


def words(practice: Practice, owner: User, now: datetime, uid: UUID) -> None:
    """The owner changed one text."""
    at = now - CHANGED_DAYS * DAY
    row = ConsentText(practice=practice, by=owner, at=at, uid=uid, item=CHANGED, version=VERSION)
    row.asked = Asked.REQUIRED
    row.text = seal(WORDS, row.where)
    row.save()
    detail = f"{CHANGED} {row.asked}"
    act = {"act": "published_consent", "target": uid, "detail": detail}
    AuditEntry(practice=practice, at=at, user=owner, **act).save()


def rows(made: Made) -> list[list[Any]]:
    """Rows kind by kind, with their audit rows; none for those who have only just come."""
    if made.life.spans[-1].phase is Phase.ARRIVAL:
        return []
    kept = [*_answers(made), *_touch(made)]
    kinds = {type(row): [one for one in kept if type(one) is type(row)] for row in kept}
    return [*kinds.values(), [audit(made, row) for row in kept]]


def _answers(made: Made) -> Iterator[ConsentAnswer]:
    began, changed = _began(made), made.now - CHANGED_DAYS * DAY
    for item, one in STARTING.items():
        if item is not CHANGED or began < changed:
            yield _yes(made, item, one.version, _plain(item), began)
    if made.number != NOT_AGAIN:
        yield _yes(made, CHANGED, VERSION, WORDS, max(began, made.now - SINCE_DAYS * DAY))
    if made.number == TOOK_BACK:
        yield entry(made, ConsentAnswer, made.now - 6 * DAY, item=Item.VIDEO, given=False)


def _began(made: Made) -> datetime:
    return min(made.client.created_at + 2 * DAY, made.now - SIGNED_DAYS * DAY)


def _plain(item: Item) -> str:
    text = STARTING[item].text
    return text if isinstance(text, str) else text.plain()


def _yes(made: Made, item: Item, version: UUID, text: str, at: datetime) -> ConsentAnswer:
    row: ConsentAnswer = entry(made, ConsentAnswer, at, item=item, given=True, version=version)
    row.text = seal(text, row.where)
    return row


def _touch(made: Made) -> Iterator[Any]:
    """Signed the day before each session, and by most for the one to come."""
    for session in made.life.sessions:
        yield _signed(made, session.at - DAY)
    lately = any(made.now - session.at < 2 * SIGNED_DAYS * DAY for session in made.life.sessions)
    if not lately and made.number != NOT_SIGNED:
        yield _signed(made, made.now - SIGNED_DAYS * DAY)
    if made.number == NARROWED and made.life.sessions:
        at = made.life.sessions[-1].at + timedelta(hours=2)
        none = {"places": "", "ask_first": True, "by_id": made.therapist.pk}
        yield entry(made, TouchNarrowed, at, **none)


def _signed(made: Made, at: datetime) -> TouchSigned:
    terms = TERMS[made.number % len(TERMS)]
    told = {"places": " ".join(sorted(terms.places)), "ask_first": terms.ask_first}
    row: TouchSigned = entry(made, TouchSigned, at, **told)
    row.purpose = seal(PURPOSE, row.where("purpose")) if terms.places else None
    row.stop = seal(STOP, row.where("stop"))
    return row
