"""Every kind of finding in one table: its place on the list, its name, who answers it, and how.

Whatever shows, orders, explains or closes a finding reads this table, so that no kind is known
in one place and missing in another; a test makes one finding of each and renders every page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from longarc.care import chance, runs, silence
from longarc.care.finding import Code, Finding, Mark
from longarc.care.relationship import FALLS_IN_A_ROW, FLAT_RATINGS, STEPS_AT_ONCE
from longarc.care.text import Text, msg

#: A prescriber's yes is told of for so many days; the row of screening keeps it.
#: Source: Longarc's own starting rule, unsigned.
DECISION_TOLD_DAYS = 14
#: Leaving with a concern about not wanting to live is put off for so long at most.
#: Source: Longarc's own starting rule, unsigned.
LONGEST_WAIT = timedelta(days=1)


class Closes(StrEnum):
    """Who answers a finding of a kind, and how it leaves the list."""

    #: Only what is recorded on its own page; not even put off.
    PATH = "path"
    #: Only what is recorded on its own page; it can be put off.
    RECORD = "record"
    #: A person marks it. It was said or recorded by a person, and is never "not useful".
    MARK = "mark"
    #: The same; a rule found it, which may be not useful.
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind.

    Args:
        place: on the list, from 0: decisions about urgency, first to last.
        label: what its card is called for those who hear the page.
        title, what: how it is explained; `what` may name numbers of the rules.
        urgent: never behind the cap of the list.
    """

    place: int
    label: str
    title: str
    what: str
    closes: Closes
    urgent: bool = False


