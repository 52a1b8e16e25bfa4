"""The vital signs that are kept, as readiness shows them before a session.

A record keeps what was measured. Only one figure with a source exists to read it by, and it is a
line for looking harder, no limit for stopping anyone. Where there is none the values are shown as
they were kept and it is said that no limit is set; what says nothing of today is not known.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from longarc.care.capacities import Standing
from longarc.care.session_record import Kind, Line, Record, Vital
from longarc.care.sources import Substance
from longarc.care.text import Moment, Text, msg

#: Vital signs that are older say nothing of a session to come.
#: Source: clinical-facts.md 2.3: before psilocybin they are taken 24 to 48 h before and just
#: before; for other medicines Longarc's own starting rule, unsigned.
COUNT_FOR = timedelta(hours=48)
#: Upper blood pressure (mmHg) above which to weigh the risk before a dose; no fixed stop.
#: Source: clinical-facts.md 0 (8) and 2.3: the label of esketamine, read in a secondary page.
LOOK_HARDER_UPPER = 140
#: The same for the lower blood pressure (mmHg).
#: Source: clinical-facts.md 0 (8) and 2.3: the label of esketamine, read in a secondary page.
LOOK_HARDER_LOWER = 90
LINES = {Vital.SYSTOLIC: LOOK_HARDER_UPPER, Vital.DIASTOLIC: LOOK_HARDER_LOWER}
# The label is that of esketamine, which is planned here as ketamine.
READ_FOR = Substance.KETAMINE


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest vital signs that stand in the record of a session.

    Args:
        at: when they were taken; the start of their session, where no time was said.
        signs: in the units of `Vital`; what is not there was not taken.
        before_dose: the record shows that no dose had been taken.
    """

    at: datetime
    signs: Mapping[Vital, int]
    before_dose: bool = False


def last(records: Iterable[Record], as_of: datetime) -> Kept | None:
    """None: no record keeps any. Of two of one minute, one above the line is not hidden."""
    found = [one for record in records for one in _of(record) if one.at <= as_of]
    return max(found, key=lambda one: (one.at, _above(one.signs)), default=None)


def _of(record: Record) -> Iterator[Kept]:
    for line in record.standing:
        told = {vital: line.told.facts.get(vital) for vital in Vital}
        signs = {vital: value for vital, value in told.items() if isinstance(value, int)}
        if line.told.kind is Kind.VITALS and signs:
            yield Kept(line.told.at or record.starts_at, signs, _before_dose(line, record))


def _before_dose(line: Line, record: Record) -> bool:
    """With no dose written down, only where nothing shows that the session went on."""
    at, later = line.told.at, (Kind.DOSE, Kind.PEAK, Kind.ENDED)
    times = [one.told.at for one in record.standing if one.told.kind in later]
    return at is not None and all(time is not None and at < time for time in times)


def read(kept: Kept | None, substance: Substance | None, as_of: datetime) -> tuple[Standing, Text]:
    """How they stand before a session with `substance`, and what is kept."""
    if kept is None:
        return Standing.NOT_KNOWN, Text(_NONE)
    standing, what = _read(kept, substance, as_of)
    said = Text(_KEPT, {"at": Moment(kept.at), "signs": _signs(kept)})
    return standing, Text("%(kept)s %(what)s", {"kept": said, "what": what})


def _read(kept: Kept, substance: Substance | None, as_of: datetime) -> tuple[Standing, Text]:
    if kept.at < as_of - COUNT_FOR:
        return Standing.NOT_KNOWN, Text(_OLD, {"n": COUNT_FOR // timedelta(hours=1)})
    if substance is not READ_FOR:
        return Standing.NOT_KNOWN, Text(_NO_LIMIT)
    if not kept.before_dose:
        return Standing.NOT_KNOWN, Text(_AFTER_DOSE)
    return _against_line(kept.signs)


def _against_line(signs: Mapping[Vital, int]) -> tuple[Standing, Text]:
    facts = {"upper": LOOK_HARDER_UPPER, "lower": LOOK_HARDER_LOWER}
    if _above(signs):
        return Standing.NOT_MET, Text(_ABOVE, facts)
    if not LINES.keys() <= signs.keys():
        return Standing.NOT_KNOWN, Text(_PART, facts)
    return Standing.MET, Text(_NOT_ABOVE, facts)


def _above(signs: Mapping[Vital, int]) -> bool:
    return any(vital in signs and signs[vital] > line for vital, line in LINES.items())


def _signs(kept: Kept) -> Text:
    """What was taken, one after the other."""
    said: Text | None = None
    for one in _each(kept.signs):
        said = Text("%(said)s, %(one)s", {"said": said, "one": one}) if said else one
    return said or Text("")


def _each(signs: Mapping[Vital, int]) -> Iterator[Text]:
    upper, lower = signs.get(Vital.SYSTOLIC), signs.get(Vital.DIASTOLIC)
    if upper is not None and lower is not None:
        yield Text(_PRESSURE, {"upper": upper, "lower": lower})
    elif upper is not None:
        yield Text(msg("upper blood pressure %(n)s"), {"n": upper})
    elif lower is not None:
        yield Text(msg("lower blood pressure %(n)s"), {"n": lower})
    if Vital.PULSE in signs:
        yield Text(msg("pulse %(n)s"), {"n": signs[Vital.PULSE]})
    if Vital.SPO2 in signs:
        yield Text(msg("oxygen saturation %(n)s %%"), {"n": signs[Vital.SPO2]})


CHANGES = Text(msg("Taking them anew before the session, and writing them in its record."))
_NONE = msg("No vital signs are kept in any record of a session.")
_KEPT = msg("Kept on %(at)s: %(signs)s.")
_PRESSURE = msg("blood pressure %(upper)s over %(lower)s")
_OLD = msg("Older than %(n)s hours, they say nothing of a session to come.")
_NO_LIMIT = msg("No limit is set for them here; a named person judges them.")
_AFTER_DOSE = msg("They are not shown to be from before a dose. No limit is set for after it.")
_ABOVE = msg(
    "Above %(upper)s over %(lower)s: the label of esketamine says to weigh the risk before a dose. "
    "It is no fixed stop."
)
_PART = msg(
    "The blood pressure is not whole, so it cannot be read against %(upper)s over %(lower)s."
)
_NOT_ABOVE = msg(
    "Not above %(upper)s over %(lower)s, where the label of esketamine says to weigh the risk. "
    "For ketamine itself no limit is set."
)
