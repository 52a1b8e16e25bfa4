"""The words for substances: shown to staff, and to a client on the page of their plan alone."""

from django.utils.translation import gettext_lazy

from longarc.care.sources import Substance

SUBSTANCES = {
    Substance.PSILOCYBIN: gettext_lazy("psilocybin"),
    Substance.MDMA: gettext_lazy("MDMA"),
    Substance.KETAMINE: gettext_lazy("ketamine or esketamine"),
}
