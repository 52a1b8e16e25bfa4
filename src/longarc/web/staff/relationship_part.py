"""Ratings, ruptures and repairs as words, bands of a timeline and a table."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from math import ceil

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from longarc.care.relationship import (
    TOP,
    Facts,
    Kind,
    Question,
    Rating,
    Step,
    levelled,
    rated,
    usual,
)
from longarc.records.queries.clients import ClientRef
from longarc.web.charts import bands, timeline
from longarc.web.charts.contract import Chart
from longarc.web.charts.labels import Tick
from longarc.web.client.relationship import NEAR, STEPS
from longarc.web.staff.terms import Moments

KINDS = {
    Kind.WITHDRAWAL: gettext_lazy("Withdrawal: pulling back"),
    Kind.CONFRONTATION: gettext_lazy("Confrontation: a clash"),
    Kind.OWN: gettext_lazy("In their own words"),
}
HEADS = {
    Question.HEARD: gettext_lazy("Felt heard"),
    Question.MATTERED: gettext_lazy("Worked on what matters"),
    Question.FITS: gettext_lazy("The way of working suits"),
    Question.COULD_SAY_NO: gettext_lazy("Could have said no"),
}


def words(told: Facts, moments: Moments) -> Iterator[str]:
    """What the drawing shows, in sentences, against this person's own past only."""
    levels = levelled(told, moments.now)
    n = len(levels)
    if not n:
        yield _("No meeting has been rated.")
        return
    yield ngettext("%(n)s rating, the last %(day)s.", "%(n)s ratings, the last %(day)s.", n) % {
        "n": n,
        "day": moments.day(levels[-1].at),
    }
    yield _usual(told, levels[-1], n, moments)
    near = [one.near for one in rated(told, moments.now) if one.near is not None]
    if near:
        facts = {"last": NEAR[near[-1]], "low": NEAR[min(near)], "high": NEAR[max(near)]}
        yield _("Near or far, last: %(last)s. So far from %(low)s to %(high)s.") % facts


def _usual(told: Facts, last: Rating, n: int, moments: Moments) -> str:
    level = usual(told, moments.now)
    if level is None:
        facts = {"n": n, "needed": told.needed}
        return _("Too early for a usual: %(n)s of %(needed)s ratings.") % facts
    said = {"usual": _level(level), "last": _level(last.level)}
    return _("Their own usual is about “%(usual)s”; the last rating about “%(last)s”.") % said


def _level(level: Fraction | None) -> str:
    """The nearest step in words; half-way it is the lower."""
    return str(STEPS[ceil((level or Fraction()) - Fraction(1, 2))])


def on_timeline(told: Facts, now: datetime) -> Iterator[bands.Band]:
    """Ratings and closeness, each on its own axis; when ruptures and repairs were recorded."""
    found = levelled(told, now)
    levels = tuple(
        bands.Value(one.at, round(100 * one.level / TOP)) for one in found if one.level is not None
    )
    yield bands.Series(_("Ratings"), str(STEPS[0]), str(STEPS[-1]), levels)
    yield _nearness(told, now)
    yield bands.Moments(_("Rupture"), tuple(Tick(one.at) for one in told.ruptures))
    repairs = (one.at for one in told.said if one.step is Step.REPAIR)
    yield bands.Moments(_("Repair"), tuple(map(Tick, repairs)))


def _nearness(told: Facts, now: datetime) -> bands.Band:
    values = (
        bands.Value(one.at, round(100 * one.near / TOP))
        for one in rated(told, now)
        if one.near is not None
    )
    return bands.Series(_("Near or far"), _("far"), _("near"), tuple(values))


def chart(client: ClientRef, told: Facts, moments: Moments) -> Chart | None:
    """Ratings, closeness, ruptures and repairs on one axis; None while nothing was rated."""
    found = rated(told, moments.now)
    if not found:
        return None
    summary = list(words(told, moments))
    start = min(found[0].at, *(one.at for one in told.ruptures), moments.now)
    drawing = timeline.svg(
        list(on_timeline(told, moments.now)),
        start.astimezone(moments.now.tzinfo),
        moments.now,
        title=_("Ratings over time"),
        description=" ".join(summary),
        uid="ratings",
    )
    return Chart(
        id="ratings",
        title=_("Ratings over time"),
        summary=summary,
        svg=drawing,
        caption=_("Ratings, newest first"),
        headers=headers(),
        rows=rows(told, moments),
        csv_url=reverse("client_csv", args=[client.public_id]) + "?of=relationship",
        wide=True,
    )


def headers() -> tuple[str, ...]:
    return (_("When"), *(str(head) for head in HEADS.values()), _("Near or far"))


def rows(told: Facts, moments: Moments) -> list[tuple[str, ...]]:
    """Each rating in words; what was skipped stays empty."""
    return [_row(one, moments) for one in reversed(rated(told, moments.now))]


def _row(one: Rating, moments: Moments) -> tuple[str, ...]:
    steps = (str(STEPS[one.steps[q]]) if q in one.steps else "" for q in HEADS)
    near = "" if one.near is None else str(NEAR[one.near])
    return (moments.stamp(one.at), *steps, near)
