"""What somebody new must not miss: risk, the safety plan, screening, medicines, adverse events.

Parts of "History in two minutes" (`handover`). What does not fit is counted, and the part's own
page has all of it; what nobody told is said to be not known, never clear.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from longarc.care import adverse
from longarc.care.access import Actor
from longarc.care.adverse import Event, Status, YesNo
from longarc.care.risk import Path, Standing
from longarc.care.safety_plan import SafetyPlan
from longarc.care.screening_facts import MEDICINES, Medicine, Said, Taken
from longarc.care.screening_rows import Row, State
from longarc.care.sources import Level
from longarc.records.queries import adverse as adverse_queries
from longarc.records.queries import risk, safety_plan, screening
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.formulation import Shared
from longarc.records.queries.screening import Screening
from longarc.web.note_words import short
from longarc.web.staff import risk_terms, screening_terms
from longarc.web.staff.adverse import SEVERITY, STATUS
from longarc.web.staff.screening import unanswered
from longarc.web.staff.terms import Moments
from longarc.web.substance_words import SUBSTANCES
from longarc.web.words import say

#: So many of each list, and letters of one text, so that the whole prints on two pages.
ROWS, OPEN, CLOSED, PATHS = 6, 4, 2, 2
TAKEN = {Taken.NOW: 8, Taken.NOT_KNOWN: 5, Taken.STOPPED: 3}
LETTERS, NAME, REASON = 90, 60, 60


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose history, for whom, when; `shared`: their formulation."""

    client: ClientRef
    viewer: Actor
    now: datetime
    moments: Moments
    shared: Shared

    def day(self, at: datetime) -> str:
        """With its year: a printed page says "yesterday" for ever."""
        return self.moments.stamp(at).split(",")[0]

    @property
    def today(self) -> date:
        """The day where the client is."""
        return self.now.astimezone(ZoneInfo(self.client.zone)).date()


Lines = Iterator[tuple[str, str]]


def risk_path(asked: Asked) -> Lines:
    """The open path and the closed ones, and what of the last answering was left unanswered.

    From the same query as the page of the risk path.
    """
    standing = risk.load(asked.client, viewer=asked.viewer)
    for left in standing.left:
        yield _("Leaving a session"), say(left.told)
    closed = [one for one in reversed(standing.paths) if one.closed]
    if standing.path:
        yield _("Risk path open"), _open_path(asked, standing.path)
    elif standing.answerings:
        yield _("Risk path"), _("None is open now. That does not say that they are safe.")
    for one in closed[:PATHS]:
        yield _("Risk path closed"), _closed_path(asked, one)
    if len(closed) > PATHS:
        yield "", _("And %(n)s earlier paths.") % {"n": len(closed) - PATHS}
    yield _("Risk questions"), _answered(asked, standing)


def _open_path(asked: Asked, path: Path) -> str:
    who = _("%(name)s has it.") % {"name": path.holder} if path.holder else _("Nobody has it yet.")
    facts = {
        "level": risk_terms.LEVELS[path.level][0],
        "since": asked.moments.stamp(path.opened_at),
    }
    return _("%(level)s, since %(since)s.") % facts + " " + who


def _closed_path(asked: Asked, path: Path) -> str:
    closed = path.closed
    facts = {
        "level": risk_terms.LEVELS[path.level][0],
        "since": asked.moments.stamp(path.opened_at),
        "until": asked.moments.stamp(closed.at) if closed else "",
        "by": closed.by if closed else "",
        "why": short(closed.words if closed else "", LETTERS),
    }
    return _("%(level)s, from %(since)s to %(until)s, closed by %(by)s: %(why)s") % facts


def _answered(asked: Asked, standing: Standing) -> str:
    """All of them were answered last time, or what was left out; when all last were."""
    newest, whole = standing.newest, standing.asked_at
    if newest is None:
        return _("Not known: the questions were never all answered.")
    at = asked.moments.stamp(newest.at)
    if newest.whole:
        return _("All were last answered %(at)s.") % {"at": at}
    facts = {"at": at, "n": len(newest.left_out), "of": len(newest.asked)}
    left = _("Last answered %(at)s; %(n)s of %(of)s were left unanswered: not known.") % facts
    if whole is None:
        return left + " " + _("They were never all answered.")
    return left + " " + _("All were answered last on %(day)s.") % {"day": asked.day(whole)}


def plan(asked: Asked) -> Lines:
    yield "", _plan(asked, safety_plan.load(asked.client, viewer=asked.viewer))


def _plan(asked: Asked, found: SafetyPlan | None) -> str:
    if found is None or found.at is None:
        return _("There is none.")
    whole = _("whole") if found.whole else _("not whole yet")
    return _("%(day)s, %(whole)s.") % {"day": asked.day(found.at), "whole": whole}


# -- screening and medicines ---------------------------------------------------------------


def screened(asked: Asked) -> Screening:
    return screening.load(asked.client, viewer=asked.viewer, on=asked.today)


def gates(asked: Asked, found: Screening) -> Lines:
    """What refuses a session, and every other row that somebody told, the strictest first."""
    yield "", _verdict(found)
    told = [row for row in found.rows if not unanswered(row) and row.level is not Level.NOTE]
    for row in told[:ROWS]:
        yield str(screening_terms.LEVELS[row.level]), _row(asked, found, row)
    if len(told) > ROWS:
        yield "", _("And %(n)s more in the list of screening.") % {"n": len(told) - ROWS}
    if n := sum(map(unanswered, found.rows)):
        said = ngettext(
            "%(n)s question has no answer: not known, and not clear.",
            "%(n)s questions have no answer: not known, and not clear.",
            n,
        )
        yield "", said % {"n": n}


