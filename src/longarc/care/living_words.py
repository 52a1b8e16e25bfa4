"""What a look at behaviour beside mood and insight says, with its counts and its doubt."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from math import sqrt

from longarc.care.living import Answer, Change, Look, Measure, Moved
from longarc.care.text import Text, msg

_NAMES = {
    Measure.MOOD: msg("Mood"),
    Measure.INSIGHT: msg("Insight"),
    Measure.DIARY: msg("Days with a drink"),
}
_MOVED = {
    Moved.WANTED: msg("%(name)s: moved the way they want. %(counts)s"),
    Moved.AWAY: msg("%(name)s: moved the other way. %(counts)s"),
    Moved.NOT_CLEARLY: msg("%(name)s: no clear move. %(counts)s"),
    Moved.NOT_KNOWN: msg("%(name)s: not known, too few answers. %(counts)s"),
}
_STEPS = msg("By about %(by)s of four steps, give or take %(error)s; %(counts)s")
_COUNTS = msg("%(before)s answers before the session, %(after)s after.")
_BEHAVIOUR = msg("%(more)s times more like they want, %(same)s the same, %(less)s less.")
_DIARY = msg(
    "%(some)s of %(days)s known days after the session, %(some_before)s of %(days_before)s before."
)


@dataclass(frozen=True, slots=True)
class Ask:
    """Worth asking about: what, how sure, what else it could be."""

    what: Text
    sure: Text
    could_be: tuple[Text, ...]


def name(change: Change) -> Text:
    """A behaviour in the client's own words."""
    measure = change.course.measure
    if measure is Measure.BEHAVIOUR:
        return Text("%(name)s", {"name": change.course.name})
    return Text(_NAMES[measure])


def line(change: Change) -> Text:
    """One thing of a look, with how many answers it rests on."""
    return Text(_MOVED[change.moved], {"name": name(change), "counts": _counts(change)})


def _counts(change: Change) -> Text:
    if change.course.measure is Measure.BEHAVIOUR:
        told = Counter(value for _, value in change.after)
        return Text(_BEHAVIOUR, {Answer.MORE: told[1], Answer.SAME: told[0], Answer.LESS: told[-1]})
    if change.course.measure is Measure.DIARY:
        return Text(
            _DIARY,
            {
                "some": sum(value for _, value in change.after),
                "days": len(change.after),
                "some_before": sum(value for _, value in change.before),
                "days_before": len(change.before),
            },
        )
    counts = Text(_COUNTS, {"before": len(change.before), "after": len(change.after)})
    if change.by is None or change.band is None:
        return counts
    by, error = f"{float(change.by):+.1f}", f"{sqrt(change.band):.1f}"
    return Text(_STEPS, {"by": by, "error": error, "counts": counts})


def when(look: Look) -> Text:
    """Which look it is, with the days that it takes in."""
    facts: dict[str, str | int | date | datetime | Text] = {
        "n": look.months,
        "number": look.number,
        "first": look.first,
        "last": look.last,
    }
    if not look.months:
        return Text(
            msg("About four weeks after session %(number)s (answers from %(first)s to %(last)s)"),
            facts,
        )
    return Text(
        msg("About %(n)s months after session %(number)s (answers from %(first)s to %(last)s)"),
        facts,
    )


_WHAT = msg("%(when)s: %(inner)s. No behaviour that is known clearly did.")
_BOTH = msg("mood and insight moved the way they want")
_ONE = {
    Measure.MOOD: msg("mood moved the way they want"),
    Measure.INSIGHT: msg("insight moved the way they want"),
}
_SURE = msg(
    "Not sure: own answers, and few of them. No clear move is no proof that nothing moved. "
    "Days without an answer are not known."
)
_COULD_BE = (
    Text(msg("behaviour takes longer than mood")),
    Text(msg("days that were told are not like days that were not")),
    Text(msg("something around them holds it in place")),
)


def ask(look: Look) -> Ask:
    """What a look says that is worth asking about (`Look.worth_asking`)."""
    inner = [one.course.measure for one in look.inner]
    moved = Text(_BOTH if len(inner) > 1 else _ONE[inner[0]])
    return Ask(Text(_WHAT, {"when": when(look), "inner": moved}), Text(_SURE), _COULD_BE)