KINDS: Mapping[Code, Kind] = {
    Code.RISK: Kind(
        0,
        msg("risk path open"),
        msg("Risk path open"),
        msg("A positive or unclear answer to the risk questions: before everything else."),
        Closes.PATH,
        urgent=True,
    ),
    Code.WROTE_AGAIN: Kind(
        1,
        msg("wrote again"),
        msg("Somebody wrote who was recorded as gone"),
        msg(
            "Something came from the devices of a client whose life was recorded as ended, or who "
            "was recorded as out of reach. It is kept. How it is has to be recorded again."
        ),
        Closes.RECORD,
        urgent=True,
    ),
    Code.LEAVING: Kind(
        2,
        msg("leaving a session"),
        msg("Leaving a session was not as it should be"),
        msg(
            "The record of a medicine session says of a point of leaving that it was not so, or "
            "nobody wrote that not wanting to live was asked about with nothing of concern. It "
            "goes, too, when the line is corrected, or a later line says yes. Of not wanting to "
            "live no button takes it off, and it waits for a day at most: it goes when the risk "
            "questions were all asked after it, or the line is corrected. Whoever recorded it "
            "neither marks it done nor puts that off while somebody else holds the client."
        ),
        Closes.MARK,
        urgent=True,
    ),
    Code.TOUCH: Kind(
        2,
        msg("touch not shown to be as agreed"),
        msg("Touch not shown to be as agreed"),
        msg(
            "The record of a medicine session tells of a touch that is not shown to lie within "
            "what the client had agreed to then: where, and asking first. It goes, too, when the "
            "line is corrected."
        ),
        Closes.MARK,
        urgent=True,
    ),
    Code.CONTACT: Kind(
        3,
        msg("asked for contact"),
        msg("Please contact me"),
        msg("The client asked to be contacted."),
        Closes.MARK,
        urgent=True,
    ),
    Code.SCREENING: Kind(
        4,
        msg("keeps a session locked"),
        msg("A medicine or condition that locks a session"),
        msg(
            "The client or the care team told of something that keeps a medicine session locked, "
            "and nobody has settled it: its card says who can. It goes, too, with the decision, or "
            "when the entry is taken back. Marking it opens no lock."
        ),
        Closes.MARK,
        urgent=True,
    ),
    Code.DECLINED: Kind(
        4,
        msg("a prescriber's no"),
        msg("A prescriber said no"),
        msg("A prescriber decided against a session. Marking it opens no lock."),
        Closes.MARK,
        urgent=True,
    ),
    Code.LAPSED: Kind(
        4,
        msg("a decision no longer counts"),
        msg("A prescriber's decision no longer counts"),
        msg(
            "Something was told, taken back or changed after a prescriber's yes, so that it is "
            "to be decided again; the card says what. It goes, too, with the new decision."
        ),
        Closes.MARK,
        urgent=True,
    ),
    Code.ADVERSE: Kind(
        5,
        msg("adverse event open"),
        msg("Adverse event open"),
        msg(
            "Something harmed or worries, and no follow-up says that it is resolved. What is "
            "serious, or not known to be otherwise, comes first; one that is mild, not serious "
            "and followed up stands further down, beside the follow-ups that are due."
        ),
        Closes.RECORD,
        urgent=True,
    ),
    Code.SLOWER: Kind(
        6,
        msg("asked for slower"),
        msg("Asked for slower"),
        msg("The client asked to go slower, and nobody recorded that it was talked about."),
        Closes.RECORD,
    ),
    Code.UNGATED: Kind(
        6,
        msg("entered without the gate"),
        msg("A session entered without the gate"),
        msg(
            "A session was entered by hand, and not all its gates were met when it began. What "
            "happened is kept; that it was so is looked at by a person."
        ),
        Closes.MARK,
    ),
    Code.EXERCISE: Kind(
        6,
        msg("an exercise made it worse"),
        msg("An exercise made it worse"),
        msg(
            "The client said so, once for each time. The exercise has left their list; they can "
            "bring it back, and it is not suggested again."
        ),
        Closes.MARK,
    ),
    Code.RUPTURE: Kind(
        7,
        msg("a rupture is open"),
        msg("Rupture"),
        msg(
            "Somebody named a rupture. It stands until a repair is recorded, and as long as the "
            "client says that it is not mended."
        ),
        Closes.RECORD,
    ),
    Code.CONTACT_DUE: Kind(
        8,
        msg("a contact is due"),
        msg("A contact after a session is due"),
        msg(
            "The last day for a planned contact after a medicine session has come, and nobody "
            "recorded it as held, or wrote why not."
        ),
        Closes.RECORD,
    ),
    Code.RUN: Kind(
        9,
        msg("a run"),
        msg("A run"),
        msg(
            "At least %(enough)s of the latest %(latest)s check-ins, all within %(span)s days, "
            "were way up, way down, or both at once; and this person's own last %(usual)s days "
            "would bring so many less than %(rare)s times in 100 looks. With fewer than "
            "%(known)s check-ins in those days their usual is not known, and the signal says so. "
            "A run is over after %(calm)s check-ins in a row of other kinds."
        ),
        Closes.RULE,
    ),
    Code.RISE: Kind(
        10,
        msg("usual level up"),
        msg("Usual level up"),
        msg("A flag of the model: see below."),
        Closes.RULE,
    ),
    Code.FALL: Kind(
        10,
        msg("usual level down"),
        msg("Usual level down"),
        msg("A flag of the model: see below."),
        Closes.RULE,
    ),
    Code.SILENCE: Kind(
        11,
        msg("unusually quiet"),
        msg("Unusually quiet"),
        msg(
            "At least %(shortest)s days without a check-in, and at least %(times)s times as long "
            "as %(percent)s in 100 of this person's own gaps in the %(silence_usual)s days "
            "before. With fewer than %(gaps)s gaps it says nothing."
        ),
        Closes.RULE,
    ),
    Code.RELATION: Kind(
        12,
        msg("worth asking about"),
        msg("Worth asking about"),
        msg(
            "From %(ratings)s ratings on: a fall beyond this person's own ups and downs, of one "
            "answer by %(steps)s steps, or %(falls)s times in a row; or %(flat)s ratings with "
            "the top step everywhere."
        ),
        Closes.RECORD,
    ),
    Code.FOLLOW_UP: Kind(
        12,
        msg("a follow-up is due"),
        msg("A follow-up is due"),
        msg(
            "A follow-up talk after a medicine session is due, and none is recorded since; nor "
            "did anybody end the follow-up."
        ),
        Closes.RECORD,
    ),
    Code.DECIDED: Kind(
        13,
        msg("a prescriber's decision"),
        msg("A prescriber decided"),
        msg(
            "A prescriber decided that a session may go ahead with what was told. It is told of "
            "for %(told)s days; the page of screening keeps it."
        ),
        Closes.MARK,
    ),
}


