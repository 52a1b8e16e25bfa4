"""Leaving a session, and touch in it, where the record does not show that it was as it should be.

The lead signs that somebody left with a no; that no must reach a person the same day, and does
not rest on anybody reading the record. Each line is told once; a corrected one is a new line.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import reduce

from longarc.care.finding import Code, Finding
from longarc.care.session_checks import NOT_SHOWN, Left, Recorded, agreed_for, beyond, leavings
from longarc.care.session_record import NO, YES, Fit, Line, Mistaken, Record
from longarc.care.text import Text, msg
from longarc.care.touch import Touch, listed, says


def found(recorded: Recorded, *, as_of: datetime) -> Iterator[Finding]:
    """One for each line that asks for a person. None of them eases by itself."""
    known = recorded.upto(as_of)
    for record in known.records:
        yield from (_left(one, record) for one in leavings(record, known.answered))
        yield from (_touch(one, record, recorded.touch) for one in beyond(record, recorded.touch))


def _left(left: Left, record: Record) -> Finding:
    return Finding(
        code=Code.LEAVING,
        since=left.line.written_at,
        level=int(bool(left.suicide)),
        evidence=(left.line.uid,),
        what=_what(left, record),
        sure=Text(msg("Sure that it is written so, by %(by)s."), {"by": left.line.by}),
        next_step=Text(_REACH if left.suicide else _CALL),
        goes_when=Text(_GOES_ASKED if left.suicide else _GOES),
        recorded_by=_writers(left.line, record),
    )


_GOES = msg("It stays until someone says that it is done, or the line is put right.")
_GOES_ASKED = msg(
    "It stays until the risk questions are answered again, all of them, or the line is put right. "
    "It can wait for a day at most."
)


def _writers(line: Line, record: Record) -> frozenset[int]:
    """Who kept the line, or an earlier version of it."""
    versions = (line, *record.before(line))
    return frozenset(one.wrote for one in versions if one.wrote is not None)


def with_taken_back(what: Text, gone: Mistaken | None) -> Text:
    """The same sentence, and that its session was taken back."""
    return Text(msg("%(what)s %(gone)s"), {"what": what, "gone": gone.told}) if gone else what


def _what(left: Left, record: Record) -> Text:
    said = [Text(_SUICIDE[left.suicide])] if left.suicide else []
    said += [Text(_POINTS[one]) for one in left.points]
    points = reduce(lambda a, b: Text(msg("%(a)s; %(b)s"), {"a": a, "b": b}), said)
    what = Text(
        msg("Leaving the session of %(day)s: %(points)s."),
        {"day": record.starts_at, "points": points},
    )
    return with_taken_back(what, record.mistaken)


_SUICIDE = {
    NO: msg("asked about not wanting to live: there is concern"),
    NOT_SHOWN: msg("nobody wrote that not wanting to live was asked about"),
}
_POINTS = {
    Fit.TIME: msg("the minimum time had not passed"),
    Fit.VITALS: msg("vital signs were not acceptable"),
    Fit.SEDATION: msg("not awake again"),
    Fit.PERCEPTION: msg("perception not as before"),
    Fit.ORIENTATION: msg("not oriented, or not steady on their feet"),
    Fit.DISTRESS: msg("more distress than before the session"),
    Fit.AGREES: msg("the client did not agree to leave"),
    Fit.ESCORT: msg("nobody was there to take them home"),
    Fit.TRANSPORT: msg("the way home was not as planned"),
    Fit.CONTACT: msg("the next contact was not booked"),
    Fit.AFTERCARE: msg("no written aftercare was given"),
}
_REACH = msg(
    "Reach the client today and ask the risk questions together: an answer there opens the risk "
    "path."
)
_CALL = msg("Call the client today, and ask how they are.")


def _touch(line: Line, record: Record, agreed: Touch) -> Finding:
    facts: dict[str, str | datetime | Text] = {
        "day": record.starts_at,
        "what": _given(line),
        "asked": Text(_ASKED.get(str(line.told.facts.get("asked", "")), _ASKED[""])),
        "agreed": says(agreed_for(line.told, record, agreed, line.written_at)),
    }
    return Finding(
        code=Code.TOUCH,
        since=line.written_at,
        level=0,
        evidence=(line.uid,),
        what=with_taken_back(Text(_TOUCH, facts), record.mistaken),
        sure=Text(_TOUCH_SURE, {"by": line.by}),
        next_step=Text(
            msg("Hear the client first, then who was in the room. They can raise a concern, too.")
        ),
        goes_when=Text(_GOES),
        recorded_by=_writers(line, record),
    )


_TOUCH = msg(
    "Touch in the session of %(day)s is not shown to be as agreed: %(what)s, %(asked)s. Agreed "
    "then: %(agreed)s."
)
_TOUCH_SURE = msg(
    "Sure that %(by)s wrote it so. The record may leave something out: what it does not say is "
    "not shown."
)
_ASKED = {YES: msg("asked first"), NO: msg("not asked first"), "": msg("asking is not written")}


def _given(line: Line) -> Text:
    places = line.told.places
    return listed(places) if places else Text(msg("where is not written"))
