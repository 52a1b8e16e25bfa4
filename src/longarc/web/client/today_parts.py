"""The smaller parts of Today: earlier times, days in words, the day's question, the body map."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext

from longarc.care.arc import Ease, State
from longarc.care.questions import ANSWERS, QUESTIONS, question_for
from longarc.web.charts import body
from longarc.web.words import dated

Answers = tuple[tuple[str, str], ...]
EASE = {
    Ease.ON_MY_OWN: gettext_lazy("On my own"),
    Ease.WITH_HELP: gettext_lazy("With some help"),
    Ease.NOT_NOW: gettext_lazy("Not just now"),
}
GAP_ANSWERS = {
    State.UP: gettext_lazy("Mostly up"),
    State.WITHIN: gettext_lazy("Mostly within reach"),
    State.DOWN: gettext_lazy("Mostly down"),
    State.MIXED: gettext_lazy("Mixed"),
}


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of the day that can be recalled: for `hour` o'clock, `day` days from today."""

    code: str
    label: str | Promise
    hour: int
    day: int = 0

    def time(self, now: datetime) -> datetime:
        local = timezone.localtime(now) + timedelta(days=self.day)
        return local.replace(hour=self.hour, minute=0, second=0, microsecond=0)


CHUNKS = (
    Chunk("evening", gettext_lazy("Last evening or night"), 21, -1),
    Chunk("morning", gettext_lazy("This morning"), 8),
    Chunk("midday", gettext_lazy("Midday"), 12),
    Chunk("afternoon", gettext_lazy("This afternoon"), 16),
)


def chunks(now: datetime) -> tuple[Chunk, ...]:
    """Those that have passed, in the active time zone."""
    return tuple(chunk for chunk in CHUNKS if chunk.time(now) < now)


def time_of(code: str, now: datetime) -> datetime | None:
    """The time that a chunk stands for; None for "just now" and for one still to come."""
    return next((chunk.time(now) for chunk in chunks(now) if chunk.code == code), None)


def ease_answers() -> Answers:
    return tuple((str(int(code)), str(label)) for code, label in EASE.items())


def gap_answers() -> Answers:
    return tuple((str(code), str(label)) for code, label in GAP_ANSWERS.items())


def day_question(today: date) -> dict[str, Any]:
    """The day's one question with its answers, in the active language."""
    code = question_for(today)
    answers = tuple((answer, gettext(label)) for answer, label in ANSWERS[code].items())
    return {"code": code, "text": gettext(QUESTIONS[code]), "answers": answers}


def body_map() -> str:
    """The empty body map. It is the same for everyone, so it is made once for each language."""
    return _body_map(get_language() or "")


@cache
def _body_map(_language: str) -> str:
    return render_to_string("parts/body_map.html", {"body": body.form()})


def more_of(post: QueryDict) -> Mapping[str, str]:
    """The fields of a `more` entry from a form; empty where nothing was answered."""
    marked = (f"{place}:{post.get(body.FEELS + place, '')}" for place in post.getlist(body.PLACES))
    answer = post.get("answer", "")
    return {
        "ease": post.get("ease", ""),
        "item": post.get("item", "") if answer else "",
        "answer": answer,
        "body": " ".join(marked),
    }


def day(at: datetime | None, now: datetime) -> str:
    """A day to come in words: "14:00", "tomorrow", "Monday", "3 June"; empty for None."""
    if at is None:
        return ""
    then = timezone.localtime(at)
    days = (then.date() - timezone.localtime(now).date()).days
    if days == 0:
        return formats.date_format(then, pgettext("time of day, in Django's signs", "H:i"))
    if days == 1:
        return gettext("tomorrow")
    return dated(then, "l" if days < 7 else "j F")


def meeting_day(at: datetime | None, now: datetime) -> str:
    """When the next meeting is: "today at 14:00", "tomorrow", "on Thursday", "on 3 June"."""
    said = day(at, now)
    if not at or said == gettext("tomorrow"):
        return said
    if timezone.localtime(at).date() == timezone.localtime(now).date():
        return gettext("today at %(time)s") % {"time": said}
    return gettext("on %(day)s") % {"day": said}
