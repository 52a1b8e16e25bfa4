"""Behaviour beside mood and insight on one time axis, and shifts: drawings, tables, files."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from longarc.care.living import DAYS, DAYS_NEEDED, STEPS, TOP, Answer, Drank, Measure
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.living import Day, Living, Wanted
from longarc.records.queries.other_therapies import Alongside
from longarc.web import living_words as words
from longarc.web.charts import bands, timeline
from longarc.web.charts.contract import Chart
from longarc.web.charts.labels import Tick
from longarc.web.staff.terms import Moments
from longarc.web.staff.timeline import session_lines

NOON = time(12)
#: From so long an arc on the diary is drawn month by month.
#: Source: Longarc's own starting rule, unsigned.
LONG = timedelta(days=400)
Row = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """All that the page shows of one client."""

    client: ClientRef
    living: Living
    alongside: tuple[Alongside, ...]
    drink: str


def chart(told: Told, moments: Moments) -> Chart | None:
    """Behaviour, mood, insight, the diary and other therapies; None: nothing was said."""
    table = rows(told, moments)
    if not table:
        return None
    by_month = moments.now - _start(told, moments.now) > LONG and bool(told.living.days)
    shown = [*_felt_bands(told), *_diary_bands(told, by_month=by_month), *_others(told)]
    title = _("Behaviour beside mood and insight")
    made = _chart("living", title, told, shown, table, moments)
    return replace(made, summary=[*made.summary, _by_month_words()]) if by_month else made


def shifts(told: Told, moments: Moments) -> Chart | None:
    """The seven shifts, each on its own axis; None: nothing was said of any."""
    table, shown = shift_rows(told, moments), list(_shift_bands(told))
    if not any(band.values for band in shown):
        return None
    return _chart("shifts", _("Shifts in living"), told, shown, table, moments)


def _chart(
    code: str,
    title: str,
    told: Told,
    shown: Sequence[bands.Band],
    table: list[Row],
    moments: Moments,
) -> Chart:
    start, now = _start(told, moments.now), moments.now
    summary = _summary(len(table), start)
    drawing = timeline.svg(
        shown,
        start,
        now,
        title=title,
        description=" ".join(summary),
        sessions=session_lines(told.living.upto(now)),
        uid=code,
    )
    return Chart(
        id=code,
        title=title,
        summary=summary,
        svg=drawing,
        caption=_("What was said, newest first"),
        headers=headers(),
        rows=table,
        csv_url=reverse("client_csv", args=[told.client.public_id]) + f"?of={code}",
        wide=True,
    )


def _summary(n: int, start: datetime) -> list[str]:
    count = ngettext("%(n)s answer", "%(n)s answers", n) % {"n": n}
    return [
        _("%(count)s since %(day)s.")
        % {"count": count, "day": formats.date_format(start, "j F Y")},
        _("Each mark is one answer. Nothing joins them: between two of them nothing is known."),
    ]


def _start(told: Told, now: datetime) -> datetime:
    living = told.living
    known = [
        *(one.at for one in living.wanted),
        *(one.at for one in living.felt),
        *(one.at for one in living.shifts),
        *(one.starts_at for one in living.sessions),
        *(noon(one.on) for one in living.days),
        *(noon(one.record.on) for one in told.alongside),
    ]
    first = min((at for at in known if at < now), default=now)
    return timezone.localtime(min(first, now - timedelta(days=1)))


def noon(day: date) -> datetime:
    """The middle of a day where the viewer is: a day as one mark."""
    return timezone.make_aware(datetime.combine(day, NOON))


def _felt_bands(told: Told) -> Iterator[bands.Band]:
    for measure, name in ((Measure.MOOD, _("Mood")), (Measure.INSIGHT, _("Insight"))):
        steps = words.FELT_STEPS[measure]
        felt = [(one.at, getattr(one, measure)) for one in told.living.felt]
        values = tuple(bands.Value(at, 100 * n // TOP) for at, n in felt if n is not None)
        yield bands.Series(name, str(steps[0]), str(steps[-1]), values)
    for one in told.living.wanted:
        yield _wanted(one)


def _diary_bands(told: Told, *, by_month: bool) -> Iterator[bands.Band]:
    """Day by day; over years, where days would run into one black bar, month by month."""
    if by_month:
        values = tuple(bands.Value(noon(on), share) for on, share in months(told.living.days))
        yield bands.Series(_("A drink"), _("no day"), _("every day"), values)
        return
    for drank, name in ((Drank.SOME, _("A drink")), (Drank.NONE, _("No drink"))):
        days = (one.on for one in told.living.days if one.drank is drank)
        yield bands.Moments(name, tuple(Tick(noon(on)) for on in days))


def months(days: Iterable[Day]) -> Iterator[tuple[date, int]]:
    """The middle of each month, with how many in 100 of its known days had a drink.

    A day that was left open is in no share; a month with few known days has none.
    """
    known: dict[date, list[int]] = defaultdict(list)
    for one in days:
        value = DAYS[one.drank]
        if value is not None:
            known[one.on.replace(day=15)].append(value)
    for month, told in known.items():
        if len(told) >= DAYS_NEEDED:
            yield month, 100 * sum(told) // len(told)


def _by_month_words() -> str:
    return _(
        "The diary stands month by month: the share of the known days that had a drink, where at "
        "least %(n)s days of the month are known. The table has every day."
    ) % {"n": DAYS_NEEDED}


def _others(told: Told) -> Iterator[bands.Band]:
    others = tuple(Tick(noon(one.record.on)) for one in told.alongside)
    yield bands.Moments(_("Other therapies"), others)


def _wanted(one: Wanted) -> bands.Series:
    values = tuple(bands.Value(said.at, 50 + 50 * STEPS[said.answer]) for said in one.answers)
    return bands.Series(one.text, _("less"), _("more"), values)


def _shift_bands(told: Told) -> Iterator[bands.Series]:
    low, high = str(words.SHIFT_STEPS[0]), str(words.SHIFT_STEPS[-1])
    for area, name in words.AREA_NAMES.items():
        found = (one for one in told.living.shifts if area in one.steps)
        values = tuple(bands.Value(one.at, 100 * one.steps[area] // TOP) for one in found)
        yield bands.Series(str(name), low, high, values)


def headers() -> Row:
    return _("When"), _("What"), _("Answer"), _("In their words")


def rows(told: Told, moments: Moments) -> list[Row]:
    """Everything but shifts, the newest first. A day of the diary stands at its noon."""
    found = sorted(_events(told), key=lambda one: one[0], reverse=True)
    return [(moments.stamp(at), what, answer, said) for at, what, answer, said in found]


def _events(told: Told) -> Iterator[tuple[datetime, str, str, str]]:
    yield from _felt(told)
    for wanted in told.living.wanted:
        for said in wanted.answers:
            yield said.at, wanted.text, _theirs(said.answer), said.words
    for day in told.living.days:
        if day.drank is not Drank.OPEN:
            yield noon(day.on), _("Diary"), _day(day), ""
    for other in told.alongside:
        kind = str(words.THERAPIES[other.record.therapy])
        yield noon(other.record.on), kind, _("held"), other.record.words


def _felt(told: Told) -> Iterator[tuple[datetime, str, str, str]]:
    for one in told.living.felt:
        if one.mood is not None:
            yield one.at, _("Mood"), str(words.MOODS[one.mood]), ""
        if one.insight is not None:
            yield one.at, _("Insight"), str(words.INSIGHTS[one.insight]), ""


def _theirs(answer: Answer) -> str:
    """Their answer as the staff reads it."""
    if answer is Answer.MORE:
        return _("more like they want")
    return _("about the same") if answer is Answer.SAME else _("less like they want")


def _day(day: Day) -> str:
    if day.drinks is None:
        return str(words.DAYS[day.drank])
    return ngettext("%(n)s drink", "%(n)s drinks", day.drinks) % {"n": day.drinks}


def shift_rows(told: Told, moments: Moments) -> list[Row]:
    """Each answer about a shift, and words that came without one; the newest first."""
    found: list[Row] = []
    for one in reversed(told.living.shifts):
        stamp = moments.stamp(one.at)
        for area, name in words.AREA_NAMES.items():
            if area in one.steps:
                found.append((stamp, str(name), str(words.SHIFT_STEPS[one.steps[area]]), ""))
        found += [(stamp, _("In words"), "", one.words)] if one.words else []
    return found


FILES = {"living": rows, "shifts": shift_rows}
