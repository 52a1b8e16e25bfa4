"""One line of the screening list, and where it stands."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from longarc.care.screening_facts import Identified, Judgement, TakenBack
from longarc.care.sources import Level
from longarc.care.text import Text

#: Rows of names that nobody knows yet begin with this.
UNKNOWN = "medicine:?:"


class State(StrEnum):
    """Where a row stands. `NOTED` asks for nothing."""

    OPEN = "open"
    DECIDED = "decided"
    DECLINED = "declined"
    ANSWERED = "answered"
    NOTED = "noted"


class Certainty(StrEnum):
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    NOT_KNOWN = "not_known"
    LAW = "law"
    #: Two people wrote it: who stands in the row.
    AGREED = "agreed"
    #: A prescriber wrote it: their words stand in the row.
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list.

    Args:
        subject: names it for judgements; a medicine in two classes has two rows.
        sources: keys of `sources.SOURCES`.
        offered: names that an unrecognised one looks like; the client's own choice first.
        judgement: what a person last recorded, also when it no longer stands.
        entry: the id of the medicine's entry; none for a condition and for several together.
        identified: what the care team wrote that an unknown name is.
        back: it is about an entry that was taken back.
        carried: a prescriber's no about something that is read otherwise now.
    """

    subject: str
    what: Text
    level: Level
    why: Text
    certainty: Certainty
    sources: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    state: State = State.OPEN
    judgement: Judgement | None = None
    entry: UUID | None = None
    identified: Identified | None = None
    back: TakenBack | None = None
    carried: bool = False

    @property
    def unnamed(self) -> bool:
        """A name that nobody knows, and nobody of the care team wrote what it is."""
        unknown = self.subject.startswith(UNKNOWN) and not self.carried
        return unknown and self.identified is None

    @property
    def closes(self) -> bool:
        """Whether this row refuses a session."""
        open_gate = self.level is Level.BARRED or (
            self.level is Level.HARD and self.state is not State.DECIDED
        )
        return open_gate or self.state is State.DECLINED
