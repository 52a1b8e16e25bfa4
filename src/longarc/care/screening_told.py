"""All that one client's findings about screening rest on, as one value of the arc."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Any

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
        """When each of it was told or decided, whatever kind of fact it is."""
        for dated in self._dated().values():
            yield from (one.at for one in dated)
        if self.facts.taken_back:
            yield self.facts.taken_back

    def upto(self, as_of: datetime) -> "Told":
        """What was known by then."""
        back = self.facts.taken_back
        known: dict[str, Any] = {
            name: tuple(one for one in dated if one.at <= as_of)
            for name, dated in self._dated().items()
        }
        known["taken_back"] = back if back and back <= as_of else None
        return replace(self, facts=replace(self.facts, **known))

    def _dated(self) -> dict[str, tuple[Any, ...]]:
        """Every kind of fact by its name: a kind that is new is here by itself."""
        told = {one.name: getattr(self.facts, one.name) for one in fields(self.facts)}
        return {name: value for name, value in told.items() if isinstance(value, tuple)}


NOTHING = Told()
