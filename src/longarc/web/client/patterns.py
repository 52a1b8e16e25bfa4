"""Patterns: words first, then the picture, then the table and a file.

`patterns_page` gives what `client/patterns_body.html` shows; staff open the same body as "what
the client sees". There are no comparisons with others and no line of a model.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care import patterns as words_of
from longarc.care.access import Actor, Relation
from longarc.care.arc import CheckIn, Ease, State
from longarc.care.reports import EARLIEST_RECALL
from longarc.care.text import Text
from longarc.records.ids import uuid7
from longarc.records.queries import check_ins, clients, course, export, series
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import Begun, ChoiceKind
from longarc.records.queries.today import own_words
from longarc.web import csv_file
from longarc.web.charts import patterns_chart
from longarc.web.charts.contract import Chart
from longarc.web.charts.labels import Tick
from longarc.web.client import imported, inside, ladder
from longarc.web.client.arc import NAMES
from longarc.web.client.forms import me
from longarc.web.client.late_rows import LateRows
from longarc.web.words import say

SPANS: dict[str, int | None] = {"30": 30, "90": 90, "all": None}
FIRST = "90"
SPAN_WORDS = {
    "30": gettext_lazy("30 days"),
    "90": gettext_lazy("90 days"),
    "all": gettext_lazy("All"),
}
EASE = {
    Ease.ON_MY_OWN: gettext_lazy("On my own"),
    Ease.WITH_HELP: gettext_lazy("With some help"),
    Ease.NOT_NOW: gettext_lazy("Not now"),
}


def span(request: HttpRequest) -> str:
    """Which of `SPANS` was asked for; anything unknown is the first view."""
    asked = request.GET.get("days", FIRST)
    return asked if asked in SPANS else FIRST


def patterns_page(
    client: ClientRef, viewer: Actor, at: datetime, days: int | None
) -> dict[str, Any]:
    """What the body of the page shows, for the client and for their care team alike.

    Constant queries, however many check-ins. All times are in the client's zone.
    """
    zone = ZoneInfo(client.zone)
    with timezone.override(zone):
        known = _known(client, viewer, at, days)
        summary = words_of.summary(known, as_of=at, days=days)
        labels = ladder.labels(client, viewer=viewer)
        return {
            "spans": [(key, SPAN_WORDS[key], SPANS[key] == days) for key in SPANS],
            "summary": [say(text) for text in summary],
            "harder": bool(words_of.harder_lately(known, at)),
            "chart": _chart(client, viewer, at.astimezone(zone), days, known, summary, labels),
            "inside": inside.in_words(client, labels, viewer=viewer, at=at),
            "series": [
                imported.chart(
                    one, at=at.astimezone(zone), days=days, csv_url=_csv(client, one.uid)
                )
                for one in series.of_client(client, viewer=viewer)
                if one.reports
            ],
            "hidden": course.chosen(ChoiceKind.HIDE_PATTERNS, client, viewer=viewer),
            "own": client.relation is Relation.SELF,
        }


def _known(client: ClientRef, viewer: Actor, at: datetime, days: int | None) -> tuple[CheckIn, ...]:
    """The check-ins that these days' words and picture rest on, or all where that is less plain.

    The words ask whether there is enough, and whether answers go back before these days: when
    the near past alone does not answer both, everything is read.
    """
    if days is None:
        return check_ins.of_client(client, viewer=viewer)
    shown, begin = timedelta(days=days), at - timedelta(days=days)
    reach = max(shown, words_of.LATELY + words_of.EARLIER) + EARLIEST_RECALL
    near = check_ins.of_client(client, viewer=viewer, since=at - reach)
    enough = sum(begin < one.at <= at for one in near) >= words_of.MIN_CHECK_INS
    if enough and near[0].at <= begin:
        return near
    return check_ins.of_client(client, viewer=viewer)


def _csv(client: ClientRef, series_uid: object = None) -> str:
    if client.relation is Relation.SELF:
        url = reverse("patterns_csv")
    else:
        url = reverse("client_csv", args=[client.public_id])
    return f"{url}?series={series_uid}" if series_uid else url


def _chart(
    client: ClientRef,
    viewer: Actor,
    at: datetime,
    days: int | None,
    known: Sequence[CheckIn],
    summary: Sequence[Text],
    labels: Mapping[State, str],
) -> Chart | None:
    """None when there is nothing to draw in these days."""
    begin = at - timedelta(days=days) if days else None
    shown = [one for one in known if one.at <= at and (begin is None or one.at > begin)]
    if not shown:
        return None
    usual = words_of.usual_range(known, as_of=at)
    sentences = [say(text) for text in summary]
    if usual:
        sentences.append(say(Text(words_of.RANGE_MEANING)))
    return Chart(
        id="check-ins",
        title=_("In words"),
        summary=sentences,
        svg=_drawing(shown, begin, at, labels, usual, course.phases(client, viewer=viewer)),
        caption=_("My check-ins, the newest first"),
        headers=[_("When"), _("Where I was"), _("Getting back to steady")],
        rows=LateRows(shown[::-1], lambda one: _row(one, labels, at)),
        csv_url=_csv(client),
        save_label=_("Save my data"),
    )


def _drawing(
    shown: Sequence[CheckIn],
    begin: datetime | None,
    at: datetime,
    labels: Mapping[State, str],
    usual: tuple[int, int] | None,
    phases: Sequence[Begun],
) -> SafeString:
    zone = at.tzinfo
    start = begin or min(shown[0].at.astimezone(zone), at - timedelta(days=1))
    marks = [
        Tick(datetime.combine(one.on, time.min, zone), str(NAMES[one.phase][0])) for one in phases
    ]
    return patterns_chart.svg(
        shown,
        start,
        at,
        title=_("My check-ins over time"),
        description=_("One dot for each check-in, up for activated, down for shut down."),
        words=patterns_chart.Words(rows=labels, range=_("your range")),
        range_=usual,
        marks=marks,
    )


def _row(one: CheckIn, labels: Mapping[State, str], at: datetime) -> tuple[str, str, str]:
    when = date_format(one.at.astimezone(at.tzinfo), "j F Y, H:i")
    if one.recalled:
        when = _("%(when)s, told later") % {"when": when}
    return when, labels[one.state], str(EASE[one.ease]) if one.ease else ""


def patterns(request: HttpRequest) -> HttpResponse:
    actor, asked = me(request), span(request)
    client = clients.own(viewer=actor)
    context = {"tab": "patterns", "uid": uuid7()}
    if course.chosen(ChoiceKind.HIDE_PATTERNS, client, viewer=actor):
        return render(request, "client/patterns.html", {**context, "hidden": True})
    body = patterns_page(client, actor, timezone.now(), SPANS[asked])
    return render(request, "client/patterns.html", {**context, **body})


HEADERS = (
    "at",
    "recalled_for",
    "state",
    "own_word",
    "position",
    "ease",
    "item",
    "answer",
    "body",
    "prompted",
    "latency_ms",
    "method",
    "changed_mind",
    "resolution",
    "time_zone",
)


def patterns_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The client's standing check-ins, or one imported series, as a file."""
    actor = me(request)
    return csv_of(clients.own(viewer=actor), actor, request.GET.get("series", ""))


