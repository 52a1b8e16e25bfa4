"""The client page's part about the window: what the model says, and what rests on people."""

import logging
from collections.abc import Sequence
from datetime import datetime

from longarc.care.access import Actor
from longarc.care.arc import CheckIn
from longarc.care.finding import Finding
from longarc.care.flag_findings import CODES
from longarc.care.flags import Flag, Outcome
from longarc.care.text import Text, msg
from longarc.care.window import Named, Picture
from longarc.care.window_words import statements, too_early, versions
from longarc.records.queries.caseload import Listed
from longarc.records.queries.window import Session
from longarc.web.staff import timeline
from longarc.web.staff.pictures import pictures
from longarc.web.staff.signals import Under
from longarc.web.staff.terms import Moments
from longarc.web.staff.window_forms import session_form, what_stands, what_waits, window_form

log = logging.getLogger(__name__)


def picture_of(one: Listed, *, viewer: Actor, at: datetime, days: int | None) -> Picture | None:
    """What the model says; None where it could not be worked out: the page then says so."""
    try:
        return pictures.of(one, viewer=viewer, at=at, days=days)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        log.exception("a picture could not be worked out")
        return None


def model(picture: Picture | None, now: datetime) -> dict[str, object]:
    """What "What the model says" needs: statements, or that it is too early, and the versions."""
    if picture is None:
        return {"picture": None}
    return {
        "picture": picture,
        "too_early": too_early(picture) if picture.too_early else None,
        "statements": statements(picture, as_of=now),
        "versions": versions(picture),
        "asking": [one for one in picture.flags if one.outcome(now) is Outcome.ASKING],
    }


def course(
    sessions: Sequence[Session], named: Sequence[Named], *, may_write: bool
) -> dict[str, object]:
    """Medicine sessions and the agreed window, with their forms for those who may write."""
    numbered = list(enumerate(sessions, start=1))
    return {
        "sessions": numbered[::-1],
        "session_form": session_form() if may_write else None,
        "window_stands": what_stands(named),
        "window_waits": what_waits(named),
        "window_form": window_form(named) if may_write else None,
    }


def under(
    finding: Finding, picture: Picture | None, check_ins: Sequence[CheckIn], moments: Moments
) -> Under | None:
    """What a finding of the model rests on; None for findings of other kinds."""
    flags = picture.flags if picture else ()
    episode = finding.code, finding.since
    flag = next((f for f in flags if (CODES[f.side], f.since) == episode), None)
    if flag is None:
        return None
    rests_on = (one for one in check_ins if flag.since <= one.at <= flag.at)
    lines = ((moments.stamp(one.at), timeline.state_words(one)) for one in rests_on)
    return Under(tuple(lines), _numbers(flag))


def _numbers(flag: Flag) -> Text:
    """The evidence in numbers, for the small print under a flag."""
    facts: dict[str, str | int] = {
        "statistic": f"{flag.statistic:.1f}",
        "threshold": f"{flag.threshold:.1f}",
        "before": round(100 * flag.before),
        "after": round(100 * flag.after),
        "swing": round(100 * flag.swing),
        "n": flag.reports,
    }
    said = msg(
        "Evidence %(statistic)s, threshold %(threshold)s (natural logarithms), from %(n)s "
        "check-ins with a position. Usual level %(before)s of 100 before, %(after)s if it has "
        "moved; everyday ups and downs %(swing)s."
    )
    return Text(said, facts)
