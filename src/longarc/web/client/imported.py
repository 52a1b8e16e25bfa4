"""An imported series for the Patterns page: its own axis, its own name, its own dates."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from longarc.records.queries.series import Imported, Report
from longarc.web.charts import axis
from longarc.web.charts.contract import Chart
from longarc.web.charts.patterns_chart import ROOM
from longarc.web.charts.scale import TimeScale
from longarc.web.charts.svg import (
    AXIS_HEIGHT,
    Layer,
    Word,
    dots,
    named,
    path,
    plot,
    rules,
    safe,
    time_axis,
)
from longarc.web.client.late_rows import LateRows

TOP, HEIGHT, FOOT = 24, 120, 8


def chart(one: Imported, *, at: datetime, days: int | None, csv_url: str) -> Chart:
    """The newest `days` days of the series, counted back from its own newest report.

    Times are shown in the zone of `at`.
    """
    reports = [Report(report.at.astimezone(at.tzinfo), report.value) for report in one.reports]
    end = min(at, reports[-1].at)
    shown = [r for r in reports if days is None or r.at > end - timedelta(days=days)]
    return Chart(
        id=f"series-{one.uid}",
        title=one.name,
        summary=_says(one, shown),
        svg=_drawing(one, shown),
        caption=_("%(name)s, the newest first") % {"name": one.name},
        headers=[_("When"), _("Value")],
        rows=LateRows(
            shown[::-1], lambda r: (_day(r.at, "j F Y, H:i"), _number(one.on_its_scale(r)))
        ),
        csv_url=csv_url,
        save_label=_("Save my data"),
    )


def _says(one: Imported, shown: Sequence[Report]) -> list[str]:
    told = {
        "n": len(shown),
        "first": _day(shown[0].at, "j F Y"),
        "last": _day(shown[-1].at, "j F Y"),
    }
    count = ngettext(
        "%(n)s answer, from %(first)s to %(last)s.",
        "%(n)s answers, from %(first)s to %(last)s.",
        len(shown),
    )
    scale = _("They were brought in from elsewhere. Their own scale goes from %(low)s to %(high)s.")
    return [count % told, scale % {"low": _number(one.low), "high": _number(one.high)}]


def _day(at: datetime, signs: str) -> str:
    return date_format(at, signs)


def _number(value: float) -> str:
    return f"{value:.4g}"


def _drawing(one: Imported, shown: Sequence[Report]) -> SafeString:
    first = shown[0].at
    last = max(shown[-1].at, first + timedelta(days=1))
    scale, bottom = TimeScale(first, last), TOP + HEIGHT
    places = ((scale.x(r.at), bottom - FOOT - round(r.value * (HEIGHT - 2 * FOOT))) for r in shown)
    ends = (
        Word(0, TOP - 8, _("high, %(value)s") % {"value": _number(one.high)}, shift=".4em"),
        Word(0, bottom - 6, _("low, %(value)s") % {"value": _number(one.low)}, shift=".4em"),
    )
    shapes = path("rule", rules([TOP])) + path("dot value", dots(places))
    layers = (Layer(shapes, ends), time_axis(axis.marks(scale, ROOM), bottom))
    attributes, head = named(f"s{one.uid}", one.name, _("One dot for each answer, low to high."))
    return safe(plot(bottom + AXIS_HEIGHT, layers, f'class="plot" {attributes}', head))