def csv_of(client: ClientRef, viewer: Actor, series_uid: str) -> StreamingHttpResponse:
    """The same file for whoever may read the record; `series_uid` empty: the check-ins."""
    if series_uid:
        return _series_csv(client, viewer, series_uid)
    own = own_words(client, viewer=viewer)
    rows = export.standing_check_ins(client, viewer=viewer)
    return csv_file.response("my-data.csv", HEADERS, (_line(row, own) for row in rows))


def _line(row: Mapping[str, Any], own: Any) -> list[csv_file.Cell]:
    told = {**row, "own_word": ladder.label(row["state"], own)}
    return [_cell(told.get(key)) for key in HEADERS]


def _cell(value: object) -> csv_file.Cell:
    if isinstance(value, datetime):
        return value.isoformat()
    if value is None or value == "":
        return None
    return int(value) if isinstance(value, bool | int) else str(value)


def _series_csv(client: ClientRef, viewer: Actor, uid: str) -> StreamingHttpResponse:
    for one in series.of_client(client, viewer=viewer):
        if str(one.uid) == uid:
            rows: Iterator[list[csv_file.Cell]] = (
                [report.at.isoformat(), one.on_its_scale(report)] for report in one.reports
            )
            return csv_file.response("my-data.csv", ("at", "value"), rows)
    raise Http404
