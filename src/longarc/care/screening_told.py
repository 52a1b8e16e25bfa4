"""All that one client's findings about screening rest on, as one value of the arc."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo

from longarc.care.jurisdiction import NONE, Profile
from longarc.care.medicine_names import Names, names
from longarc.care.screening_facts import Facts


@dataclass(frozen=True)
class Told:
    """What was told, with what it is read by.

    Args:
        names: the file of medicine names; profile: the practice's jurisdiction profile.
        zone: where the client lives: it decides which day it is.
    """

    facts: Facts = field(default_factory=Facts)
    names: Names = field(default_factory=lambda: names({}))
    profile: Profile = NONE
    zone: tzinfo = UTC

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def dates(self) -> Iterator[datetime]:
        """When each of it was told or decided."""
        told = self.facts
        for kind in (told.medicines, told.answers, told.judgements):
            yield from (one.at for one in kind)
        if told.taken_back:
            yield told.taken_back

    def upto(self, as_of: datetime) -> "Told":
        """What was known by then."""
        told = self.facts
        back = told.taken_back if told.taken_back and told.taken_back <= as_of else None
        known = replace(
            told,
            medicines=tuple(one for one in told.medicines if one.at <= as_of),
            answers=tuple(one for one in told.answers if one.at <= as_of),
            judgements=tuple(one for one in told.judgements if one.at <= as_of),
            taken_back=back,
        )
        return replace(self, facts=known)


NOTHING = Told()
