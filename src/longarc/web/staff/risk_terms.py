"""The staff's words for levels and steps of a risk path."""

from django.utils.translation import gettext_lazy

from longarc.care.risk import StepKind
from longarc.care.risk_questions import Level

#: Level -> its name, and what it asks for. None of them is called safe.
LEVELS = {
    Level.NONE: (
        gettext_lazy("No positive answers"),
        gettext_lazy("That does not say that they are safe."),
    ),
    Level.LOW: (
        gettext_lazy("Take it on today, contact soon"),
        gettext_lazy("Low is not safe: offer the safety plan at the next contact."),
    ),
    Level.MODERATE: (
        gettext_lazy("Contact the same day"),
        gettext_lazy("A positive or unclear answer. Look at the safety plan together."),
    ),
    Level.HIGH: (
        gettext_lazy("Contact now"),
        gettext_lazy("Stay in contact until someone has seen them. No session meanwhile."),
    ),
}
#: What can be recorded on the page of the path; closing has a page of its own.
STEPS = {
    StepKind.TOOK_ON: gettext_lazy("I take it on"),
    StepKind.TRIED: gettext_lazy("I tried, and did not reach them"),
    StepKind.REACHED: gettext_lazy("I reached them"),
    StepKind.AGREED: gettext_lazy("What we agreed"),
    StepKind.PLAN: gettext_lazy("We looked at the safety plan"),
    StepKind.HANDED_OVER: gettext_lazy("I hand it over to"),
    StepKind.NOT_REACHED: gettext_lazy("They cannot be reached by us: why, and who is there"),
    StepKind.NO_PLAN: gettext_lazy("The safety plan was not looked at: why"),
}
DONE = {
    StepKind.TOOK_ON: gettext_lazy("took it on"),
    StepKind.TRIED: gettext_lazy("tried, did not reach them"),
    StepKind.REACHED: gettext_lazy("reached them"),
    StepKind.AGREED: gettext_lazy("agreed"),
    StepKind.PLAN: gettext_lazy("looked at the safety plan"),
    StepKind.HANDED_OVER: gettext_lazy("handed it over"),
    StepKind.NOT_REACHED: gettext_lazy("could not be reached by us"),
    StepKind.NO_PLAN: gettext_lazy("the safety plan was not looked at"),
    StepKind.CLOSED: gettext_lazy("closed"),
}
