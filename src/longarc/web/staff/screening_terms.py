"""Words of the screening pages for staff."""

from typing import Any

from django.utils.translation import gettext_lazy

from longarc.care.screening_facts import Kind, Said, Taken
from longarc.care.screening_rows import Certainty, State
from longarc.care.sources import Level

LEVELS = {
    Level.BARRED: gettext_lazy("Barred"),
    Level.HARD: gettext_lazy("Hard: a prescriber decides"),
    Level.REVIEW: gettext_lazy("Review: a person answers"),
    Level.NOTE: gettext_lazy("Note"),
}
#: A name that nobody knows yet.
WRITE_IT = gettext_lazy("Hard: locked until someone writes what it is")
STATES = {
    State.OPEN: gettext_lazy("open"),
    State.DECIDED: gettext_lazy("decided: may go ahead"),
    State.DECLINED: gettext_lazy("decided: not for this person"),
    State.ANSWERED: gettext_lazy("answered"),
    State.NOTED: gettext_lazy("to know"),
}
CERTAINTY = {
    Certainty.CONFIRMED: gettext_lazy("The sources below were read and say this."),
    Certainty.UNCONFIRMED: gettext_lazy(
        "Not confirmed: no source that was read settles this. It stays this strict until a "
        "clinician signs it to another level."
    ),
    Certainty.NOT_KNOWN: gettext_lazy(
        "Not known. What is not known is never clear, and is held as strictly as what it could be."
    ),
    Certainty.AGREED: gettext_lazy("Sure that two people wrote this; both names stand above."),
    Certainty.RECORDED: gettext_lazy("Sure that a prescriber wrote this; their words stand above."),
    Certainty.LAW: gettext_lazy("From the jurisdiction profile. Check the current rule."),
}
KINDS = {
    Kind.DECIDED: gettext_lazy("May go ahead"),
    Kind.DECLINED: gettext_lazy("Not for this person"),
    Kind.ANSWERED: gettext_lazy("Answered"),
}
#: The same about an entry that was taken back.
KINDS_BACK = {
    Kind.DECIDED: gettext_lazy("It was a mistake: agree"),
    Kind.DECLINED: gettext_lazy("Not for this person"),
    Kind.ANSWERED: gettext_lazy("It was a mistake: agree"),
}
#: A locked medicine whose entry was taken back.
AGREE = gettext_lazy("Hard: locked until somebody else agrees")
TAKEN = {
    Taken.NOW: gettext_lazy("Taken now"),
    Taken.STOPPED: gettext_lazy("Stopped"),
    Taken.NOT_KNOWN: gettext_lazy("Not known"),
}
SAID: dict[Said, Any] = {
    Said.YES: gettext_lazy("Yes"),
    Said.NO: gettext_lazy("No"),
    Said.SAY: gettext_lazy("Not known"),
}
