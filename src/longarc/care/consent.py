"""Consent: specific, versioned, revocable.

A yes is a client's own, to one item and to the very words they read. New words make it a yes to
earlier ones: the client is asked again and sees what changed. A no needs no words and no reason,
counts at once, and stands against a yes of the same moment. What stands does not depend on the
order in which answers arrive.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from longarc.care.consent_texts import NAMES, Asked, Item, Words
from longarc.care.decision import Decision, Reason
from longarc.care.text import Text, msg


class State(StrEnum):
    """How one item stands. Only `GIVEN` is a yes."""

    GIVEN = "given"
    EARLIER = "earlier"
    NO = "no"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a client.

    Args:
        version: of the words that a yes was to; None for a no.
        by_client: through their own sign-in; a no may be kept by staff, a yes never.
        text: the words as they read them; empty for a no.
    """

    item: Item
    given: bool
    version: UUID | None
    at: datetime
    by: str = ""
    by_client: bool = True
    text: str = ""
    id: UUID | None = None

    @property
    def is_yes(self) -> bool:
        return self.given and self.by_client and self.version is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """One item: the words in force, how it stands, and every answer, newest first."""

    words: Words
    state: State
    history: tuple[Answer, ...] = ()

    @property
    def item(self) -> Item:
        return self.words.item

    @property
    def name(self) -> Text:
        return Text(NAMES[self.item])

    @property
    def required(self) -> bool:
        return self.words.asked is Asked.REQUIRED

    @property
    def at(self) -> datetime | None:
        return self.history[0].at if self.history else None

    @property
    def missing(self) -> bool:
        """It refuses a session."""
        return self.required and self.state is not State.GIVEN


@dataclass(frozen=True, slots=True)
class Consents:
    """Every item that the practice asks for, in the order of the page."""

    items: tuple[Standing, ...]

    def of(self, item: Item) -> Standing | None:
        return next((one for one in self.items if one.item is item), None)

    def gate(self) -> Decision:
        """Whether consent lets a medicine session start: a reason for each item that is missing."""
        return Decision(tuple(_refusal(one) for one in self.items if one.missing))

    @property
    def current(self) -> bool:
        return self.gate().allowed

    @property
    def to_answer(self) -> tuple[Standing, ...]:
        """What the client has not answered in its present words."""
        waits = (State.EARLIER, State.UNANSWERED)
        return tuple(one for one in self.items if one.state in waits)


def consents(words: Mapping[Item, Words], answers: Iterable[Answer]) -> Consents:
    """What stands now, from the words in force and every answer in any order."""
    told = sorted(set(answers), key=_order, reverse=True)
    return Consents(
        tuple(
            _standing(one, tuple(answer for answer in told if answer.item is item))
            for item, one in words.items()
            if one.asked is not Asked.NOT_ASKED
        )
    )


def _order(answer: Answer) -> tuple[datetime, bool, str]:
    """Later is newer; of one moment a no is newer than a yes."""
    return answer.at, not answer.is_yes, str(answer.id)


def _standing(words: Words, history: tuple[Answer, ...]) -> Standing:
    return Standing(words, state_of(history[0] if history else None, words.version), history)


def newest(answers: Iterable[Answer]) -> Answer | None:
    """The answer that stands among those to one item, whatever their order."""
    return max(answers, key=_order, default=None)


def state_of(newest: Answer | None, version: UUID) -> State:
    """How an item stands whose words in force are `version`."""
    if newest is None:
        return State.UNANSWERED
    if not newest.is_yes:
        return State.NO
    return State.GIVEN if newest.version == version else State.EARLIER


_AGAINST = {
    State.NO: ("consent_no", msg("The client says no: %(what)s.")),
    State.EARLIER: (
        "consent_earlier",
        msg("The words changed, and the client has not said yes to the new ones: %(what)s."),
    ),
    State.UNANSWERED: ("consent_not_given", msg("The client has not given it yet: %(what)s.")),
}


def _refusal(one: Standing) -> Reason:
    code, sentence = _AGAINST[one.state]
    return Reason(code, Text(sentence, {"what": one.name}))
