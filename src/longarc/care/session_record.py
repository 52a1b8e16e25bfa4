"""The record of a medicine session: lines that are only added, written afterwards or as it goes.

A line says one thing: who was there, the dose as it was taken, a state, support, touch, vital
signs, how the person left. A correction is a new line that names the one it takes the place of; a
line that should not be there is taken back with a reason. Once the lead has signed, whatever is
written later is an addendum. The record holds what happened: nothing here suggests a dose.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from longarc.care.text import Moment, Text, msg
from longarc.care.touch import Place, Terms

#: The most letters of what one line says. Source: Longarc's own starting rule, unsigned.
LONGEST_WORDS = 4_000
#: The most letters of a short answer: an amount, a name. Source: Longarc's own, unsigned.
LONGEST_SHORT = 200
#: A line further than this from the start of its session is asked about.
#: Source: Longarc's own starting rule, unsigned.
NEAR_BEFORE, NEAR_AFTER = timedelta(hours=12), timedelta(hours=48)


class Kind(StrEnum):
    """What a line is about, in the order of the page. Stored, never renamed."""

    PEOPLE = "people"
    DOSE = "dose"
    PEAK = "peak"
    ENDED = "ended"
    STATE = "state"
    SUPPORT = "support"
    TOUCH = "touch"
    CONSENT = "consent"
    EVENT = "event"
    WORDS = "words"
    VITALS = "vitals"
    LEAVE = "leave"


class Vital(StrEnum):
    """Vital signs: blood pressure in mmHg, pulse a minute, oxygen saturation in percent."""

    SYSTOLIC = "systolic"
    DIASTOLIC = "diastolic"
    PULSE = "pulse"
    SPO2 = "spo2"


#: Outside these a number is asked about, as it is mostly a slip; it is never refused.
#: Source: Longarc's own starting rule, unsigned: no limit for stopping or treating anyone.
PLAUSIBLE: Mapping[Vital, tuple[int, int]] = {
    Vital.SYSTOLIC: (70, 220),
    Vital.DIASTOLIC: (35, 130),
    Vital.PULSE: (35, 180),
    Vital.SPO2: (80, 100),
}
#: What fits into the record at all: three digits.
#: Source: Longarc's own starting rule, unsigned.
MOST_DIGITS = 999


class Fit(StrEnum):
    """The points of leaving. Stored, never renamed.

    Source: clinical-facts.md 2.3, "Fitness-to-leave record".
    """

    TIME = "minimum_time"
    VITALS = "vitals"
    SEDATION = "sedation"
    PERCEPTION = "perception"
    ORIENTATION = "orientation"
    DISTRESS = "distress"
    SUICIDE = "suicide"
    AGREES = "agrees"
    ESCORT = "escort"
    TRANSPORT = "transport"
    CONTACT = "contact"
    AFTERCARE = "aftercare"


YES, NO = "yes", "no"
Fact = str | int


@dataclass(frozen=True, slots=True)
class Told:
    """What one line says.

    Args:
        at: when it happened; None: not said.
        facts: answers by their names: those of `Vital` (numbers), of `Fit` (yes or no), and
            `substance`, `amount`, `way`, `noted_by`, `state`, `places`, `asked`, `answer`,
            `decided_by`, `deviation`. What is not there was not said.
    """

    kind: Kind
    at: datetime | None = None
    words: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not self.words and not self.facts and self.at is None

    @property
    def places(self) -> frozenset[Place]:
        """Where touch was given."""
        return frozenset(map(Place, str(self.facts.get("places", "")).split()))


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was kept: by whom, when, and whether only afterwards.

    `wrote`: the account of whoever kept it.
    """

    uid: UUID
    told: Told
    by: str
    written_at: datetime
    afterwards: bool = True
    corrects: UUID | None = None
    wrote: int | None = None

    @property
    def was_to_come(self) -> bool:
        """It was written before its own time: so not afterwards."""
        return self.told.at is not None and self.told.at > self.written_at


