"""A run of extreme or mixed states that is unusual for this person.

Looked at after every check-in that is way up, way down, or both at once: are most of the last
few check-ins such ones, and would that be rare under this person's own usual? The first time
both are so begins an episode. It goes on until several check-ins in a row are of other kinds.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from typing import NamedTuple

from longarc.care import shares
from longarc.care.arc import EXTREME, CheckIn, State, state_at
from longarc.care.chance import RARE_IN_100, most_usual_hits
from longarc.care.finding import HAS_EASED, Code, Finding
from longarc.care.text import Text, msg

#: How many of the latest check-ins are looked at.
#: Source: Longarc's own starting rule, unsigned.
LATEST = 5
#: Of these, only those of the last so many days count.
#: Source: Longarc's own starting rule, unsigned.
SPAN = timedelta(days=10)
#: At least this many of them are way up, way down, or both at once.
#: Source: Longarc's own starting rule, unsigned.
ENOUGH = 4
#: Their usual is taken from so many days before the first of these check-ins.
#: Source: Longarc's own starting rule, unsigned.
BASELINE = timedelta(days=90)
#: With fewer check-ins than this in those days, their usual counts as not known.
#: Source: Longarc's own starting rule, unsigned; as on the Patterns page.
BASELINE_NEEDED = 14
#: The run has eased after this many check-ins in a row of other kinds.
#: Source: Longarc's own starting rule, unsigned.
CALM_NEEDED = 3
#: "Answering only on hard days" is offered as another explanation from such a gap on.
#: Source: Longarc's own starting rule, unsigned.
NOTED_GAP = timedelta(days=2)

IS_EXTREME = {p: state_at(p) in EXTREME for p in (None, *range(101))}

ROWS = {
    State.WAY_UP: msg("way up"),
    State.WAY_DOWN: msg("way down"),
    State.MIXED: msg("both at once, or hard to tell"),
}
ANY_ROW = msg("way up, way down or both at once")


class _Series(NamedTuple):
    """Check-ins in order of time; `extremes[i]` counts the extreme ones before number i."""

    check_ins: Sequence[CheckIn]
    times: list[datetime]
    flags: list[bool]
    extremes: list[int]

    def extreme_in(self, start: int, stop: int) -> int:
        return self.extremes[stop] - self.extremes[start]


class _Usual(NamedTuple):
    hits: int
    of: int
    since: datetime | None

    @property
    def known(self) -> bool:
        return self.of >= BASELINE_NEEDED


class _Run(NamedTuple):
    """An episode: check-ins `first` to before `stop`; `third_calm` is set when it eased."""

    first: int
    stop: int
    third_calm: int | None
    usual: _Usual


def found(
    check_ins: Sequence[CheckIn],
    times: list[datetime],
    *,
    complete_from: datetime,
    reported_from: datetime,
) -> list[Finding]:
    """The runs that go on, and those that eased at or after `reported_from`.

    Args:
        check_ins: in order of time.
        times: when each was, in UTC.
        complete_from: no check-in after this is left out. So what came before a run is fully
            known from `complete_from` plus the days of a usual on. A run that began before that
            is left out: by now it is what is usual for this person.
    """
    flags = [IS_EXTREME[check_in.position] for check_in in check_ins]
    if sum(flags) < ENOUGH:
        return []
    known_from = complete_from + BASELINE + SPAN
    series = _Series(check_ins, times, flags, [0, *accumulate(flags)])
    return [
        _finding(series, run)
        for run in _runs(series)
        if times[run.first] >= known_from
        and (run.third_calm is None or times[run.third_calm] >= reported_from)
    ]


def _runs(series: _Series) -> Iterator[_Run]:
    first, usual = -1, None
    for i, extreme in enumerate(series.flags):
        if usual is None:
            if extreme and (begun := _begins(series, i)):
                first, usual = begun
        elif not extreme and series.extreme_in(i + 1 - CALM_NEEDED, i + 1) == 0:
            yield _Run(first, i + 1 - CALM_NEEDED, i, usual)
            usual = None
    if usual is not None:
        yield _Run(first, len(series.flags), None, usual)


def _begins(series: _Series, i: int) -> tuple[int, _Usual] | None:
    """The run that check-in `i` reveals: its first extreme check-in, and the usual before it."""
    start = bisect_left(series.times, series.times[i] - SPAN, max(0, i + 1 - LATEST), i)
    extremes = series.extreme_in(start, i + 1)
    if extremes < ENOUGH:
        return None
    usual = _usual_before(series, start)
    if usual.known and usual.hits > most_usual_hits(extremes, i + 1 - start, usual.of):
        return None
    return series.flags.index(True, start), usual


def _usual_before(series: _Series, start: int) -> _Usual:
    low = bisect_left(series.times, series.times[start] - BASELINE, 0, start)
    high = bisect_left(series.times, series.times[start], low, start)
    since = series.times[low] if high > low else None
    return _Usual(series.extreme_in(low, high), high - low, since)


def _level(extremes: int) -> int:
    """0 from 4 extreme check-ins on, 1 from 8, 2 from 16: one step each time it has doubled.

    >>> [_level(n) for n in (4, 7, 8, 15, 16)]
    [0, 0, 1, 1, 2]
    """
    return (extremes // ENOUGH).bit_length() - 1


def _finding(series: _Series, run: _Run) -> Finding:
    inside = range(run.first, run.stop)
    extreme = [series.check_ins[i] for i in inside if series.flags[i]]
    eased = series.times[run.third_calm] if run.third_calm is not None else None
    return Finding(
        code=Code.RUN,
        since=extreme[0].at,
        eased=eased,
        level=_level(len(extreme)),
        evidence=tuple(check_in.uid for check_in in extreme if check_in.uid),
        what=_what(extreme, len(inside), run.usual, eased),
        sure=_sure(run.usual),
        could_be=_could_be(series.times[run.first : run.stop]),
        next_step=Text(msg("People often call before the next visit, and go slower in it.")),
        goes_when=HAS_EASED
        if eased
        else Text(
            msg("It goes after %(calm)s check-ins in a row that are not %(rows)s."),
            {"calm": CALM_NEEDED, "rows": Text(ANY_ROW)},
        ),
    )


def _what(extreme: list[CheckIn], of: int, usual: _Usual, eased: datetime | None) -> Text:
    states = {check_in.state for check_in in extreme}
    rows = ROWS[states.pop()] if len(states) == 1 else ANY_ROW
    run = Text(
        msg("%(hits)s of %(of)s check-ins since %(since)s were %(rows)s."),
        {"hits": len(extreme), "of": of, "since": extreme[0].at, "rows": Text(rows)},
    )
    if eased:
        run = Text(msg("%(run)s It eased on %(eased)s."), {"run": run, "eased": eased})
    return Text("%(run)s %(usual)s", {"run": run, "usual": _usual_words(usual)})


def _usual_words(usual: _Usual) -> Text:
    if not usual.known or usual.since is None:
        return Text(msg("Their usual before this is not known."))
    share = shares.in_words(usual.hits, usual.of)
    return Text(
        msg("Their usual for %(rows)s: %(share)s (%(of)s check-ins since %(since)s)."),
        {"rows": Text(ANY_ROW), "share": share, "of": usual.of, "since": usual.since},
    )


def _sure(usual: _Usual) -> Text:
    if not usual.known:
        return Text(
            msg(
                "Not sure that this is a change: %(of)s earlier check-ins in %(days)s days, "
                "and it takes %(needed)s to know their usual."
            ),
            {"of": usual.of, "days": BASELINE.days, "needed": BASELINE_NEEDED},
        )
    return Text(
        msg(
            "Fairly sure that this is a change: %(hits)s of %(of)s earlier check-ins were "
            "like this, and chance alone would bring a run like this less than %(rare)s times "
            "in 100 looks. Why is not known."
        ),
        {"hits": usual.hits, "of": usual.of, "rare": RARE_IN_100},
    )


def _could_be(times: list[datetime]) -> tuple[Text, ...]:
    reasons = [Text(msg("illness")), Text(msg("poor sleep"))]
    if any(later - earlier >= NOTED_GAP for earlier, later in pairwise(times)):
        reasons.append(Text(msg("answering only on hard days (there are gaps in this run)")))
    return tuple(reasons)
