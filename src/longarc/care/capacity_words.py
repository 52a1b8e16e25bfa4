"""The facts behind each capacity, said once for staff and once for the client.

The client's sentence tells what was done and never what is still to do; the staff's tells the
rule's numbers, too.
"""

from dataclasses import dataclass

from longarc.care.text import Text, msg

#: What a formulation is asked to name: a trigger, a familiar response, something that helps.
NAMES = ("trigger", "response", "helps")


@dataclass(frozen=True, slots=True)
class Both:
    staff: Text
    client: Text


def check_ins(n: int, days: int, span: int) -> Both:
    if not n:
        return Both(
            Text(msg("No check-in in the last %(span)s days."), {"span": span}),
            Text(msg("No check-ins lately. That is fine.")),
        )
    facts: dict[str, int | Text] = {"n": n, "on": _days(days), "span": span}
    return Both(
        Text(
            msg("1 check-in in the last %(span)s days."),
            facts,
            many=msg("%(n)s check-ins on %(on)s, in the last %(span)s days."),
        ),
        Text(
            msg("You checked in once in the last %(span)s days."),
            facts,
            many=msg("You checked in %(n)s times on %(on)s, in the last %(span)s days."),
        ),
    )


def _days(n: int) -> Text:
    return Text(msg("1 day"), {"n": n}, many=msg("%(n)s days"))


def noted(n: int) -> Both:
    facts = {"n": n}
    if not n:
        return Both(
            Text(msg("None of them with shared words or a body map.")),
            Text(msg("Words and body marks are yours to add, or not.")),
        )
    return Both(
        Text(
            msg("1 of them with shared words or a body map."),
            facts,
            many=msg("%(n)s of them with shared words or a body map."),
        ),
        Text(
            msg("With one of them you shared words or marked your body."),
            facts,
            many=msg("With %(n)s of them you shared words or marked your body."),
        ),
    )


def labels(sides: int) -> Both:
    facts = {"n": sides}
    if not sides:
        return Both(
            Text(msg("No words of their own for up, within and down.")),
            Text(msg("You use the words that came with the ladder.")),
        )
    return Both(
        Text(msg("Own words for %(n)s of the three: up, within, down."), facts),
        Text(msg("You have your own words for %(n)s of these three: up, within, down."), facts),
    )


def rows_used(n: int, span: int) -> Both:
    facts = {"n": n, "span": span}
    if not n:
        return Both(
            Text(msg("No rows used in the last %(span)s days."), facts),
            Text(msg("No rows used lately. That is fine.")),
        )
    return Both(
        Text(
            msg("1 row of the ladder used in the last %(span)s days."),
            facts,
            many=msg("%(n)s different rows of the ladder used in the last %(span)s days."),
        ),
        Text(
            msg("You used one row of the ladder in the last %(span)s days."),
            facts,
            many=msg("You used %(n)s rows of the ladder in the last %(span)s days."),
        ),
    )


def exercises(tries: int, steady: int, each: int, span: int) -> Both:
    facts = {"n": tries, "steady": steady, "each": each, "span": span}
    if not tries:
        return Both(
            Text(msg("No exercise with an answer in the last %(span)s days."), facts),
            Text(msg("No exercises lately. They are there when you want them.")),
        )
    return Both(
        Text(
            msg(
                "Exercises done %(n)s times in the last %(span)s days; %(steady)s of them at least "
                "%(each)s times since it last made things worse, and helped in half or more."
            ),
            facts,
        ),
        Text(
            msg("You did one exercise in the last %(span)s days."),
            facts,
            many=msg("You did exercises %(n)s times in the last %(span)s days."),
        ),
    )


def ways_back(outside: int, back: int, span: int) -> Both:
    facts = {"n": back, "outside": outside, "span": span}
    if not outside:
        return Both(
            Text(msg("No report from outside the agreed window in the last %(span)s days."), facts),
            Text(msg("Nothing from outside your window in the last %(span)s days."), facts),
        )
    return Both(
        Text(
            msg(
                "%(outside)s reports from outside the agreed window in the last %(span)s days; "
                "ways back inside with an exercise: %(n)s."
            ),
            facts,
        ),
        Text(
            msg("Once you came back inside your window with an exercise."),
            facts,
            many=msg("You came back inside your window with an exercise %(n)s times."),
        )
        if back
        else Text(msg("You were outside your window at times. That is part of it.")),
    )


def meetings(n: int, span: int) -> Both:
    facts = {"n": n, "span": span}
    if not n:
        return Both(
            Text(msg("No meeting with the lead in the last %(span)s days."), facts),
            Text(msg("No meetings with your lead lately.")),
        )
    return Both(
        Text(
            msg("1 meeting with the lead in the last %(span)s days: planned, not cancelled."),
            facts,
            many=msg(
                "%(n)s meetings with the lead in the last %(span)s days: planned, not cancelled."
            ),
        ),
        Text(
            msg("You and your lead have met once in the last %(span)s days."),
            facts,
            many=msg("You and your lead have met %(n)s times in the last %(span)s days."),
        ),
    )


def ratings(rated: int | None, asked: int) -> Both:
    """`asked`: so many of the last meetings are to be rated."""
    last = Text(msg("the last meeting"), {"n": asked}, many=msg("the last %(n)s meetings"))
    if rated is None:
        return Both(
            Text(msg("Ratings of %(last)s: not known here."), {"last": last}),
            Text(msg("How the meetings felt is not asked here yet.")),
        )
    times = Text(msg("once"), {"n": rated}, many=msg("%(n)s times"))
    said = msg("After %(last)s you said how it felt: %(times)s.")
    return Both(
        Text(msg("Ratings after %(last)s: %(n)s."), {"last": last, "n": rated}),
        Text(said, {"last": last, "times": times})
        if rated
        else Text(msg("You can say how %(last)s felt, or not."), {"last": last}),
    )


def ruptures(still: int | None) -> Both:
    if still is None:
        return Both(
            Text(msg("Ruptures and repairs: not known here.")),
            Text(msg("Strains between you two are not kept here yet. You can say them any time.")),
        )
    if not still:
        return Both(
            Text(msg("No open rupture.")), Text(msg("No strain between you two is open here."))
        )
    return Both(
        Text(msg("Open ruptures: %(n)s."), {"n": still}),
        Text(msg("Something between you two is still open. It can be talked about.")),
    )


def formulation(names: int | None, *, agreed: bool) -> Both:
    if names is None:
        return Both(
            Text(msg("No formulation written with the client is known here.")),
            Text(msg("What you both understand so far is not written here yet.")),
        )
    facts = {"n": names, "of": len(NAMES)}
    told = Text(
        msg("The newest formulation names %(n)s of %(of)s: trigger, response, what helps."), facts
    )
    if agreed:
        return Both(
            Text(msg("%(told)s The client agreed to it."), {"told": told}),
            Text(msg("You agreed to the newest version of what you both understand.")),
        )
    return Both(
        Text(msg("%(told)s The client has not agreed to it."), {"told": told}),
        Text(msg("There is a newer version of what you both understand, to look at.")),
    )
