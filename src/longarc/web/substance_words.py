"""The words for substances: shown to staff, and to a client on the page of their plan alone."""

from typing import Any

from django.utils.translation import gettext_lazy

from longarc.care.sources import Substance
from longarc.records.queries.session_plan import Version

SUBSTANCES = {
    Substance.PSILOCYBIN: gettext_lazy("psilocybin"),
    Substance.MDMA: gettext_lazy("MDMA"),
    Substance.KETAMINE: gettext_lazy("ketamine or esketamine"),
}


def of_plan(version: Version | None, planned: Substance | None) -> dict[str, Any]:
    """What a version was made for; and what is planned now, where that is another.

    `before_choice`: it was made before anything was chosen.
    """
    made_for = version.substance if version else None
    other = version is not None and version.other_than(planned)
    stands = made_for or planned
    return {
        "substance": SUBSTANCES[stands] if stands else None,
        "planned_now": SUBSTANCES[planned] if other and made_for and planned else None,
        "before_choice": other and made_for is None,
    }
