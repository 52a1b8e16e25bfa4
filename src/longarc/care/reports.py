"""What a client's device may send, and what of it is understood.

Every parser takes the plain values that arrived (from JSON or a form) and gives a frozen
value, or raises `NotUnderstood` with a sentence that says what is safe first. Nothing is
required but an id, a time and the thing itself: every question can be skipped.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from longarc.care import body
from longarc.care.arc import POSITION, Ease, Resolution, State
from longarc.care.commitments import Answer
from longarc.care.exercise_list import BY_CODE
from longarc.care.exercises import Effect
from longarc.care.questions import ANSWERS
from longarc.care.text import Text, msg

LONGEST_WORDS = 20_000
CLOCK_TOLERANCE = timedelta(minutes=2)
EARLIEST_RECALL = timedelta(days=60)
#: A phone may keep entries unsent for so long; an older time is a clock that was never set.
LONGEST_UNSENT = timedelta(days=400)
METHODS = frozenset({"touch", "mouse", "keyboard", "form", ""})
_LIMIT = 2**31 - 1


class NotUnderstood(Exception):
    """Something that arrived has no clear meaning; `field` and `text` say what and how to go on."""

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(f"{field}: {text.plain()}")
        self.field = field
        self.text = text


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who made an entry where: its id, its time put right, and the device's zone."""

    uid: UUID
    at: datetime
    skew: int | None = None
    zone: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class NewCheckIn:
    stamp: Stamp
    position: int | None
    resolution: Resolution = Resolution.ZONE
    recalled_for: datetime | None = None
    prompted: bool = False
    latency: int | None = None
    method: str = ""
    app: str = ""
    changed_mind: int = 0
    corrects: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewMore:
    stamp: Stamp
    check_in: UUID
    ease: Ease | None = None
    item: str = ""
    answer: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class NewUndo:
    stamp: Stamp
    target: UUID


@dataclass(frozen=True, slots=True)
class NewWords:
    stamp: Stamp
    text: str
    shared: bool = False
    check_in: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewContactRequest:
    stamp: Stamp
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewExercise:
    """An exercise that was done; what was not said is None."""

    stamp: Stamp
    exercise: str
    before: State | None = None
    after: State | None = None
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class NewCommitmentAnswer:
    """Did it, or not today (care.commitments)."""

    stamp: Stamp
    commitment: UUID
    answer: Answer


New = (
    NewCheckIn
    | NewMore
    | NewUndo
    | NewWords
    | NewContactRequest
    | NewExercise
    | NewCommitmentAnswer
)
Raw = Mapping[str, Any]


def _uid(raw: Raw, field: str) -> UUID:
    try:
        return UUID(str(raw[field]))
    except (KeyError, ValueError):
        raise NotUnderstood(
            field, Text(msg("Nothing was changed. This entry has no id that we know how to read."))
        ) from None


def _maybe_uid(raw: Raw, field: str) -> UUID | None:
    return _uid(raw, field) if raw.get(field) else None


def _time(raw: Raw, field: str) -> datetime:
    try:
        time = datetime.fromisoformat(str(raw[field]))
    except (KeyError, ValueError):
        time = None
    if time is None or time.tzinfo is None:
        raise NotUnderstood(
            field, Text(msg("Nothing was changed. That time is not one we can read."))
        )
    return time


def _label(raw: Raw, field: str, longest: int) -> str:
    """A short mark of the device's own, such as its zone: kept as far as a column can hold it."""
    return clean(str(raw.get(field) or ""))[:longest]


def clean(text: str) -> str:
    """Without what no data base stores: NUL, and halves of a pair that stand alone."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _whole(raw: Raw, field: str, low: int, high: int) -> int | None:
    value = raw.get(field)
    if value in (None, ""):
        return None
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        number = low - 1
    if not low <= number <= high:
        raise NotUnderstood(
            field, Text(msg("Nothing was changed. One of the answers is not one we know."))
        )
    return number


def _stamp(raw: Raw, received: datetime, sent: datetime | None) -> Stamp:
    """The entry's time by the server's clock: a device that is off is put right, never refused."""
    told = _time(raw, "at") if raw.get("at") else received
    at, skew = _put_right(told, received, sent)
    zone = _label(raw, "zone", 64)
    offset = _whole(raw, "offset", -16 * 60, 16 * 60) or 0
    return Stamp(_uid(raw, "uid"), at, skew, zone, offset)


def _put_right(
    told: datetime, received: datetime, sent: datetime | None
) -> tuple[datetime, int | None]:
    """The time shifted by how far off the device's clock was when it sent, and those seconds.

    A time that cannot be (still to come, or older than any phone keeps things) becomes the
    time of arrival.
    """
    off = received - sent if sent else timedelta()
    at = _shifted(told, off, received) if abs(off) > CLOCK_TOLERANCE else told
    if not received - LONGEST_UNSENT <= at <= received:
        at = received
    skew = int((at - told).total_seconds())
    return at, max(-_LIMIT, min(skew, _LIMIT)) or None


def _shifted(at: datetime, skew: timedelta, received: datetime) -> datetime:
    try:
        return at + skew
    except OverflowError:
        return received


def _position(raw: Raw) -> tuple[int | None, Resolution]:
    if raw.get("position") not in (None, ""):
        return _whole(raw, "position", 0, 100), Resolution.FINE
    try:
        return POSITION[State(str(raw.get("state")))], Resolution.ZONE
    except ValueError:
        raise NotUnderstood(
            "state",
            Text(
                msg(
                    "Nothing was changed. We don't know that answer. "
                    "Please pick one of the six rows."
                )
            ),
        ) from None


def _recalled(raw: Raw, stamp: Stamp) -> datetime | None:
    """The earlier time that was meant, put right by as much as the entry's own time was."""
    if not raw.get("recalled_for"):
        return None
    earlier = _shifted(_time(raw, "recalled_for"), timedelta(seconds=stamp.skew or 0), stamp.at)
    if not stamp.at - EARLIEST_RECALL <= earlier <= stamp.at:
        raise NotUnderstood(
            "recalled_for",
            Text(
                msg(
                    "Nothing was changed. That earlier time is not one we can keep. "
                    "Pick a time before now."
                )
            ),
        )
    return earlier


