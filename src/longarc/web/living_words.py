"""Living in words, for both sides: questions, steps, answers, kinds of therapy."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from longarc.care.living import TOP, Answer, Area, Drank, Measure
from longarc.care.other_therapies import Therapy

ANSWERS: dict[Answer, Promise] = {
    Answer.MORE: gettext_lazy("More like I want"),
    Answer.SAME: gettext_lazy("About the same"),
    Answer.LESS: gettext_lazy("Less like I want"),
}
FELT: dict[Measure, Promise] = {
    Measure.MOOD: gettext_lazy("How is my mood these days?"),
    Measure.INSIGHT: gettext_lazy("How well do I understand what moves me?"),
}
MOODS = (
    gettext_lazy("Very low"),
    gettext_lazy("Rather low"),
    gettext_lazy("In between"),
    gettext_lazy("Rather good"),
    gettext_lazy("Very good"),
)
INSIGHTS = (
    gettext_lazy("Not at all"),
    gettext_lazy("A little"),
    gettext_lazy("Partly"),
    gettext_lazy("Mostly"),
    gettext_lazy("Fully"),
)
FELT_STEPS: dict[Measure, Sequence[Promise]] = {Measure.MOOD: MOODS, Measure.INSIGHT: INSIGHTS}
DAYS: dict[Drank, Promise] = {
    Drank.NONE: gettext_lazy("No drink"),
    Drank.SOME: gettext_lazy("A drink or more"),
    Drank.OPEN: gettext_lazy("Leave this day open"),
}
AREAS: dict[Area, Promise] = {
    Area.REST: gettext_lazy("I can rest."),
    Area.PRESENCE: gettext_lazy("I am here with what is happening."),
    Area.VULNERABILITY: gettext_lazy("I can be open and still stand."),
    Area.WORTH: gettext_lazy("I am worth something, whatever I get done."),
    Area.JOY: gettext_lazy("There is joy."),
    Area.WORK: gettext_lazy("I work in a way that I can keep up."),
    Area.CLOSENESS: gettext_lazy("I let people come close."),
}
AREA_NAMES: dict[Area, Promise] = {
    Area.REST: gettext_lazy("Rest"),
    Area.PRESENCE: gettext_lazy("Presence"),
    Area.VULNERABILITY: gettext_lazy("Being open"),
    Area.WORTH: gettext_lazy("Worth"),
    Area.JOY: gettext_lazy("Joy"),
    Area.WORK: gettext_lazy("Work"),
    Area.CLOSENESS: gettext_lazy("Closeness"),
}
SHIFT_STEPS = (
    gettext_lazy("Not now"),
    gettext_lazy("Now and then"),
    gettext_lazy("Some of the time"),
    gettext_lazy("Much of the time"),
    gettext_lazy("Most of the time"),
)
THERAPIES: dict[Therapy, Promise] = {
    Therapy.EMDR: gettext_lazy("EMDR"),
    Therapy.SOMATIC: gettext_lazy("Somatic therapy"),
    Therapy.PARTS: gettext_lazy("Parts work"),
    Therapy.PSYCHOTHERAPY: gettext_lazy("Psychotherapy"),
    Therapy.OTHER: gettext_lazy("Something else"),
}


def choices(steps: Sequence[Promise]) -> list[tuple[str, Promise]]:
    return [(str(n), label) for n, label in enumerate(steps)]


def step(post: QueryDict | Mapping[str, str], field: str) -> int | None:
    """The step that was chosen; -1 for one that does not exist; None: skipped."""
    told = post.get(field, "")
    if not told:
        return None
    return int(told) if told in {str(n) for n in range(TOP + 1)} else -1


def whole(post: QueryDict, field: str) -> int | None:
    """A whole number as it was written; -1 for anything else; None: left out."""
    told = post.get(field, "").strip()
    if not told:
        return None
    return int(told) if told.isascii() and told.isdigit() and len(told) < 4 else -1


def uid(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None
