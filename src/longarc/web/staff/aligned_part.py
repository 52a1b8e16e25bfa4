"""Sessions laid over each other on one axis: days from the session (experience 3.6)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from longarc.care.arc import CheckIn
from longarc.records.queries.aligned import AFTER, BEFORE, Around
from longarc.records.queries.clients import ClientRef
from longarc.web.charts import bands, timeline
from longarc.web.charts.axis import Mark
from longarc.web.charts.contract import Chart
from longarc.web.charts.labels import Tick
from longarc.web.charts.scale import TimeScale
from longarc.web.staff.timeline import counted, row_names, state_words

#: Where day 0 lies on the axis: any moment will do.
ORIGIN = datetime(2000, 1, 8, tzinfo=UTC)
START, END = ORIGIN - BEFORE, ORIGIN + AFTER
DAY = timedelta(days=1)
#: An axis mark each week.
EVERY = 7
#: So many are drawn, the newest; the table and the file hold them all.
#: Source: Longarc's own starting rule, unsigned.
DRAWN = 6
Row = tuple[str, str, str, str]


def chart(client: ClientRef, found: Sequence[Around]) -> Chart | None:
    """None while nothing is known around any session."""
    shown = [one for one in found if one.check_ins]
    if not shown:
        return None
    drawn, summary = shown[-DRAWN:], list(_summary(shown))
    courses = tuple((str(one.number), tuple(_moved(one))) for one in drawn)
    title = _("The days around each session")
    drawing = timeline.svg(
        [bands.Overlaid(_("State"), row_names(), courses)],
        START,
        END,
        title=title,
        description=" ".join(summary),
        sessions=[Tick(ORIGIN)],
        uid="aligned",
        along=_days(),
    )
    return Chart(
        id="aligned",
        title=title,
        summary=summary,
        svg=drawing,
        caption=_("Check-ins around sessions, the newest session first"),
        headers=headers(),
        rows=rows(shown),
        csv_url=reverse("client_csv", args=[client.public_id]) + "?of=aligned",
        wide=True,
        at=BEFORE / (BEFORE + AFTER),  # the session
    )


def named(one: Around) -> str:
    return _("Session %(number)s") % {"number": one.number}


def _moved(one: Around) -> Iterator[CheckIn]:
    """The check-ins of one session as if it had begun at the origin."""
    for check_in in one.check_ins:
        yield replace(check_in, at=ORIGIN + (check_in.at - one.starts_at))


def _days() -> list[Mark]:
    scale = TimeScale(START, END)
    days = range(-BEFORE.days, AFTER.days, EVERY)
    last = Mark(scale.x(END), "")  # its words would run over the edge
    return [*(Mark(scale.x(ORIGIN + day * DAY), _day(day)) for day in days), last]


def _day(day: int) -> str:
    return _("session") if day == 0 else _("day %(n)s") % {"n": f"{day:+d}"}


def _summary(found: Sequence[Around]) -> Iterator[str]:
    yield _("From %(before)s days before to %(after)s days after each session.") % {
        "before": BEFORE.days,
        "after": AFTER.days,
    }
    for one in found[-DRAWN:]:
        day = formats.date_format(timezone.localtime(one.starts_at), "j F Y")
        facts = {"session": named(one), "day": day, "counted": counted(one.check_ins)}
        yield _("%(session)s, %(day)s: %(counted)s") % facts


def headers() -> Row:
    return _("Session"), _("Day from the session"), _("When"), _("What")


def rows(found: Sequence[Around]) -> list[Row]:
    """The newest session first; within it day by day."""
    return [
        (named(one), _day((c.at - one.starts_at) // DAY), _stamp(c.at), state_words(c))
        for one in reversed(found)
        for c in one.check_ins
    ]


def _stamp(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "j F Y, H:i")
