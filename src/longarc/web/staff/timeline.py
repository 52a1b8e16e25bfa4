"""The arc of one client on one time axis, with its sentences, its table and its file."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from longarc.care import body
from longarc.care.arc import CheckIn, Rest, State
from longarc.care.finding import Code, Finding
from longarc.care.finding_kinds import may_be_useless
from longarc.care.other_therapies import Therapy
from longarc.care.questions import ANSWERS, QUESTIONS
from longarc.care.relationship import NOTHING, Step
from longarc.care.relationship import Facts as Relationship
from longarc.care.window import Agreed, Picture
from longarc.care.window_words import level_line
from longarc.records.queries.client_page import More
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import Begun, Meet
from longarc.records.queries.series import Imported, Report
from longarc.records.queries.window import Session
from longarc.web.charts import bands, timeline
from longarc.web.charts.body import in_words
from longarc.web.charts.contract import Chart
from longarc.web.charts.labels import Tick
from longarc.web.client.late_rows import LateRows
from longarc.web.living_words import THERAPIES
from longarc.web.staff import relationship_part, terms
from longarc.web.staff.terms import Moments
from longarc.web.words import say

#: An arc longer than this is also told year by year.
YEARS = timedelta(days=366)


class Event(NamedTuple):
    """One line of the table; its words are made only when they are shown."""

    at: datetime
    what: Callable[[], str]
    ease: str = ""
    more: Callable[[], str] = str

    def cells(self, moments: Moments) -> tuple[str, str, str, str]:
        return moments.stamp(self.at), self.what(), self.ease, self.more()


#: So many of the last check-ins stand beside the usual level.
NEWEST = 4


@dataclass(frozen=True)
class Facts:
    """What stands on the time axis; `picture` None where no drawing is made of it."""

    client: ClientRef
    check_ins: tuple[CheckIn, ...]
    more: Mapping[UUID, More]
    phases: tuple[Begun, ...]
    meetings: tuple[Meet, ...]
    rests: tuple[Rest, ...]
    noticed: tuple[Finding, ...]
    imported: tuple[Imported, ...]
    sessions: tuple[Session, ...] = ()
    picture: Picture | None = None
    relationship: Relationship = NOTHING
    therapies: tuple[tuple[date, Therapy], ...] = ()

    @property
    def only_imported(self) -> bool:
        return not self.check_ins and any(one.reports for one in self.imported)


def midnight(day: date) -> datetime:
    """The beginning of a day where the viewer is."""
    return timezone.make_aware(datetime.combine(day, time.min))


def span(facts: Facts, now: datetime, days: int | None) -> tuple[datetime, datetime]:
    """The first and last moment shown; an imported series alone ends with its own last report."""
    reports = [report.at for one in facts.imported for report in one.reports]
    end = max(reports) if facts.only_imported else now
    if days is not None:
        return timezone.localtime(end - timedelta(days=days)), timezone.localtime(end)
    begun = [midnight(phase.on) for phase in facts.phases]
    known = [
        *(c.at for c in facts.check_ins),
        *begun,
        *reports,
        *(m.starts_at for m in facts.meetings),
        *(one.starts_at for one in facts.sessions),
    ]
    first = min((at for at in known if at < end), default=end - timedelta(days=1))
    return timezone.localtime(min(first, end - timedelta(days=1))), timezone.localtime(end)


def chart(facts: Facts, moments: Moments, days: int | None) -> Chart | None:
    """The chart; None while there is nothing to show in the span."""
    now = moments.now
    start, end = span(facts, now, days)
    events = [event for event in newest_first(facts) if start <= event.at <= end]
    if not events:
        return None
    summary = list(_summary(facts, start, end, days))
    drawing = timeline.svg(
        list(_bands(facts, now)),
        start,
        end,
        title=_("The arc"),
        description=" ".join(summary),
        sessions=session_lines(facts.sessions),
    )
    return Chart(
        id="arc",
        title=_("The arc"),
        summary=summary,
        svg=drawing,
        caption=_("The arc, newest first"),
        headers=headers(),
        # Kept, because the chart looks at its first rows twice: to check them and to show them.
        rows=LateRows(events, cache(partial(Event.cells, moments=moments))),
        csv_url=reverse("client_csv", args=[facts.client.public_id]) + "?of=arc",
        wide=True,
    )


def headers() -> tuple[str, str, str, str]:
    return _("When"), _("What"), _("Getting back"), _("More")


def newest_first(facts: Facts) -> list[Event]:
    """Everything on the time axis as lines of a table."""
    return sorted(_events(facts), key=lambda event: event.at, reverse=True)


def _bands(facts: Facts, now: datetime) -> Iterator[bands.Band]:
    yield bands.Spans(_("Phase"), tuple(_phase_spans(facts.phases)), "phase")
    yield _state(facts, row_names())
    yield bands.Spans(_("Signals"), tuple(_signal_spans(facts.noticed)), "signal")
    asked = (Tick(f.since) for f in facts.noticed if f.code is Code.CONTACT)
    yield bands.Moments(_("Contact"), tuple(asked))
    worse = tuple(Tick(f.since) for f in facts.noticed if f.code is Code.EXERCISE)
    if worse:
        yield bands.Moments(_("Made it worse"), worse)
    yield from relationship_part.on_timeline(facts.relationship, now)
    quiet = (
        bands.Span(rest.at, rest.until, _("resting")) for rest in facts.rests if rest.at <= now
    )
    yield bands.Spans(_("Resting"), tuple(quiet), "quiet")
    yield bands.Moments(_("Meetings"), tuple(Tick(m.starts_at) for m in facts.meetings))
    elsewhere = tuple(Tick(midnight(day)) for day, _kind in facts.therapies)
    if elsewhere:
        yield bands.Moments(_("Other therapy"), elsewhere)
    for one in facts.imported:
        values = tuple(bands.Value(r.at, round(100 * r.value)) for r in one.reports)
        yield bands.Series(one.name, _("low"), _("high"), values)


def row_names() -> dict[State, str]:
    """A word for each row beside a drawing."""
    rows = {state: str(label) for state, label in terms.STATES.items()}
    return {**rows, State.MIXED: pgettext("short name beside a drawing", "Both at once")}


def _state(facts: Facts, rows: Mapping[State, str]) -> bands.State:
    """The ladder, the agreed window shaded, the usual level behind the marks."""
    low, high = (facts.picture.agreed if facts.picture else Agreed()).ends
    window = round(100 * low), round(100 * high)
    usual = facts.picture.ribbon if facts.picture and not facts.picture.too_early else ()
    return bands.State(_("State"), rows, facts.check_ins, window, usual)


def session_lines(sessions: Sequence[Session]) -> list[Tick]:
    """Upright lines through all bands, numbered as everywhere on the page."""
    return [
        Tick(one.starts_at, _("Session %(number)s") % {"number": number})
        for number, one in enumerate(sessions, start=1)
    ]


def _phase_spans(phases: Sequence[Begun]) -> Iterator[bands.Span]:
    for begun, following in pairwise((*phases, None)):
        if begun is not None:
            end = midnight(following.on) if following else None
            yield bands.Span(midnight(begun.on), end, str(terms.PHASES[begun.phase]))


def _signal_spans(noticed: Iterable[Finding]) -> Iterator[bands.Span]:
    for finding in noticed:
        if may_be_useless(finding.code):  # what a rule found; what people said is no stretch
            yield bands.Span(finding.since, finding.eased, terms.kind(finding.code))


def counted(check_ins: Iterable[CheckIn]) -> str:
    """ "9 check-ins: 4 Within reach, 3 Down, 2 Way down." Times without one are not counted."""
    states = Counter(check_in.state for check_in in check_ins)
    n = states.total()
    total = ngettext("%(n)s check-in", "%(n)s check-ins", n) % {"n": n}
    if not n:
        return _("No check-ins.")
    each = (f"{states[state]} {terms.STATES[state]}" for state in State if states[state])
    return _("%(total)s: %(each)s.") % {"total": total, "each": ", ".join(each)}


def _summary(facts: Facts, start: datetime, end: datetime, days: int | None) -> Iterator[str]:
    shown = [one for one in facts.check_ins if start <= one.at <= end]
    if days is None:
        yield _("Since %(day)s.") % {"day": formats.date_format(start, "j F Y")}
    else:
        yield _("%(days)s days up to %(day)s.") % {
            "days": days,
            "day": formats.date_format(end, "j F Y"),
        }
    yield counted(shown)
    yield from _years(facts, start, end)
    if shown and facts.picture and facts.picture.too_early:
        yield _("Too early for a model line; dots only.")
    level = level_line(facts.picture) if shown and facts.picture else None
    if level:
        yield say(level)
        yield _newest(shown)
    held = sum(start <= one.starts_at <= end for one in facts.sessions)
    if held:
        yield ngettext("%(n)s medicine session.", "%(n)s medicine sessions.", held) % {"n": held}
    for one in facts.imported:
        n = sum(start <= report.at <= end for report in one.reports)
        yield ngettext(
            "%(name)s: %(n)s imported report, on its own scale.",
            "%(name)s: %(n)s imported reports, on their own scale.",
            n,
        ) % {"name": one.name, "n": n}


def _newest(shown: Iterable[CheckIn]) -> str:
    """The last rows beside the usual level, which follows slowly: nobody takes it for today's."""
    last = sorted(shown, key=lambda one: one.at)[-NEWEST:]
    rows = ", ".join(str(terms.STATES[one.state]) for one in last)
    return _("The last check-ins: %(rows)s.") % {"rows": rows}


