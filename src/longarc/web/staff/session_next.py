"""What is to be done at once after lines of a session were kept."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from longarc.care.session_checks import agreed_for
from longarc.care.session_record import NO, Fit, Kind, Record, Told, touched
from longarc.care.touch import Touch
from longarc.records.queries import touch
from longarc.records.queries.clients import ClientRef
from longarc.web.staff.people import actor


def say_next(
    request: HttpRequest, client: ClientRef, record: Record, lines: Sequence[Told]
) -> None:
    """A "no" on leaving, or touch beyond what was agreed: what is to be done now, with its page."""
    agreed = touch.load(client, viewer=actor(request), at=timezone.now())
    if any(_wants_call(told, record, agreed) for told in lines):
        url = reverse("client_risk", args=[client.public_id])
        link = format_html('<a class="inline" href="{}">{}</a>', url, _("ask the risk questions"))
        messages.info(request, format_html(_("Reach the client now: {}."), link))


def _wants_call(told: Told, record: Record, agreed: Touch) -> bool:
    if told.kind is Kind.TOUCH:
        return not touched(told, agreed_for(told, record, agreed, timezone.now()))
    return told.kind is Kind.LEAVE and any(told.facts.get(one) == NO for one in Fit)
