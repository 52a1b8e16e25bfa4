"""The rows of one invented client: check-ins and everything around them."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from longarc.care.arc import Resolution, State
from longarc.care.body import Region, Sensation
from longarc.care.finding import Code, MarkKind
from longarc.care.questions import ANSWERS
from longarc.care.window import in_order
from longarc.records.codec import Where, seal
from longarc.records.demo import arrival, people, preparing
from longarc.records.demo.life import Life
from longarc.records.demo.person import ease
from longarc.records.demo.process import Report
from longarc.records.demo.story import ENDINGS_EVERY, Ending
from longarc.records.models import (
    AuditEntry,
    CheckIn,
    CheckInMore,
    Choice,
    Client,
    ContactRequest,
    InsideRows,
    MedicineSession,
    Meeting,
    PhaseStart,
    Rest,
    Retraction,
    SignalMark,
    StateWords,
    User,
    Words,
)
from longarc.records.queries.course import ChoiceKind

DAY = timedelta(days=1)
#: Words, answers and body marks are written for the latest days only: nobody reads further back.
DETAILED = 120 * DAY
#: How often "can you get back?" is answered. Where a window widens it is answered more often, and
#: from the beginning of the arc.
EASE_SHARE, EASE_OFTEN = 0.35, 0.6
#: A session is entered in the evening of its day.
KEPT_AFTER = timedelta(hours=9)
#: Rows that both sides named as inside some weeks ago; and a proposal that still waits.
AGREED = {
    2: (State.WITHIN, State.UP),
    9: (State.DOWN, State.WITHIN),
    18: (State.WITHIN, State.UP),
    19: (State.DOWN, State.WITHIN, State.UP),
}
PROPOSED = {12: (State.WITHIN, State.UP)}
AGREED_DAYS = 50


@dataclass(frozen=True)
class Made:
    """What is known of a client when their rows are written."""

    life: Life
    client: Client
    therapist: User
    now: datetime
    dice: Random
    uid: Callable[[Random, datetime], UUID]

    @property
    def number(self) -> int:
        return self.life.number

    @property
    def ending(self) -> Ending:
        return self.life.ending


@dataclass
class ClientRows:
    """Collects rows kind by kind, so that each kind is written at once."""

    made: Made
    check_ins: list[CheckIn] = field(default_factory=list)
    around: dict[type[Any], list[Any]] = field(default_factory=dict)

    def all(self) -> list[list[Any]]:
        self._check_ins()
        self._course()
        self._choices()
        self._end()
        self._looks()
        self._preparing()
        self._arrival()
        return [self.check_ins, *self.around.values()]

    def _entry(self, model: type[Any], at: datetime, **values: Any) -> Any:
        made = self.made
        values.setdefault("by_id", made.client.user_id)
        return model(
            uid=made.uid(made.dice, at),
            practice_id=made.client.practice_id,
            client_id=made.client.pk,
            at=at,
            received_at=at,
            **values,
        )

    def _add(self, row: Any) -> Any:
        self.around.setdefault(type(row), []).append(row)
        return row

    def _where(self, column: str, row: UUID) -> Where:
        return Where(self.made.client.practice_id, self.made.client.pk, column, row)

    def _check_ins(self) -> None:
        widens, since = self.made.life.person.widens > 0, self.made.now - DETAILED
        for report in self.made.life.reports:
            row = self._check_in(report)
            if widens or report.at > since:
                self._ease(row, report.out, EASE_OFTEN if widens else EASE_SHARE)
            if report.at > since:
                self._more(row)

    def _check_in(self, report: Report) -> CheckIn:
        fine = report.position is not None and report.position not in (10, 30, 50, 70, 90)
        row: CheckIn = self._entry(
            CheckIn,
            report.at,
            position=report.position,
            resolution=Resolution.FINE if fine else Resolution.ZONE,
            zone=people.ZONE,
            offset=report.offset,
            latency=int(1000 * self.made.dice.lognormvariate(1.3, 0.5)),
            method="touch",
        )
        self.check_ins.append(row)
        return row

    def _ease(self, check_in: CheckIn, out: float, share: float) -> None:
        if self.made.dice.random() < share:
            self._detail(check_in, ease=ease(out, self.made.dice))

    def _more(self, check_in: CheckIn) -> None:
        dice = self.made.dice
        if dice.random() < 0.2:
            item = dice.choice(tuple(ANSWERS))
            self._detail(check_in, item=item, answer=dice.choice(tuple(ANSWERS[item])))
        if dice.random() < 0.12:
            marks = dice.sample(tuple(Region), dice.randint(1, 3))
            pairs = (f"{place}:{dice.choice(tuple(Sensation))}" for place in marks)
            self._detail(check_in, body=" ".join(pairs))
        if dice.random() < 0.06:
            self._words(check_in)
        if dice.random() < 0.01:
            at = check_in.at + timedelta(seconds=4)
            self._add(self._entry(Retraction, at, target=check_in.uid))

    def _detail(self, check_in: CheckIn, **values: Any) -> None:
        at = check_in.at + timedelta(seconds=20)
        self._add(self._entry(CheckInMore, at, check_in=check_in.uid, **values))

    def _words(self, check_in: CheckIn) -> None:
        made, at = self.made, check_in.at + timedelta(seconds=90)
        uid = made.uid(made.dice, at)
        self._add(
            Words(
                uid=uid,
                practice_id=made.client.practice_id,
                client_id=made.client.pk,
                at=at,
                received_at=at,
                check_in=check_in.uid,
                text=seal(made.dice.choice(people.WORDS), self._where("words.text", uid)),
                shared_at=at if made.dice.random() < 0.5 else None,
            )
        )

    def _course(self) -> None:
        made = self.made
        for span in made.life.spans:
            at = datetime.combine(span.first, made.now.timetz())
            phase = {"phase": span.phase, "on": span.first, "by_id": made.therapist.pk}
            self._add(self._entry(PhaseStart, at, **phase))
        for session in made.life.sessions:
            at, kept = session.at + KEPT_AFTER, {"by_id": made.therapist.pk}
            self._add(self._entry(MedicineSession, at, starts_at=session.at, **kept))
        for week in range(-3, 3):
            self._meeting(made.now + timedelta(days=7 * week + made.number % 5, hours=3))

    def _meeting(self, starts_at: datetime) -> None:
        made = self.made
        at = min(made.now, starts_at) - 8 * DAY
        row = self._entry(
            Meeting,
            at,
            starts_at=starts_at,
            with_user_id=made.therapist.pk,
            by_id=made.therapist.pk,
        )
        row.place = seal(people.PLACE, self._where("meeting.place", row.uid))
        self._add(row)

    def _choices(self) -> None:
        made, at = self.made, self.made.client.created_at + DAY
        shares = {
            ChoiceKind.SHARE_WORDS: 0.5,
            ChoiceKind.SUPERVISION: 0.4,
            ChoiceKind.PRIOR: 0.67,
            ChoiceKind.BURST: float(made.life.person.bursts),
        }
        for kind, share in shares.items():
            if made.dice.random() < share:
                row = self._add(self._entry(Choice, at, kind=kind, given=True))
                self._audit(f"chose_{kind}", at, made.client.user_id, row.uid)
        self._own_names(at)
        self._window()

    def _own_names(self, at: datetime) -> None:
        made = self.made
        if made.number % 10 in (0, 4):
            own = people.OWN_NAMES[made.number % 10 // 4]
            row = self._entry(StateWords, at)
            row.labels = seal(json.dumps(own), self._where("statewords.labels", row.uid))
            self._add(row)

    def _window(self) -> None:
        """The rows that count as inside: the therapist names them, then the client the same."""
        made = self.made
        number = made.number % ENDINGS_EVERY
        at = max(made.client.created_at + DAY, made.now - AGREED_DAYS * DAY)
        rows = AGREED.get(number) or PROPOSED.get(number)
        if rows:
            named = {"rows": " ".join(in_order(rows))}
            self._add(self._entry(InsideRows, at, by_id=made.therapist.pk, **named))
            if number in AGREED:
                self._add(self._entry(InsideRows, at + timedelta(hours=3), **named))

    def _end(self) -> None:
        """What the last days hold besides check-ins."""
        made = self.made
        if made.ending is Ending.RESTING:
            self._add(self._entry(Rest, made.now - 6 * DAY, until=made.now + 8 * DAY))
        if made.ending in (Ending.ASKED, Ending.ANSWERED):
            hours = 14 if made.ending is Ending.ASKED else 60
            asked = self._entry(ContactRequest, made.now - timedelta(hours=hours))
            asked.note = seal(people.NOTE, self._where("contactrequest.note", asked.uid))
            self._add(asked)
            if made.ending is Ending.ANSWERED:
                self._answer(asked)

    def _answer(self, asked: ContactRequest) -> None:
        mark = {"code": Code.CONTACT, "since": asked.at, "level": 0, "kind": MarkKind.DONE}
        at = asked.at + timedelta(hours=3)
        self._add(self._entry(SignalMark, at, by_id=self.made.therapist.pk, **mark))

    def _arrival(self) -> None:
        made = self.made
        began, user = made.client.created_at, made.client.user
        if user:
            rows = arrival.rows(made.number, began, made.now, user, made.therapist, self._entry)
            for row in rows:
                self._add(row)
                self._audit(f"kept_{row._meta.model_name}", row.at, row.by_id, row.uid)

    def _preparing(self) -> None:
        made = self.made
        phase, entry = made.life.spans[-1].phase, self._entry
        told = made.life.reports
        done = preparing.rows(told, phase, made.now, made.dice, entry)
        began, therapist = made.client.created_at, made.therapist.pk
        worse = preparing.worse(made.number, made.now, therapist, entry)
        seen = preparing.views(phase, began, made.now, made.dice, therapist, entry)
        for row in (*done, *worse, *seen):
            self._add(row)
            self._audit(f"kept_{row._meta.model_name}", row.at, row.by_id, row.uid)

    def _looks(self) -> None:
        """Who opened the record in the last weeks, for "who has looked at my record"."""
        made = self.made
        for day in range(1, 22):
            at = (made.now - day * DAY).replace(minute=made.number % 60).astimezone(UTC)
            if at > made.client.created_at and at.weekday() < 5:
                self._audit("listed", at, made.therapist.pk)
                if made.dice.random() < 0.2:
                    self._audit("opened", at + timedelta(minutes=4), made.therapist.pk)

    def _audit(self, act: str, at: datetime, user: int | None, target: UUID | None = None) -> None:
        row = AuditEntry(
            practice_id=self.made.client.practice_id, at=at, user_id=user, act=act, target=target
        )
        row.client_id = self.made.client.pk
        self._add(row)
