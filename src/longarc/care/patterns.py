"""The words of the Patterns page, and the few words beside a sparkline.

They describe what was reported, not the time in between. Nothing here is ever called better:
an easier time needs no sentence from a program, and a wrong one would do harm.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from longarc.care import shares
from longarc.care.arc import CheckIn, State
from longarc.care.chance import is_rare
from longarc.care.text import Text, msg

#: No words about patterns before so many check-ins.
#: Source: Longarc's own starting rule, unsigned.
MIN_CHECK_INS = 14
#: "Lately" is so many days up to now.
#: Source: Longarc's own starting rule, unsigned.
LATELY = timedelta(days=14)
#: "Harder lately" needs so many check-ins in those days.
#: Source: Longarc's own starting rule, unsigned.
LATELY_NEEDED = 5
#: Their usual is taken from so many days before those.
#: Source: Longarc's own starting rule, unsigned.
EARLIER = timedelta(days=90)
#: The usual range is drawn from the check-ins of so many days.
#: Source: Longarc's own starting rule, unsigned.
RANGE_DAYS = timedelta(days=90)
#: So many in 100 of the positions lie at or below the lower edge, and above the upper one.
#: Source: Longarc's own starting rule, unsigned.
RANGE_TAIL = 10
#: The words beside a sparkline speak of so many days.
#: Source: Longarc's own starting rule, unsigned.
RECENT = timedelta(days=28)
#: With fewer check-ins than this in those days there are too few to say.
#: Source: Longarc's own starting rule, unsigned.
RECENT_NEEDED = 5
#: "Quiet" is no check-in for so many days.
#: Source: Longarc's own starting rule, unsigned.
QUIET = timedelta(days=14)
#: "Mostly" is at least so many in 100.
#: Source: Longarc's own starting rule, unsigned.
MOSTLY = 60
#: "Up and down" is at least so many in 100 on each side.
#: Source: Longarc's own starting rule, unsigned.
SWINGING = 25
#: "Then lately down" looks at so many days, and needs so many check-ins in them.
#: Source: Longarc's own starting rule, unsigned.
LAST_DAYS = timedelta(days=7)
#: See the line above.
#: Source: Longarc's own starting rule, unsigned.
LAST_NEEDED = 3

SIDE = {
    State.WAY_UP: State.UP,
    State.UP: State.UP,
    State.WITHIN: State.WITHIN,
    State.DOWN: State.DOWN,
    State.WAY_DOWN: State.DOWN,
    State.MIXED: State.MIXED,
}
HARDER = {
    State.DOWN: msg("It has been harder in the last %(days)s days: down more than usual for you."),
    State.UP: msg("It has been harder in the last %(days)s days: up more than usual for you."),
    State.MIXED: msg(
        "It has been harder in the last %(days)s days: more often both at once, or hard to tell."
    ),
}
HARDER_ANY = msg(
    "It has been harder in the last %(days)s days: farther from within reach than is usual for you."
)
NO_NEED = msg("You don't have to work out why.")
NOT_ALONE = msg("Your therapist can see this too.")
MOSTLY_WORDS = {
    State.WITHIN: msg("mostly within"),
    State.UP: msg("mostly up"),
    State.DOWN: msg("mostly down"),
    State.MIXED: msg("mostly both at once"),
}
LATELY_WORDS = {
    State.UP: msg("mostly within, lately up"),
    State.DOWN: msg("mostly within, lately down"),
    State.MIXED: msg("mostly within, lately both at once"),
}
RANGE_MEANING = msg("Your range: the middle 8 of every 10 answers in the last 90 days.")


def summary(check_ins: Iterable[CheckIn], *, as_of: datetime, days: int | None) -> tuple[Text, ...]:
    """What the client reads first on Patterns: a sentence or two each.

    Args:
        check_ins: all that stand, in any order; those after `as_of` are not looked at.
        days: how far back to speak of; None for everything. Whether it has been harder lately
            is asked of the last weeks whatever `days` is.
    """
    known = [check_in for check_in in check_ins if check_in.at <= as_of]
    begin = as_of - timedelta(days=days) if days is not None else None
    chosen = [check_in for check_in in known if begin is None or check_in.at > begin]
    if len(chosen) < MIN_CHECK_INS:
        return (_too_few(len(known), days),)
    share = _share_words(chosen, min(check_in.at for check_in in known), begin, days)
    return share, _based_on(len(chosen)), *harder_lately(known, as_of)


def _too_few(known: int, days: int | None) -> Text:
    if days is None or known < MIN_CHECK_INS:
        return Text(msg("Not enough yet to say anything true. That's fine."))
    return Text(
        msg("Not enough in these %(days)s days to say anything true. That's fine."), {"days": days}
    )


def _share_words(
    chosen: list[CheckIn], first: datetime, begin: datetime | None, days: int | None
) -> Text:
    """The share within reach. It says "over 90 days" only when the answers go back that far."""
    within = sum(check_in.state is State.WITHIN for check_in in chosen)
    share = shares.in_words(within, len(chosen))
    if begin is None or days is None or first > begin:
        return Text(
            msg("Since %(since)s you were within reach %(share)s."),
            {"since": first, "share": share},
        )
    return Text(
        msg("Over %(days)s days you were within reach %(share)s."), {"days": days, "share": share}
    )


def _based_on(count: int) -> Text:
    return Text(
        msg("Based on %(count)s check-ins. Fewer would make this less sure."), {"count": count}
    )


def harder_lately(check_ins: Iterable[CheckIn], as_of: datetime) -> tuple[Text, ...]:
    """Said when the last days were harder than this person's own weeks before; else nothing.

    Harder: the check-ins outside (every row but Within reach, both at once included), or the
    extreme ones among them, were so many that their own usual would rarely give it. The side is
    named when that side alone has become unusual, and only one has.
    """
    begin = as_of - LATELY
    lately = [c for c in check_ins if begin < c.at <= as_of]
    before = [c for c in check_ins if begin - EARLIER < c.at <= begin]
    if len(lately) < LATELY_NEEDED or len(before) < MIN_CHECK_INS:
        return ()

    def more(kind: Callable[[CheckIn], bool]) -> bool:
        hits, usual_hits = sum(map(kind, lately)), sum(map(kind, before))
        return is_rare(hits, len(lately), usual_hits=usual_hits, usual_of=len(before))

    if not more(_outside) and not more(_extreme):
        return ()
    sides = [side for side in HARDER if more(_on(side))]
    words = HARDER[sides[0]] if len(sides) == 1 else HARDER_ANY
    return Text(words, {"days": LATELY.days}), Text(NO_NEED), Text(NOT_ALONE)


def _outside(check_in: CheckIn) -> bool:
    return check_in.state is not State.WITHIN


def _extreme(check_in: CheckIn) -> bool:
    return check_in.extreme


def _on(side: State) -> Callable[[CheckIn], bool]:
    return lambda check_in: SIDE[check_in.state] is side


def recent_words(check_ins: Iterable[CheckIn], as_of: datetime) -> Text:
    """A few words for the therapist on the last 28 days. The first that is true is said:

    1. "no check-ins yet": none up to now;
    2. "quiet": none in the last 14 days;
    3. "too few to say": fewer than 5 in the 28 days;
    4. "mostly" one side: 60 in 100 or more on it (way up counts as up, way down as down). If that
       is within, but the last 7 days have at least 3 check-ins and 60 in 100 of them on another
       side, "lately" that side is added;
    5. "up and down": 25 in 100 or more on both sides;
    6. "varied".
    """
    known = [check_in for check_in in check_ins if check_in.at <= as_of]
    if not known:
        return Text(msg("no check-ins yet"))
    if max(check_in.at for check_in in known) <= as_of - QUIET:
        return Text(msg("quiet"))
    recent = [check_in for check_in in known if check_in.at > as_of - RECENT]
    if len(recent) < RECENT_NEEDED:
        return Text(msg("too few to say"))
    last = [check_in for check_in in recent if check_in.at > as_of - LAST_DAYS]
    return Text(_side_words(_sides(recent), _sides(last)))


def _sides(check_ins: list[CheckIn]) -> Counter[State]:
    return Counter(SIDE[check_in.state] for check_in in check_ins)


def _side_words(recent: Counter[State], last: Counter[State]) -> str:
    side = _mostly(recent)
    if side is State.WITHIN and last.total() >= LAST_NEEDED:
        return LATELY_WORDS.get(_mostly(last) or side, MOSTLY_WORDS[side])
    if side:
        return MOSTLY_WORDS[side]
    both = min(recent[State.UP], recent[State.DOWN]) * 100 >= SWINGING * recent.total()
    return msg("up and down") if both else msg("varied")


def _mostly(sides: Counter[State]) -> State | None:
    side, n = sides.most_common(1)[0]
    return side if n * 100 >= MOSTLY * sides.total() else None


def usual_range(check_ins: Iterable[CheckIn], *, as_of: datetime) -> tuple[int, int] | None:
    """ "Your range": the middle 80 in 100 of the positions of the last 90 days (nearest rank).

    Check-ins without a position (both at once, or hard to tell) are left out, so it says where
    the others lie and not how often they are there. None below `MIN_CHECK_INS` positions.

    Returns:
        Lower and upper edge, whole hundredths of the ladder.
    """
    begin = as_of - RANGE_DAYS
    held = [c.position for c in check_ins if begin < c.at <= as_of and c.position is not None]
    if len(held) < MIN_CHECK_INS:
        return None
    held.sort()
    tail = -(-RANGE_TAIL * len(held) // 100)
    return held[tail - 1], held[-tail]
