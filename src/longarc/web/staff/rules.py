"""The practice's rules: each in words, its numbers, who signed them, and a form to sign."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from longarc.care.access import Can, may
from longarc.care.decision import NotAllowed
from longarc.care.numbers import ABOUT, Area, Number, Numbers, signed_last
from longarc.care.text import Text
from longarc.records.actions.numbers import SignedMeanwhile, sign_numbers
from longarc.records.queries import numbers as queries
from longarc.records.queries.numbers import Signature
from longarc.web import errors
from longarc.web.staff import rule_words
from longarc.web.staff.people import actor
from longarc.web.staff.rules_form import NotWhole, Typed, read


@dataclass(frozen=True, slots=True)
class Row:
    """One number as it stands; `typed` and `ticked` as the form was sent."""

    code: str
    means: str
    value: str
    start: str
    allowed: Text
    asks: str
    source: str
    signed: Signature | None
    typed: str
    ticked: bool
    wrong: str


@dataclass(frozen=True, slots=True)
class Part:
    """One rule with its numbers; `open`: its form was sent and could not be kept.

    `seen` is the newest signature that its form knows.
    """

    code: str
    title: str
    words: str
    rows: tuple[Row, ...]
    open: bool
    why: str
    seen: int


def _row(number: Number, numbers: Numbers, signed: Signature | None, typed: Typed | None) -> Row:
    about, value = ABOUT[number], numbers[number]
    return Row(
        code=str(number),
        means=_(about.means),
        value=rule_words.with_unit(number, value),
        start=rule_words.with_unit(number, about.start),
        allowed=about.allowed,
        asks=str(rule_words.ASKS[about.asks]),
        source=_(about.source),
        signed=signed,
        typed=typed.values.get(number, str(value)) if typed else str(value),
        ticked=bool(typed and number in typed.ticked),
        wrong=typed.wrong.get(number, "") if typed else "",
    )


def _part(area: Area, numbers: Numbers, told: Sequence[Signature], typed: Typed | None) -> Part:
    newest = {one.number: one for one in told}
    mine = typed if typed and typed.area is area else None
    found = (number for number in Number if ABOUT[number].area is area)
    return Part(
        code=str(area),
        title=str(rule_words.TITLES[area]),
        words=f"staff/rules_{area}.html",
        rows=tuple(_row(one, numbers, newest.get(one), mine) for one in found),
        open=mine is not None,
        why=mine.why if mine else "",
        seen=mine.seen if mine and not mine.fresh else max((one.seq for one in told), default=0),
    )


def _past(told: Iterable[Signature]) -> list[tuple[Signature, str, str, str]]:
    """Every signature, the newest first: what it decides, the value, and the one before it."""
    before: dict[Number, int] = {}
    found = []
    for one in told:
        was = before.get(one.number, ABOUT[one.number].start)
        said = tuple(rule_words.with_unit(one.number, n) for n in (one.value, was))
        found.append(
            (one, _(ABOUT[one.number].means), said[0], said[1] if one.value != was else "")
        )
        before[one.number] = one.value
    return found[::-1]


def rules(request: HttpRequest) -> HttpResponse:
    """For reading and printing; the form is there for those who may sign."""
    return _page(request)


def _page(request: HttpRequest, typed: Typed | None = None, status: int = 200) -> HttpResponse:
    viewer = actor(request)
    told = queries.history(viewer=viewer)
    numbers = signed_last((one.number, one.value) for one in told)
    context: dict[str, Any] = {
        "place": "rules",
        "version": rule_words.version(viewer=viewer),
        "parts": [_part(area, numbers, told, typed) for area in Area],
        "numbers": rule_words.by_code(numbers),
        "past": _past(told),
        "may_sign": may(viewer, Can.SIGN_RULES),
        "problems": typed.problems if typed else [],
    }
    return render(request, "staff/rules.html", context, status=status)


def rules_sign(request: HttpRequest) -> HttpResponse:
    """Sign the numbers of one rule that were changed or ticked."""
    viewer = actor(request)
    typed = read(request.POST)
    if typed is None:
        return errors.bad_request(request)
    told = queries.history(viewer=viewer)
    shown = signed_last((one.number, one.value) for one in told if one.seq <= typed.seen)
    try:
        values = typed.to_sign(shown)
        kept = sign_numbers(values, why=typed.why, seen=typed.seen, by=viewer, at=timezone.now())
    except NotWhole as wrong:
        return _again(request, typed.refused(wrong.reasons))
    except NotAllowed as refused:
        return _again(request, typed.refused(refused.decision.reasons))
    except SignedMeanwhile as other:
        return _again(request, typed.met(map(_newer, other.newer), shown), status=409)
    said = ngettext("Signed: %(n)s number.", "Signed: %(n)s numbers.", kept) % {"n": kept}
    messages.info(request, said if kept else _("That was signed already."))
    return redirect(f"{reverse('rules')}#{typed.area}")


def _again(request: HttpRequest, typed: Typed, status: int = 422) -> HttpResponse:
    return _page(request, typed, status)


def _newer(one: Signature) -> str:
    facts = {
        "means": _(ABOUT[one.number].means),
        "value": rule_words.with_unit(one.number, one.value),
        "by": one.by,
    }
    return _("%(means)s: %(value)s, signed by %(by)s.") % facts
