"""Small stories: `day | what | value`, days counted from 0. Each line is one thing that is kept.

| what | value |
| --- | --- |
| support | stable_seeker, in_between or long_suffering: numbers follow from it |
| meetings | so many to prepare, so many to take it in; `because` begins the reason |
"""

from longarc.care import plan
from longarc.care.decision import NotAllowed
from longarc.care.plan import Contacts, Needs, Step
from tests.spec.story import words


def planned(text: str, on_day: int) -> tuple[Step | None, str]:
    """What stands on that day, and why the last line of the story was refused, if it was."""
    _, _, *lines = text.strip().splitlines()
    stands, refused = None, ""
    for line in lines:
        day, what, value = (cell.strip() for cell in line.split("|"))
        if int(day) <= on_day:
            stands, refused = _keep(what, value, stands)
    return stands, refused


def _keep(what: str, value: str, stands: Step | None) -> tuple[Step | None, str]:
    step = _step(what, value, stands)
    try:
        plan.may_keep(step, stands).require()
    except NotAllowed as told:
        return stands, words(told.decision.reasons[0].text)
    return plan.after(step, stands), ""


def _step(what: str, value: str, stands: Step | None) -> Step:
    if what == "support":
        return Step(Needs(value), plan.least(Needs(value), stands))
    numbers, _, why = value.partition("because")
    preparation, integration = (int(n) for n in numbers.strip(" ,").split(" and "))
    assert stands, "the support comes first"
    return Step(stands.needs, Contacts(preparation, integration), why.strip())


def label(stands: Step | None) -> str:
    return f"{stands.contacts.preparation} and {stands.contacts.integration}" if stands else "none"


def answered(story: str, on_day: float, told: set[str]) -> str:
    stands, refused = planned(story, int(on_day))
    said = [f"On day {on_day:g} the plan is **{label(stands)}**."]
    sentences = [words(text) for text in plan.in_words(stands.contacts)] if stands else []
    new = [one for one in ([refused] if refused else sentences) if one not in told]
    told.update(new)
    return "\n\n".join([*said, *(f"> {one}" for one in new)])
