"""Small stories: `day | what | value`, days counted from 0. `1..9/2` is every second day.

Stories about pacing begin with everything known and nothing open.

| what | value |
| --- | --- |
| capacities | how all five stand: met, not met, not known |
| tracking, states, regulation, trust, patterns | how this one stands |
| client, therapist | a capacity, and what they say of it: yes, partly, not yet |
| session | (none): a medicine session began |
| settled | the chance in percent, worked out later, that it had settled by day 7 |
| planned | integration contacts planned for a cycle |
| contact | (none): somebody recorded a call or a meeting with the client as held |
| too near | (none): the client set a thread to "too near", and it stands so |
| flag | `confirmed`, or `no answer`: told to the therapist on that day |
| risk path | (none): it opened, and was closed on the same day |
| exercise | its code: it made it worse |
| rupture, adverse event | `open`, or the day on which it was repaired or closed |
| pace | the client: slower, fine, back (taken back); the care team: talked |
| not kept | what the program does not know: threads, flags, adverse events, risk path |

Stories about the list begin with nothing known.

| what | value |
| --- | --- |
| screening | rows that stand open, and questions that nobody answered |
| risk questions | `asked`; `path open` |
| safety plan | `whole`, or `begun` |
| session plan | what it names: support, transport, on call |
| consent, touch | current, or not current |
| substance | what the session is planned with |
| vital signs | upper and lower blood pressure; `before`: the record shows that no dose was taken |
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from longarc.care import pacing, readiness
from longarc.care.capacities import Answer as View
from longarc.care.capacities import Capacity, Evidence, Facts, Part, Rupture, Standing
from longarc.care.capacities import View as Told
from longarc.care.exercises import Did, Effect
from longarc.care.flags import ASKS, Flag, Side
from longarc.care.flags import Answer as FlagAnswer
from longarc.care.pacing import AdverseEvent
from longarc.care.readiness import Container, PlanKept, Risk, Screened, SessionPlanned
from longarc.care.session_record import Vital
from longarc.care.slower import Said, Wish
from longarc.care.sources import Substance
from longarc.care.text import Text
from longarc.care.vitals import Kept
from longarc.care.window import Settling
from tests.spec.story import _moments, in_days, moment, words

FACT = Text("(Its facts: see preparation.)")
KNOWN = {"near": (), "flags": (), "adverse_events": (), "risk": Risk(moment(0))}
KEPT = {
    "threads": "near",
    "flags": "flags",
    "adverse events": "adverse_events",
    "risk path": "risk",
}


@dataclass
class Story:
    facts: pacing.Facts = field(default_factory=lambda: pacing.Facts(Facts(ruptures=()), **KNOWN))
    stands: dict[Capacity, Standing] = field(
        default_factory=lambda: dict.fromkeys(Capacity, Standing.MET)
    )
    container: Container = field(default_factory=Container)

    def evidence(self, as_of: datetime) -> tuple[Evidence, ...]:
        return tuple(self._one(about, standing, as_of) for about, standing in self.stands.items())

    def _one(self, about: Capacity, standing: Standing, as_of: datetime) -> Evidence:
        said = [one for one in self.facts.capacities.views if one.capacity == about]
        sides = [
            next((one for one in reversed(said) if one.by_client is side and one.at <= as_of), None)
            for side in (True, False)
        ]
        return Evidence(about, (Part(standing, FACT, FACT),), *sides)


def parse(text: str, on_day: float) -> Story:
    """What is known on that day."""
    story = Story()
    _, _, *lines = text.strip().splitlines()
    for line in lines:
        day, what, value = (cell.strip() for cell in line.split("|"))
        for at in _moments(day):
            if at <= moment(on_day):
                _tell(story, what, value, at)
    return story


def _tell(story: Story, what: str, value: str, at: datetime) -> None:
    code = value.replace(" ", "_")
    if what == "capacities":
        story.stands = dict.fromkeys(Capacity, Standing(code))
    elif what in set(Capacity):
        story.stands[Capacity(what)] = Standing(code)
    elif what == "not kept":
        story.facts = replace(story.facts, **{KEPT[value]: None})
    elif what in _CONTAINER:
        story.container = replace(story.container, **_CONTAINER[what](value, at, story.container))
    else:
        story.facts = _FACT[what](story.facts, value, at)


def _more(facts: pacing.Facts, name: str, one: object) -> pacing.Facts:
    return replace(facts, **{name: (*(getattr(facts, name) or ()), one)})


def _in_capacities(facts: pacing.Facts, name: str, one: object) -> pacing.Facts:
    told = replace(facts.capacities, **{name: (*(getattr(facts.capacities, name) or ()), one)})
    return replace(facts, capacities=told)


def _view(facts, value, at, *, by_client):
    about, said = value.split(" ", 1)
    view = Told(Capacity(about), View(said.replace(" ", "_")), at, by_client)
    return _in_capacities(facts, "views", view)


def _settled(facts, value, _):
    return _more(facts, "settling", Settling(max(facts.sessions), 12, None, int(value) / 100, None))


def _flag(facts, value, at):
    """A flag that was told at `at`: its answers came then, or its 48 hours ended."""
    answers = (FlagAnswer(at, False, True),) * 2 if value == "confirmed" else ()
    began = at - timedelta(hours=6) if answers else at - ASKS
    return _more(facts, "flags", Flag(Side.RISE, began, began, 20, 5, 4, 0.5, 0.7, 0.1, answers))


def _risk(facts, _, at):
    return replace(facts, risk=replace(facts.risk, opened=(*facts.risk.opened, at)))


def _until(value):
    return None if value == "open" else moment(value)


_FACT = {
    "client": lambda f, v, at: _view(f, v, at, by_client=True),
    "therapist": lambda f, v, at: _view(f, v, at, by_client=False),
    "session": lambda f, _, at: _more(f, "sessions", at),
    "settled": _settled,
    "planned": lambda f, v, _: replace(f, contacts=int(v)),
    "contact": lambda f, _, at: _more(f, "held", at),
    "too near": lambda f, _, at: _more(f, "near", at),
    "flag": _flag,
    "risk path": _risk,
    "exercise": lambda f, v, at: _in_capacities(f, "done", Did(v, at, Effect.WORSE)),
    "rupture": lambda f, v, at: _in_capacities(f, "ruptures", Rupture(at, _until(v))),
    "adverse event": lambda f, v, at: _more(f, "adverse_events", AdverseEvent(at, _until(v))),
    "pace": lambda f, v, at: _more(f, "said", Said(Wish(v), at)),
}


def _screening(value, at, _):
    against, unanswered = (int(n) for n in value.split(","))
    return {"screened": Screened(against, unanswered, at)}


def _asked(value, at, now):
    risk = now.risk or Risk()
    if value == "asked":
        return {"risk": replace(risk, asked_at=at)}
    return {"risk": replace(risk, open=True, opened=(*risk.opened, at))}


def _session_plan(value, at, _):
    named = {one.strip() for one in value.split(",")}
    parts = ("support" in named, "transport" in named, "on call" in named)
    return {"session": SessionPlanned(at, *parts)}


def _vital_signs(value, at, _):
    numbers, _, when = value.partition(" ")
    signs = zip((Vital.SYSTOLIC, Vital.DIASTOLIC), map(int, numbers.split("/")), strict=False)
    return {"vitals": Kept(at, dict(signs), when == "before")}


_CONTAINER = {
    "vital signs": _vital_signs,
    "substance": lambda value, *_: {"substance": Substance(value)},
    "screening": _screening,
    "risk questions": _asked,
    "safety plan": lambda value, at, _: {"plan": PlanKept(at, value == "whole")},
    "session plan": _session_plan,
    "consent": lambda value, *_: {"consent": value == "current"},
    "touch": lambda value, *_: {"touch": value == "current"},
}


def suggestion(text: str, on_day: float) -> pacing.Suggestion:
    story, as_of = parse(text, on_day), moment(on_day)
    return pacing.suggest(story.facts, as_of=as_of, evidence=story.evidence(as_of))


def the_list(text: str, on_day: float) -> tuple[readiness.Line, ...]:
    return readiness.lines(parse(text, on_day).container, as_of=moment(on_day))


def answered(text: str, on_day: float, told: set[str], *, about: str = "") -> str:
    """What the program says: the suggestion with its reasons, or (`about`) one line of the list."""
    if about:
        return _line(text, on_day, about)
    found = suggestion(text, on_day)
    said = [f"On day {on_day:g}: **{_said(found.answer)}**."]
    for one in found.reasons:
        changes = words(one.changes)
        said.append(f"> *{_said(one.answer)}, {_said(one.standing)}:* {words(one.what)}")
        if changes not in told:
            said[-1] += f"\n>\n> *What changes it:* {changes}"
        told.add(changes)
    said += [f"Not known: {words(one)}" for one in found.not_known]
    return "\n\n".join(said)


def _line(text: str, on_day: float, about: str) -> str:
    found = next(one for one in the_list(text, on_day) if one.item == about)
    dated = f" ({in_days(found.at)})" if found.at else ""
    return (
        f"On day {on_day:g}, {_said(about)}: **{_said(found.standing)}**.\n\n"
        f"> {words(found.what)}{dated}\n>\n> *What changes it:* {words(found.changes)}"
    )


def _said(code: str) -> str:
    return code.replace("_", " ")