@dataclass(frozen=True, slots=True)
class Taken:
    """A line was taken back, with a reason."""

    line: UUID
    at: datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody signed the record as it stood, with its first `covers` lines."""

    at: datetime
    by: str
    lead: bool
    covers: int = 0


@dataclass(frozen=True, slots=True)
class Mistaken:
    """The whole session was taken back as a mistake: when, by whom, and why, where that is kept."""

    at: datetime
    by: str
    why: str = ""

    @property
    def told(self) -> Text:
        return Text(_MISTAKEN, {"by": self.by, "day": self.at})


_MISTAKEN = msg("The session was taken back by %(by)s on %(day)s; what was recorded stays.")


@dataclass(frozen=True)
class Record:
    """All of one session, in order of arrival. `mistaken`: it was taken back, and is only read."""

    uid: UUID
    starts_at: datetime
    lines: tuple[Line, ...] = ()
    taken: tuple[Taken, ...] = ()
    signatures: tuple[Signature, ...] = ()
    mistaken: Mistaken | None = None

    @property
    def standing(self) -> tuple[Line, ...]:
        """What the record says now, in order of time; lines without one come first.

        A line that was corrected never stands again, also when its correction is taken back.
        """
        gone = {one.line for one in self.taken} | {one.corrects for one in self.lines}
        found = (one for one in self.lines if one.uid not in gone)
        return tuple(sorted(found, key=lambda one: _order(one, self.starts_at)))

    def find(self, uid: UUID | None) -> Line | None:
        return next((one for one in self.standing if one.uid == uid), None)

    def before(self, line: Line) -> tuple[Line, ...]:
        """The versions that a line took the place of, the newest first."""
        known = {one.uid: one for one in self.lines}
        found, uid = [], line.corrects
        while uid in known:
            found.append(known[uid])
            uid = known[uid].corrects
        return tuple(found)

    @property
    def signed(self) -> Signature | None:
        """The lead's first signature: from then on everything written is an addendum."""
        return next((one for one in self.signatures if one.lead), None)

    def is_addendum(self, line: Line) -> bool:
        """It arrived after what the lead signed, also where its clock says it was before."""
        return self.signed is not None and line in self.lines[self.signed.covers :]

    def line(self, uid: UUID) -> Line | None:
        """Any line, also one that stands no longer."""
        return next((one for one in self.lines if one.uid == uid), None)

    @property
    def ended_at(self) -> datetime | None:
        """When it ended, as the record says."""
        return max((one.told.at for one in self._of(Kind.ENDED) if one.told.at), default=None)

    def _of(self, kind: Kind) -> tuple[Line, ...]:
        return tuple(one for one in self.standing if one.told.kind is kind)

    @property
    def upto(self) -> str:
        """What a page that shows this knows; lines and takings-back are only added."""
        return f"{len(self.lines)}-{len(self.taken)}"


def covers(upto: str) -> int:
    """How many lines a page knew that showed `Record.upto`.

    >>> covers("12-1")
    12
    """
    return int(upto.partition("-")[0])


def _order(line: Line, starts_at: datetime) -> tuple[bool, datetime, datetime, int]:
    at = line.told.at
    return at is not None, at or starts_at, line.written_at, line.uid.int


def touched(told: Told, agreed: Terms) -> bool:
    """Whether touch is shown to lie within what was agreed: where, and asking first.

    What was not said is not shown.
    """
    asked = told.facts.get("asked") == YES
    return bool(told.places) and told.places <= agreed.places and (asked or not agreed.ask_first)


