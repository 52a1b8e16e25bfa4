"""Jurisdiction profiles: what the law of a place adds, with the date of each text that was read.

A profile switches barred rows, words, required papers and minimum times. Nothing here is legal
advice: each line shows its date, and that the current rule has to be checked. What no text that
was read confirms is left out. What bars by a secondary text alone bars, too, as that is the
stricter way: its line says that the exact text of the rule was not read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from longarc.care.sources import SOURCES, Source
from longarc.care.text import Text, msg

#: Lithium bars for so many days after the last one, where the profile bars it.
#: Source: OAR 333-333-5050 asks about 30 days; that it bars, a law firm's summary of 2022-12-19
#: says; the exact text of the rule was not read.
LITHIUM_DAYS = 30


class Code(StrEnum):
    """Profiles. Stored, never renamed."""

    NONE = "none"
    OREGON = "oregon"
    CLINIC = "clinic"
    COLORADO = "colorado"


@dataclass(frozen=True)
class Line:
    """One line of law: what it says, of which text (a key of `SOURCES`), and as of when."""

    text: Text
    source: str
    dated: date

    @property
    def read(self) -> Source:
        return SOURCES[self.source]


@dataclass(frozen=True)
class Paper:
    """A paper whose presence is recorded; it is signed and kept outside (decision 21)."""

    code: str
    name: str
    line: Line


@dataclass(frozen=True)
class Profile:
    """One profile.

    Args:
        barred_days: class of medicines -> it bars until so many days after the last one.
        barred: conditions that bar.
        words: the project's word -> what it is called there.
        times: minimum times.
        more: other lines a practice has to know.
    """

    code: Code
    name: str
    about: Text
    barred_days: Mapping[str, int] = field(default_factory=dict)
    barred: frozenset[str] = frozenset()
    bars: tuple[Line, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    papers: tuple[Paper, ...] = ()
    times: tuple[Line, ...] = ()
    more: tuple[Line, ...] = ()

    @property
    def session(self) -> str:
        """What a medicine session is called there."""
        return self.words.get(SESSION, SESSION)


SESSION = msg("medicine session")

_OREGON = date(2025, 1, 1)
_SUMMARY = date(2022, 12, 19)
_COLORADO = date(2024, 11, 25)
_LABEL = date(2026, 3, 13)
_READ = date(2026, 11, 22)


def _oregon(one: str, source: str) -> Line:
    return Line(Text(one), source, _OREGON)


def _oregon_bars(one: str) -> Line:
    """What a summary says that bars."""
    return Line(Text(_NOT_READ, {"what": Text(one)}), "OR_PEN", _SUMMARY)


_NOT_READ = msg(
    "%(what)s A law firm's summary of 2022 says so; the exact text of the rule was not read."
)


def _minutes(dose: str, minutes: int) -> Line:
    said = msg("%(dose)s of psilocybin analyte in total: at least %(n)s minutes.")
    return Line(Text(said, {"dose": dose, "n": minutes}), "OAR5250", _OREGON)


OREGON = Profile(
    Code.OREGON,
    msg("Oregon psilocybin services"),
    Text(
        msg(
            "Psilocybin services under ORS 475A. They are not medical treatment and need no "
            "diagnosis."
        )
    ),
    barred_days={"lithium": LITHIUM_DAYS},
    barred=frozenset({"under_21", "psychosis", "suicidal", "harm_self", "harm_others"}),
    bars=(
        _oregon(msg("The client form asks about lithium in the last 30 days."), "OAR5050"),
        _oregon_bars(msg("Lithium in the last 30 days bars.")),
        _oregon(
            msg("The client form asks about thoughts now of harm to oneself or others."), "OAR5050"
        ),
        _oregon_bars(msg("Thoughts now of harm to oneself or others bar.")),
        _oregon(
            msg(
                "The client form asks about psychosis; in the copy that was read the question was "
                "cut off."
            ),
            "OAR5050",
        ),
        _oregon_bars(msg("Having been diagnosed with or treated for active psychosis bars.")),
        _oregon_bars(msg("Nobody under 21.")),
    ),
    words={
        SESSION: msg("administration session"),
        msg("therapist"): msg("facilitator"),
        msg("practice"): msg("service center"),
    },
    papers=(
        Paper(
            "client_form",
            msg("Client information form, exactly as the state publishes it"),
            _oregon(msg("The state's own form is used."), "OAR5050"),
        ),
        Paper(
            "transport_plan",
            msg("Transport plan, signed"),
            _oregon(
                msg("No driving afterwards; what differs from the plan is written down."), "OAR5150"
            ),
        ),
        Paper(
            "opt_out",
            msg("Confirmation that the client could opt out of state data (SB 303)"),
            _oregon(msg("The chance to opt out is recorded."), "OAR5000"),
        ),
    ),
    times=(
        _oregon(
            msg(
                "Preparation at least 24 hours and at most 90 days before the first session with "
                "that facilitator."
            ),
            "OAR5000",
        ),
        _minutes(msg("Less than 2.5 mg, first session at the center"), 60),
        _minutes(msg("Less than 2.5 mg, later session within 12 months, not whole fungi"), 30),
        _minutes(msg("2.5 to less than 5 mg"), 60),
        _minutes(msg("5 to less than 10 mg"), 120),
        _minutes(msg("10 to less than 25 mg"), 240),
        _minutes(msg("25 to less than 35 mg"), 300),
        _minutes(msg("35 to 50 mg (the text overlaps at 35: the longer time)"), 360),
    ),
    more=(
        _oregon(
            msg("A facilitator who did not prepare the client first reviews the papers."), "OAR5000"
        ),
    ),
)

CLINIC = Profile(
    Code.CLINIC,
    msg("Medical clinic (esketamine under REMS)"),
    Text(msg("A clinic that gives esketamine under the Spravato REMS of the United States.")),
    words={SESSION: msg("treatment session")},
    papers=(
        Paper(
            "rems_form",
            msg("REMS monitoring form after each treatment"),
            Line(Text(msg("Within 7 days of every treatment.")), "REMS", _READ),
        ),
    ),
    times=(
        Line(Text(msg("At least 120 minutes from the first device to the end.")), "REMS", _READ),
    ),
    more=(Line(Text(msg("The label in force then is version 18.")), "SPR_SPL", _LABEL),),
)


def _colorado(code: str, name: str) -> Paper:
    kept = Text(msg("Named among the records to be kept."))
    return Paper(code, name, Line(kept, "CCR755", _COLORADO))


COLORADO = Profile(
    Code.COLORADO,
    msg("Colorado natural medicine (as far as it was read)"),
    Text(
        msg(
            "Natural medicine services under 4 CCR 755-1. Only part of the rule was read, and "
            "nothing about who is barred: the levels of the tables stand."
        )
    ),
    words={SESSION: msg("administration session"), msg("therapist"): msg("facilitator")},
    papers=(
        _colorado("demographics", msg("Demographic information form")),
        _colorado("informed_consent", msg("Informed consent document")),
        _colorado("communication", msg("Preferred means of communication")),
        _colorado("transport_plan", msg("Transport plan, and what differed from it")),
        _colorado("fees", msg("Agreement about fees")),
        _colorado("touch_contract", msg("Physical touch contract")),
        _colorado("safety_plans", msg("Safety and support plans")),
        _colorado("safety_screen", msg("Safety screen tool")),
    ),
)

NONE = Profile(
    Code.NONE,
    msg("No profile"),
    Text(msg("No row is barred by law and no paper is asked for. The tables' own levels stand.")),
)

PROFILES: dict[Code, Profile] = {one.code: one for one in (NONE, OREGON, CLINIC, COLORADO)}
