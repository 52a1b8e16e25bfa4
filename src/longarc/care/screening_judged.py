"""What people recorded about the rows of screening, and which of it stands."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from longarc.care import screening_words as words
from longarc.care.conditions import CONDITIONS
from longarc.care.interactions import INTERACTIONS
from longarc.care.screening_facts import MEDICINES, Facts, Judgement, Kind, last_change
from longarc.care.screening_rows import Certainty, Row, State
from longarc.care.sources import Level
from longarc.care.text import Text

#: A prescriber's no whose row is gone, since something is read or answered otherwise: locked.
#: Source: Longarc's own starting rule, unsigned.
CARRIED = Level.HARD


def judged(row: Row, facts: Facts) -> Row:
    """The row with what people recorded about it. A no stands until a newer word on this row."""
    last = stands(row.subject, facts)
    return replace(row, state=_state(row, last, facts), judgement=last)


def stands(subject: str, facts: Facts) -> Judgement | None:
    """The newest word about a row that counts: a no counts also once its prescriber left."""
    about = (one for one in facts.judgements if one.subject == subject)
    return counts(one for one in about if one.holds or one.kind is Kind.DECLINED)


def counts(told: Iterable[Judgement]) -> Judgement | None:
    """The newest of them; an answer of the care team never undoes a prescriber's no."""
    every = list(told)
    decided = newest(one for one in every if one.kind is not Kind.ANSWERED)
    if decided and decided.kind is Kind.DECLINED:
        return decided
    return newest(every)


def newest(judged: Iterable[Judgement]) -> Judgement | None:
    return max(judged, key=lambda one: (one.at, one.kind is Kind.DECLINED), default=None)


def _state(row: Row, newest: Judgement | None, facts: Facts) -> State:
    if newest and newest.kind is Kind.DECLINED:
        return State.DECLINED
    if row.level is Level.NOTE:
        return State.NOTED
    if newest is None or row.level is Level.BARRED or not _still_fits(newest, row, facts):
        return State.OPEN
    if row.level is Level.HARD:
        return State.DECIDED if newest.kind is Kind.DECIDED else State.OPEN
    return State.ANSWERED


def _still_fits(one: Judgement, row: Row, facts: Facts) -> bool:
    """Nothing was added or taken back since, and the row is no stricter than it was judged."""
    changed = last_change(facts)
    as_then = one.substance is facts.substance and row.level <= one.level
    return as_then and (changed is None or changed < one.at)


def carried(facts: Facts, held: Collection[str]) -> Iterator[Row]:
    """One for each prescriber's no whose row is gone: what is read otherwise undoes no no.

    Args:
        held: the rows that are there, and those that a row of something taken back stands for.
    """
    told_no = {one.subject for one in facts.judgements if one.kind is Kind.DECLINED}
    for subject in sorted(told_no.difference(held)):
        if last := stands(subject, facts):
            yield _carried(subject, last)


def _carried(subject: str, last: Judgement) -> Row:
    """Locked until a prescriber decides anew; then it is a note, which they can withdraw."""
    row = Row(
        subject=subject,
        what=Text(words.CARRIED, {"name": _name_of(subject)}),
        level=CARRIED,
        why=words.WHY_CARRIED,
        certainty=Certainty.RECORDED,
        judgement=last,
        carried=True,
    )
    if last.kind is Kind.DECLINED:
        return replace(row, state=State.DECLINED)
    return replace(row, level=Level.NOTE, why=words.DECIDED_ANEW, state=State.DECIDED)


def _name_of(subject: str) -> Text | str:
    """What a row was about, from its subject alone."""
    kind, _, rest = subject.partition(":")
    code, _, key = rest.partition(":")
    if kind == MEDICINES:
        return words.THE_LIST
    if kind == "condition" and rest in CONDITIONS:
        return Text(CONDITIONS[rest].name)
    if kind == "medicine" and code in INTERACTIONS:
        cls = Text(INTERACTIONS[code].name)
        return Text(words.IN_CLASS, {"name": key, "cls": cls}) if key else cls
    return key if kind == "medicine" else rest