class NotALine(ValueError):
    """Nothing was kept; `text` says why and how to go on."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.plain())
        self.text = text


class Asked(ValueError):
    """Nothing was kept yet: each of `texts` is asked, and then kept as it is."""

    def __init__(self, texts: tuple[Text, ...]) -> None:
        super().__init__(" ".join(one.plain() for one in texts))
        self.texts = texts


def checked(told: Told) -> Told:
    """The same, fit to be kept.

    Raises:
        NotALine: it says nothing, is too long, or a vital sign has more than three digits.
    """
    if told.empty or (told.kind in (Kind.PEAK, Kind.ENDED) and told.at is None):
        raise NotALine(Text(_NOTHING))
    short = (one for one in told.facts.values() if isinstance(one, str))
    if len(told.words) > LONGEST_WORDS or any(len(one) > LONGEST_SHORT for one in short):
        raise NotALine(Text(_TOO_LONG, {"long": LONGEST_WORDS, "short": LONGEST_SHORT}))
    numbers = (one for one in told.facts.values() if isinstance(one, int))
    if not all(0 <= one <= MOST_DIGITS for one in numbers):
        raise NotALine(Text(_NO_NUMBER))
    return told


_NOTHING = msg("Nothing was kept yet. Write what happened, or when.")
_TOO_LONG = msg(
    "Nothing was kept yet. The most we can keep is %(long)s letters of words, and %(short)s of a "
    "short answer."
)
_NO_NUMBER = msg("Nothing was kept yet. A vital sign is a whole number of at most three digits.")


def asks(told: Told, starts_at: datetime, now: datetime) -> tuple[Text, ...]:
    """What is asked before a line is kept as it is. It can always be kept."""
    return (*_about_time(told, starts_at, now), *_about_vitals(told), *_about_leaving(told))


def _about_time(told: Told, starts_at: datetime, now: datetime) -> Iterable[Text]:
    if told.at is None:
        return
    if told.at > now:
        yield Text(_AHEAD, {"at": Moment(told.at)})
    elif not starts_at - NEAR_BEFORE <= told.at <= starts_at + NEAR_AFTER:
        yield Text(_FAR, {"at": Moment(told.at)})
    elif told.kind in _NEVER_BEFORE and told.at < starts_at.replace(second=0, microsecond=0):
        yield Text(_BEFORE, {"at": Moment(told.at)})


def _about_vitals(told: Told) -> Iterable[Text]:
    for vital, (low, high) in PLAUSIBLE.items():
        found = told.facts.get(vital)
        if isinstance(found, int) and not low <= found <= high:
            yield Text(_VITALS[vital], {"n": found})
    upper, lower = told.facts.get(Vital.SYSTOLIC), told.facts.get(Vital.DIASTOLIC)
    if isinstance(upper, int) and isinstance(lower, int) and lower >= upper:
        yield Text(_SWAPPED, {"upper": upper, "lower": lower})


def _about_leaving(told: Told) -> Iterable[Text]:
    if told.facts.get(Fit.TRANSPORT) == NO and not told.facts.get("deviation"):
        yield Text(_DEVIATION)


_NEVER_BEFORE = frozenset({Kind.ENDED, Kind.PEAK, Kind.DOSE, Kind.LEAVE})
_AHEAD = msg("%(at)s is still to come. Is the time right?")
_FAR = msg("%(at)s is far from the start of the session. Are day and time right?")
_BEFORE = msg("%(at)s is before the session began. Is the time right?")
_VITALS = {
    Vital.SYSTOLIC: msg("Upper blood pressure %(n)s: is the number right?"),
    Vital.DIASTOLIC: msg("Lower blood pressure %(n)s: is the number right?"),
    Vital.PULSE: msg("Pulse %(n)s: is the number right?"),
    Vital.SPO2: msg("Oxygen saturation %(n)s: is the number right?"),
}
_SWAPPED = msg("Blood pressure %(upper)s over %(lower)s: are the two in the right places?")
_DEVIATION = msg(
    "The way home was not as planned. Write what was done instead; some rules require it."
)


def written(told: Told) -> str:
    """Words and facts as JSON, to be sealed; kind and time have columns of their own."""
    return json.dumps({"words": told.words, "facts": dict(told.facts)}, sort_keys=True)


def parse(kind: Kind, at: datetime | None, text: str) -> Told:
    """What `written` wrote.

    >>> parse(Kind.PEOPLE, None, written(Told(Kind.PEOPLE, words="Maya leads"))).words
    'Maya leads'
    """
    found = json.loads(text)
    return Told(kind, at, found["words"], found["facts"])
