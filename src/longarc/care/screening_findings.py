"""What screening tells the therapist's list: what waits for a prescriber, and what they decided.

A finding about what was told goes with the decision, or when it is taken back; a decision that no
longer counts comes back with what changed. None of them opens a lock: the gate asks screening.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce

from longarc.care import screening
from longarc.care.conditions import CONDITIONS
from longarc.care.finding import Code, Finding
from longarc.care.finding_kinds import DECISION_TOLD_DAYS
from longarc.care.risk_questions import SCREENING_ROW
from longarc.care.screening_facts import Facts, Judgement, Kind, Said
from longarc.care.screening_rows import Certainty, Row, State
from longarc.care.screening_told import Told
from longarc.care.sources import SUBSTANCE_WORDS, Level, Substance
from longarc.care.text import Text, msg

_CONDITION = "condition:"


def found(told: Told, *, as_of: datetime) -> Iterator[Finding]:
    """What was told and waits, what a prescriber said, and which decisions no longer count."""
    known = told.upto(as_of)
    facts = known.facts
    if not (facts.medicines or facts.answers or facts.judgements or facts.back):
        return
    rows = screening.rows(facts, names=known.names, on=known.day(as_of), profile=known.profile)
    lapsed = {row.subject: one for row in rows if (one := _lapsed(row, facts))}
    waits = [row for row in rows if row.subject not in lapsed]
    yield from _waiting(waits, facts, _before_the_plan(known, as_of))
    if lapsed:
        yield _no_longer([row for row in rows if row.subject in lapsed], lapsed, facts)
    yield from _answered(rows, as_of)


def _before_the_plan(known: Told, as_of: datetime) -> dict[str, Level]:
    """How strict each row was with what was planned before; empty: nothing else was planned."""
    made = known.facts.planned
    if len(made) < 2:
        return {}
    facts = replace(known.facts, substance=made[-2].substance)
    day = known.day(as_of)
    then = screening.rows(facts, names=known.names, on=day, profile=known.profile)
    return {row.subject: row.level for row in then}


def _waiting(rows: Iterable[Row], facts: Facts, before: Mapping[str, Level]) -> Iterator[Finding]:
    """One for all that was told at one moment: what is told later is news of its own.

    So is what an entry was found to be, and a plan with which it is stricter.
    """
    by_moment: dict[tuple[datetime, bool], list[Row]] = defaultdict(list)
    for row in rows:
        at = _worse_at(row, facts, before)
        if at and row.level >= Level.HARD and row.state is State.OPEN:
            by_moment[at, row.back is not None].append(row)
    return (_waits(moment[0], by_moment[moment]) for moment in sorted(by_moment))


def _worse_at(row: Row, facts: Facts, before: Mapping[str, Level]) -> datetime | None:
    """When it was last told, or became as strict as it is: "done" before that did not know it."""
    told = _told_at(row, facts)
    if told is None or row.back:
        return told
    moments = [told]
    moments += [row.identified.at] if row.identified else []
    stricter = bool(before) and before.get(row.subject, Level.NOTE) < row.level
    moments += [facts.planned[-1].at] if stricter else []
    return max(moments)


def _told_at(row: Row, facts: Facts) -> datetime | None:
    """When it was last told; None: nobody told it, it is only not known; or the path has it."""
    if row.back:
        return row.back.at
    if row.entry:
        return next((one.at for one in facts.medicines if one.id == row.entry), None)
    about = row.subject.removeprefix(_CONDITION)
    if about not in CONDITIONS or about == SCREENING_ROW:
        return None
    if row.certainty is Certainty.NOT_KNOWN:
        return None
    yes = (one.at for one in facts.answers if one.about == about and one.said is Said.YES)
    return max(yes, default=None)


def _waits(at: datetime, rows: list[Row]) -> Finding:
    what, next_step, goes_when = _said_of(rows)
    return Finding(
        code=Code.SCREENING,
        since=at,
        level=max(row.level for row in rows),
        evidence=tuple(row.entry for row in rows if row.entry),
        what=Text(what, {"since": at, "rows": _listed(rows)}),
        sure=_SURE_BACK if all(row.back for row in rows) else _SURE,
        next_step=Text(next_step),
        goes_when=Text(goes_when),
    )


def _said_of(rows: list[Row]) -> tuple[str, str, str]:
    """What is said of such rows: what it is, the next step, and how it goes."""
    if any(row.level is Level.BARRED for row in rows):
        return _BARRED, _BARRED_NEXT, _BARRED_GOES
    if all(row.back for row in rows):
        return _TAKEN_BACK, _TAKEN_BACK_NEXT, _TAKEN_BACK_GOES
    if all(row.entry and row.certainty is Certainty.NOT_KNOWN for row in rows):
        return _UNKNOWN, _UNKNOWN_NEXT, _UNKNOWN_GOES
    return _WAITS, _WAITS_NEXT, _WAITS_GOES


_SURE = Text(msg("Sure that it was told. What it means for a session is not decided."))
_SURE_BACK = Text(msg("Sure that it was told and taken back. Whether it is taken is not decided."))
_TAKEN_BACK = msg(
    "Taken back on %(since)s, and it locks a medicine session until a prescriber or a second "
    "person agrees: %(rows)s."
)
_TAKEN_BACK_NEXT = msg(
    "Ask the client what they take. Then a prescriber, or someone of the care team who did not "
    "take it back, answers in screening."
)
_TAKEN_BACK_GOES = msg(
    "It goes when one of them agrees, the medicine is told again, or someone says that it is done. "
    "No session opens by that."
)
_UNKNOWN = msg(
    "Since %(since)s it locks a medicine session, until someone writes what it is: %(rows)s."
)
_UNKNOWN_NEXT = msg("Open screening and write its generic name. If it is not clear, ask them.")
_UNKNOWN_GOES = msg(
    "It goes when someone has written what it is and that locks nothing, the entry is corrected, "
    "or someone says that it is done. No session opens by that."
)
_WAITS = msg("Since %(since)s it locks a medicine session, until a prescriber decides: %(rows)s.")
_WAITS_NEXT = msg("Ask what they take and since when, and refer them to a prescriber.")
_WAITS_GOES = msg(
    "It goes when a prescriber has decided, the entry is corrected, or someone says that it is "
    "done. No session opens by that."
)
_BARRED = msg("Since %(since)s it bars a medicine session here: %(rows)s.")
_BARRED_NEXT = msg("Talk with the client and with a prescriber. Nobody can decide otherwise here.")
_BARRED_GOES = msg(
    "It goes when the entry is corrected, or someone says that it is done. No session opens by "
    "that."
)


def _lapsed(row: Row, facts: Facts) -> Judgement | None:
    """The newest yes of a prescriber about this row, where it no longer counts."""
    if row.level < Level.HARD or row.state is not State.OPEN or row.back:
        return None
    mine = (
        one for one in facts.judgements if one.subject == row.subject and one.kind is Kind.DECIDED
    )
    return max(mine, key=lambda one: one.at, default=None)


def _no_longer(rows: list[Row], lapsed: dict[str, Judgement], facts: Facts) -> Finding:
    """One for all of them; what changes later is news, so that it begins with the newest change."""
    changes: dict[str, Text] = {}
    since = max(one.at for one in lapsed.values())
    for row in rows:
        for at, says in _changed(row, lapsed[row.subject], facts):
            changes[says.plain()] = says
            since = max(since, at)
    return Finding(
        code=Code.LAPSED,
        since=since,
        level=max(row.level for row in rows),
        evidence=tuple(one.id for one in lapsed.values() if one.id),
        what=Text(_LAPSED, {"rows": _listed(rows), "changes": _joined(list(changes.values()))}),
        sure=Text(msg("Sure: a decision counts only for what was known when it was made.")),
        next_step=Text(msg("Ask the prescriber to decide again, with what is known now.")),
        goes_when=Text(_WAITS_GOES),
    )


_LAPSED = msg(
    "A prescriber's yes no longer counts, and a medicine session is locked again: %(rows)s. "
    "Changed since: %(changes)s."
)


def _changed(row: Row, judged: Judgement, facts: Facts) -> Iterator[tuple[datetime, Text]]:
    """What changed since the judgement, each with when; at least one."""
    said = [*_told_since(judged, facts), *_otherwise(row, judged, facts)]
    yield from said or [(judged.at, Text(msg("something that was told")))]


def _told_since(judged: Judgement, facts: Facts) -> Iterator[tuple[datetime, Text]]:
    for one in facts.medicines:
        if one.at >= judged.at:
            yield one.at, Text(_MEDICINE, {"name": one.name, "on": one.at})
    for told in facts.identified:
        if told.at >= judged.at:
            yield told.at, Text(_NAMED, {"words": told.words, "name": told.name, "on": told.at})
    for answer in facts.answers:
        if answer.at >= judged.at and answer.said in (Said.YES, Said.SAY):
            name = CONDITIONS[answer.about].name if answer.about in CONDITIONS else _LIST
            yield answer.at, Text(_ANSWER, {"name": Text(name), "on": answer.at})
    if facts.taken_back and facts.taken_back >= judged.at:
        yield facts.taken_back, Text(_BACK, {"on": facts.taken_back})


def _otherwise(row: Row, judged: Judgement, facts: Facts) -> Iterator[tuple[datetime, Text]]:
    if judged.substance is not facts.substance:
        now, then = _planned(facts.substance), _planned(judged.substance)
        moments = [judged.at, *(one.at for one in facts.planned[-1:])]
        yield max(moments), Text(_PLANNED, {"now": now, "then": then})
    if row.level > judged.level:
        yield judged.at, Text(msg("this is stricter here now than it was then"))
    if not judged.holds:
        yield judged.at, Text(msg("%(name)s is no longer a prescriber here"), {"name": judged.by})


def _planned(substance: Substance | None) -> Text:
    return Text(SUBSTANCE_WORDS[substance])


_MEDICINE = msg("%(name)s was told on %(on)s")
_NAMED = msg("%(words)s was said on %(on)s to be %(name)s")
_ANSWER = msg("an answer on %(on)s about %(name)s")
_LIST = msg("the list of medicines")
_BACK = msg("a medicine was taken back on %(on)s")
_PLANNED = msg("planned with %(now)s now, and then with %(then)s")


def _answered(rows: Iterable[Row], as_of: datetime) -> Iterator[Finding]:
    lately = as_of - timedelta(days=DECISION_TOLD_DAYS)
    for row in rows:
        judged = row.judgement
        if judged and row.state is State.DECLINED:
            yield _said(Code.DECLINED, row, judged)
        elif judged and row.state is State.DECIDED and judged.at > lately:
            yield _said(Code.DECIDED, row, judged)


def _said(code: Code, row: Row, judged: Judgement) -> Finding:
    facts: dict[str, str | datetime | Text] = {
        "by": judged.by,
        "since": judged.at,
        "row": row.what,
        "why": judged.reason,
    }
    return Finding(
        code=code,
        since=judged.at,
        level=0,
        evidence=(judged.id,) if judged.id else (),
        what=Text(_SAYS[code], facts),
        sure=Text(msg("Sure: it is recorded with this reason: %(why)s"), facts),
        next_step=Text(_NEXT[code]),
        goes_when=Text(msg("It stays until someone says that it is done; screening keeps it.")),
    )


_SAYS = {
    Code.DECLINED: msg("%(by)s decided on %(since)s against a session: %(row)s."),
    Code.DECIDED: msg("%(by)s decided on %(since)s that it may go ahead: %(row)s."),
}
_NEXT = {
    Code.DECLINED: msg(
        "Talk with the prescriber, then with the client, and look at what is planned."
    ),
    Code.DECIDED: msg("Read the reason before the session; what else is open stands in screening."),
}


def _listed(rows: Iterable[Row]) -> Text:
    return _joined(list({row.what.plain(): row.what for row in rows}.values()))


def _joined(told: list[Text]) -> Text:
    return reduce(lambda a, b: Text(msg("%(a)s; %(b)s"), {"a": a, "b": b}), told)
