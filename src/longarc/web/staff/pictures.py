"""The pictures of the window model, kept until the client's arc changes.

Looking back over a whole arc takes from a tenth of a second to a second. As with digests, a
picture lives in this process's memory, under the version of the arc, and at most for the rest of
the clock hour: only an answer about getting back, which no version counts, may be so much late.
"""

import threading
from collections import OrderedDict
from datetime import datetime
from uuid import UUID

from longarc.care.access import Actor
from longarc.care.window import Picture
from longarc.records.queries import arc
from longarc.records.queries import picture as queries
from longarc.records.queries.caseload import Listed
from longarc.web.staff.digest import hour_of

#: Pictures kept at once: about 10 KB each.
ROOM = 500
Key = tuple[UUID, arc.Version, int | None, datetime]


class Pictures:
    """The latest pictures, at most `room` of them."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._kept: OrderedDict[Key, Picture] = OrderedDict()
        self._turn = threading.Lock()

    def of(self, one: Listed, *, viewer: Actor, at: datetime, days: int | None) -> Picture:
        """The picture of a client whom the viewer may read."""
        key = (one.ref.public_id, one.version, days, hour_of(at))
        with self._turn:
            found = self._kept.get(key)
        if found is None:
            found = queries.picture(one.ref, viewer=viewer, at=at, days=days)
        self._keep(key, found)
        return found

    def _keep(self, key: Key, made: Picture) -> None:
        with self._turn:
            self._kept[key] = made
            self._kept.move_to_end(key)
            while len(self._kept) > self.room:
                self._kept.popitem(last=False)


pictures = Pictures(ROOM)
