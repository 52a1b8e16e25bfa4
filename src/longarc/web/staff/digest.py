"""What the list shows of each client, worked out from the arc and kept until the arc changes.

Nothing here is stored: a digest lives in this process's memory, under the client's id and the
version of their arc, and at most for the rest of the clock hour in which it was made. Marks,
meetings and names are never part of it. The rules count in days, so that within an hour only a
new entry can change what they find, and a new entry changes the version.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.utils.safestring import SafeString

from longarc.care import patterns, signals
from longarc.care.access import Actor
from longarc.care.arc import Arc, CheckIn, PhaseStart, Rest
from longarc.care.finding import Finding
from longarc.care.relationship import NOTHING
from longarc.care.relationship import Facts as Relationship
from longarc.care.text import Text
from longarc.records.queries import arc
from longarc.records.queries.caseload import Listed
from longarc.web.charts import sparkline

log = logging.getLogger(__name__)
#: Digests kept at once: about 5 KB each.
ROOM = 2000
SPARKLINE_DAYS = 28


@dataclass(frozen=True, slots=True)
class Digest:
    """What follows from one arc alone, as it was worked out at `as_of`.

    Args:
        noticed: every finding, also those that a person has answered. None: it could not be
            worked out, and the list says so.
        last_at: the latest check-in, or the latest report of an imported series.
        imported: the sparkline shows an imported series, on its own scale.
    """

    as_of: datetime
    noticed: tuple[Finding, ...] | None
    words: Text | None
    sparkline: SafeString
    last_at: datetime | None
    phases: tuple[PhaseStart, ...] = ()
    rests: tuple[Rest, ...] = ()
    imported: bool = False
    relationship: Relationship = NOTHING

    def resting(self, at: datetime) -> Rest | None:
        """The quiet that the client asked for, if it lasts now."""
        now = (r for r in self.rests if r.at <= at and (r.until is None or at < r.until))
        return next(now, None)


class Digests:
    """The digests of the last `room` clients who were looked at, by client and version."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._kept: OrderedDict[UUID, tuple[arc.Version, Digest]] = OrderedDict()
        self._turn = threading.Lock()

    def of(
        self, clients: Collection[Listed], *, viewer: Actor, at: datetime
    ) -> Mapping[int, Digest]:
        """A digest for each client. Reads the arcs only of those that changed since."""
        found = {one.ref.id: kept for one in clients if (kept := self._current(one, at))}
        changed = [one for one in clients if one.ref.id not in found]
        return found | self._work_out(changed, viewer, at) if changed else found

    def _current(self, one: Listed, at: datetime) -> Digest | None:
        with self._turn:
            version, digest = self._kept.get(one.ref.public_id, (None, None))
            if digest is None or version != one.version or hour_of(digest.as_of) != hour_of(at):
                return None
            self._kept.move_to_end(one.ref.public_id)
            return digest

    def _work_out(self, clients: list[Listed], viewer: Actor, at: datetime) -> dict[int, Digest]:
        ids = [one.ref.id for one in clients]
        arcs = arc.load_arcs(ids, viewer=viewer, at=at)
        without = [client for client, facts in arcs.items() if not facts.check_ins]
        series = arc.load_series(without, SPARKLINE_DAYS, viewer=viewer) if without else {}
        made = {client: digest(arcs[client], series.get(client, ()), as_of=at) for client in ids}
        for one in clients:
            if up_to(arcs[one.ref.id], at):
                self._keep(one, made[one.ref.id])
        return made

    def _keep(self, one: Listed, made: Digest) -> None:
        with self._turn:
            self._kept[one.ref.public_id] = one.version, made
            self._kept.move_to_end(one.ref.public_id)
            while len(self._kept) > self.room:
                self._kept.popitem(last=False)


def hour_of(at: datetime) -> datetime:
    """The beginning of the clock hour (of UTC)."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def up_to(facts: Arc, at: datetime) -> bool:
    """Whether all facts are from `at` or before.

    One that arrived while the page was being made is not in a digest of `at`, but its version
    is: such a digest must not be kept, or the entry would stay out of sight.
    """
    dated = [one.at for one in facts.check_ins]
    dated += [one.at for one in facts.contact_requests]
    dated += [one.at for one in facts.rests]
    between = facts.relationship
    dated += [one.at for one in between.ratings]
    dated += [one.at for one in between.ruptures]
    dated += [one.at for one in between.said]
    dated += [one.at for one in facts.slower]
    dated += [one.known_at for one in facts.after.sessions]
    dated += [one.at for one in facts.after.acts]
    dated += [one.answering.at for path in facts.risk for one in path.told]
    dated += [step.at for path in facts.risk for step in path.steps]
    dated += [facts.left.wrote or facts.left.at] if facts.left else []
    return all(moment <= at for moment in dated)


def digest(
    facts: Arc, series: Collection[tuple[datetime, float]] = (), *, as_of: datetime
) -> Digest:
    """The digest of one arc. Pure: the same facts and time give the same digest.

    A fault in one client's facts must not hide the others: it is logged, and shown as not known.
    """
    try:
        return _digest(facts, series, as_of)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        log.exception("a digest could not be worked out")
        return Digest(as_of, None, None, SafeString(""), None, facts.phases, facts.rests)


def _digest(facts: Arc, series: Collection[tuple[datetime, float]], as_of: datetime) -> Digest:
    known = [check_in for check_in in facts.check_ins if check_in.at <= as_of]
    drawn, edge = (known, as_of) if known else _as_drawn(series, as_of)
    return Digest(
        as_of=as_of,
        noticed=signals.findings(facts, as_of=as_of),
        words=patterns.recent_words(known, as_of),
        sparkline=sparkline.svg(drawn, edge, SPARKLINE_DAYS, on_ladder=bool(known) or not drawn),
        last_at=max((one.at for one in drawn), default=None),
        phases=facts.phases,
        rests=facts.rests,
        imported=bool(drawn) and not known,
        relationship=facts.relationship,
    )


def _as_drawn(
    series: Collection[tuple[datetime, float]], as_of: datetime
) -> tuple[list[CheckIn], datetime]:
    """An imported series as marks for the sparkline, up to its own last report."""
    marks = [CheckIn(at, round(100 * value)) for at, value in series]
    return marks, max((mark.at for mark in marks), default=as_of)


digests = Digests(ROOM)
