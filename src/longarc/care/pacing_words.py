"""What the pacing rules say, for staff: each reason in one sentence, and what would change it.

Nothing here is ever shown to a client (decision 9).
"""

from collections.abc import Iterable
from typing import NamedTuple

from longarc.care.capacities import Capacity
from longarc.care.slower import Slower
from longarc.care.statement import in_ten
from longarc.care.text import Text, msg


class Said(NamedTuple):
    what: Text
    changes: Text


#: The capacities as they are named in a sentence.
CAPACITIES = {
    Capacity.TRACKING: msg("Tracking inner experience"),
    Capacity.STATES: msg("Knowing one's states"),
    Capacity.REGULATION: msg("Regulation and grounding"),
    Capacity.TRUST: msg("Trust in the relationship"),
    Capacity.PATTERNS: msg("Understanding one's patterns"),
}


def recent(days: int, span: int) -> Said:
    facts = {"n": days, "span": span}
    return Said(
        Text(
            msg("The last medicine session was 1 day ago: fewer than %(span)s."),
            facts,
            many=msg("The last medicine session was %(n)s days ago: fewer than %(span)s."),
        ),
        Text(msg("Time: it no longer applies %(span)s days after the session."), facts),
    )


def settling_not_known(days: int) -> Said:
    return Said(
        Text(msg("It is not known whether the last session settled: not enough reports.")),
        Text(
            msg(
                "Check-ins around the day %(days)s after a session. For a session long ago they "
                "cannot come any more: then it is yours to decide, with your reason."
            ),
            {"days": days},
        ),
    )


def not_settled(chance: float, days: int) -> Said:
    facts: dict[str, int | Text] = {"days": days, "in_ten": in_ten(chance)}
    return Said(
        Text(
            msg(
                "The last session has not been shown to settle: a chance of %(in_ten)s that it "
                "had by day %(days)s."
            ),
            facts,
        ),
        Text(msg("The reports of those days stand. It is yours to decide, with your reason.")),
    )


def nothing_planned(held: int) -> Said:
    return Said(
        Text(
            msg(
                "No number of integration contacts is planned. Recorded since the session: %(n)s "
                "(days with a call or a meeting)."
            ),
            {"n": held},
        ),
        Text(msg("A plan of contacts for this client.")),
    )


def contacts(held: int, planned: int) -> Said:
    facts = {"n": held, "planned": planned}
    return Said(
        Text(
            msg(
                "%(n)s of %(planned)s planned integration contacts are recorded as held (days with "
                "a call or a meeting since the session)."
            ),
            facts,
        ),
        Text(
            msg(
                "Each call or meeting that somebody records as held. A meeting in the calendar "
                "alone, a message or a try does not count."
            )
        ),
    )


def near(n: int) -> Said:
    return Said(
        Text(
            msg("The client set a thread to too near."),
            {"n": n},
            many=msg("The client set %(n)s threads to too near."),
        ),
        Text(msg("Only the client sets it otherwise.")),
    )


def flags(n: int, span: int, *, confirmed: bool) -> Said:
    facts = {"n": n, "span": span}
    changes = Text(msg("Time: a flag counts here for %(span)s days."), facts)
    if confirmed:
        what = Text(
            msg("A flag of the window model was confirmed in the last %(span)s days."),
            facts,
            many=msg("%(n)s flags of the window model were confirmed in the last %(span)s days."),
        )
        return Said(what, changes)
    what = Text(
        msg("A flag of the window model asked in the last %(span)s days and got no answer."),
        facts,
        many=msg("%(n)s flags of the window model asked in the last %(span)s days without answer."),
    )
    return Said(what, changes)


def adverse(n: int) -> Said:
    return Said(
        Text(
            msg("An adverse event is open."), {"n": n}, many=msg("%(n)s adverse events are open.")
        ),
        Text(msg("Following it up until a named person closes it.")),
    )


def risk(span: int, *, still: bool) -> Said:
    if still:
        return Said(
            Text(msg("The risk path is open.")),
            Text(msg("The named clinician closes it with the client, step by step.")),
        )
    facts = {"span": span}
    return Said(
        Text(msg("The risk path was opened in the last %(span)s days."), facts),
        Text(msg("Time: it counts here for %(span)s days after it was opened."), facts),
    )


def worse(n: int, span: int) -> Said:
    facts = {"n": n, "span": span}
    return Said(
        Text(msg("Exercises made it worse %(n)s times in the last %(span)s days."), facts),
        Text(msg("Time, and what you two find out about it.")),
    )


def ruptures(n: int) -> Said:
    return Said(
        Text(msg("A rupture is open."), {"n": n}, many=msg("%(n)s ruptures are open.")),
        Text(msg("Its repair, as the two of you see it.")),
    )


def slower(wish: Slower) -> Said:
    if wish.talked:
        return Said(
            Text(
                msg("The client asked for slower; talked about on %(talked)s."),
                {"talked": wish.talked},
            ),
            Text(msg("The client says that this pace is fine.")),
        )
    return Said(
        Text(msg("The client asked for slower.")),
        Text(msg("Talking about it; then the client says that this pace is fine.")),
    )


def capacity(about: Capacity, parts: Iterable[Text], *, known: bool) -> Said:
    what = Text(CAPACITIES[about])
    joined = _joined(list(parts))
    said = msg("%(what)s: not met. %(parts)s") if known else msg("%(what)s: not known. %(parts)s")
    return Said(
        Text(said, {"what": what, "parts": joined}),
        Text(msg("What is really done from now on; a fact that is too old no longer counts.")),
    )


def _joined(parts: list[Text]) -> Text:
    """The sentences one after the other."""
    said = parts[0]
    for part in parts[1:]:
        said = Text("%(said)s %(part)s", {"said": said, "part": part})
    return said


def view_not_yet(about: Capacity, *, by_client: bool) -> Said:
    facts = {"what": Text(CAPACITIES[about])}
    if by_client:
        return Said(
            Text(msg("%(what)s: the client says not yet."), facts),
            Text(msg("The client sees it otherwise, in their own time.")),
        )
    return Said(
        Text(msg("%(what)s: the care team says not yet."), facts),
        Text(msg("Someone of the care team sees it otherwise.")),
    )


NEAR_NOT_KNOWN = Text(msg("Threads: not known here."))
FLAGS_NOT_KNOWN = Text(msg("Flags of the window model: switched off, or not worked out."))
ADVERSE_NOT_KNOWN = Text(msg("Adverse events: not known."))
RISK_NOT_KNOWN = Text(msg("The risk path: not known here."))
RUPTURES_NOT_KNOWN = Text(msg("Ruptures: not known here."))
RISK_NOT_ASKED = Text(msg("The risk questions: never asked in full."))
ASKING = Text(msg("A flag of the window model asks the client just now."))
