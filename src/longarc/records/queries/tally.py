"""What became of the practice's flags: counts alone, never whose."""

from datetime import datetime

from django.db.models import Count

from longarc.care.access import Actor
from longarc.care.finding import MarkKind
from longarc.care.flag_findings import CODES
from longarc.care.flags import Outcome
from longarc.care.tally import SPAN, Tally
from longarc.records.models import Client, Reading, SignalMark
from longarc.records.queries import arc
from longarc.records.scope import rows
from longarc.records.window_kept import RAISED, SAID


def tally(*, viewer: Actor, at: datetime) -> Tally:
    """The flags that were first seen in the time counted. Three queries.

    A flag that a late or corrected check-in moved is another flag, and counted as one.
    """
    read = rows(Reading, viewer).filter(at__gte=at - SPAN)
    counts = dict(read.values_list("kind").annotate(n=Count("seq")))
    return Tally(
        raised=counts.get(RAISED, 0),
        confirmed=counts.get(SAID[Outcome.CONFIRMED], 0),
        unanswered=counts.get(SAID[Outcome.UNANSWERED], 0),
        closed=counts.get(SAID[Outcome.CLOSED], 0),
        not_useful=_not_useful(viewer, at),
        clients=rows(Client, viewer).count(),
    )


def _not_useful(viewer: Actor, at: datetime) -> int:
    marks = arc.not_taken_back(SignalMark, viewer=viewer).filter(at__gte=at - SPAN)
    return marks.filter(kind=MarkKind.NOT_USEFUL, code__in=CODES.values()).count()
