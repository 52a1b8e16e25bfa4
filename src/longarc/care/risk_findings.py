"""An open risk path as a finding: at the top of the list, and gone only when people close it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from longarc.care.finding import Code, Finding
from longarc.care.risk import Path
from longarc.care.risk_questions import Level
from longarc.care.text import Text, msg

_WHAT = {
    Level.HIGH: msg("Answered the risk questions on %(since)s: contact now."),
    Level.MODERATE: msg("Answered the risk questions on %(since)s: contact the same day."),
    Level.LOW: msg(
        "Answered the risk questions on %(since)s: take it on the same day, contact soon."
    ),
}


def found(paths: Iterable[Path], *, as_of: datetime) -> Iterator[Finding]:
    """One for each open path. It never eases: an answer that sounds better changes nothing."""
    return (_finding(path) for path in paths if path.opened_at <= as_of)


def _finding(path: Path) -> Finding:
    newest = path.newest_call.answering
    return Finding(
        code=Code.RISK,
        since=path.opened_at,
        level=path.level,
        evidence=tuple(one.answering.uid for one in path.calls if one.answering.uid),
        what=Text(_WHAT[path.level], {"since": newest.at}),
        sure=Text(msg("Sure: they answered so. No answer, high or low, says that they are safe.")),
        next_step=_next(path),
        goes_when=Text(msg("It stays at the top of the list until a person closes the path.")),
        due=path.due,
        taken=bool(path.holder),
    )


def _next(path: Path) -> Text:
    if path.due and not path.holder:
        return Text(msg("Open the path, take it on, and reach the client."))
    if path.due:
        return Text(msg("%(name)s has it. Reach the client."), {"name": path.holder})
    if not path.may_close.allowed:
        return Text(msg("The client was reached. Look at the safety plan together."))
    return Text(msg("Everything is recorded. Close the path on its page, with a reason."))
