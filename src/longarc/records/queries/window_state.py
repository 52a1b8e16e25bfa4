"""Where the model stands with each client, and its flags.

It follows from entries alone. What was worked out is kept (`records.window_kept`), so that one
new check-in is one step of the model; a late, corrected or removed one, another agreed window,
another prior or another budget is a replay of all. Five queries for a list that nothing changed
in, two or three more where something did, however many clients.
"""

import logging
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property, reduce
from operator import or_
from typing import Any, NamedTuple, cast

from django.db.models import OuterRef, Q, QuerySet, Subquery

from longarc.analytics import packed, thresholds
from longarc.analytics.person import (
    Happening,
    Person,
    With,
    follow,
    hours,
    in_order,
    lapsed,
    reports,
    then,
)
from longarc.care import window
from longarc.care.access import Actor
from longarc.care.flags import Flag
from longarc.records.models import (
    CheckIn,
    Client,
    InsideRows,
    MedicineSession,
    Retraction,
    WindowState,
)
from longarc.records.queries import check_ins, prior
from longarc.records.queries.window import Flags, flag_setting, named_by
from longarc.records.scope import rows, within
from longarc.records.window_kept import Stand, made_with, remember

log = logging.getLogger(__name__)
_KINDS = (CheckIn, Retraction, MedicineSession, InsideRows)
_NEWEST = tuple(f"newest_{kind._meta.model_name}" for kind in _KINDS)


class Upto(NamedTuple):
    """The newest entries that a state knows: check-in, retraction, session, agreed rows."""

    check_in: int
    retraction: int
    session: int
    inside: int

    @classmethod
    def of(cls, text: str) -> "Upto":
        return cls(*(int(seq) for seq in text.split(",")))

    def __str__(self) -> str:
        return ",".join(str(seq) for seq in self)


@dataclass(frozen=True)
class _Kept:
    """One client as found: the newest entries, and the state that was kept, if it fits `using`."""

    client: int
    newest: Upto
    using: With
    state: WindowState | None

    @cached_property
    def upto(self) -> Upto | None:
        return Upto.of(self.state.upto) if self.state else None

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        return packed.of_flags(self.state.flags) if self.state else ()

    @cached_property
    def person(self) -> Person | None:
        """Who can be carried on: nothing is new but check-ins. None: all is worked out again."""
        if self.state is None or self.upto is None:
            return None
        if self.upto._replace(check_in=0) != self.newest._replace(check_in=0):
            return None
        try:
            return packed.person(self.state.state, self.state.flags, self.using.population)
        except (LookupError, TypeError, ValueError):
            log.exception("a kept state could not be read; it is worked out again")
            return None

    def fresh(self, at: datetime) -> bool:
        lapses = self.state and self.state.asks_until and self.state.asks_until <= at
        return self.upto == self.newest and not lapses


def flags_of(
    clients: Collection[int], *, viewer: Actor, at: datetime
) -> Mapping[int, tuple[Flag, ...]]:
    """Every flag of these clients as it stands at `at`; none where the practice has them off."""
    setting = flag_setting(viewer=viewer)
    if not clients or not setting.on:
        return {}
    found = _found(clients, setting, viewer)
    stale = [one for one in found if not one.fresh(at)]
    made = _worked_out(stale, viewer, at)
    remember(list(made.values()), practice=viewer.practice, at=at)
    return {
        one.client: made[one.client].person.flags if one.client in made else one.flags
        for one in found
    }


@cache
def _with_newest() -> QuerySet[Client]:
    mine = {"client_id": OuterRef("pk")}
    newest = (
        Subquery(cast(Any, kind)._default_manager.filter(**mine).order_by("-seq").values("seq")[:1])
        for kind in _KINDS
    )
    named = dict(zip(_NEWEST, newest, strict=True))
    return Client.objects.select_related("windowstate").annotate(**named)


