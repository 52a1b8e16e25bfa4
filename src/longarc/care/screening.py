"""Safety screening: what was told becomes rows, each with its level, state, reason and source.

Only BARRED rows and HARD rows without a prescriber's decision are gates (decision 11), and any row
that a prescriber declined. What is not known is held at the level of what it could hide; a yes is
taken back only by the care team; and whatever is added later opens every decision again. A name
that is not known is locked until someone of the care team writes what it is (decision 24). A locked
medicine whose entry is taken back stays locked until somebody else agrees. A prescriber's no is not
undone by reading or answering it otherwise: it stays until a prescriber decides anew.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from longarc.care import screening_words as words
from longarc.care.conditions import CONDITIONS, Condition
from longarc.care.decision import ALLOWED, Decision, Reason
from longarc.care.interactions import INTERACTIONS
from longarc.care.jurisdiction import NONE, Profile
from longarc.care.medicine_names import Names
from longarc.care.reading import Folded, Part, Reading, folded, read
from longarc.care.screening_facts import (
    MEDICINES,
    Facts,
    Judgement,
    Kind,
    Medicine,
    Said,
    Taken,
    TakenBack,
    as_typed,
    asked_by_person,
    key_of,
    said,
)
from longarc.care.screening_judged import carried, counts, judged
from longarc.care.screening_rows import UNKNOWN, Certainty, Row, State
from longarc.care.sources import Cell, Level, Substance, strictest
from longarc.care.text import Text, msg

#: A name that is not recognised acts as this, never as clear: it could be lithium or an MAO
#: inhibitor under a name of its own. Source: decision 24; Longarc's own starting rule, unsigned.
NOT_RECOGNISED = Level.HARD
#: A known name, and no source for it with this substance. Source: decision 24.
NO_SOURCE = Level.REVIEW
#: The list of medicines is not known to be whole: lithium or an MAO inhibitor could be on it.
#: Source: Longarc's own starting rule, unsigned.
LIST_NOT_KNOWN = Level.HARD
#: A locked medicine whose entry one person took back as a mistake: locked until another agrees.
#: Source: Longarc's own starting rule, unsigned.
TAKEN_BACK = Level.HARD


def rows(facts: Facts, *, names: Names, on: date, profile: Profile = NONE) -> tuple[Row, ...]:
    """The whole list, the strictest first. Does not depend on the order of the facts.

    Args:
        on: the day of the session, or today: it decides how long ago a medicine was taken.
    """
    found = [*_medicine_rows(facts, names, on, profile), *_condition_rows(facts, profile)]
    stand = [judged(row, facts) for row in found]
    stand += _back_rows(facts, stand, names, on, profile)
    stand += carried(facts, _held(stand, facts, names, on, profile))
    return tuple(sorted(stand, key=lambda row: (-row.level, row.subject)))


def may_start(found: Iterable[Row]) -> Decision:
    """Whether screening lets a medicine session start, with a reason for each row against it."""
    against = tuple(Reason(_code(row), _refusal(row)) for row in found if row.closes)
    return Decision(against) if against else ALLOWED


def _medicine_rows(facts: Facts, names: Names, on: date, profile: Profile) -> Iterator[Row]:
    yield from _told_rows(facts, names, on, profile)
    if said(facts).get(MEDICINES) is not Said.ALL:
        yield _list_not_known(profile)


def _told_rows(facts: Facts, names: Names, on: date, profile: Profile) -> Iterator[Row]:
    found = read(facts, names)
    for one in found:
        for part in one.parts:
            yield _class_row(one, part, facts.substance, on, profile)
        if one.unknown:
            yield _unrecognised(one, names, profile)
    if together := folded(found, names, facts.substance):
        yield _nothing_found(together)


def _back_rows(
    facts: Facts, stand: list[Row], names: Names, on: date, profile: Profile
) -> Iterator[Row]:
    """One for each medicine that was taken back and would lock a session if it stood."""
    last: dict[str, TakenBack] = {}
    for one in sorted(facts.back, key=lambda one: (one.at, str(one.medicine.id))):
        if _still_locks(one, facts, stand, names, on, profile):
            last[key_of(one.medicine.name, names.knows)] = one
    return (_back_row(key, last[key], facts) for key in sorted(last))


def _held(stand: Iterable[Row], facts: Facts, names: Names, on: date, profile: Profile) -> set[str]:
    """Rows that are there, and those of a medicine taken back: its own row stands for them."""
    held = {row.subject for row in stand}
    for back in [row.back for row in stand if row.back]:
        alone = _alone(back, facts)
        held |= {row.subject for row in _told_rows(alone, names, on, profile)}
    return held


def _alone(one: TakenBack, facts: Facts) -> Facts:
    """As if what was taken back stood, and no other medicine."""
    named = (*facts.identified, *one.identified)
    return replace(facts, medicines=(one.medicine,), identified=named)


def _still_locks(
    one: TakenBack, facts: Facts, stand: list[Row], names: Names, on: date, profile: Profile
) -> bool:
    """Whether it locks by itself, and no entry that stands says the same or something newer."""
    key = key_of(one.medicine.name, names.knows)
    for told in facts.medicines:
        if key_of(told.name, names.knows) == key and told.at > one.medicine.at:
            return False
    held = {row.subject: row.level for row in stand}
    alone = _told_rows(_alone(one, facts), names, on, profile)
    would = (judged(row, facts) for row in alone)
    return any(
        (row.level >= Level.HARD or row.state is State.DECLINED)
        and (row.subject not in held or held[row.subject] < row.level)
        for row in would
    )


def _with_what_it_is(back: TakenBack) -> Text | str:
    if not back.identified:
        return back.medicine.name
    known = max(back.identified, key=lambda one: one.at).name
    return Text(words.WRITTEN_AS, {"name": back.medicine.name, "known": known})


def _back_row(key: str, back: TakenBack, facts: Facts) -> Row:
    """Locked until somebody else says that it was a mistake; then it is a note."""
    row = Row(
        subject=f"taken_back:{key}",
        what=Text(
            words.BACK if back.why else words.BACK_NO_REASON,
            {"name": _with_what_it_is(back), "by": back.by, "day": back.at, "why": back.why},
        ),
        level=TAKEN_BACK,
        why=words.WHY_BACK,
        certainty=Certainty.NOT_KNOWN,
        entry=back.medicine.id,
        back=back,
    )
    about = (one for one in facts.judgements if one.subject == row.subject)
    last = counts(one for one in about if one.kind is Kind.DECLINED or _agrees(one, back))
    if last is None or last.kind is Kind.DECLINED:
        state = State.DECLINED if last else State.OPEN
        return replace(row, state=state, judgement=last)
    agreed = replace(row, level=Level.NOTE, state=State.ANSWERED, judgement=last)
    return replace(agreed, why=words.AGREED_BACK, certainty=Certainty.AGREED)


def _agrees(one: Judgement, back: TakenBack) -> bool:
    """Never by who took it back; never before it was taken back."""
    return one.holds and one.at > back.at and one.user is not None and one.user != back.user


def _class_row(
    one: Reading, part: Part, substance: Substance | None, on: date, profile: Profile
) -> Row:
    table = INTERACTIONS[part.code]
    cell = strictest(table.cells, substance) or Cell(NO_SOURCE)
    barred = _bars(one.medicine, profile.barred_days.get(table.code), on)
    return Row(
        subject=f"medicine:{table.code}:{one.key}",
        what=Text(
            msg("%(name)s (%(cls)s): %(taken)s"),
            {"name": _named(one, part), "cls": Text(table.name), "taken": _taken(one.medicine)},
        ),
        level=Level.BARRED if barred else cell.level,
        why=table.why,
        certainty=_certainty(cell, barred=barred),
        sources=table.sources,
        entry=one.medicine.id,
        identified=one.identified,
    )


def _bars(one: Medicine, days: int | None, on: date) -> bool:
    """Whether it was taken within so many days; when that is not known, it was."""
    if days is None:
        return False
    return one.taken is not Taken.STOPPED or one.last is None or (on - one.last).days <= days


def _unrecognised(one: Reading, names: Names, profile: Profile) -> Row:
    """Locked; and as strict as what it may be a misspelling of, until someone says."""
    codes = [code for name in one.offered for code in names.of_offer(name)]
    barred = any(code in profile.barred_days for code in codes)
    return Row(
        subject=f"{UNKNOWN}{one.key}",
        what=Text(
            msg("%(name)s: %(taken)s"),
            {"name": one.medicine.name, "taken": _taken(one.medicine)},
        ),
        level=Level.BARRED if barred else NOT_RECOGNISED,
        why=_why_unknown(one),
        certainty=Certainty.NOT_KNOWN,
        offered=one.offered,
        entry=one.medicine.id,
        identified=one.identified,
    )


def _why_unknown(one: Reading) -> Text:
    if one.identified:
        return words.NOT_IN_FILE
    if one.medicine.chosen:
        return Text(words.CHOSEN, {"name": one.medicine.chosen})
    return words.MISSPELT if one.offered else words.NOT_RECOGNISED


def _nothing_found(together: Folded) -> Row:
    """Every name about which nothing was found, in one row."""
    return Row(
        subject=f"medicine:{together.table.code}",
        what=Text(msg("Looked at, nothing known: %(names)s"), {"names": together.names}),
        level=Level.NOTE if together.sources else NO_SOURCE,
        why=words.ALLOWED_THERE if together.sources else together.table.why,
        certainty=Certainty.CONFIRMED if together.sources else Certainty.UNCONFIRMED,
        sources=together.sources,
    )


def _list_not_known(profile: Profile) -> Row:
    return Row(
        subject=MEDICINES,
        what=Text(msg("The list of medicines: not known to be whole")),
        level=Level.BARRED if profile.barred_days else LIST_NOT_KNOWN,
        why=Text(msg("What is not named could be lithium or an MAO inhibitor. Ask.")),
        certainty=Certainty.NOT_KNOWN,
    )


def _condition_rows(facts: Facts, profile: Profile) -> Iterator[Row]:
    told, by_person = said(facts), asked_by_person(facts)
    for one in CONDITIONS.values():
        cell = strictest(one.cells, facts.substance)
        if cell is None and one.code in profile.barred:
            cell = Cell(Level.HARD)
        answer = told.get(one.code)
        cleared = answer is Said.NO and (not one.by_person or one.code in by_person)
        if cell and not cleared:
            yield _condition_row(one, cell, profile, answer)


def _condition_row(one: Condition, cell: Cell, profile: Profile, answer: Said | None) -> Row:
    """A yes; or not known, which is as strict as a yes until someone asks."""
    barred, known = one.code in profile.barred, answer is Said.YES
    return Row(
        subject=f"condition:{one.code}",
        what=_told_as(one, answer),
        level=Level.BARRED if barred else cell.level,
        why=one.why,
        certainty=_certainty(cell, barred=barred) if known else Certainty.NOT_KNOWN,
        sources=one.sources,
    )


def _told_as(one: Condition, answer: Said | None) -> Text:
    if answer is Said.YES:
        return Text(one.name)
    if answer is Said.NO:
        return Text(msg("A no from the client alone, ask together: %(name)s"), {"name": one.name})
    return Text(msg("Not known: %(name)s"), {"name": one.name})


def _certainty(cell: Cell, *, barred: bool) -> Certainty:
    if barred:
        return Certainty.LAW
    return Certainty.CONFIRMED if cell.confirmed else Certainty.UNCONFIRMED


def _named(one: Reading, part: Part) -> Text | str:
    name, generic = one.medicine.name, " + ".join(part.generics)
    if as_typed(name) == as_typed(generic):
        return name
    return Text(msg("%(name)s, that is %(generic)s"), {"name": name, "generic": generic})


def _taken(one: Medicine) -> Text:
    if one.taken is Taken.NOW:
        return Text(msg("taken now"))
    if one.taken is Taken.STOPPED and one.last:
        return Text(msg("stopped, last on %(day)s"), {"day": one.last})
    return words.STOPPED if one.taken is Taken.STOPPED else words.TAKEN_NOT_KNOWN


def _code(row: Row) -> str:
    if row.level is Level.BARRED:
        return "screening_barred"
    return "screening_declined" if row.state is State.DECLINED else "screening_open"


def _refusal(row: Row) -> Text:
    facts = {"what": row.what}
    if row.level is Level.BARRED:
        return Text(msg("Barred here, and nobody can decide otherwise: %(what)s."), facts)
    if row.state is State.DECLINED:
        return Text(msg("A prescriber decided against it: %(what)s."), facts)
    if row.back:
        return Text(words.LOCKED_BACK, facts)
    if row.unnamed:
        return Text(msg("Locked until someone writes what it is: %(what)s."), facts)
    return Text(msg("Locked until a named prescriber decides: %(what)s."), facts)