def _years(facts: Facts, start: datetime, end: datetime) -> Iterator[str]:
    """Where years are shown, a line for each: they are read on the narrowest screen, too."""
    for year in range(start.year, end.year + 1) if end - start > YEARS else ():
        held = sum(_year(one.starts_at) == year for one in facts.sessions if one.starts_at <= end)
        told = [one.state for one in facts.check_ins if _year(one.at) == year]
        sessions = ngettext("%(n)s medicine session", "%(n)s medicine sessions", held) % {"n": held}
        yield _("%(year)s: %(sessions)s; %(inside)s of %(all)s check-ins Within reach.") % {
            "year": year,
            "sessions": sessions,
            "inside": told.count(State.WITHIN),
            "all": len(told),
        }


def _year(at: datetime) -> int:
    return timezone.localtime(at).year


def _events(facts: Facts) -> Iterator[Event]:
    for one in facts.check_ins:
        yield _check_in(one, facts.more.get(one.uid) if one.uid else None)
    yield from _course_events(facts)
    for rest in facts.rests:
        yield Event(rest.at, lambda: _("Asked for quiet"))
    yield from _between(facts.relationship)
    for finding in (one for one in facts.noticed if one.code is not Code.RUPTURE):
        yield Event(finding.since, partial(_signal_words, finding))
    for series in facts.imported:
        for report in series.reports:
            yield Event(report.at, partial(_report_words, series, report))