def _found(clients: Collection[int], setting: Flags, viewer: Actor) -> list[_Kept]:
    population = prior.population(viewer=viewer)
    listed = list(within(_with_newest(), viewer).filter(pk__in=clients))
    agreed = _agreed([one.pk for one in listed if vars(one)[_NEWEST[3]]], viewer)
    found = []
    for row in listed:
        low, high = agreed.get(row.pk, window.Agreed()).ends
        table = thresholds.table_for(fine=row.fine)
        using = With(population, table, setting.budget, (low + high) / 2)
        found.append(_kept(row, using))
    return found


def _kept(row: Client, using: With) -> _Kept:
    newest = Upto(*(vars(row)[name] or 0 for name in _NEWEST))
    state: WindowState | None = getattr(row, "windowstate", None)
    fits = state is not None and state.made_with == made_with(using)
    return _Kept(row.pk, newest, using, state if fits else None)


def _agreed(clients: Collection[int], viewer: Actor) -> dict[int, window.Agreed]:
    """The agreed window of each client who has named rows. One query, or none."""
    named = named_by(clients, viewer=viewer) if clients else {}
    return {client: window.agreed(said) for client, said in named.items()}


def _worked_out(stale: list[_Kept], viewer: Actor, at: datetime) -> dict[int, Stand]:
    if not stale:
        return {}
    steps = _new_reports([one for one in stale if one.person is not None], viewer)
    again = [one.client for one in stale if steps.get(one.client) is None]
    happened = everything(again, viewer=viewer) if again else {}
    made = {}
    for one in stale:
        person = _followed(one, steps.get(one.client), happened.get(one.client, []))
        if person is not None:
            made[one.client] = Stand(one.client, str(one.newest), one.using, lapsed(person, at))
    return made


def _followed(
    one: _Kept, new: list[Happening] | None, everything: list[Happening]
) -> Person | None:
    """The person now; None where the model fails. That must not hide anything else of them."""
    try:
        if new is None or one.person is None:
            return follow(one.using, everything)
        return reduce(lambda person, it: then(person, it, one.using), in_order(new), one.person)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        log.exception("the window model could not follow a client")
        return None


def _new_reports(known: list[_Kept], viewer: Actor) -> dict[int, list[Happening] | None]:
    """What came since, by client; None where it does not all come after what is known."""
    if not known:
        return {}
    since = [Q(client_id=one.client, seq__gt=one.upto.check_in) for one in known if one.upto]
    new: dict[int, list[Happening] | None] = {one.client: [] for one in known}
    last = {one.client: _last(one.person) for one in known}
    found = check_ins.standing(viewer, new).filter(reduce(or_, since))
    for client, corrects, *row in found.values_list("client_id", "corrects", *check_ins.COLUMNS):
        one, so_far = check_ins.value(tuple(row)), new[client]
        late = corrects is not None or hours(one.at) <= last[client]
        new[client] = None if late or so_far is None else [*so_far, *reports([one])]
    return new


def _last(person: Person | None) -> float:
    """Up to when all is settled: the last event, or the end of a flag that nobody answered.

    What was made before that end is an answer to the flag, whenever it arrives.
    """
    known = person and (person.watch or person.usual)
    if not person or not known or known.t is None:
        return -math.inf
    return max(known.t, hours(person.began)) if person.began else known.t


def everything(clients: Collection[int], *, viewer: Actor) -> dict[int, list[Happening]]:
    """Reports and medicine sessions of these clients that stand. Two queries."""
    happened: dict[int, list[Happening]] = defaultdict(list)
    found = check_ins.standing(viewer, clients)
    for client, *row in found.values_list("client_id", *check_ins.COLUMNS):
        happened[client] += reports([check_ins.value(tuple(row))])
    for client, began in _sessions(clients, viewer):
        happened[client].append(Happening(began, None))
    return happened


def _sessions(clients: Collection[int], viewer: Actor) -> Iterable[tuple[int, datetime]]:
    back = rows(Retraction, viewer).filter(client_id__in=clients).values("target")
    found = rows(MedicineSession, viewer).filter(client_id__in=clients).exclude(uid__in=back)
    return found.values_list("client_id", "starts_at")
