"""Silence that is unusual for this person, measured against their own gaps between check-ins.

Time is elapsed time, the same in every time zone. While the client rests the clock stops. While
the arc is closed on purpose no silence is a finding; opened again, the count begins anew.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from longarc.care.arc import Rest
from longarc.care.finding import HAS_EASED, Code, Finding
from longarc.care.text import Text, msg

#: Their usual is taken from the gaps of so many days before they became quiet.
#: Source: Longarc's own starting rule, unsigned.
BASELINE = timedelta(days=180)
#: With fewer gaps than this their usual is not known, and silence says nothing.
#: Source: Longarc's own starting rule, unsigned.
GAPS_NEEDED = 10
#: This many in 100 of their gaps are as long as their usual longest gap, or shorter.
#: Source: Longarc's own starting rule, unsigned.
PERCENTILE = 95
#: Silence counts when it is so many times as long as that gap, or longer.
#: Source: Longarc's own starting rule, unsigned.
TIMES = 2
#: Silence shorter than this never counts.
#: Source: Longarc's own starting rule, unsigned.
SHORTEST = timedelta(days=4)

DAY = timedelta(days=1)
Span = tuple[datetime, datetime]


def found(
    times: Sequence[datetime],
    rests: Iterable[Rest],
    *,
    as_of: datetime,
    reported_from: datetime,
    closed: Sequence[Span] = (),
) -> list[Finding]:
    """The silence that goes on, and those that eased at or after `reported_from`.

    Args:
        times: of check-ins, in order, none after `as_of`; at least one.
        closed: when the arc was closed on purpose. A gap that meets such a time is not usual, and
            of it only what follows the opening counts.
    """
    pauses, spans = resting(rests, as_of), list(pairwise((*times, as_of)))
    since = [_begins(span, closed) for span in spans]
    gaps = [awake(begin, later, pauses) for begin, (_, later) in zip(since, spans, strict=True)]
    findings = []
    for i, quiet in enumerate(gaps):
        eased = times[i + 1] if i + 1 < len(times) else None
        if quiet < SHORTEST or (eased and eased < reported_from):
            continue
        first = bisect_left(times, times[i] - BASELINE, 0, i)
        usual = sorted(gaps[n] for n in range(first, i) if since[n] == times[n])
        if len(usual) >= GAPS_NEEDED and quiet >= threshold(usual):
            findings.append(_finding(since[i], quiet, usual, eased))
    return findings


def _begins(gap: Span, closed: Sequence[Span]) -> datetime:
    """From when a gap counts: its beginning, or the last opening of the arc in it."""
    begin, end = gap
    opened = (until for since, until in closed if since <= end and until > begin)
    return min(max(opened, default=begin), end)


def longest_usual(gaps: Sequence[timedelta]) -> timedelta:
    """The nearest-rank percentile of sorted `gaps`.

    >>> longest_usual([timedelta(days=d) for d in range(1, 21)]).days
    19
    """
    return gaps[-(-PERCENTILE * len(gaps) // 100) - 1]


def threshold(gaps: Sequence[timedelta]) -> timedelta:
    """How long this person is quiet, at least, before it counts; `gaps` are sorted."""
    return max(SHORTEST, TIMES * longest_usual(gaps))


def resting(rests: Iterable[Rest], as_of: datetime) -> list[Span]:
    """The times of rest, in order and without overlap; one without an end lasts to `as_of`."""
    spans: list[Span] = []
    for rest in sorted(rests, key=lambda rest: rest.at):
        end = rest.until or as_of
        begin = max(rest.at, spans[-1][1]) if spans else rest.at
        if begin < end:
            spans.append((begin, end))
    return spans


def awake(earlier: datetime, later: datetime, pauses: list[Span]) -> timedelta:
    """The time between two moments, less the rest in it."""
    elapsed = later - earlier
    for begin, end in pauses:
        if begin < later and end > earlier:
            elapsed -= min(end, later) - max(begin, earlier)
    return elapsed


def _level(quiet: timedelta, limit: timedelta) -> int:
    """0 from the limit on, 1 from twice the limit, 2 from four times: one step each doubling.

    >>> [_level(timedelta(days=d), timedelta(days=4)) for d in (4, 7, 8, 15, 16)]
    [0, 0, 1, 1, 2]
    """
    return (quiet // limit).bit_length() - 1


def _finding(
    since: datetime, quiet: timedelta, usual: list[timedelta], eased: datetime | None
) -> Finding:
    return Finding(
        code=Code.SILENCE,
        since=since,
        eased=eased,
        level=_level(quiet, threshold(usual)),
        what=_what(quiet // DAY, usual, eased),
        sure=_sure(threshold(usual)),
        could_be=(
            Text(msg("time away, or a full week")),
            Text(msg("a phone that could not send")),
            Text(msg("no wish to check in just now")),
        ),
        next_step=Text(msg("People often send a short note that asks for nothing back.")),
        goes_when=HAS_EASED if eased else Text(msg("It goes with their next check-in.")),
    )


def _what(quiet_days: int, usual: list[timedelta], eased: datetime | None) -> Text:
    if eased:
        quiet = Text(
            msg("Was quiet for %(n)s day, until %(eased)s."),
            {"n": quiet_days, "eased": eased},
            many=msg("Was quiet for %(n)s days, until %(eased)s."),
        )
    else:
        quiet = Text(
            msg("Quiet for %(n)s day."), {"n": quiet_days}, many=msg("Quiet for %(n)s days.")
        )
    return Text("%(quiet)s %(usual)s", {"quiet": quiet, "usual": _usual_words(usual)})


def _usual_words(usual: list[timedelta]) -> Text:
    return Text(
        msg(
            "At least %(share)s in 100 of their gaps in the %(window)s days before were "
            "%(longest)s or shorter (%(gaps)s gaps)."
        ),
        {
            "share": PERCENTILE,
            "window": BASELINE.days,
            "longest": _days(longest_usual(usual)),
            "gaps": len(usual),
        },
    )


def _sure(limit: timedelta) -> Text:
    return Text(
        msg(
            "Sure of the count: for them, silence is unusual from %(limit)s on. "
            "Days of rest, and days on which the arc was closed, are not counted. "
            "Why they are quiet is not known."
        ),
        {"limit": _days(limit)},
    )


def _days(length: timedelta) -> Text:
    """Whole days, rounded up, so that "or shorter" stays true."""
    return Text(msg("%(n)s day"), {"n": max(1, -(-length // DAY))}, many=msg("%(n)s days"))