def _course_events(facts: Facts) -> Iterator[Event]:
    for begun in facts.phases:
        yield Event(midnight(begun.on), partial(_phase_words, begun))
    for meeting in facts.meetings:
        yield Event(meeting.starts_at, partial(_meeting_words, meeting))
    for number, held in enumerate(facts.sessions, start=1):
        yield Event(held.starts_at, partial(_session_words, number))
    for day, kind in facts.therapies:
        yield Event(midnight(day), partial(_therapy_words, kind))


_SAID = {
    Step.TALKED: gettext_lazy("Talked about how it is between them"),
    Step.REPAIR: gettext_lazy("Repair recorded"),
    Step.MENDED: gettext_lazy("The client: mended"),
    Step.NOT_YET: gettext_lazy("The client: not yet mended"),
}


def _between(told: Relationship) -> Iterator[Event]:
    for rating in told.ratings:
        yield Event(rating.at, lambda: _("Rated a meeting"))
    for rupture in told.ruptures:
        yield Event(rupture.at, lambda: _("Rupture named"))
    for one in told.said:
        yield Event(one.at, partial(str, _SAID[one.step]))


def _check_in(one: CheckIn, added: More | None) -> Event:
    ease = str(terms.EASE[one.ease]) if one.ease else ""
    return Event(one.at, partial(state_words, one), ease, partial(more_words, added))


def state_words(check_in: CheckIn) -> str:
    words = str(terms.STATES[check_in.state])
    return _("%(state)s, told later") % {"state": words} if check_in.recalled else words


def more_words(added: More | None) -> str:
    """Body and answers in words: "Chest: tight; How was sleep? I feel rested"."""
    if added is None:
        return ""
    marks = in_words(body.parse_all(added.body.split()))
    answers = [
        f"{_(QUESTIONS[item])} {_(ANSWERS[item][answer])}"
        for item, answer in added.answers.items()
        if answer in ANSWERS.get(item, {})
    ]
    return "; ".join([*marks, *answers])


def _phase_words(begun: Begun) -> str:
    return _("%(phase)s begins") % {"phase": terms.PHASES[begun.phase]}


def _meeting_words(meeting: Meet) -> str:
    return _("Meeting with %(name)s, %(minutes)s minutes") % {
        "name": meeting.with_name,
        "minutes": meeting.minutes,
    }


def _therapy_words(kind: Therapy) -> str:
    return _("Other therapy: %(kind)s") % {"kind": THERAPIES[kind]}


def _session_words(number: int) -> str:
    return _("Medicine session %(number)s") % {"number": number}


def _signal_words(finding: Finding) -> str:
    return _("Signal: %(kind)s") % {"kind": terms.kind(finding.code)}


def _report_words(series: Imported, report: Report) -> str:
    return f"{series.name}: {series.on_its_scale(report):g}"
