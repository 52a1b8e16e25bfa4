"""The client asked for slower: the care team is told until it was talked about."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from longarc.care.finding import Code, Finding
from longarc.care.slower import Said, Wish, standing
from longarc.care.text import Text, msg


def found(said: Iterable[Said], *, as_of: datetime) -> Iterator[Finding]:
    """One while the wish stands and nobody has recorded that it was talked about."""
    known = [one for one in said if one.at <= as_of]
    wish = standing(known, as_of=as_of)
    if wish and not wish.talked:
        asked = (one for one in known if one.wish is Wish.SLOWER and one.at > wish.since)
        yield Finding(
            code=Code.SLOWER,
            since=wish.since,
            level=sum(1 for _ in asked),
            what=Text(msg("Asked on %(since)s to go slower."), {"since": wish.since}),
            sure=Text(msg("Sure: they asked.")),
            next_step=Text(
                msg("Talk about it, and record that under Readiness and pacing in their record.")
            ),
            goes_when=Text(msg("It stands until you have talked about it, or they take it back.")),
        )
