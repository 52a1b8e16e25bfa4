"""A flag of the model as a finding: what changed, how sure, what else it could be, what next.

Only flags that went to the therapist become findings; those that still ask, or were closed by an
answer in the usual range, do not (decision 6).
"""

from collections.abc import Iterable
from datetime import datetime

from longarc.care.finding import HAS_EASED, Code, Finding
from longarc.care.flags import Flag, Outcome, Side
from longarc.care.text import Text, msg

CODES = {Side.RISE: Code.RISE, Side.FALL: Code.FALL}
_WHAT = {
    Side.RISE: msg(
        "Their usual level has gone up since %(since)s: from about %(before)s to about %(after)s "
        "on the ladder of 0 to 100, where 50 is within reach."
    ),
    Side.FALL: msg(
        "Their usual level has gone down since %(since)s: from about %(before)s to about "
        "%(after)s on the ladder of 0 to 100, where 50 is within reach."
    ),
}
_ASKED = {
    Outcome.CONFIRMED: msg("Asked for more check-ins: those that came do not speak against it."),
    Outcome.UNANSWERED: msg("Asked for more check-ins for two days, and there was no answer."),
}


def found(flags: Iterable[Flag], *, as_of: datetime, reported_from: datetime) -> list[Finding]:
    """The flags that went to the therapist from `reported_from` to `as_of`."""
    told = ((flag, flag.told(as_of)) for flag in flags)
    return [_finding(flag, as_of) for flag, at in told if at and reported_from <= at <= as_of]


def _finding(flag: Flag, as_of: datetime) -> Finding:
    eased = flag.eased if flag.eased and flag.eased <= as_of else None
    return Finding(
        code=CODES[flag.side],
        since=flag.since,
        level=0,
        eased=eased,
        what=_what(flag, eased),
        sure=_sure(flag, flag.outcome(as_of)),
        could_be=(
            Text(msg("some hard days that pass by themselves")),
            Text(msg("illness, or poor sleep")),
            Text(msg("checking in mostly at one time of the day")),
        ),
        next_step=Text(msg("People often call before the next visit, and ask what has changed.")),
        goes_when=HAS_EASED
        if eased
        else Text(msg("It goes when their usual level is back near where it was.")),
    )


def _what(flag: Flag, eased: datetime | None) -> Text:
    said = Text(
        _WHAT[flag.side],
        {
            "since": flag.since,
            "before": round(100 * flag.before),
            "after": round(100 * flag.after),
        },
    )
    if not eased:
        return said
    return Text(msg("%(said)s It eased on %(eased)s."), {"said": said, "eased": eased})


def _sure(flag: Flag, outcome: Outcome) -> Text:
    return Text(
        msg(
            "%(reports)s check-ins up to %(at)s say so. %(asked)s Fairly sure that the level has "
            "moved. Levels also drift when nothing has happened: this tells neither why, nor "
            "whether it lasts."
        ),
        {"reports": flag.reports, "at": flag.at, "asked": Text(_ASKED[outcome])},
    )
