"""What stands on the therapist's list of the relationship: open ruptures, and what to ask about.

No mark closes either: a rupture goes with its repair, a prompt with a record of what was said.
"""

from collections.abc import Iterator
from datetime import datetime

from longarc.care.finding import Code, Finding
from longarc.care.relationship import (
    Facts,
    Kind,
    Prompt,
    Rupture,
    Step,
    Why,
    open_ones,
    prompts,
    waits_for_client,
)
from longarc.care.text import Text, msg


def found(facts: Facts, *, as_of: datetime) -> Iterator[Finding]:
    """One for each open rupture, and one for all that is worth asking about."""
    for one in open_ones(facts, as_of):
        yield _rupture(
            one,
            not_yet=_not_yet(one, facts, as_of),
            waits=waits_for_client(one, facts.said, as_of),
        )
    asked = prompts(facts, as_of)
    if asked:
        yield _prompt(asked)


_NAMED = {
    Kind.WITHDRAWAL: msg("A rupture was named on %(since)s: pulling back."),
    Kind.CONFRONTATION: msg("A rupture was named on %(since)s: a clash."),
    Kind.OWN: msg("A rupture was named on %(since)s, in words of their own."),
}
_BY_CLIENT = Text(msg("Sure: the client named it."))
_BY_TEAM = Text(msg("Named by the care team; how the client sees it may differ."))
_REPAIR = Text(
    msg("Hear their side first and take it as valid; what it repeats can wait. Record the repair.")
)
_WAITS = Text(msg("A repair is recorded. Ask whether it is mended for them; do not press."))
_CLIENT_CLOSES = Text(
    msg("It stands until a repair is recorded and the client says that it is mended.")
)
_TEAM_CLOSES = Text(
    msg('It stands until a repair is recorded, and while the client says "not yet".')
)


def _not_yet(one: Rupture, facts: Facts, as_of: datetime) -> int:
    """How often the client said that it is not mended: put off, it returns with the next time."""
    said = (s for s in facts.said if s.rupture == one.uid and s.at <= as_of)
    return sum(s.step is Step.NOT_YET for s in said)


def _rupture(one: Rupture, *, not_yet: int, waits: bool) -> Finding:
    return Finding(
        code=Code.RUPTURE,
        since=one.at,
        level=not_yet,
        evidence=(one.uid,),
        what=Text(_NAMED[one.kind], {"since": one.at}),
        sure=_BY_CLIENT if one.from_client else _BY_TEAM,
        next_step=_WAITS if waits else _REPAIR,
        goes_when=_CLIENT_CLOSES if one.from_client else _TEAM_CLOSES,
    )


#: The strongest first: the card names one.
_ASK = {
    Why.STEPS: msg(
        "Worth asking about: one answer about the meeting of %(since)s fell by two steps."
    ),
    Why.FALL: msg("Worth asking about: the rating of %(since)s fell more than their own usual."),
    Why.FALLS: msg("Worth asking about: ratings fell three times in a row, up to %(since)s."),
    Why.FLAT: msg("Worth asking about: every rating up to %(since)s has the top step everywhere."),
}
_COULD_BE = (
    Text(msg("a hard subject rather than a strain")),
    Text(msg("chance: a few answers move by themselves")),
)
_COULD_BE_FLAT = (
    Text(msg("it is as good as they say")),
    Text(msg("it is hard to say anything else to you")),
)


def _prompt(asked: tuple[Prompt, ...]) -> Finding:
    """Told by the newest; the episode begins with the first that nobody asked about."""
    newest = asked[-1]
    why = next(one for one in _ASK if one in newest.why)
    uids = (one.rating.uid for one in asked)
    return Finding(
        code=Code.RELATION,
        since=asked[0].rating.at,
        level=len(asked) - 1,
        evidence=tuple(uid for uid in uids if uid),
        what=Text(_ASK[why], {"since": newest.rating.at}),
        sure=Text(msg("Not sure that it means anything: four questions, against their own past.")),
        could_be=_COULD_BE_FLAT if why is Why.FLAT else _COULD_BE,
        next_step=Text(msg("Ask how it is between you, and record what was talked about.")),
        goes_when=Text(msg("It stands until you record what was talked about.")),
    )
