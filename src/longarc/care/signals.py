"""What asks for attention: the findings of one arc, and which of them stand on the list.

Findings are worked out from the facts each time; only what a person says about one (a `Mark`)
is stored. A finding stands until a person answers it. An answered one comes back only when it
has grown by a step of its own rule: an unchanged signal never repeats.
"""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from longarc.care import (
    adverse_findings,
    after_findings,
    exercise_findings,
    flag_findings,
    follow_up,
    leaving,
    relationship_findings,
    risk_findings,
    runs,
    screening_findings,
    session_findings,
    silence,
    slower_findings,
    ungated,
)
from longarc.care.arc import Arc, CheckIn, ContactRequest, Rest
from longarc.care.finding import CLOSING, Code, Finding, Mark, MarkKind
from longarc.care.finding_kinds import may_wait, no_mark_closes, place_of, waits_until
from longarc.care.text import Text, msg

#: What eased earlier than so many days before the latest check-in is no longer told of.
#: Source: Longarc's own starting rule, unsigned.
REPORTED = timedelta(days=90)
#: The check-ins that the rules look at, counted back from the latest. A run that goes on is told
#: of while the days of its usual are in sight too, so for 170 days; by then it is usual itself.
#: Source: Follows from the other numbers.
LOOK_BACK = REPORTED + max(silence.BASELINE, runs.BASELINE + runs.SPAN)
#: What eased by itself leaves the list after this, and stays on the client's page.
#: Source: Longarc's own starting rule, unsigned.
EASED_KEPT = timedelta(days=14)

# Of these the stronger ones come first at their place: how soon a person has to be there, serious
# events, not wanting to live.
_STRONGER_FIRST = frozenset({Code.RISK, Code.ADVERSE, Code.LEAVING})
_NOT_DUE = datetime.max.replace(tzinfo=UTC)


def findings(arc: Arc, *, as_of: datetime) -> tuple[Finding, ...]:
    """Everything noticed in `arc` up to `as_of`, in the order of the list.

    Args:
        arc: its check-ins reach back at least `LOOK_BACK` before the latest one, not before
            `as_of`: otherwise a long silence would lose its own usual. More changes nothing.
    """
    noticed = list(risk_findings.found(arc.risk, as_of=as_of))
    noticed += session_findings.found(arc.sessions, as_of=as_of)
    noticed += screening_findings.found(arc.screening, as_of=as_of)
    noticed += adverse_findings.found(arc.adverse, as_of=as_of)
    noticed += [_contact(asked) for asked in arc.contact_requests if asked.at <= as_of]
    noticed += slower_findings.found(arc.slower, as_of=as_of)
    noticed += ungated.found(arc.ungated, as_of=as_of)
    noticed += exercise_findings.found(arc.worse, as_of=as_of)
    noticed += relationship_findings.found(arc.relationship, as_of=as_of)
    noticed += after_findings.found(arc.after, as_of=as_of)
    known = sorted((c for c in arc.check_ins if c.at <= as_of), key=_in_time)
    if known:
        reported = known[-1].at - REPORTED
        noticed += flag_findings.found(arc.flags, as_of=as_of, reported_from=reported)
        rests = [_utc_rest(rest) for rest in arc.rests]
        noticed += _from_check_ins(known, rests, _closed(arc, as_of), _utc(as_of))
    still = leaving.still(noticed, arc.left)
    return ordered([*still, *leaving.found(arc.left, as_of=as_of)])


def _closed(arc: Arc, as_of: datetime) -> list[silence.Span]:
    return [(_utc(since), _utc(until)) for since, until in follow_up.closings(arc.after, as_of)]


def _from_check_ins(
    known: list[CheckIn], rests: list[Rest], closed: list[silence.Span], as_of: datetime
) -> list[Finding]:
    times = [_utc(check_in.at) for check_in in known]
    begin, reported = times[-1] - LOOK_BACK, times[-1] - REPORTED
    first = bisect_left(times, begin)
    held, times = known[first:], times[first:]
    return [
        *runs.found(held, times, complete_from=begin, reported_from=reported),
        *silence.found(times, rests, as_of=as_of, reported_from=reported, closed=closed),
    ]


def standing(
    noticed: Iterable[Finding], marks: Iterable[Mark], *, as_of: datetime
) -> tuple[Finding, ...]:
    """The findings that nobody has answered yet, in the order of the list."""
    said = [mark for mark in marks if mark.at <= as_of]
    return ordered(f for f in noticed if f.since <= as_of and _stands(f, said, as_of))


def earlier(
    noticed: Iterable[Finding], marks: Iterable[Mark], *, as_of: datetime
) -> tuple[Finding, ...]:
    """The findings up to `as_of` that do not stand: answered, put off, or long eased."""
    said = [mark for mark in marks if mark.at <= as_of]
    return ordered(f for f in noticed if f.since <= as_of and not _stands(f, said, as_of))


def ordered(noticed: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(noticed, key=order))


def order(finding: Finding) -> tuple[Any, ...]:
    """Place on the list: that of its kind (`finding_kinds.KINDS`), then the oldest first.

    Risk paths by how soon a person has to be there, those that nobody has taken on first, then by
    when the next thing is due.
    """
    weight = finding.level if finding.code in _STRONGER_FIRST else 0
    due = finding.due or _NOT_DUE if finding.code is Code.RISK else _NOT_DUE
    episode = finding.since, finding.code, finding.evidence
    return place_of(finding), -weight, finding.taken, due, *episode


def _in_time(check_in: CheckIn) -> tuple[datetime, bool, int, int]:
    """Order of time. In one moment the extreme ones last: so no run can end and another begin
    there, and a run's first moment names it.
    """
    position, uid = check_in.position, check_in.uid
    return (
        _utc(check_in.at),
        runs.IS_EXTREME[position],
        -1 if position is None else position,
        uid.int if uid else -1,
    )


def _utc(at: datetime) -> datetime:
    """The same moment in UTC: only there is a difference of two times the time that passed."""
    return at if at.tzinfo is UTC else at.astimezone(UTC)


def _utc_rest(rest: Rest) -> Rest:
    return Rest(_utc(rest.at), _utc(rest.until) if rest.until else None)


def _stands(finding: Finding, marks: list[Mark], as_of: datetime) -> bool:
    if finding.eased and finding.eased <= as_of - EASED_KEPT:
        return False
    return not any(_answers(mark, finding, as_of) for mark in marks)


def _answers(mark: Mark, finding: Finding, as_of: datetime) -> bool:
    """Whether this mark keeps this finding off the list; looked and talked do not."""
    if (mark.code, mark.since) != (finding.code, finding.since) or finding.level > mark.level:
        return False
    if mark.kind is MarkKind.LATER:
        until = waits_until(finding, mark)
        return may_wait(finding.code) and until is not None and as_of < until
    return mark.kind in CLOSING and not no_mark_closes(finding)


def _contact(asked: ContactRequest) -> Finding:
    return Finding(
        code=Code.CONTACT,
        since=asked.at,
        level=0,
        evidence=(asked.uid,),
        what=Text(msg("Asked to be contacted on %(since)s."), {"since": asked.at}),
        sure=Text(msg("Sure: they asked.")),
        next_step=Text(msg("Call or write today, and say when you will be there for them.")),
        goes_when=Text(msg("It stays until someone says that it is done.")),
    )