def place_of(finding: Finding) -> int:
    """On the list, from 0. An adverse event that is mild and followed up stands lower, and what
    eased by itself comes after everything else.
    """
    if finding.eased:
        return 1 + max(kind.place for kind in KINDS.values())
    return KINDS[Code.FOLLOW_UP if finding.below else finding.code].place


_GOES = {
    Closes.PATH: msg(
        "No button takes it off, and it cannot be put off; it goes when a person of the care team "
        "has closed the path on its page."
    ),
    Closes.RECORD: msg(
        "No button takes it off: it goes when its own page records what was done or talked about. "
        "It can be put off to a day."
    ),
    Closes.MARK: msg("It stands until someone says that it is done. It can be put off to a day."),
    Closes.RULE: msg(
        "It stands until someone answers it, or it eases by itself. It can be put off to a day."
    ),
}


def by_record(code: Code) -> bool:
    """No mark closes it: what is recorded on its own page does."""
    return KINDS[code].closes in (Closes.PATH, Closes.RECORD)


def may_wait(code: Code) -> bool:
    """It can be put off to a day. Everything can, but a risk path."""
    return KINDS[code].closes is not Closes.PATH


def waits_for_asking(code: Code, level: int) -> bool:
    """Leaving with a concern about not wanting to live, or without a word on it."""
    return code is Code.LEAVING and level > 0


def no_mark_closes(finding: Finding) -> bool:
    """What is recorded on its own page does: for its kind, or as strong as it is."""
    return by_record(finding.code) or waits_for_asking(finding.code, finding.level)


def waits_until(finding: Finding, mark: Mark) -> datetime | None:
    """Until when a mark puts it off: not wanting to live for a day at most."""
    if mark.until is None or not waits_for_asking(finding.code, finding.level):
        return mark.until
    return min(mark.until, mark.at + LONGEST_WAIT)


def may_be_useless(code: Code) -> bool:
    """What a rule found may be "not useful"; what a person said or recorded never is."""
    return KINDS[code].closes is Closes.RULE


def urgent(code: Code) -> bool:
    return KINDS[code].urgent


def explained(ratings: int) -> Iterator[tuple[Code, Text, Text, Text]]:
    """Each kind in the order of the list: its code, title, what it is, and how it goes.

    Args:
        ratings: from how many ratings of meetings on the practice's rule speaks.
    """
    numbers = {**_NUMBERS, "ratings": ratings}
    for code, kind in sorted(KINDS.items(), key=lambda one: one[1].place):
        yield code, Text(kind.title), Text(kind.what, numbers), Text(_GOES[kind.closes])


_NUMBERS = {
    "enough": runs.ENOUGH,
    "latest": runs.LATEST,
    "span": runs.SPAN.days,
    "usual": runs.BASELINE.days,
    "rare": chance.RARE_IN_100,
    "known": runs.BASELINE_NEEDED,
    "calm": runs.CALM_NEEDED,
    "shortest": silence.SHORTEST.days,
    "times": silence.TIMES,
    "percent": silence.PERCENTILE,
    "silence_usual": silence.BASELINE.days,
    "gaps": silence.GAPS_NEEDED,
    "steps": STEPS_AT_ONCE,
    "falls": FALLS_IN_A_ROW,
    "flat": FLAT_RATINGS,
    "told": DECISION_TOLD_DAYS,
}