def _corrects(raw: Raw, uid: UUID) -> UUID | None:
    """The check-in that this one takes the place of. None takes its own place: it would vanish."""
    other = _maybe_uid(raw, "corrects")
    return None if other == uid else other


def check_in(raw: Raw, stamp: Stamp) -> NewCheckIn:
    position, resolution = _position(raw)
    method = str(raw.get("method") or "")
    return NewCheckIn(
        stamp=stamp,
        position=position,
        resolution=resolution,
        recalled_for=_recalled(raw, stamp),
        prompted=bool(raw.get("prompted")),
        latency=_whole(raw, "latency", 0, _LIMIT),
        method=method if method in METHODS else "",
        app=_label(raw, "app", 16),
        changed_mind=_whole(raw, "changed_mind", 0, 999) or 0,
        corrects=_corrects(raw, stamp.uid),
    )


def more(raw: Raw, stamp: Stamp) -> NewMore:
    item, answer = str(raw.get("item") or ""), str(raw.get("answer") or "")
    if answer and answer not in ANSWERS.get(item, {}):
        raise NotUnderstood(
            "answer", Text(msg("Nothing was changed. One of the answers is not one we know."))
        )
    try:
        marks = body.parse_all(str(raw.get("body") or "").split())
    except ValueError:
        raise NotUnderstood(
            "body", Text(msg("Nothing was changed. One place on the body is not one we know."))
        ) from None
    ease = _whole(raw, "ease", 1, 3)
    return NewMore(
        stamp=stamp,
        check_in=_uid(raw, "check_in"),
        ease=Ease(ease) if ease else None,
        item=item if answer else "",
        answer=answer,
        body=" ".join(map(str, marks)),
    )


def undo(raw: Raw, stamp: Stamp) -> NewUndo:
    return NewUndo(stamp, _uid(raw, "target"))


def _text(raw: Raw, field: str) -> str:
    text = clean(str(raw.get(field) or "")).strip()
    if len(text) > LONGEST_WORDS:
        raise NotUnderstood(
            field,
            Text(
                msg(
                    "Your words are still here. They are longer than we can keep at once: "
                    "%(limit)s letters. Please keep them in two parts."
                ),
                {"limit": LONGEST_WORDS},
            ),
        )
    return text


def words(raw: Raw, stamp: Stamp) -> NewWords:
    shared = raw.get("shared") in (True, "1", "on", "true")
    return NewWords(stamp, _text(raw, "text"), shared, _maybe_uid(raw, "check_in"))


def contact_request(raw: Raw, stamp: Stamp) -> NewContactRequest:
    return NewContactRequest(stamp, _text(raw, "note"))


def exercise(raw: Raw, stamp: Stamp) -> NewExercise:
    code = str(raw.get("exercise") or "")
    if code not in BY_CODE:
        raise NotUnderstood(
            "exercise", Text(msg("Nothing was changed. We don't know this exercise."))
        )
    before, after = _maybe_code(raw, "before", State), _maybe_code(raw, "after", State)
    return NewExercise(stamp, code, before, after, _maybe_code(raw, "effect", Effect))


Coded = TypeVar("Coded", bound=StrEnum)


def _maybe_code(raw: Raw, field: str, kind: type[Coded]) -> Coded | None:
    """One of a list of answers; None where nothing was said."""
    try:
        return kind(str(raw[field])) if raw.get(field) else None
    except ValueError:
        raise NotUnderstood(
            field, Text(msg("Nothing was changed. One of the answers is not one we know."))
        ) from None


def commitment(raw: Raw, stamp: Stamp) -> NewCommitmentAnswer:
    answer = _maybe_code(raw, "answer", Answer)
    if answer is None:
        raise NotUnderstood("answer", Text(msg("Nothing was changed. Please choose once more.")))
    return NewCommitmentAnswer(stamp, _uid(raw, "commitment"), answer)


KINDS: dict[str, Callable[[Raw, Stamp], New]] = {
    "check_in": check_in,
    "more": more,
    "undo": undo,
    "words": words,
    "contact_request": contact_request,
    "exercise": exercise,
    "commitment": commitment,
}


def parse(raw: object, *, received: datetime, sent: datetime | None = None) -> New:
    """One entry from what arrived.

    Args:
        raw: a mapping with `kind`, `uid` and the kind's own fields.
        received: the server's time.
        sent: the device's time when it sent; its difference puts the entry's time right.

    Raises:
        NotUnderstood: with the field and a sentence for the person.
    """
    make = KINDS.get(str(raw.get("kind"))) if isinstance(raw, Mapping) else None
    if make is None or not isinstance(raw, Mapping):
        raise NotUnderstood(
            "kind", Text(msg("Nothing was changed. We don't know this kind of entry."))
        )
    return make(raw, _stamp(raw, received, sent))
