"""Planned medicine sessions and being on call, as start pages show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from longarc.care import signals
from longarc.care.access import Actor, Can, may
from longarc.care.finding import Code
from longarc.records.queries import caseload, coming
from longarc.records.queries import signals as signal_queries
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.coming import Coming, Duty
from longarc.web.staff.digest import digests
from longarc.web.staff.terms import Moments


@dataclass(frozen=True)
class Line:
    """One session of a client whose record the viewer may read."""

    at: datetime
    day: str
    name: str
    url: str
    lead: str
    room: str
    begun: bool
    on_call: str
    lost: bool


def lines(clients: Mapping[int, ClientRef], *, viewer: Actor, moments: Moments) -> tuple[Line, ...]:
    """Their sessions from today's first moment on. Queries as `coming.sessions`."""
    until = moments.midnight + coming.AHEAD
    found = coming.sessions(list(clients), viewer=viewer, since=moments.midnight, until=until)
    return tuple(_line(one, clients[one.client], viewer, moments) for one in found)


def page_of(one: Coming, ref: ClientRef, viewer: Actor) -> str:
    """Where a session leads: to its gate only whoever may open that."""
    if one.begun:
        return reverse("client_session_records", args=[ref.public_id])
    begins = may(viewer, Can.WRITE_RECORD, ref.relation)
    page = "client_session_start" if begins else "client_session_plan"
    return reverse(page, args=[ref.public_id])


def _line(one: Coming, ref: ClientRef, viewer: Actor, moments: Moments) -> Line:
    return Line(
        at=one.starts_at,
        day=moments.ahead(one.starts_at),
        name=ref.name,
        url=page_of(one, ref, viewer),
        lead=one.lead,
        room=one.room,
        begun=one.begun is not None,
        on_call=", ".join(call.name for call in one.value.called),
        lost=one.lost,
    )


def of_day(found: Iterable[Line], moments: Moments) -> list[Line]:
    end = moments.midnight + timedelta(days=1)
    return [one for one in found if one.at < end]


@dataclass(frozen=True)
class OnCall:
    """The viewer is on call. `wanted`: something of that session needs a person now.

    What it is stands in the record alone: whoever is on call may not hold the client.
    """

    duty: Duty
    wanted: bool


def on_call(*, viewer: Actor, at: datetime) -> tuple[OnCall, ...]:
    """For whom the viewer is on call now. As many queries however many there are."""
    found = coming.duties(viewer=viewer, at=at)
    wanted = _wanted([one.client for one in found], viewer, at) if found else frozenset()
    return tuple(OnCall(one, one.client.id in wanted) for one in found)


#: What whoever is on call is asked to come for.
_CALLS = frozenset({Code.RISK, Code.LEAVING})


def _wanted(refs: list[ClientRef], viewer: Actor, at: datetime) -> frozenset[int]:
    listed = caseload.some([one.id for one in refs], viewer=viewer, at=at)
    made = digests.of(listed, viewer=viewer, at=at)
    marks = signal_queries.marks(list(made), viewer=viewer)
    return frozenset(
        client
        for client, digest in made.items()
        if any(
            one.code in _CALLS
            for one in signals.standing(digest.noticed or (), marks.get(client, ()), as_of=at)
        )
    )
