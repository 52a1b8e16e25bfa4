"""Words for what comes after a session, the same for both sides."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from longarc.care.after import Slot, State, Step
from longarc.care.follow_up import MONTHS_A_YEAR, Due
from longarc.care.plan import FOLLOW_UP_WEEKS

SLOTS: dict[Slot, Promise] = {
    Slot.DAY_1: gettext_lazy("The next day"),
    Slot.DAYS_2_7: gettext_lazy("Days 2 to 7"),
    Slot.WEEKS_2_4: gettext_lazy("Weeks 2 to 4"),
    Slot.OTHER: gettext_lazy("Another contact"),
    Slot.FOLLOW_UP: gettext_lazy("Follow-up"),
    Slot.ARC: gettext_lazy("The arc"),
}
#: What was recorded; a name and a day stand beside it.
STEPS: dict[Step, Promise] = {
    Step.CALLED: gettext_lazy("A call"),
    Step.MET: gettext_lazy("A meeting"),
    Step.WROTE: gettext_lazy("A message"),
    Step.TRIED: gettext_lazy("Tried, not reached"),
    Step.WHY_NOT: gettext_lazy("It did not happen"),
    Step.ENDED: gettext_lazy("Follow-up ended"),
    Step.AGAIN: gettext_lazy("Follow-up goes on"),
    Step.CLOSED: gettext_lazy("Arc closed"),
    Step.REOPENED: gettext_lazy("Arc opened again"),
}
#: For the care team. The client reads these in words of their own page.
STATES: dict[State, Promise] = {
    State.AHEAD: gettext_lazy("ahead"),
    State.OPEN: gettext_lazy("open now"),
    State.DUE: gettext_lazy("due today"),
    State.LATE: gettext_lazy("its days are over: not recorded"),
    State.HELD: gettext_lazy("held"),
    State.NOT_HELD: gettext_lazy("not held"),
}


def after_so_long(due: Due) -> str:
    """How long after a session it is: 4 weeks, 6 months, 2 years."""
    if due.months == 0:
        return _("%(n)s weeks") % {"n": FOLLOW_UP_WEEKS}
    if due.months < 2 * MONTHS_A_YEAR:
        return _("%(n)s months") % {"n": due.months}
    return _("%(n)s years") % {"n": due.months // MONTHS_A_YEAR}
