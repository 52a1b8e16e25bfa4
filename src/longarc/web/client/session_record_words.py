"""What one line of a session's record says, in words: the same for staff and client."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care import touch
from longarc.care.arc import State
from longarc.care.session_record import NO, YES, Fit, Kind, Told, Vital
from longarc.care.sources import Substance
from longarc.web.client.ladder import LABELS as STATES
from longarc.web.substance_words import SUBSTANCES
from longarc.web.words import say

KINDS: dict[Kind, Promise] = {
    Kind.PEOPLE: gettext_lazy("Who was there"),
    Kind.DOSE: gettext_lazy("Dose, as it was taken"),
    Kind.PEAK: gettext_lazy("Strongest around"),
    Kind.ENDED: gettext_lazy("The session ended"),
    Kind.STATE: gettext_lazy("State"),
    Kind.SUPPORT: gettext_lazy("Support given"),
    Kind.TOUCH: gettext_lazy("Touch"),
    Kind.CONSENT: gettext_lazy("Asked before going on"),
    Kind.EVENT: gettext_lazy("What happened"),
    Kind.WORDS: gettext_lazy("Words that were said"),
    Kind.VITALS: gettext_lazy("Vital signs"),
    Kind.LEAVE: gettext_lazy("Before going home"),
}
FITS: dict[Fit, Promise] = {
    Fit.TIME: gettext_lazy("The minimum time has passed"),
    Fit.VITALS: gettext_lazy("Vital signs are acceptable"),
    Fit.SEDATION: gettext_lazy("Awake again (say when below)"),
    Fit.PERCEPTION: gettext_lazy("Perception as before, no longer far away (say when below)"),
    Fit.ORIENTATION: gettext_lazy("Knows where and when they are, walks steadily"),
    Fit.DISTRESS: gettext_lazy("No more distress than before the session"),
    Fit.SUICIDE: gettext_lazy("Not wanting to live"),
    Fit.AGREES: gettext_lazy("The client agrees to leave"),
    Fit.ESCORT: gettext_lazy("Someone who takes them home is here"),
    Fit.TRANSPORT: gettext_lazy("The way home is as planned"),
    Fit.CONTACT: gettext_lazy("The next contact is booked"),
    Fit.AFTERCARE: gettext_lazy("Written aftercare was given"),
}
VITALS: dict[Vital, Promise] = {
    Vital.SYSTOLIC: gettext_lazy("Upper blood pressure (mmHg)"),
    Vital.DIASTOLIC: gettext_lazy("Lower blood pressure (mmHg)"),
    Vital.PULSE: gettext_lazy("Pulse a minute"),
    Vital.SPO2: gettext_lazy("Oxygen saturation (%)"),
}
SHORT: dict[str, Promise] = {
    "amount": gettext_lazy("How much"),
    "way": gettext_lazy("How it was taken"),
    "noted_by": gettext_lazy("Who noted it"),
    "decided_by": gettext_lazy("Who decided"),
    "deviation": gettext_lazy("What was different from the plan"),
}
#: Never a bare yes or no: "nothing of concern: no" can be read as no concern.
LIVING: dict[str, Promise] = {
    YES: gettext_lazy("asked, nothing of concern"),
    NO: gettext_lazy("there is concern"),
    "": gettext_lazy("not asked"),
}
ANSWERS: dict[str, Promise] = {
    YES: gettext_lazy("yes"),
    NO: gettext_lazy("no"),
    "not_clear": gettext_lazy("not clear, so taken as a no"),
}


def said(told: Told) -> list[tuple[str, str]]:
    """Each fact with its name; what was not said is left out, a missing answer stays missing."""
    return [(str(name), str(value)) for name, value in _facts(told)]


def _facts(told: Told) -> Iterator[tuple[object, object]]:
    facts = told.facts
    if "substance" in facts:
        yield _("With"), substance(str(facts["substance"]))
    if "state" in facts:
        yield _("State"), STATES[State(str(facts["state"]))]
    if told.kind is Kind.TOUCH:
        yield _("Where"), say(touch.listed(told.places)) if told.places else _("not said")
    if "asked" in facts:
        yield _("Asked first"), ANSWERS[str(facts["asked"])]
    if "answer" in facts:
        yield _("Answer"), ANSWERS[str(facts["answer"])]
    yield from ((label, facts[name]) for name, label in VITALS.items() if name in facts)
    if told.kind is Kind.LEAVE:
        yield FITS[Fit.SUICIDE], LIVING[str(facts.get(Fit.SUICIDE, ""))]
    points = ((name, label) for name, label in FITS.items() if name is not Fit.SUICIDE)
    yield from ((label, ANSWERS[str(facts[name])]) for name, label in points if name in facts)
    yield from ((label, facts[name]) for name, label in SHORT.items() if name in facts)


def substance(code: str) -> object:
    return SUBSTANCES[Substance(code)] if code in set(Substance) else _("something else")
