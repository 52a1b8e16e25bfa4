"""Other therapies that run alongside, with their short records (care model, row 23).

For EMDR the two common figures are kept, before and after: how distressing the target is, and how
true the wished-for belief feels. They are described in Longarc's own words.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from longarc.care.text import Text, msg

#: How distressing the target is: from none to the most that can be thought of.
#: Source: common clinical fields of EMDR; described in Longarc's own words.
DISTRESS = (0, 10)
#: How true the wished-for belief feels: from not at all to wholly.
#: Source: common clinical fields of EMDR; described in Longarc's own words.
VALIDITY = (1, 7)
#: The most letters of a target or of words.
#: Source: Longarc's own starting rule, unsigned.
LONGEST = 4_000
#: A record speaks of a day up to so many days back: earlier work is told in words.
#: Source: Longarc's own starting rule, unsigned.
DAYS_BACK = 366 * 5


class Therapy(StrEnum):
    """Stored, never renamed."""

    EMDR = "emdr"
    SOMATIC = "somatic"
    PARTS = "parts"
    PSYCHOTHERAPY = "psychotherapy"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Figures:
    """EMDR alone; each may be left out."""

    distress_before: int | None = None
    distress_after: int | None = None
    validity_before: int | None = None
    validity_after: int | None = None


NO_FIGURES = Figures()


@dataclass(frozen=True, slots=True)
class Record:
    """One meeting of another therapy, as it is written. `target`: EMDR alone."""

    therapy: Therapy
    on: date
    words: str = ""
    target: str = ""
    figures: Figures = NO_FIGURES


def wrong(record: Record, today: date) -> Text | None:
    """Why a record cannot be kept as it is; None: it can."""
    back = (today - record.on).days
    if not 0 <= back <= DAYS_BACK:
        return Text(msg("Nothing was kept yet. Choose a day that has been, within five years."))
    if max(len(record.words), len(record.target)) > LONGEST:
        return Text(msg("Nothing was kept yet. Up to %(n)s signs fit in each box."), {"n": LONGEST})
    if record.therapy is not Therapy.EMDR and (record.target or record.figures != NO_FIGURES):
        return Text(msg("Nothing was kept yet. Target and figures belong to EMDR."))
    return _wrong_figures(record.figures)


def _wrong_figures(figures: Figures) -> Text | None:
    for given in (figures.distress_before, figures.distress_after):
        if given is not None and not DISTRESS[0] <= given <= DISTRESS[1]:
            return Text(msg("Nothing was kept yet. Distress is a whole number from 0 to 10."))
    for given in (figures.validity_before, figures.validity_after):
        if given is not None and not VALIDITY[0] <= given <= VALIDITY[1]:
            return Text(msg("Nothing was kept yet. How true it feels is from 1 to 7."))
    return None
