"""An exercise made it worse: the client said so, and the care team is told."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from longarc.care.arc import MadeWorse
from longarc.care.exercise_list import title_of
from longarc.care.finding import Code, Finding
from longarc.care.text import Text, msg


def found(worse: Iterable[MadeWorse], *, as_of: datetime) -> Iterator[Finding]:
    """One for each time it was said. None eases by itself: a person answers it."""
    return (_finding(one) for one in worse if one.at <= as_of)


def _finding(one: MadeWorse) -> Finding:
    return Finding(
        code=Code.EXERCISE,
        since=one.at,
        level=0,
        evidence=(one.uid,),
        what=Text(
            msg('Said on %(since)s that the exercise "%(exercise)s" made it worse.'),
            {"since": one.at, "exercise": Text(title_of(one.exercise))},
        ),
        sure=Text(msg("Sure: they said so. Why is not known.")),
        could_be=(Text(msg("a hard day, whatever the exercise")),),
        next_step=Text(
            msg("Ask what happened, and find another one together. It has left their list.")
        ),
        goes_when=Text(msg("It stays until someone says that it is done.")),
    )
