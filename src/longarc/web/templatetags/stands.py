"""`{% stands "phase" %}` in a form that decides: what its page knew last. `{% form_id %}`: its id.

See `web.stale`. An id makes a form that is sent twice one entry.
"""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from longarc.records.ids import uuid7
from longarc.web import stale

register = template.Library()


@register.simple_tag(takes_context=True)
def stands(context: Any, name: str) -> SafeString:
    known = stale.mark_of(context["request"], name)
    return format_html('<input type="hidden" name="{}" value="{}">', stale.FIELD, known)


@register.simple_tag
def form_id() -> SafeString:
    return format_html('<input type="hidden" name="uid" value="{}">', uuid7())
