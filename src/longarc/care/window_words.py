"""What the model says of one person, in words that a therapist can check. No score, no forecast.

Each statement names what it rests on and what would change it. Numbers on the ladder run from 0,
way down, to 100, way up; a number stands beside its row and its 80 % range.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from longarc.care.statement import (
    Facts,
    Statement,
    hundredths,
    in_ten,
    on_scale,
    place,
    range_,
    row,
    rows,
)
from longarc.care.text import Text, msg
from longarc.care.window import LEAST_REPORTS, Picture, Range, Settling

#: From this chance on it is said that a session has settled, or that it moved the usual level;
#: at or below `UNLIKELY`, that it has not settled.
#: Source: Longarc's own starting rule, unsigned.
LIKELY, UNLIKELY = 0.8, 0.2
#: The days after a medicine session on which the model says whether it has settled.
#: Source: window-model, "Model".
DAYS = (3, 7)

_BURST = msg("Three check-ins a day for five days after a session, if the client agrees to it.")


def statements(picture: Picture, *, as_of: datetime) -> tuple[Statement, ...]:
    """Everything that may be said now; nothing while it is too early."""
    return () if picture.too_early else tuple(_statements(picture, as_of))


def _statements(picture: Picture, as_of: datetime) -> Iterator[Statement]:
    if picture.level:
        yield _usual_level(picture.level, picture)
    if picture.swing:
        yield _swing(picture.swing, picture)
    if picture.inside:
        yield _inside(picture.inside, picture)
    yield _drift(picture)
    yield _estimated(picture)
    yield _half_time(picture)
    for number, one in enumerate(picture.settling, start=1):
        outside = _outside(picture) if one is picture.settling[-1] else ()
        yield settling(one, number, as_of=as_of, outside=outside)


def _outside(picture: Picture) -> tuple[Text, ...]:
    """Settled is no good news by itself where the usual level has left the agreed window."""
    level, (low, high) = picture.level, picture.agreed.ends
    if level is None or low <= level.mid <= high:
        return ()
    said = msg(
        "Settled means back around their usual level, and that now lies outside the agreed "
        "window, in the row %(row)s."
    )
    return (Text(said, place(level.mid)),)


def too_early(picture: Picture) -> Text:
    """A proper answer: the model waits until it has enough to go on (decision 7)."""
    facts: Facts = {"reports": picture.reports, "least": LEAST_REPORTS}
    return Text(msg("Too early: %(reports)s of %(least)s check-ins."), facts)


def versions(picture: Picture) -> tuple[Text, ...]:
    """Which model, prior and thresholds this was worked out with, and what the prior rests on."""
    made = Text(
        msg("Model %(model)s, prior %(prior)s, thresholds %(thresholds)s."),
        {"model": picture.model, "prior": picture.prior, "thresholds": picture.thresholds},
    )
    if not picture.prior.startswith("launch"):
        return (made, Text(msg("The prior comes from clients of this practice who agreed to it.")))
    borrowed = msg(
        "The prior is borrowed from studies of other people, not from psychedelic clients."
    )
    return (made, Text(borrowed))


def level_line(picture: Picture) -> Text | None:
    """The usual level in one sentence, for the summary of a drawing."""
    if picture.too_early or picture.level is None:
        return None
    return Text(
        msg(
            "Their usual level, where they mostly are: %(mid)s of 100, in the row %(row)s (80 %% "
            "range %(range)s). It follows slowly: the last days may be elsewhere."
        ),
        {**place(picture.level.mid), "range": range_(picture.level)},
    )


def _usual_level(level: Range, picture: Picture) -> Statement:
    return Statement(
        Text(msg("Usual level")),
        (
            Text(msg("In the row %(row)s, at %(mid)s of 100."), place(level.mid)),
            Text(
                msg("80 %% range: %(low)s (%(low_row)s) to %(high)s (%(high_row)s)."),
                {
                    "low": on_scale(level.low),
                    "low_row": row(level.low),
                    "high": on_scale(level.high),
                    "high_row": row(level.high),
                },
            ),
        ),
        _check_ins(picture.reports),
        Text(msg("Check-ins that stay on another row; more of them make the range narrower.")),
    )


def _swing(swing: Range, picture: Picture) -> Statement:
    facts: Facts = {"mid": hundredths(swing.mid), "range": range_(swing)}
    what = msg(
        "About 2 of 3 check-ins lie within %(mid)s of 100 of the usual level (80 %% range "
        "%(range)s). A row is 20 high."
    )
    return Statement(
        Text(msg("Everyday ups and downs")),
        (Text(what, facts),),
        _check_ins(picture.reports),
        Text(msg("Check-ins that lie farther apart than before, or closer together.")),
    )


def _inside(inside: Range, picture: Picture) -> Statement:
    what = msg(
        "As they are now, about %(mid)s of 100 check-ins lie inside the agreed window, %(rows)s "
        "(80 %% range %(range)s)."
    )
    mixed = msg("Both at once, or hard to tell, counts as outside.")
    facts: Facts = {"mid": hundredths(inside.mid), "range": range_(inside)}
    return Statement(
        Text(msg("Share inside the agreed window")),
        (Text(what, {**facts, "rows": rows(picture.agreed.rows)}), Text(mixed)),
        _check_ins(picture.reports),
        Text(msg("Another agreed window; check-ins on other rows than so far.")),
    )


def _drift(picture: Picture) -> Statement:
    drift, anchor = picture.drift, picture.anchor
    what = _moved(drift, anchor) if drift and anchor else Text(msg("Not yet: it needs four weeks."))
    return Statement(
        Text(msg("Drift of the usual level")),
        (what,),
        _check_ins(picture.reports),
        Text(msg("Weeks of check-ins on another row.")),
    )


def _moved(drift: Range, anchor: datetime) -> Text:
    facts: Facts = {"anchor": anchor, "mid": abs(hundredths(drift.mid))}
    low, high = hundredths(drift.low), hundredths(drift.high)
    if drift.low > 0:
        up = msg("Since %(anchor)s it went up by %(mid)s of 100 (80 %% range %(low)s to %(high)s).")
        return Text(up, {**facts, "low": low, "high": high})
    if drift.high < 0:
        down = msg(
            "Since %(anchor)s it went down by %(mid)s of 100 (80 %% range %(low)s to %(high)s)."
        )
        return Text(down, {**facts, "low": -high, "high": -low})
    unclear = msg(
        "Whether it has moved since %(anchor)s is not clear: the 80 %% range goes from %(down)s "
        "down to %(up)s up."
    )
    return Text(unclear, {"anchor": anchor, "down": -low, "up": high})


def _half_time(picture: Picture) -> Statement:
    half, name = picture.half_time, Text(msg("Settling time"))
    if half is None:
        refused = Text(msg("Not enough reports after sessions."))
        return Statement(name, (refused,), _check_ins(picture.reports), Text(_BURST))
    what = msg(
        "Half of an activation is gone after about %(mid)s (80 %% range %(low)s to %(high)s)."
    )
    facts: Facts = {"mid": _lasts(half.mid), "low": _lasts(half.low), "high": _lasts(half.high)}
    return Statement(name, (Text(what, facts),), _check_ins(picture.reports), Text(_BURST))


def settling(
    one: Settling, number: int, *, as_of: datetime, outside: tuple[Text, ...] = ()
) -> Statement:
    """Whether a medicine session has settled by each of `DAYS`.

    Args:
        number: counts sessions from 1.
        outside: what has to be said with "settled".
    """
    chances = (one.by_day_3, one.by_day_7)
    said = [_by_day(day, chance, one.at, as_of) for day, chance in zip(DAYS, chances, strict=True)]
    if any(chance is not None and chance >= LIKELY for chance in chances):
        said += outside
    if one.lasting is not None and one.lasting >= LIKELY:
        lasting = msg("It moved their usual level up by more than half of a swing (%(chance)s).")
        said.append(Text(lasting, {"chance": in_ten(one.lasting)}))
    rests = Text(
        msg("Rests on %(n)s check-in in the seven days after it."),
        {"n": one.reports},
        many=msg("Rests on %(n)s check-ins in the seven days after it."),
    )
    name = Text(msg("Medicine session %(number)s, %(day)s"), {"number": number, "day": one.at})
    return Statement(name, tuple(said), rests, Text(_BURST))


def _by_day(day: int, chance: float | None, began: datetime, as_of: datetime) -> Text:
    if chance is None:
        return Text(_unsaid(day, began, as_of), {"day": day})
    if chance >= LIKELY:
        return Text(msg("Day %(day)s: settled (%(chance)s)."), _chance(day, chance))
    if chance <= UNLIKELY:
        return Text(msg("Day %(day)s: not settled (%(chance)s)."), _chance(day, chance))
    # Rounded to what still reads as "not clear".
    between = min(max(chance, UNLIKELY + 0.1), LIKELY - 0.1)
    return Text(msg("Day %(day)s: not yet clear (%(chance)s)."), _chance(day, between))


def _unsaid(day: int, began: datetime, as_of: datetime) -> str:
    if as_of < began + timedelta(days=day):
        return msg("Day %(day)s: too early.")
    return msg("Day %(day)s: not enough check-ins after this session to say.")


def _chance(day: int, chance: float) -> Facts:
    return {"day": day, "chance": in_ten(chance)}


def _estimated(picture: Picture) -> Statement:
    edges = [
        Text(sentence, {**place(edge.mid), "range": range_(edge)})
        for edge, sentence in (
            (picture.upper, msg("Upper edge: %(mid)s of 100, %(row)s (80 %% range %(range)s).")),
            (picture.lower, msg("Lower edge: %(mid)s of 100, %(row)s (80 %% range %(range)s).")),
        )
        if edge
    ]
    rests = Text(
        msg("Rests on %(n)s answer about getting back."),
        {"n": picture.answers},
        many=msg("Rests on %(n)s answers about getting back."),
    )
    return Statement(
        Text(msg("Estimated window")),
        (*edges, *_not_both(picture), *_widened(picture)),
        rests,
        Text(msg("Answers about getting back on days that are farther up or down.")),
    )


def _not_both(picture: Picture) -> tuple[Text, ...]:
    if picture.upper and picture.lower:
        return (Text(msg("At an edge, getting back turns into “not just now”.")),)
    if picture.upper or picture.lower:
        return (Text(msg("Not enough answers about getting back yet for the other edge.")),)
    return (Text(msg("Not enough answers about getting back yet.")),)


def _widened(picture: Picture) -> tuple[Text, ...]:
    change, chance, anchor = picture.widened, picture.widened_chance, picture.anchor
    if change is None or chance is None or anchor is None:
        return ()
    wider = msg("Since %(anchor)s it is about %(mid)s of 100 wider; that it is wider: %(chance)s.")
    narrower = msg(
        "Since %(anchor)s it is about %(mid)s of 100 narrower; that it is wider: %(chance)s."
    )
    facts: Facts = {"anchor": anchor, "mid": abs(hundredths(change.mid)), "chance": in_ten(chance)}
    return (Text(wider if change.mid >= 0 else narrower, facts),)


def _check_ins(reports: int) -> Text:
    return Text(
        msg("Rests on %(n)s check-in."), {"n": reports}, many=msg("Rests on %(n)s check-ins.")
    )


def _lasts(hours: float) -> Text:
    """Hours up to two days, then days."""
    if hours < 48:
        return Text(msg("%(n)s hour"), {"n": round(hours)}, many=msg("%(n)s hours"))
    return Text(msg("%(n)s day"), {"n": round(hours / 24)}, many=msg("%(n)s days"))
