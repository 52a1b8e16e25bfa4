"""Small stories: `day | what | value`. Days are counted from 0; `5.5` is half a day later.

| what | value |
| --- | --- |
| yes | the item; `video, version 1` for words of an older page |
| no | the item; staff may keep it, too |
| words | the item whose words the practice changes, from then on its next version |
| asked | `video required`, `video optional` or `video not_asked`: with the same words |
| sign | places with commas, `ask first` or `as agreed`; `none` |
| less | the same: what is left at most |
| session | (none): its recorded start |
| taken back | (none): the last start was entered by mistake |

Everything that stories of touch do not name was agreed to, and the other way round.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from longarc.care.consent import Answer, Consents, consents
from longarc.care.consent_texts import STARTING, Asked, Item, Words
from longarc.care.decision import Reason
from longarc.care.touch import NO_TOUCH, Place, Statement, Terms, Touch
from tests.spec.story import words

DAY_0 = datetime(2030, 1, 1, 9, tzinfo=UTC)
CONSENT = {"yes", "no", "words", "asked"}


def moment(day: str | float) -> datetime:
    return DAY_0 + timedelta(days=float(day))


@dataclass
class Told:
    at: datetime
    words: dict[Item, Words] = field(default_factory=lambda: dict(STARTING))
    answers: list[Answer] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    sessions: list[datetime] = field(default_factory=list)
    mistaken: set[datetime] = field(default_factory=set)

    @property
    def consents(self) -> Consents:
        return consents(self.words, self.answers)

    @property
    def touch(self) -> Touch:
        kept = tuple(self.statements), tuple(self.sessions), frozenset(self.mistaken)
        return Touch(*kept, as_of=self.at)

    def consent_words(self) -> str:
        told = (one for one in self.consents.items if one.history)
        return "; ".join(f"{one.item} {one.state}" for one in told)

    def against(self) -> tuple[Reason, ...]:
        return (self.consents.gate() & self.touch.gate()).reasons


def parse(text: str, on_day: float) -> Told:
    told = Told(moment(on_day))
    _, _, *lines = text.strip().splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    whats = {what for _, what, _ in rows}
    if not whats & CONSENT:
        told.words = {item: replace(one, asked=Asked.OPTIONAL) for item, one in STARTING.items()}
    elif not whats - CONSENT:
        told.statements.append(Statement(NO_TOUCH, True, moment(-1), moment(-1)))
    for day, what, value in rows:
        if float(day) <= on_day:
            tell(told, moment(day), what, value)
    return told


def tell(told: Told, at: datetime, what: str, value: str) -> None:
    if what in CONSENT:
        tell_consent(told, at, what, value)
    elif what in {"sign", "less"}:
        told.statements.append(Statement(terms(value), what == "sign", at, at))
    elif what == "session":
        told.sessions.append(at)
    else:
        told.mistaken.add(told.sessions[-1])


def tell_consent(told: Told, at: datetime, what: str, value: str) -> None:
    name, _, more = value.replace(",", "").partition(" ")
    item = Item(name)
    now = told.words[item]
    if what == "words":
        told.words[item] = replace(now, version=UUID(int=now.number), number=now.number + 1)
    elif what == "asked":
        told.words[item] = replace(now, asked=Asked(more))
    else:
        version = STARTING[item].version if more else now.version
        told.answers.append(Answer(item, what == "yes", version if what == "yes" else None, at))


def terms(value: str) -> Terms:
    if value == "none":
        return NO_TOUCH
    *places, how = value.split(", ")
    return Terms(frozenset(map(Place, places)), how == "ask first")


def answered(story: str, on_day: float, _told: set[str]) -> str:
    told = parse(story, on_day)
    if told.answers:
        stands = f"**{told.consent_words() or 'nothing'}**"
    else:
        stands = f"**{words(told.touch.says)}**"
    lines = [f"On day {on_day:g}: {stands}."]
    lines += [f"> {words(reason.text)}" for reason in told.against()]
    if not told.against():
        lines.append("It stops no session.")
    return "\n\n".join(lines)
