"""Whether a client is asked for one or two more check-ins. They see no more of a flag than this."""

from datetime import datetime

from longarc.care.access import Actor
from longarc.care.flags import Outcome
from longarc.records.queries.clients import ClientRef
from longarc.records.queries.window_state import flags_of


def asked(client: ClientRef, *, viewer: Actor, at: datetime) -> datetime | None:
    """Until when the client is asked; None when nothing is asked.

    Whoever calls it asks nothing of a client who rests.
    """
    flags = flags_of([client.id], viewer=viewer, at=at).get(client.id, ())
    asking = (flag for flag in flags if flag.outcome(at) is Outcome.ASKING)
    return max((flag.asks_until for flag in asking), default=None)