def _verdict(found: Screening) -> str:
    substance = found.facts.substance
    planned = str(SUBSTANCES[substance]) if substance else _("not said")
    n = len(found.may_start.reasons)
    if not n:
        return _("Planned with: %(what)s. No row refuses a session.") % {"what": planned}
    refused = ngettext(
        "Planned with: %(what)s. %(n)s row refuses a session.",
        "Planned with: %(what)s. %(n)s rows refuse a session.",
        n,
    )
    return refused % {"what": planned, "n": n}


def _row(asked: Asked, found: Screening, row: Row) -> str:
    """What it is and when it was told; what a person recorded, and whether that still stands."""
    told = _told(found, row)
    facts = {"what": short(say(row.what), LETTERS), "state": screening_terms.STATES[row.state]}
    text = _("%(what)s: %(state)s.") % facts
    if told:
        text += " " + _("Told %(day)s.") % {"day": asked.day(told)}
    if one := row.judgement:
        facts = {"by": one.by, "day": asked.day(one.at), "why": short(one.reason, REASON)}
        lapsed = row.state is State.OPEN
        before = _("Recorded by %(by)s, %(day)s, and no longer standing: %(why)s")
        text += " " + (before if lapsed else _("By %(by)s, %(day)s: %(why)s")) % facts
    return text


def _told(found: Screening, row: Row) -> datetime | None:
    """When the row's condition or medicine was last told."""
    kind, _colon, code = row.subject.partition(":")
    if kind == "condition":
        return max((one.at for one in found.facts.answers if one.about == code), default=None)
    return next((one.at for one in found.medicines if one.id == row.entry), None)


def medicines(asked: Asked, found: Screening) -> Lines:
    """What is taken now, or may be; when the others were stopped."""
    whole = found.answers.get(MEDICINES) is Said.ALL
    yield "", _whole(asked, found) if whole else _("The list is not known to be whole.")
    names = {**screening_terms.TAKEN, Taken.NOT_KNOWN: _("Not known whether taken")}
    for taken, name in names.items():
        of_these = [one for one in found.medicines if one.taken is taken]
        named = [_medicine(asked, one) for one in of_these[: TAKEN[taken]]]
        if more := len(of_these) - len(named):
            named.append(_("and %(n)s more in screening") % {"n": more})
        if named:
            yield str(name), "; ".join(named)
    if not found.medicines:
        yield "", _("None is named.") if whole else _("None is named: not known.")


def _whole(asked: Asked, found: Screening) -> str:
    at = max(one.at for one in found.facts.answers if one.about == MEDICINES)
    return _("The list was said to be whole %(day)s.") % {"day": asked.day(at)}


def _medicine(asked: Asked, one: Medicine) -> str:
    facts = {"name": short(one.name, NAME), "day": asked.day(one.at)}
    if one.taken is Taken.STOPPED:
        last = formats.date_format(one.last, "j F Y") if one.last else _("not known")
        return _("%(name)s (last day: %(last)s)") % {**facts, "last": last}
    return _("%(name)s (told %(day)s)") % facts


# -- adverse events ------------------------------------------------------------------------


def events(asked: Asked) -> Lines:
    """Every open one first, what may be serious before the others; then the newest closed."""
    found = adverse_queries.of_client(asked.client, viewer=asked.viewer)
    open_ = adverse.open_ones(found, asked.now)
    closed = sorted(_closed(found, asked.now), key=lambda one: (one.at, one.uid.int), reverse=True)
    for one in open_[:OPEN]:
        name = _("Open since %(day)s") % {"day": asked.day(one.at)}
        yield name, _open(asked, one)
    if len(open_) > OPEN:
        yield "", _("And %(n)s more that are open.") % {"n": len(open_) - OPEN}
    for one in closed[:CLOSED]:
        yield _ended(asked, one), short(one.words or _("no words"), LETTERS)
    if len(closed) > CLOSED:
        yield "", _("And %(n)s earlier that are closed.") % {"n": len(closed) - CLOSED}
    if not found:
        yield "", _("None was reported.")
    elif not open_:
        yield "", _("None is open.")


def _closed(found: Iterable[Event], now: datetime) -> Iterator[Event]:
    return (one for one in found if one.closed(now))


def _open(asked: Asked, one: Event) -> str:
    grade = one.grade(asked.now)
    words = short(one.words or _("no words"), LETTERS)
    if grade is None:
        return _("Not graded yet, so it counts as serious. %(words)s") % {"words": words}
    serious = {
        YesNo.YES: _("Serious."),
        YesNo.NO: _("Not serious."),
        None: _("Not known whether it is serious."),
    }
    strong = f" {SEVERITY[grade.severity]}." if grade.severity else ""
    last = _("Last followed %(day)s.") % {"day": asked.day(one.followed(asked.now)[-1].at)}
    return f"{serious[grade.serious]}{strong} {last} {words}"


def _ended(asked: Asked, one: Event) -> str:
    at, grade = one.closed(asked.now), one.grade(asked.now)
    stands = grade and grade.status is not Status.NOT_ONE
    said = STATUS[grade.status] if grade and stands else _("Not an adverse event after all")
    return f"{said}, {asked.day(at or one.at)}"
