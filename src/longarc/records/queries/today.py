"""What the Today page knows of the client who opens it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.arc import Ease, Resolution, State, state_at
from longarc.care.reports import EARLIEST_RECALL
from longarc.records.codec import unseal
from longarc.records.models import CareMember, CheckInMore, Meeting, Rest, StateWords
from longarc.records.queries import check_ins, people
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.course import standing
from longarc.records.scope import mine, rows

#: After so long without a check-in, the page greets and asks nothing. Longarc's own starting rule.
GAP = timedelta(days=7)

#: A change of the lead is told on Today for so long.
#: Source: Longarc's own starting rule, unsigned.
NEW_LEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class NewLead:
    """Who leads since some days."""

    name: str
    since: datetime


Own = dict[State, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Today:
    """The state of the page.

    Args:
        own_words: the client's own label and hint for each state they renamed.
        lead: the first name of the lead of the care team, or empty.
        new_lead: who leads since some days, where somebody else did before.
        left_alone: somebody led, and nobody does now.
        held_by: then, who is on the care team all the same.
        meets_at: when the next meeting starts.
        last_at: when the newest check-in that stands was made.
        resting: whether the client asked for quiet that lasts; `rest_until` None: until they say.
    """

    own_words: Own
    lead: str
    new_lead: NewLead | None
    left_alone: bool
    held_by: tuple[str, ...]
    meets_at: datetime | None
    last_at: datetime | None
    resting: bool
    rest_until: datetime | None

    @property
    def first_time(self) -> bool:
        return self.last_at is None

    def after_gap(self, at: datetime) -> bool:
        return self.last_at is not None and at - self.last_at >= GAP

    def middle_of_gap(self, at: datetime) -> datetime:
        """The time that "how were the days since?" is kept for."""
        since = max(self.last_at or at, at - EARLIEST_RECALL + timedelta(days=1))
        return since + (at - since) / 2


def load(client: ClientRef, *, viewer: Actor, at: datetime) -> Today:
    """Six queries, however long the arc; one more while nobody leads."""
    rest = rows(Rest, viewer).filter(client_id=client.id).order_by("-seq").first()
    resting = rest is not None and not rest.back and (rest.until is None or rest.until > at)
    led = _led(client, viewer)
    lead = led[0] if led and led[0].until is None else None
    left_alone = bool(led) and lead is None
    return Today(
        own_words=own_words(client, viewer=viewer),
        lead=people.name_of(lead.user).split()[0] if lead else "",
        new_lead=_new_lead(led, at),
        left_alone=left_alone,
        held_by=_held_by(client, viewer) if left_alone else (),
        meets_at=_next_meeting(client, viewer, at),
        last_at=_last(client, viewer),
        resting=resting,
        rest_until=rest.until if rest and resting else None,
    )


def own_words(client: ClientRef, *, viewer: Actor) -> Own:
    """The client's own words for the states, as they stand. One query."""
    newest = rows(StateWords, viewer).filter(client_id=client.id).order_by("-seq").first()
    if newest is None:
        return {}
    told = json.loads(unseal(newest.labels, newest.where))
    return {State(state): (label, hint) for state, (label, hint) in told.items()}


def _held_by(client: ClientRef, viewer: Actor) -> tuple[str, ...]:
    """Who is on the care team now and works here. One query."""
    held = rows(CareMember, viewer).filter(client_id=client.id, until=None, user__is_active=True)
    return tuple(people.name_of(row.user) for row in held.select_related("user").order_by("pk"))


def _led(client: ClientRef, viewer: Actor) -> list[CareMember]:
    """Who led last, and who before."""
    led = rows(CareMember, viewer).filter(client_id=client.id, lead=True)
    return list(led.select_related("user").order_by("-pk")[:2])


def _new_lead(led: list[CareMember], at: datetime) -> NewLead | None:
    """The present lead, told for some days after another one led."""
    if len(led) < 2 or led[0].until or led[0].user_id == led[1].user_id:
        return None
    shown = at - led[0].since <= NEW_LEAD
    return NewLead(people.name_of(led[0].user), led[0].since) if shown else None


def _next_meeting(client: ClientRef, viewer: Actor, at: datetime) -> datetime | None:
    ahead = standing(Meeting, viewer, client).filter(starts_at__gt=at).order_by("starts_at")
    starts_at: datetime | None = ahead.values_list("starts_at", flat=True).first()
    return starts_at


def _last(client: ClientRef, viewer: Actor) -> datetime | None:
    found = check_ins.standing(viewer, [client.id]).order_by("-at")
    return found.values_list("at", flat=True).first()


@dataclass(frozen=True, slots=True)
class KeptCheckIn:
    """A check-in of the client's own that was kept, with the ease they added.

    Args:
        fine_position: where in the row, when that was told.
        ease: None when nothing was said.
    """

    uid: UUID
    at: datetime
    state: State
    fine_position: int | None
    recalled: bool
    ease: Ease | None


def kept(uid: UUID, *, viewer: Actor) -> KeptCheckIn | None:
    """A check-in of the viewer's own that stands; None for any other id. At most two queries."""
    own = check_ins.standing(viewer, [viewer.client] if viewer.client else [])
    row = own.filter(uid=uid).first()
    if row is None:
        return None
    added = mine(CheckInMore, viewer).filter(check_in=uid, ease__isnull=False)
    ease = added.order_by("-at", "-seq").values_list("ease", flat=True).first()
    return KeptCheckIn(
        uid=uid,
        at=row.at,
        state=state_at(row.position),
        fine_position=row.position if row.resolution == Resolution.FINE else None,
        recalled=row.recalled_for is not None,
        ease=Ease(ease) if ease else None,
    )
